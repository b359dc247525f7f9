// The theme leaves its search dialogue unnamed; screen readers need a name.
const dialogue = document.querySelector(".md-search[role=dialog]");
if (dialogue) dialogue.setAttribute("aria-label", document.documentElement.lang.startsWith("zh") ? "搜索" : "Search");

// On a phone the menu of a publisher is wider than the screen: show where the reader is.
const here = document.querySelector(".yb-local [aria-current]");
if (here) here.parentElement.scrollLeft = here.offsetLeft - here.parentElement.clientWidth / 2;

// The theme's icons only repeat what their buttons are called: keep them from screen readers.
for (const icon of document.querySelectorAll("svg:not([role])")) icon.setAttribute("aria-hidden", "true");
