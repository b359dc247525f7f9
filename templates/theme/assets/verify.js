/* Tells what a file is by its SHA-256: published in which release, superseded, or not ours. Nothing is uploaded.

   The list of all releases is a script asked for when the first file is given; a disk serves nothing else. The
   hash is worked out here, because browsers keep their own from pages that come over plain HTTP. */
(() => {
  const drop = document.querySelector(".yb-drop");
  if (!drop) return;
  const found = document.querySelector(".yb-found");
  const input = drop.querySelector("input");
  drop.hidden = false;

  input.addEventListener("change", () => tell(input.files));
  for (const name of ["dragover", "dragenter"]) {
    document.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("yb-over"); });
  }
  document.addEventListener("dragleave", () => drop.classList.remove("yb-over"));
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("yb-over");
    tell(event.dataTransfer.files);
  });

  let asked;
  function list() {
    asked ??= new Promise((resolve, reject) => {
      window.verifiable = resolve;
      document.head.append(Object.assign(document.createElement("script"), { src: drop.dataset.list, onerror: reject }));
    });
    return asked;
  }

  async function tell(files) {
    const { words, publishers } = await list();
    const told = [];
    for (const file of files) {
      const hash = sha256(new Uint8Array(await file.arrayBuffer()));
      const found = file.size ? answer(hash, publishers, words) : { kind: "unknown", said: [words.empty] };
      told.push(section(file.name, hash, found, words));
    }
    found.replaceChildren(...told);
  }

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  /* What is known of a hash: its kind, the sentences to say, and the page with more. */
  function answer(hash, publishers, words) {
    for (const publisher of publishers) {
      const held = publisher.releases.map(({ files }) => paths(files, hash));
      const first = held.findIndex((each) => each.length);
      const { title, page, kind, present } = publisher;
      if (first < 0) {
        const [path] = paths(publisher.files, hash);
        if (path) return { kind, page, said: [fill(present, { path })] };
        continue;
      }
      const last = held.findLastIndex((each) => each.length);
      const { version, day } = publisher.releases[first], [path] = held[first];
      const said = [fill(words.published, { title, version, day, path })];
      if (frozen(path)) return { kind: "current", page, said: [...said, words.frozen] };
      const [next, ...others] = publisher.releases.slice(last + 1), later = [next, ...others];
      if (!next) return { kind: "current", page, said: [...said, words.current] };
      said.push(fill(words.superseded, { version: next.version, day: next.day }));
      const newest = later.at(-1);
      if (newest !== next) said.push(fill(words.latest, { version: newest.version, day: newest.day }));
      const own = publisher.tables.find((table) => path.endsWith(`/${table}.csv`));
      const changes = later.flatMap(({ changes }) => changes).filter(([table]) => !own || own === table);
      const heading = own && !ofOneYear(path) ? words.changes : words.changes_of_all;
      said.push(changes.length ? heading : words.no_changes, ...changes.map(([, text]) => `• ${text}`));
      return { kind: "superseded", page, said };
    }
    return { kind: "unknown", said: [words.unknown, words.saved_again] };
  }

  const paths = (files, hash) => Object.keys(files).filter((path) => files[path] === hash);
  /* What stands at the address of a release is never superseded there. */
  const frozen = (path) => /^data\/[^/]+\/\d+\.\d+\.\d+\//.test(path);
  const ofOneYear = (path) => /^data\/[^/]+\/\d{4}\//.test(path);

  function section(name, hash, { kind, page, said }, words) {
    const element = document.createElement("section");
    element.className = `yb-verdict yb-is-${kind}`;
    const line = (tag, text, type = "") => {
      const child = Object.assign(document.createElement(tag), { textContent: text, className: type });
      element.append(child);
      return child;
    };
    line("h3", name);
    said.forEach((text, at) => line("p", text, at ? "" : "yb-lede"));
    if (page) {
      const link = line("p", "", "yb-more").appendChild(document.createElement("a"));
      link.href = new URL(page, new URL(drop.dataset.site, location.href)).href;
      link.textContent = words.more;
    }
    line("code", hash, "yb-hash");
    return element;
  }

  /* SHA-256 (FIPS 180-4) of bytes, in hexadecimal. */
  function sha256(bytes) {
    const primes = [];
    for (let n = 2; primes.length < 64; n++) if (primes.every((prime) => n % prime)) primes.push(n);
    const part = (root) => (root - Math.floor(root)) * 2 ** 32 | 0;
    const k = primes.map((prime) => part(Math.cbrt(prime)));
    const state = primes.slice(0, 8).map((prime) => part(Math.sqrt(prime)));
    const padded = new Uint8Array((bytes.length + 72) >> 6 << 6);
    padded.set(bytes);
    padded[bytes.length] = 0x80;
    const view = new DataView(padded.buffer), w = new Int32Array(64);
    view.setUint32(padded.length - 8, Math.floor(bytes.length / 2 ** 29));
    view.setUint32(padded.length - 4, bytes.length << 3);
    const turn = (x, by) => x >>> by | x << (32 - by);
    for (let at = 0; at < padded.length; at += 64) {
      for (let i = 0; i < 16; i++) w[i] = view.getInt32(at + 4 * i);
      for (let i = 16; i < 64; i++) {
        const a = w[i - 15], b = w[i - 2];
        w[i] = w[i - 16] + (turn(a, 7) ^ turn(a, 18) ^ a >>> 3) + w[i - 7] + (turn(b, 17) ^ turn(b, 19) ^ b >>> 10);
      }
      let [a, b, c, d, e, f, g, h] = state;
      for (let i = 0; i < 64; i++) {
        const one = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + (e & f ^ ~e & g) + k[i] + w[i] | 0;
        const two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + (a & b ^ a & c ^ b & c) | 0;
        [h, g, f, e, d, c, b, a] = [g, f, e, d + one | 0, c, b, a, one + two | 0];
      }
      [a, b, c, d, e, f, g, h].forEach((each, i) => { state[i] = state[i] + each | 0; });
    }
    return state.map((each) => (each >>> 0).toString(16).padStart(8, "0")).join("");
  }
})();
