// The theme leaves its search dialogue unnamed; screen readers need a name.
const dialogue = document.querySelector(".md-search[role=dialog]");
if (dialogue) dialogue.setAttribute("aria-label", document.documentElement.lang.startsWith("zh") ? "搜索" : "Search");
