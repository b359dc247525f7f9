/* Filters, sorts and turns the table of a page, and gives what is shown away as CSV; the table itself is the data.

   The state stands in the address (#year=2018&sort=value&desc=1), so that a link restores it, from a disk too.
   Questions in SQL go to SQLite (sql.js), fetched from the site when they are first asked. */
(() => {
  const box = document.querySelector(".yb-explore");
  const table = box.querySelector("table"), frame = table.parentElement;
  const MOST_CHOICES = 80, MOST_ROWS = 200;
  const FREE = new Set(["label", "value", "printed", "note", "unit"]); // columns whose cells are no choices
  const KEYS = ["label", "unit", "status", "period_kind"]; // what tells rows apart when years become columns
  const order = new Intl.Collator(document.documentElement.lang, { numeric: true });

  const heads = [...table.tHead.rows[0].cells];
  const names = heads.map((head) => head.dataset.name);
  const at = Object.fromEntries(names.map((name, index) => [name, index]));
  const rows = [...table.tBodies[0].rows].map((row) => {
    const cells = [...row.cells];
    const value = cells[at.value].dataset.value;
    return { row, id: row.id, text: row.textContent.toLowerCase(), cells: cells.map((cell) => cell.textContent), value };
  });

  const made = (id) => document.getElementById(id).content.cloneNode(true).firstElementChild;
  const element = (tag, text, properties = {}) => Object.assign(document.createElement(tag), { textContent: text }, properties);
  const tools = made("yb-tools");
  const filters = tools.querySelector(".yb-filters");

  /* 1. A choice for each column that has a few; a button in each head. */
  for (const [index, name] of names.entries()) {
    const choices = [...new Set(rows.map(({ cells }) => cells[index]))].filter(Boolean).sort(order.compare);
    if (!FREE.has(name) && choices.length > 1 && choices.length <= MOST_CHOICES) {
      const select = element("select", "", { name });
      select.append(element("option", filters.dataset.any, { value: "" }), ...choices.map((each) => element("option", each, { value: each })));
      const label = element("label", heads[index].textContent);
      label.append(select);
      filters.append(label);
    }
    const button = element("button", heads[index].textContent, { type: "button" });
    button.addEventListener("click", () => {
      const turned = state.sort === name && !state.desc;
      Object.assign(state, { sort: name, desc: turned });
      show();
    });
    heads[index].replaceChildren(button);
  }
  frame.before(tools);

  /* 2. What is wanted: from the address, from the form, into both. */
  const state = { sort: "", desc: false };
  const fields = () => [...tools.elements].filter(({ name, type }) => name && type !== "button");

  function restore() {
    const asked = new URLSearchParams(location.hash.slice(1));
    for (const field of fields()) {
      if (field.type === "checkbox") field.checked = asked.has(field.name);
      else field.value = asked.get(field.name) || "";
    }
    state.sort = names.includes(asked.get("sort")) ? asked.get("sort") : "";
    state.desc = asked.has("desc");
    filters.parentElement.open ||= [...filters.querySelectorAll("select")].some(({ value }) => value);
    show();
  }

  function written() {
    const asked = new URLSearchParams();
    for (const { name, type, checked, value } of fields()) {
      if (type === "checkbox" ? checked : value) asked.set(name, type === "checkbox" ? "1" : value);
    }
    if (state.sort) asked.set("sort", state.sort);
    if (state.sort && state.desc) asked.set("desc", "1");
    return asked.toString();
  }

  function chosen() {
    const words = tools.elements.q.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = [...filters.querySelectorAll("select")].filter(({ value }) => value).map(({ name, value }) => [at[name], value]);
    const kept = rows.filter(({ cells, text }) =>
      words.every((word) => text.includes(word)) && wanted.every(([index, value]) => cells[index] === value));
    return state.sort ? kept.sort(by(state.sort)) : kept;
  }

  function by(name) {
    const index = at[name], turn = state.desc ? -1 : 1;
    if (name !== "value") return (one, other) => turn * order.compare(one.cells[index], other.cells[index]);
    // What has no value comes last either way.
    return (one, other) => (one.value === "") - (other.value === "") || turn * (one.value - other.value);
  }

  /* 3. Show it. */
  const turned = element("table", "", { className: "yb-table yb-wide yb-turned", hidden: true });
  table.after(turned);
  const said = tools.querySelector("output");

  function show() {
    const kept = chosen(), pivot = tools.elements.pivot.checked;
    const body = table.tBodies[0];
    body.replaceChildren(...kept.map(({ row }) => row));
    for (const [index, name] of names.entries()) {
      if (name === state.sort) heads[index].setAttribute("aria-sort", state.desc ? "descending" : "ascending");
      else heads[index].removeAttribute("aria-sort");
    }
    said.textContent = said.dataset.said.replace("##", rows.length).replace("#", kept.length);
    table.hidden = pivot;
    turned.hidden = !pivot;
    if (pivot) fill(turned, ...years(kept, (row) => row.cells[at.value]));
    const asked = written();
    if (asked !== location.hash.slice(1)) history.replaceState(null, "", asked ? `#${asked}` : location.pathname + location.search);
  }

  /* The years side by side: heads and rows; figures that differ in nothing but source stand in one cell. */
  function years(kept, write) {
    const keys = KEYS.filter((name) => name in at);
    const columns = [...new Set(kept.map(({ cells }) => cells[at.year]))].sort();
    const lines = new Map();
    for (const row of kept) {
      const key = keys.map((name) => row.cells[at[name]]);
      const line = lines.get(key.join("\n")) || { key, found: {} };
      (line.found[row.cells[at.year]] ||= []).push(write(row));
      lines.set(key.join("\n"), line);
    }
    const titles = keys.map((name) => heads[at[name]].textContent);
    const cells = ({ key, found }) => [...key, ...columns.map((year) => (found[year] || []).join(" / "))];
    return [[...titles, ...columns], [...lines.values()].map(cells), (index) => index >= keys.length];
  }

  function fill(into, titles, lines, isNumber) {
    const head = element("tr", ""), body = element("tbody", "");
    const kind = (index) => isNumber(index) ? "yb-num" : "";
    head.append(...titles.map((each, index) => element("th", each, { scope: "col", className: kind(index) })));
    body.append(...lines.map((line) => {
      const row = element("tr", "");
      row.append(...line.map((each, index) => element(index ? "td" : "th", each ?? "", { className: kind(index) })));
      return row;
    }));
    const top = element("thead", "");
    top.append(head);
    into.replaceChildren(top, body);
  }

  /* 4. Give it away: UTF-8 with the mark that Excel needs, and nothing a spreadsheet would run. */
  const harmless = (text) => /^[=+@\t\r]|^-(?![\d.]+$)/.test(text) ? `'${text}` : text;
  const cell = (text) => /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;

  function save(titles, lines, name) {
    const text = [titles, ...lines].map((line) => line.map((each) => cell(harmless(String(each ?? "")))).join(",")).join("\r\n");
    const link = element("a", "", { href: URL.createObjectURL(new Blob([`\ufeff${text}\r\n`], { type: "text/csv" })), download: `${name}.csv` });
    link.click();
    URL.revokeObjectURL(link.href);
  }

  const exact = (row) => row.value || row.cells[at.value];
  const plain = (row) => [row.id, ...names.map((name, index) => name === "value" ? row.value : row.cells[index]), row.value ? "" : row.cells[at.value]];

  tools.elements.save.addEventListener("click", () => {
    const kept = chosen();
    if (tools.elements.pivot.checked) save(...years(kept, exact).slice(0, 2), `${box.dataset.name}-years`);
    else save(["id", ...names, "absent"], kept.map(plain), box.dataset.name);
  });
  tools.elements.link.addEventListener("click", ({ target }) => {
    const typed = element("input", "", { value: location.href });
    target.after(typed);
    typed.select();
    if (document.execCommand("copy")) { typed.remove(); target.textContent = target.dataset.done; }
  });
  tools.addEventListener("submit", (event) => event.preventDefault());
  tools.addEventListener("input", show);
  tools.addEventListener("reset", () => setTimeout(() => { Object.assign(state, { sort: "", desc: false }); show(); }));
  window.addEventListener("hashchange", restore);
  restore();

  /* 5. Ask with SQL. */
  const ask = made("yb-ask"), form = ask.querySelector("form"), told = form.querySelector("[role=status]");
  const answered = ask.querySelector(".yb-answered");
  const columns = ["id", ...names, "absent"];
  let database, answer = [[], []];
  ask.querySelector(".yb-schema").textContent = `figures(${columns.join(", ")})`;
  frame.after(ask);

  const engine = () => new Promise((resolve, reject) => {
    const script = element("script", "", { src: box.dataset.engine });
    script.onload = () => resolve(window.initSqlJs());
    script.onerror = () => { script.remove(); reject(new Error(told.dataset.missing)); };
    document.head.append(script);
  });

  async function opened() {
    if (database) return database;
    told.textContent = told.dataset.loading;
    const { Database } = await engine();
    const made = new Database();
    const kinds = { year: "INTEGER", value: "NUMERIC" };
    made.run(`CREATE TABLE figures (${columns.map((name) => `"${name}" ${kinds[name] || "TEXT"}`).join(", ")})`);
    const insert = made.prepare(`INSERT INTO figures VALUES (${columns.map(() => "?").join(", ")})`);
    for (const row of rows) insert.run(plain(row).map((text) => text === "" ? null : text));
    insert.free();
    return database = made;
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const found = (await opened()).exec(form.elements.query.value).pop() || { columns: [], values: [] };
      answer = [found.columns, found.values];
      const result = element("table", "", { className: "yb-table yb-wide" });
      const isNumber = (index) => found.values.some((row) => typeof row[index] === "number");
      fill(result, found.columns, found.values.slice(0, MOST_ROWS), isNumber);
      answered.replaceChildren(...(found.columns.length ? [result] : []));
      told.textContent = told.dataset.said.replace("##", Math.min(found.values.length, MOST_ROWS)).replace("#", found.values.length);
    } catch (error) {
      answer = [[], []];
      answered.replaceChildren();
      told.textContent = error.message;
    }
    form.elements.save.hidden = !answer[1].length;
  });
  form.elements.save.addEventListener("click", () => save(...answer, `${box.dataset.name}-sql`));
})();
