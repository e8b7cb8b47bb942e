
(() => {
  "use strict";

  const root = document.documentElement;
  const form = document.getElementById("filter");
  const shown = document.getElementById("shown");
  const heading = document.getElementById("rules");
  const fields = ["result", "severity", "section", "waived"];
  const rules = Array.from(document.querySelectorAll("details.rule"), (element) => ({
    element, result: element.dataset.result, severity: element.dataset.severity, section: element.dataset.section,
    waived: element.dataset.waived || "no", text: null, visible: true,
  }));
  const groups = Array.from(document.querySelectorAll("section.group"), (element) => {
    const count = element.querySelector(".count");
    return { element, count, all: count.textContent, rules: rules.filter((rule) => element.contains(rule.element)) };
  });
  const allShown = shown.textContent;

  // What is searched: everything a rule says, read when something is searched for the first time.
  const textOf = (rule) => {
    if (rule.text === null) rule.text = rule.element.textContent.toLowerCase();
    return rule.text;
  };

  const narrow = () => {
    const wanted = fields.filter((name) => form.elements[name] && form.elements[name].value !== "")
      .map((name) => [name, form.elements[name].value]);
    const words = form.elements.text.value.toLowerCase().split(/\s+/).filter((word) => word !== "");
    for (const rule of rules)
      rule.visible = wanted.every(([name, value]) => rule[name] === value) && words.every((word) => textOf(rule).includes(word));
    for (const rule of rules) rule.element.hidden = !rule.visible;
    for (const group of groups) {
      const count = group.rules.filter((rule) => rule.visible).length;
      group.element.hidden = count === 0;
      group.count.textContent = count === group.rules.length ? group.all : `(${count} of ${group.rules.length})`;
    }
    const narrowed = wanted.length > 0 || words.length > 0;
    const count = rules.filter((rule) => rule.visible).length;
    shown.textContent = narrowed ? `${count === 0 ? "No rule" : count} of ${allShown} shown` : allShown;
    shown.classList.toggle("narrowed", narrowed);
  };

  // The filter stands in the address: it comes back with a reload, the way back and a copied link. Browsers count how often an address is
  // changed, so a word is not kept letter by letter.
  let remembering = 0;
  const remember = () => {
    clearTimeout(remembering);
    remembering = setTimeout(() => {
      const wanted = new URLSearchParams(Array.from(new FormData(form)).filter(([, value]) => value !== "")).toString();
      history.replaceState(null, "", location.href.split("#")[0] + (wanted === "" ? "" : `#?${wanted}`));
    }, 500);
  };

  const filter = () => {
    narrow();
    remember();
  };

  const restore = (wanted) => {
    for (const name of [...fields, "text"]) {
      const field = form.elements[name];
      if (!field) continue;
      field.value = wanted.get(name) ?? "";
      if (field.selectedIndex === -1) field.value = "";
    }
    narrow();
  };

  // What the address names: a filter, or a rule by its place or by its id, which is the same in every report. The rule is shown whatever the
  // filter says, and opened.
  const follow = () => {
    const name = location.hash.slice(1);
    if (name.startsWith("?")) return restore(new URLSearchParams(name.slice(1)));
    const rule = rules.find(({ element }) => element.id === name || element.querySelector(".id code").textContent === name);
    if (!rule) return;
    clearTimeout(remembering);
    if (rule.element.hidden) restore(new URLSearchParams());
    rule.element.open = true;
    rule.element.scrollIntoView();
    rule.element.querySelector("summary").focus({ preventScroll: true });
  };

  const setOpen = (open) => {
    for (const rule of rules) if (rule.visible) rule.element.open = open;
  };

  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const theme = document.getElementById("theme");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : dark.matches);
  const nameTheme = () => { theme.textContent = isDark() ? "Light theme" : "Dark theme"; };
  theme.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    nameTheme();
  });
  dark.addEventListener("change", nameTheme);
  nameTheme();
  theme.hidden = false;

  // On paper, what decides the verdict is unfolded, and so are the frameworks' controls; the screen stays as it was.
  let folded = [];
  window.addEventListener("beforeprint", () => {
    folded = Array.from(document.querySelectorAll(
      'details.rule[data-result="fail"], details.rule[data-result="error"], details.rule[data-result="unknown"], details.framework'))
      .filter((element) => !element.open);
    for (const element of folded) element.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const element of folded) element.open = false;
    folded = [];
  });

  if (rules.length > 0) {
    form.addEventListener("input", filter);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(filter));
    document.getElementById("unfold").addEventListener("click", () => setOpen(true));
    document.getElementById("fold").addEventListener("click", () => setOpen(false));
    form.hidden = false;
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.narrow");
    if (link === null) return;
    event.preventDefault();
    form.reset();
    form.elements[link.dataset.filter].value = link.dataset.value;
    filter();
    heading.scrollIntoView();
    heading.focus({ preventScroll: true });
  });
  window.addEventListener("hashchange", follow);
  follow();
})();
