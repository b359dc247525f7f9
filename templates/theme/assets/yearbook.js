const chinese = document.documentElement.lang.startsWith("zh");

// The theme leaves its search dialogue unnamed; screen readers need a name.
const dialogue = document.querySelector(".md-search[role=dialog]");
if (dialogue) dialogue.setAttribute("aria-label", chinese ? "搜索" : "Search");

// The theme's menu and magnifying glass are labels, which no key reaches: here they are buttons.
function pressable(toggle, name, act) {
  const label = document.querySelector(`.md-header__button[for=${toggle}]`);
  if (!label) return;
  const button = Object.assign(document.createElement("button"), { type: "button", className: label.className });
  button.setAttribute("for", toggle); // the theme's style sheet knows the button by it
  button.setAttribute("aria-label", name);
  button.append(...label.childNodes);
  button.addEventListener("click", act);
  label.replaceWith(button);
}
pressable("__drawer", chinese ? "菜单" : "Menu", () => document.getElementById("__drawer").click());
pressable("__search", chinese ? "搜索" : "Search", () => document.querySelector(".md-search__input").focus());

// On a phone the menu of a publisher is wider than the screen: show where the reader is.
const here = document.querySelector(".yb-local [aria-current]");
if (here) here.parentElement.scrollLeft = here.offsetLeft - here.parentElement.clientWidth / 2;

// The theme's icons only repeat what their buttons are called: keep them from screen readers.
for (const icon of document.querySelectorAll("svg:not([role])")) icon.setAttribute("aria-hidden", "true");

// What can be copied gets a button; without a script the text can still be selected with one click.
for (const text of document.querySelectorAll(".yb-copy")) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = chinese ? "复制" : "Copy";
  button.addEventListener("click", () => {
    const range = document.createRange();
    range.selectNodeContents(text);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    // The older command also works on pages opened from a disk, where the newer one is not there.
    const copied = document.execCommand("copy");
    button.textContent = copied ? (chinese ? "已复制" : "Copied") : (chinese ? "已选中" : "Selected");
  });
  text.after(button);
}

// The page about problems is reached with the code of the page that has one.
const quoted = document.querySelector(".yb-quoted");
if (quoted && /^\?[0-9A-Z]{6}$/.test(location.search)) quoted.textContent = location.search.slice(1);

// Tables to filter bring their tools with them.
if (document.querySelector(".yb-explore")) {
  const { base } = JSON.parse(document.getElementById("__config").textContent);
  document.head.append(Object.assign(document.createElement("script"), { src: `${base}/assets/explore.js` }));
}
