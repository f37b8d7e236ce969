"use strict";
(() => {
  const root = document.documentElement;
  const all = (selector, scope = document) => Array.from(scope.querySelectorAll(selector));
  const one = (selector) => document.querySelector(selector);
  const data = JSON.parse(document.getElementById("data").textContent);
  const words = data.words;
  const PAGE = 25, ON_PAPER = 500, LINKS = 200;
  root.classList.add("js");

  // The places of a publication's list, as index_writer.py fills them.
  const names = ["name", "file", "entity", "path", "district", "kind", "year", "pack", "score", "range", "codes", "rows", "severities", "figures", "findings", "more", "settled"];
  const publications = data.publications.map((list, number) => {
    const found = { number };
    names.forEach((name, at) => { found[name] = list[at]; });
    found.sought = `${found.entity}\n${found.path}`.toLowerCase();
    return found;
  });
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
  const make = (tag, text = "", className = "") => {
    const element = document.createElement(tag);
    if (text !== "") element.textContent = text;
    if (className) element.className = className;
    return element;
  };
  const link = (publication, text, anchor = "") => {
    if (!publication.file) return make("span", text);
    const element = make("a", text);
    element.href = `./${encodeURIComponent(publication.name)}/${encodeURIComponent(publication.file)}${anchor ? `#${anchor}` : ""}`;
    return element;
  };
  const title = (publication) => publication.entity || words.unnamed;
  const row = (publication) => data.packs[publication.pack].rows;

  const inChinese = new Intl.Collator("zh");

  // Filters
  const form = one(".sift");
  if (!form) return;
  const option = (select, value, text) => { const item = make("option", text); item.value = value; select.append(item); };
  const choices = (name, pairs) => {
    option(form.elements[name], "", words.any);
    pairs.forEach(([value, text]) => option(form.elements[name], String(value), text));
    form.elements[name].closest("label").hidden = pairs.length < 2 && name !== "row";
  };
  const count = (key) => {
    const seen = new Map();
    publications.forEach((p) => seen.set(p[key], (seen.get(p[key]) || 0) + 1));
    return [...seen];
  };
  choices("district", count("district").map(([at, n]) => [at, `${data.districts[at] || words.no_district} (${n})`]).sort((a, b) => inChinese.compare(a[1], b[1])));
  choices("kind", count("kind").map(([at, n]) => [at, `${data.kinds[at]} (${n})`]));
  choices("year", count("year").sort((a, b) => b[0] - a[0]).map(([year, n]) => [year, `${year || words.no_year} (${n})`]));
  choices("severity", [0, 1, 2].map((at) => [at, fill(words.has, { what: data.severities[at] })]));
  choices("state", ["failing", "pending", "not_decided", "clean", "unanswered"].map((name) => [name, words[name]]));
  option(form.elements.row, "", words.any);
  data.packs.forEach((pack, at) => {
    const group = make("optgroup");
    group.label = pack.title;
    pack.rows.forEach(([item, question], index) => option(group, `${at}:${index}`, `${item} ${question}`));
    form.elements.row.append(group);
  });
  ["worst", "errors", "score", "coverage", "unit"].forEach((name) => option(form.elements.sort, name, words[`sort_${name}`]));

  const states = {
    failing: (p) => p.rows[0] > 0,
    pending: (p) => p.rows[1] > 0,
    not_decided: (p) => p.pack >= 0 && p.score === null,
    clean: (p) => p.pack >= 0 && !p.rows[0] && !p.rows[1] && !p.severities[0],
    unanswered: (p) => p.pack < 0,
  };
  const byName = (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
  const worst = (a, b) => b.rows[0] - a.rows[0] || b.severities[0] - a.severities[0] || b.rows[1] - a.rows[1] || byName(a, b);
  const share = (p) => (p.figures[0] ? p.figures[1] / p.figures[0] : 2);
  const orders = {
    worst,
    errors: (a, b) => b.severities[0] - a.severities[0] || worst(a, b),
    // what is not decided is neither good nor bad: it stands after all scores
    score: (a, b) => (a.score ?? 101) - (b.score ?? 101) || worst(a, b),
    coverage: (a, b) => share(a) - share(b) || worst(a, b),
    unit: (a, b) => inChinese.compare(title(a), title(b)) || byName(a, b),
  };

  // What is chosen stands in the address, so that it can be passed on, and is still there after a look at a report.
  const CHOICES = ["district", "kind", "year", "row", "severity", "state", "sort"], MARK = "#?";
  const remember = (chosen) => {
    const kept = new URLSearchParams(Object.entries(chosen).filter(([name, value]) => value && value !== defaults[name]));
    const address = [...kept].length ? MARK + kept : "";
    if (address || location.hash.startsWith(MARK)) history.replaceState(null, "", address || location.pathname + location.search);
  };
  const recall = () => {
    if (!location.hash.startsWith(MARK)) return;
    const kept = new URLSearchParams(location.hash.slice(MARK.length));
    [...CHOICES, "text"].forEach((name) => {
      const field = form.elements[name], value = kept.get(name) ?? defaults[name];
      field.value = value;
      if (field.value !== value) field.value = defaults[name];
    });
  };
  const defaults = Object.fromEntries([...CHOICES, "text"].map((name) => [name, form.elements[name].value]));

  let shown = [], page = 0;
  const sift = () => {
    const chosen = Object.fromEntries(CHOICES.map((name) => [name, form.elements[name].value]));
    const text = form.elements.text.value.trim(), sought = text.toLowerCase();
    remember({ ...chosen, text });
    const [pack, index] = chosen.row ? chosen.row.split(":").map(Number) : [];
    shown = publications.filter((p) => (!chosen.district || p.district === Number(chosen.district))
      && (!chosen.kind || p.kind === Number(chosen.kind))
      && (!chosen.year || p.year === Number(chosen.year))
      && (!chosen.row || (p.pack === pack && p.codes[index] === "f"))
      && (!chosen.severity || p.severities[Number(chosen.severity)] > 0)
      && (!chosen.state || states[chosen.state](p))
      && (!sought || p.sought.includes(sought)));
    shown.sort(orders[chosen.sort] || worst);
    page = 0;
    one("[data-told]").textContent = fill(words.shown, { shown: shown.length, total: publications.length });
    draw();
    repaint();
    all("details[data-group][open]").forEach(list);
  };

  // Ranking, a page at a time
  const body = one("[data-rows]");
  const cell = (text, className = "", small = "") => {
    const element = make("td", text, className);
    if (small) element.append(make("small", small));
    return element;
  };
  const number = (value) => String(Math.round(value * 10) / 10);
  const details = (publication) => {
    const line = make("tr", "", "more"), box = make("td");
    box.colSpan = 9;
    const codes = publication.codes;
    const failing = publication.pack < 0 ? [] : row(publication).filter((unused, at) => codes[at] === "f");
    if (failing.length) {
      const items = make("ul", "", "rows-failed");
      failing.forEach(([item, question]) => { const entry = make("li"); entry.append(link(publication, `${item} ${question}`, `item-${item}`)); items.append(entry); });
      box.append(make("h3", words.failed_rows), items);
    }
    if (publication.findings.length) {
      const items = make("ul");
      publication.findings.forEach(([severity, id, message, where]) => {
        const entry = make("li"), level = ["error", "warning", "rounding", "info"][severity];
        entry.append(make("span", data.severities[severity], `sev sev-${level}`), link(publication, `${id} ${message}`, id), make("span", ` ${where}`, "soft"));
        items.append(entry);
      });
      box.append(make("h3", words.findings), items);
    }
    if (publication.more) box.append(make("p", fill(words.more, { n: publication.more }), "soft"));
    if (!box.childNodes.length) box.append(make("p", words.nothing, "soft"));
    line.append(box);
    return line;
  };
  const entryOf = (p, rank) => {
    const line = make("tr"), head = make("th"), button = make("button", "+", "open");
    head.scope = "row";
    button.type = "button";
    button.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-label", fill(words.open, { unit: title(p) }));
    button.addEventListener("click", () => {
      const open = button.getAttribute("aria-expanded") === "true";
      button.setAttribute("aria-expanded", String(!open));
      button.textContent = open ? "+" : "−";
      if (open) line.nextSibling.remove(); else line.after(details(p));
    });
    head.append(button, link(p, title(p)), make("small", p.path));
    const year = p.year ? fill(words.year, { year: p.year }) : words.no_year;
    line.append(cell(String(rank), "num"), head, cell(`${year}${data.kinds[p.kind]}`, "", p.pack < 0 ? words.no_pack : data.packs[p.pack].title));
    if (p.pack < 0) line.append(cell("—", "num"), cell("—", "num"), cell("—", "num"));
    else {
      const score = cell("", "num");
      score.append(p.score === null ? words.undecided : make("b", number(p.score)), make("small", `${number(p.range[0])}～${number(p.range[1])}`));
      if (p.settled) score.append(make("small", fill(words.settled, { n: p.settled })));
      line.append(score, cell(String(p.rows[0]), p.rows[0] ? "num bad" : "num"), cell(String(p.rows[1]), "num"));
    }
    line.append(cell(String(p.severities[0]), p.severities[0] ? "num bad" : "num"), cell(String(p.severities[1]), "num"));
    line.append(p.figures[0] ? cell(`${number(100 * p.figures[1] / p.figures[0])}%`, "num", `${p.figures[1]} / ${p.figures[0]}`) : cell("—", "num"));
    return line;
  };
  const draw = (from = page * PAGE, to = from + PAGE) => {
    body.replaceChildren(...shown.slice(from, to).map((p, at) => entryOf(p, from + at + 1)));
    const pages = Math.max(1, Math.ceil(shown.length / PAGE));
    one("[data-page]").textContent = fill(words.page, { page: page + 1, pages });
    all("[data-turn]").forEach((button) => { button.disabled = page + Number(button.dataset.turn) < 0 || page + Number(button.dataset.turn) >= pages; });
    one(".pager").hidden = pages < 2;
  };
  all("[data-turn]").forEach((button) => button.addEventListener("click", () => {
    page += Number(button.dataset.turn);
    draw();
    document.getElementById("ranking").scrollIntoView();
  }));

  // Heat map: rows down, publications across in the order of the ranking; many publications share a column.
  const canvas = one("[data-heat]");
  const told = document.getElementById("heat-told");
  const colours = { f: "#a01f16", r: "#e0a93a", p: "#86b89a", n: "#d9d4c8" };
  const LEFT = 34, HIGH = 15, NARROWEST = 4, WIDEST = 18;
  const packs = one(".which select");
  let columns = [], wide = WIDEST, at = null;
  const pick = () => Number(packs.value || 0);
  // A cell of several publications is a stack of their answers; a few that fail among many keep a line of their own.
  const stack = (pen, column, index, x, y, width, height) => {
    const seen = { p: 0, n: 0, r: 0, f: 0 };
    column.forEach((p) => { if (p.codes[index] in seen) seen[p.codes[index]] += 1; });
    const whole = seen.p + seen.n + seen.r + seen.f;
    let from = y;
    Object.keys(seen).forEach((code) => {
      if (!seen[code]) return;
      const part = code === "f" ? y + height - from : Math.min(height * seen[code] / whole, y + height - from - (seen.f ? 2 : 0));
      pen.fillStyle = colours[code];
      pen.fillRect(x, from, width, part);
      from += part;
    });
  };
  const paint = () => {
    if (!canvas) return;
    const pack = pick(), rows = data.packs[pack].rows;
    const list = shown.filter((p) => p.pack === pack && p.codes);
    const room = Math.max(60, canvas.clientWidth - LEFT);
    const share = Math.max(1, Math.ceil(list.length * NARROWEST / room));
    columns = [];
    for (let from = 0; from < list.length; from += share) columns.push(list.slice(from, from + share));
    wide = columns.length ? Math.min(WIDEST, room / columns.length) : WIDEST;
    const scale = window.devicePixelRatio || 1;
    canvas.width = canvas.clientWidth * scale;
    canvas.height = (rows.length * HIGH + 2) * scale;
    canvas.style.height = `${rows.length * HIGH + 2}px`;
    const pen = canvas.getContext("2d");
    pen.scale(scale, scale);
    pen.font = "11px sans-serif";
    pen.textAlign = "right";
    pen.textBaseline = "middle";
    rows.forEach(([item], index) => {
      pen.fillStyle = "#575d67";
      pen.fillText(String(item), LEFT - 6, index * HIGH + HIGH / 2 + 1);
      columns.forEach((column, x) => {
        stack(pen, column, index, LEFT + x * wide, index * HIGH + 1, Math.max(1, wide - (wide > 6 ? 1 : 0)), HIGH - 1);
      });
    });
    if (at && columns[at.x]) {
      pen.strokeStyle = "#1f252d";
      pen.lineWidth = 2;
      pen.strokeRect(LEFT + at.x * wide, at.y * HIGH + 1, wide, HIGH - 1);
    }
  };
  let due = 0;
  function repaint() {
    if (!due) due = requestAnimationFrame(() => { due = 0; paint(); });
  }
  const tell = () => {
    const column = at && columns[at.x];
    const asked = at && data.packs[pick()].rows[at.y];
    if (!column || !asked) return;
    const [item, question] = asked;
    told.replaceChildren(make("b", `${item} ${question} `));
    if (column.length === 1) {
      const p = column[0];
      told.append(link(p, title(p), `item-${item}`), ` ${words[`code_${p.codes[at.y] || "none"}`] || words.code_none}`);
    } else {
      const failing = column.filter((p) => p.codes[at.y] === "f");
      told.append(fill(words.column, { n: column.length, fail: failing.length }), " ");
      failing.slice(0, 5).forEach((p) => told.append(link(p, title(p), `item-${item}`), " "));
    }
  };
  if (canvas) {
    data.packs.forEach((pack, index) => option(packs, String(index), pack.title));
    const most = data.packs.map((unused, index) => publications.filter((p) => p.pack === index).length);
    packs.value = String(most.indexOf(Math.max(...most)));
    packs.closest("label").hidden = data.packs.length < 2;
    packs.addEventListener("change", () => { at = null; paint(); });
    const move = (x, y) => {
      const rows = data.packs[pick()].rows.length;
      if (!columns.length) return;
      at = { x: Math.min(Math.max(0, x), columns.length - 1), y: Math.min(Math.max(0, y), rows - 1) };
      paint();
      tell();
    };
    canvas.addEventListener("click", (event) => {
      const box = canvas.getBoundingClientRect();
      move(Math.floor((event.clientX - box.left - LEFT) / wide), Math.floor((event.clientY - box.top - 1) / HIGH));
    });
    canvas.addEventListener("mousemove", (event) => {
      const box = canvas.getBoundingClientRect();
      const x = Math.floor((event.clientX - box.left - LEFT) / wide), y = Math.floor((event.clientY - box.top - 1) / HIGH);
      const column = columns[x], asked = data.packs[pick()].rows[y];
      canvas.title = column && asked ? `${asked[0]} ${asked[1]}\n${column.length === 1 ? title(column[0]) : fill(words.column, { n: column.length, fail: column.filter((p) => p.codes[y] === "f").length })}` : "";
    });
    canvas.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (!step) return;
      event.preventDefault();
      if (at) move(at.x + step[0], at.y + step[1]); else move(0, 0);
    });
    window.addEventListener("resize", repaint);
  }

  // Findings that recur: their publications, as the filters leave them.
  function list(details) {
    const left = new Set(shown.map((p) => p.number));
    const found = data.groups[Number(details.dataset.group)].filter(([number]) => left.has(number));
    const place = details.querySelector("[data-found]");
    place.replaceChildren(...found.slice(0, LINKS).map(([number, id]) => {
      const entry = make("li");
      entry.append(link(publications[number], title(publications[number]), id), make("span", ` ${id}`, "fid"));
      return entry;
    }));
    if (found.length > LINKS) place.append(make("li", fill(words.more, { n: found.length - LINKS }), "soft"));
    if (!found.length) place.append(make("li", words.none_left, "soft"));
  }
  all("details[data-group]").forEach((details) => details.addEventListener("toggle", () => { if (details.open) list(details); }));

  all("[data-pick]").forEach((button) => button.addEventListener("click", () => {
    form.elements.row.value = button.dataset.pick;
    sift();
    document.getElementById("ranking").scrollIntoView();
    form.elements.row.focus({ preventScroll: true });
  }));
  form.addEventListener("input", sift);
  form.addEventListener("submit", (event) => event.preventDefault());
  one("[data-reset]").addEventListener("click", () => { form.reset(); sift(); });

  // On paper the ranking is printed as far as it is filtered, not by pages of the screen.
  window.addEventListener("beforeprint", () => draw(0, ON_PAPER));
  window.addEventListener("afterprint", () => draw());
  window.addEventListener("hashchange", () => { if (location.hash.startsWith(MARK)) { recall(); sift(); } });
  recall();
  sift();
})();
