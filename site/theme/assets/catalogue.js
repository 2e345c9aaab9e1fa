// Sifts and sorts all disclosures. The first hundred stand in the page; the index of all is loaded when it is asked
// for. What is asked for is in the address: q, place, year, phase, sort (a column, with "-" the other way round), p.
import { exact, wan, yuan } from "./money.js";

const place = document.getElementById("listing");
const english = document.documentElement.lang === "en";
const say = (zh, en) => (english ? en : zh);
const root = new URL(place.dataset.root, location.href);
const ON_A_PAGE = 100;
const FIGURES = new Set(["expenditure", "income", "figures", "failed"]);

const form = place.querySelector("form");
const status = place.querySelector("[role=status]");
const table = document.getElementById("catalogue");
const heads = [...table.querySelectorAll("th[data-sort]")];
const made = { rows: [...table.tBodies[0].rows], turning: place.querySelector(".turning") };
const turning = document.createElement("nav");
const phases = Object.fromEntries([...form.elements.phase.options].map((option) => [option.value, option.text]));

function element(name, properties = {}, ...children) {
  const one = Object.assign(document.createElement(name), properties);
  one.append(...children);
  return one;
}

// ---- the index ------------------------------------------------------------------------------------------------

let index;

async function load() {
  const answer = await fetch(new URL("catalogue/index.json", root));
  if (!answer.ok) throw new Error(String(answer.status));
  const { columns, places, rows } = await answer.json();
  const where = places.map(({ names }) => names.join(" · "));
  const entries = rows.map((row, number) => {
    const entry = Object.fromEntries(columns.map((column, at) => [column, row[at]]));
    entry.where = where[entry.place] ?? "";
    entry.code = places[entry.place]?.code ?? "";
    entry.looked = `${entry.name}${entry.where}${entry.id}${entry.year ?? ""}`.toLowerCase();
    entry.number = number;
    return entry;
  });
  const select = form.elements.place;
  for (const { code, names } of places) select.append(new Option(`${"\u3000".repeat(names.length - 1)}${names.at(-1)}`, code));
  return entries;
}
const all = () => (index ??= load().catch((problem) => { index = undefined; throw problem; }));

// ---- sifting and sorting ----------------------------------------------------------------------------------------

const KEYS = {
  name: (entry) => entry.name, place: (entry) => entry.code, published: (entry) => entry.published || null,
  year: (entry) => (entry.year ? `${entry.year}${entry.phase}` : null),
  expenditure: (entry) => (entry.expenditure === null ? null : exact(entry.expenditure)),
  income: (entry) => (entry.income === null ? null : exact(entry.income)),
  figures: (entry) => entry.figures, failed: (entry) => entry.failed,
};
const collator = new Intl.Collator("zh-Hans");

// Entries in the order of a column; made once for each column. What is not told stands at the end either way.
const orders = new Map();
function ordered(entries, sort) {
  if (!sort) return entries;
  if (!orders.has(sort)) {
    const [column, sign] = sort.startsWith("-") ? [sort.slice(1), -1] : [sort, 1];
    const keyed = entries.map((entry) => [KEYS[column](entry), entry]);
    const compare = column === "name" ? collator.compare : (a, b) => (a < b ? -1 : a > b ? 1 : 0);
    keyed.sort((a, b) => (a[0] === null || b[0] === null ? (a[0] === null) - (b[0] === null) : sign * compare(a[0], b[0])) || a[1].number - b[1].number);
    orders.set(sort, keyed.map((pair) => pair[1]));
  }
  return orders.get(sort);
}

function sifted(entries, asked) {
  const words = (asked.get("q") ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  const [code, year, phase] = ["place", "year", "phase"].map((name) => asked.get(name) ?? "");
  return entries.filter((entry) => entry.code.startsWith(code) && (!year || String(entry.year) === year)
    && (!phase || entry.phase === phase) && words.every((word) => entry.looked.includes(word)));
}

// ---- showing --------------------------------------------------------------------------------------------------

const page = (path) => new URL(english ? `en/${path}` : path, root).href;
const scopes = { department: say("部门", "department"), unit: say("单位", "unit") };

function kind({ year, phase, scope }) {
  if (english) return `${year ?? ""} ${(phases[phase] ?? "").toLowerCase()}${scope ? ` of a ${scopes[scope] ?? scope}` : ""}`.trim();
  return `${year ? `${year} 年` : ""}${scopes[scope] ?? ""}${phases[phase] ?? ""}`;
}

function amount(text) {
  const cell = element("td", { className: "figure" });
  if (text !== null) cell.append(element("span", { title: `${yuan(exact(text))} ${say("元", "yuan")}`, textContent: wan(exact(text)) }));
  return cell;
}

function row(entry) {
  const zh = english ? "zh-Hans" : "";
  return element("tr", {},
    element("th", { scope: "row" }, element("a", { href: page(`disclosures/${entry.id}/`), lang: zh, textContent: entry.name })),
    element("td", { textContent: kind(entry) }), amount(entry.expenditure), amount(entry.income),
    element("td", {}, element("span", { lang: zh, textContent: entry.where })),
    element("td", { className: "tabular", textContent: entry.published }),
    element("td", { className: "figure", textContent: entry.figures.toLocaleString("en") }), element("td", { className: "figure", textContent: entry.failed.toLocaleString("en") }));
}

function turned(number, count) {
  turning.className = "turning";
  turning.ariaLabel = say("翻页", "Pages");
  const button = (words, to) => {
    const one = element("button", { type: "button", textContent: words });
    one.addEventListener("click", () => { ask({ p: to > 1 ? String(to) : "" }, true); table.closest(".scroll").focus(); });
    return one;
  };
  turning.replaceChildren(...[
    number > 1 && button(say("上一页", "Previous"), number - 1),
    element("span", { className: "tabular", textContent: say(`第 ${number} 页，共 ${count} 页`, `Page ${number} of ${count}`) }),
    number < count && button(say("下一页", "Next"), number + 1),
  ].filter(Boolean));
  turning.hidden = count < 2;
}

let turn = 0;

async function show() {
  const mine = ++turn;
  const asked = new URLSearchParams(location.search);
  let sort = asked.get("sort") ?? "";
  if (!KEYS[sort.replace(/^-/, "")]) sort = "";
  for (const head of heads) {
    head.removeAttribute("aria-sort");
    if (sort.replace(/^-/, "") === head.dataset.sort) head.setAttribute("aria-sort", sort.startsWith("-") ? "descending" : "ascending");
  }
  const plain = ![...asked.keys()].some((name) => ["q", "place", "year", "phase", "sort", "p"].includes(name));
  made.turning?.toggleAttribute("hidden", !plain);
  try {
    if (plain) {
      table.tBodies[0].replaceChildren(...made.rows);
      turning.hidden = true;
      status.textContent = "";
    } else {
      const entries = await all();
      if (mine !== turn) return;
      const found = sifted(ordered(entries, sort), asked);
      const count = Math.max(1, Math.ceil(found.length / ON_A_PAGE));
      const number = Math.min(count, Math.max(1, Number.parseInt(asked.get("p") ?? "1", 10) || 1));
      table.tBodies[0].replaceChildren(...found.slice((number - 1) * ON_A_PAGE, number * ON_A_PAGE).map(row));
      turned(number, count);
      const whole = entries.length.toLocaleString("en");
      status.textContent = say(`${found.length.toLocaleString("en")} 份，共 ${whole} 份`, `${found.length.toLocaleString("en")} of ${whole}`);
    }
  } catch (problem) {
    status.textContent = say(`取不到目录：${problem.message}`, `The list cannot be had: ${problem.message}`);
  }
  fill(asked);
  place.dataset.done = String(mine);
}

function fill(asked) {
  for (const name of ["q", "place", "year", "phase"]) {
    const field = form.elements[name];
    if (field !== document.activeElement) field.value = asked.get(name) ?? "";
  }
}

// ---- asking ---------------------------------------------------------------------------------------------------

function ask(changes, keep) {
  const asked = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries({ p: "", ...changes })) {
    if (value) asked.set(name, value);
    else asked.delete(name);
  }
  const query = asked.toString();
  history[keep ? "pushState" : "replaceState"](null, "", `${location.pathname}${query ? `?${query}` : ""}`);
  return show();
}

for (const head of heads) {
  const column = head.dataset.sort;
  const button = element("button", { type: "button", className: "sort" }, ...head.childNodes);
  head.append(button);
  button.addEventListener("click", () => {
    const now = head.getAttribute("aria-sort");
    const down = now ? now === "ascending" : FIGURES.has(column) || column === "published" || column === "year";
    ask({ sort: `${down ? "-" : ""}${column}` }, true);
  });
}
turning.hidden = true;
table.closest(".scroll").after(turning);
form.hidden = false;
form.elements.q.addEventListener("input", () => ask({ q: form.elements.q.value.trim() }));
for (const name of ["place", "year", "phase"]) form.elements[name].addEventListener("change", (event) => ask({ [name]: event.target.value }, true));
form.elements.place.addEventListener("focus", () => all().catch(() => {})); // its names come with the index
form.addEventListener("pointerenter", () => all().catch(() => {}), { once: true });
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", (event) => {
  event.preventDefault();
  for (const field of form.elements) if (field.name) field.value = "";
  ask({ q: "", place: "", year: "", phase: "", sort: "" }, true);
});
addEventListener("popstate", show);
show();
