"use strict";
(() => {
  const root = document.documentElement;
  const all = (selector, scope = document) => Array.from(scope.querySelectorAll(selector));
  root.classList.add("js");

  // A link may lead into something folded: unfold what stands above its target.
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let at = target; at; at = at.parentElement) {
      if (at.tagName === "DETAILS") at.open = true;
      if (at.hidden) at.hidden = false;
    }
    target.scrollIntoView({ block: "center" });
  };
  window.addEventListener("hashchange", reveal);
  if (location.hash) reveal();

  // A wide excerpt begins where its marked cell is; it is measured when it comes into sight, not all at once.
  const showMarked = (box) => {
    const cell = box.querySelector(".own, .cited");
    if (cell) box.scrollLeft = cell.offsetLeft + cell.offsetWidth - box.clientWidth;
  };
  const coming = new IntersectionObserver((entries) => entries.forEach((entry) => {
    if (!entry.isIntersecting) return;
    coming.unobserve(entry.target);
    showMarked(entry.target);
  }));
  all(".exhibit .scroll").forEach((box) => coming.observe(box));

  // Checklist: fold all, unfold all, hide the rows that are settled.
  const rows = all("#checklist .row");
  all("[data-fold]").forEach((button) => button.addEventListener("click", () => {
    rows.forEach((row) => { row.querySelector("details").open = button.dataset.fold === "open"; });
  }));
  all("[data-only-open]").forEach((button) => button.addEventListener("click", () => {
    const only = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(only));
    rows.forEach((row) => { row.hidden = only && !row.matches(".out-fail, .out-review"); });
  }));

  // Findings: a card shows while its severity and its category are both pressed; a root stays for what follows from it.
  const filters = all("[data-filter]");
  const cards = all("[data-filtered] .finding:not(.child)");
  const output = document.querySelector("[data-shown]");
  const apply = () => {
    const off = { severity: new Set(), category: new Set() };
    filters.forEach((b) => { if (b.getAttribute("aria-pressed") === "false") off[b.dataset.filter].add(b.dataset.value); });
    const fits = (card) => !off.severity.has(card.dataset.severity) && !off.category.has(card.dataset.category);
    cards.forEach((card) => { card.hidden = !fits(card); });
    if (output) {
      const shown = cards.filter((card) => !card.hidden).length;
      output.textContent = output.dataset.shown.replace("{shown}", shown).replace("{total}", cards.length);
    }
  };
  filters.forEach((button) => button.addEventListener("click", () => {
    button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
    apply();
  }));
  all("[data-filter-reset]").forEach((button) => button.addEventListener("click", () => {
    filters.forEach((b) => b.setAttribute("aria-pressed", "true"));
    apply();
  }));
  apply();

  // The figure under the pointer or the focus is explained at the foot of the window.
  const inspector = document.getElementById("inspector");
  const explain = (event) => {
    const figure = event.target.closest("#text .fig[data-why]");
    inspector.hidden = !figure;
    if (!figure) return;
    const head = document.createElement("b");
    head.textContent = `${figure.textContent} ${figure.dataset.status}`;
    const expected = figure.dataset.expected ? ` → ${figure.dataset.expected}` : "";
    inspector.replaceChildren(head, document.createTextNode(figure.dataset.why + expected));
  };
  document.addEventListener("focusin", explain);
  document.addEventListener("mouseover", explain);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") inspector.hidden = true; });

  // On paper nothing is folded, save the tables that the reader has not opened.
  let folded = [];
  window.addEventListener("beforeprint", () => {
    folded = all("details:not([open]):not(.table)");
    folded.forEach((details) => { details.open = true; });
  });
  window.addEventListener("afterprint", () => folded.forEach((details) => { details.open = false; }));
})();
