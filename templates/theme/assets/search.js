/* Finds every page whose text holds what was typed: the search behind the theme's box.

   The theme hands its search to a Worker and allows any that answers alike: to its settings (0) with "ready" (1),
   to a query (2) with results (3). Its own looks words up in an index of words, so what the index divides otherwise
   than the reader is not found (小学 in 中小学), and browsers refuse a Worker to a page on a disk. This one reads
   the text itself, in the page: a few megabytes take milliseconds, nothing has to be divided, and a disk will do.
   The text is one file, asked for when the box is first entered; a script, because a disk serves nothing else. */
(() => {
  const TITLE = 4, START = 1, SHARE = 4, TEXT = 1, PAGE = 0.5, PHRASE = 8, ADDRESS = 8;
  const BEFORE = 30, SHOWN = 160;
  const HAN = "\\u3400-\\u9fff";
  const APART = /[\s，。、；：？！（）《》“”"]+[('"]*|[,.;:!?')]+(?=\s|$)/;

  const texts = new Promise((resolve) => { window.searchable = resolve; });

  document.addEventListener("focusin", ({ target }) => {
    if (!target.matches(".md-search__input") || document.getElementById("__texts")) return;
    const { base } = JSON.parse(document.getElementById("__config").textContent);
    const script = Object.assign(document.createElement("script"), { id: "__texts", src: `${base}/search/texts.js` });
    script.onerror = () => script.remove(); // asked for again when the box is entered again
    document.head.append(script);
  });

  window.Worker = class extends EventTarget {
    async postMessage({ type, data }) {
      const pages = await texts;
      const answer = type === 0 ? { type: 1 } : { type: 3, data: { items: find(data, pages) } };
      this.dispatchEvent(new MessageEvent("message", { data: answer }));
    }
  };

  /* The pages that hold every word; when there are none, those that hold at least half of the pieces. */
  function find(query, pages) {
    const words = [...new Set(halfwidth(query).toLowerCase().split(APART).filter(Boolean))];
    if (!words.length) return [];
    const found = ranked(pages, words, words.length, words.join(" "));
    if (found.length) return found;
    const pieces = [...new Set(words.flatMap(cut))];
    return ranked(pages, pieces, Math.ceil(pieces.length / 2), "");
  }

  /* Pairs of Chinese characters, and other words without their ending: 二道区资助 is 二道, 道区, 区资, 资助. */
  function cut(word) {
    const pairs = (run) => Array.from({ length: Math.max(1, run.length - 1) }, (_, at) => run.slice(at, at + 2));
    const runs = word.match(new RegExp(`[${HAN}]+|[^${HAN}]+`, "g"));
    return runs.flatMap((run) => run > "\u33ff" ? pairs(run) : run.replace(/(.{3})(ies|es|s|y)$/, "$1"));
  }

  /* A word begins where it is typed, and a number may be written with commas: 1421 finds 1,421. */
  function source(word) {
    const escaped = word.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
    return (/^\w/.test(word) ? "\\b" : "") + escaped.replace(/\d(?=.)/g, "$&[\\s,]?").replace(/ /g, "\\s*");
  }

  function ranked(pages, words, least, phrase) {
    const patterns = words.map((word) => new RegExp(source(word), "i"));
    const whole = words.length > 1 && phrase ? new RegExp(source(phrase), "i") : null;
    const any = new RegExp(`(${words.map(source).join("|")})`, "gi");
    const results = [];
    for (const [path, sections] of pages) {
      const seen = words.map((word) => path.endsWith(`/${word}/index.html`) ? ADDRESS : 0);
      const items = sections.map(([anchor, title, text], at) => {
        const hits = patterns.map((pattern, which) => {
          const score = hit(pattern, title, text);
          seen[which] = Math.max(seen[which], score);
          return score;
        });
        const score = sum(hits) && sum(hits) + (at ? 0 : PAGE) + (whole ? PHRASE * hit(whole, title, text) : 0);
        return { location: path + anchor, title, text, score };
      });
      if (seen.filter(Boolean).length < least) continue;
      const terms = Object.fromEntries(words.map((word, at) => [word, seen[at] > 0]));
      const [page, ...rest] = items.map((item) => ({ ...item, terms }));
      const shown = [page, ...rest.filter((item) => item.score)].sort((one, other) => other.score - one.score);
      // Of equals the latest, unless its text does not begin with a number: what is not stated comes last.
      const year = /^\D{0,20}\d/.test(page.text) ? Number((/\d{4}/.exec(page.title) || [0])[0]) : 0;
      results.push({ shown, score: sum(seen) + shown[0].score, year });
    }
    return results
      .sort((one, other) => other.score - one.score || other.year - one.year)
      .map(({ shown }) => shown.map((item) => ({ ...item, title: marked(item.title, any), text: extract(item.text, any) })));
  }

  const halfwidth = (text) => text.replace(/[０-９Ａ-Ｚａ-ｚ．％]/g, (full) => full.normalize("NFKC"));
  const sum = (numbers) => numbers.reduce((total, each) => total + each, 0);

  /* In a title, the more of it the better; in a text, what it begins with: the value of a figure. */
  function hit(pattern, title, text) {
    const named = pattern.exec(title);
    if (named) return TITLE + (named.index ? 0 : START) + SHARE * named[0].length / title.length;
    const at = text.search(pattern);
    return at < 0 ? 0 : TEXT + (at ? 0 : START);
  }

  function extract(text, any) {
    const from = Math.max(0, text.search(any) - BEFORE), to = from + SHOWN;
    const part = text.slice(from, to);
    const whole = (from ? part.replace(/^\w+\s/, "") : part).trim();
    return text && `<p>${from ? "…" : ""}${marked(to < text.length ? whole.replace(/\s\w+$/, "") : whole, any)}${to < text.length ? "…" : ""}</p>`;
  }

  /* Results are put into the page as markup: only the marks are. */
  const marked = (text, any) => text.split(any).map((part, at) => at % 2 ? `<mark>${plain(part)}</mark>` : plain(part)).join("");
  const plain = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt()};`);
})();
