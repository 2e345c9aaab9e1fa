// Compares departments. What is chosen is in the address; the figures are the static API's, loaded only as chosen.
import { chooser } from "./chooser.js";
import { bar, element, view } from "./compare-view.js";
import { plain } from "./money.js";

const place = document.getElementById("compare");
const english = document.documentElement.lang === "en";
const say = (zh, en) => (english ? en : zh);
const root = new URL(place.dataset.root, location.href);
const data = (id) => JSON.parse(document.getElementById(id).textContent);
const ready = data("compare-ready").departments;
const page = (path) => (english ? `en/${path}` : path);
const shown = view({ say, english, terms: data("compare-terms"), root, page });
const MOST = 10; // departments at once

const form = place.querySelector("form");
const measure = form.elements.m;
const chosen = place.querySelector(".compare-chosen");
const years = place.querySelector(".compare-years");
const status = place.querySelector("[role=status]");
const failure = place.querySelector("[role=alert]");
const result = place.querySelector(".compare-result");
const after = place.querySelector(".compare-after");
const title = place.querySelector("#compare-title");

// ---- loading ------------------------------------------------------------------------------------------------

const kept = new Map();

function load(path) {
  if (!kept.has(path)) {
    const wanted = fetch(new URL(path, root)).then((answer) => {
      if (!answer.ok) throw new Error(`${path} (${answer.status})`);
      return answer.json();
    });
    wanted.catch(() => kept.delete(path));
    kept.set(path, wanted);
  }
  return kept.get(path);
}

const known = new Map(ready.map((department) => [department.key, department]));

async function department(key) {
  if (known.has(key)) return known.get(key);
  const region = key.slice(0, key.lastIndexOf("-"));
  if (!/^[\w]+$/.test(region)) return null;
  const answer = await load(`api/v1/departments/${region}.json`).catch(() => null);
  for (const each of answer?.departments ?? []) known.set(each.key, { ...each, places: answer.places });
  return known.get(key) ?? null;
}

async function names() {
  const { places, departments } = await load("compare/departments.json");
  return Object.entries(departments).flatMap(([region, own]) =>
    own.map(([name, hash]) => ({ key: `${region}-${hash}`, name, places: places[region], looked: `${places[region].join("")}${name}`.toLowerCase() })));
}
let everyName;
const entries = () => (everyName ??= names().catch((problem) => { everyName = undefined; throw problem; }));

// ---- the state: departments, years with phases, measure, shares ------------------------------------------------

let state;

function read() {
  const asked = new URLSearchParams(location.search);
  const wanted = asked.get("m") ?? "expenditure";
  return {
    d: asked.has("d") ? [...new Set(asked.getAll("d"))].slice(0, MOST) : asked.size ? [] : ready.map((each) => each.key),
    y: new Set(asked.getAll("y")),
    m: [...measure.options].some((option) => option.value === wanted) || /^(functional|economic):\d{3,7}$/.test(wanted) ? wanted : "expenditure",
    s: asked.get("s") === "share",
  };
}

function address() {
  const told = new URLSearchParams();
  for (const key of state.d) told.append("d", key);
  told.set("m", state.m);
  for (const year of state.y) told.append("y", year);
  if (state.s) told.set("s", "share");
  return `${location.pathname}?${told}`;
}

function change(part) {
  state = { ...state, ...part };
  history.pushState(null, "", address());
  render();
}

// ---- the controls ---------------------------------------------------------------------------------------------

const slot = ({ fiscal_year: year, phase }) => `${year}-${phase}`;

function controls(departments) {
  chosen.replaceChildren(...departments.map((each) => {
    const remove = element("button", { type: "button", className: "compare-remove", textContent: "×", ariaLabel: say(`去掉${each.issuer}`, `Remove ${each.issuer}`) });
    remove.addEventListener("click", () => {
      change({ d: state.d.filter((key) => key !== each.key) });
      form.elements.look.focus();
    });
    return element("li", {}, element("span", { lang: "zh-Hans", textContent: each.issuer }), remove);
  }));
  const slots = new Map(departments.flatMap((each) => each.disclosures).map((each) => [slot(each), each]));
  const boxes = [...slots.keys()].sort().map((key) => {
    const box = element("input", { type: "checkbox", name: "y", value: key, checked: !state.y.size || state.y.has(key) });
    box.addEventListener("change", () => {
      const on = [...years.querySelectorAll("input:checked")].map((each) => each.value);
      change({ y: new Set(on.length === slots.size ? [] : on) });
    });
    return element("label", {}, box, ` ${shown.brief(slots.get(key))}`);
  });
  const held = years.contains(document.activeElement) ? document.activeElement.value : null;
  years.replaceChildren(...boxes);
  if (held) years.querySelector(`input[value="${held}"]`)?.focus();
  if (![...measure.options].some((option) => option.value === state.m)) measure.append(new Option(state.m, state.m));
  measure.value = state.m;
  form.elements.s.value = state.s ? "share" : "amount";
}

// ---- what is compared ------------------------------------------------------------------------------------------

// The figures of every disclosure that is chosen, with its department.
async function chosenFigures(departments) {
  return Promise.all(departments.map(async (each) => {
    const figures = await Promise.all(each.disclosures.map(({ id }) => load(`api/v1/disclosures/${id}/figures.json`)));
    return { ...each, figures };
  }));
}

const wanted = (of) => !state.y.size || state.y.has(slot(of));

function figure(of) {
  const [scheme, code] = state.m.split(":");
  return code ? of[scheme].find((each) => each.code === code) : of.measures[state.m];
}

function changed(one, others) {
  const before = others.find(({ of, figure: has }) => has && one.figure && of.fiscal_year === one.of.fiscal_year - 1 && of.phase === one.of.phase && of.scope === one.of.scope && has.fund === one.figure.fund && has.kind === one.figure.kind);
  return before ? { now: one.value, before: before.value } : null;
}

function groupsOfDepartments(departments) {
  return departments.flatMap((each) => {
    const bars = each.figures.map((of) => bar(of, figure(of), shown.brief(of)));
    for (const one of bars) one.change = changed(one, bars);
    const own = bars.filter((one) => wanted(one.of));
    return own.length ? [{ title: each.issuer, places: each.places, page: each.page, bars: own }] : [];
  });
}

function groupsOfClasses(columns) {
  const classes = new Map();
  for (const of of columns) for (const each of of[state.m]) if (each.code.length === 3) classes.set(each.code, classes.get(each.code) ?? each.name);
  const groups = [...classes].map(([code, name]) => {
    const bars = columns.map((of) => bar(of, of[state.m].find((each) => each.code === code), `${shown.brief(of)} ${of.issuer}`));
    return { title: `${code} ${name}`, code, name, page: `codes/${state.m}/${code}/`, bars };
  });
  const size = (group) => group.bars.reduce((sum, one) => sum + one.value, 0n);
  return groups.sort((a, b) => (size(b) > size(a) ? 1 : size(b) < size(a) ? -1 : a.code < b.code ? -1 : 1));
}

let turn = 0;
let rows = [];

async function render() {
  const mine = ++turn;
  failure.textContent = "";
  result.setAttribute("aria-busy", "true");
  try {
    const asked = await Promise.all(state.d.map(department));
    if (mine !== turn) return;
    const departments = asked.filter(Boolean);
    if (departments.length < asked.length) failure.textContent = say("地址里有的部门这里没有。", "Some departments of this address are not here.");
    controls(departments);
    const found = await chosenFigures(departments);
    if (mine !== turn) return;
    draw(found);
  } catch (problem) {
    if (mine !== turn) return;
    failure.textContent = say(`取不到数据：${problem.message}`, `The data cannot be had: ${problem.message}`);
  }
  result.removeAttribute("aria-busy");
  place.dataset.done = String(mine);
}

function draw(departments) {
  const parts = state.m === "functional" || state.m === "economic";
  const columns = departments.flatMap((each) => each.figures.filter(wanted));
  const groups = parts ? groupsOfClasses(columns) : groupsOfDepartments(departments);
  const bars = groups.flatMap((group) => group.bars);
  const name = measure.selectedOptions[0].textContent;
  title.textContent = state.s ? say(`${name}占支出合计的比例`, `${name}, share of total expenditure`) : say(`${name}（万元）`, `${name} (10,000 yuan)`);
  rows = bars;
  const notes = shown.unlike(bars, state.m.startsWith("functional") || state.m.startsWith("economic"), state.s);
  if (!bars.length) result.replaceChildren(element("p", { className: "muted", textContent: departments.length ? say("所选的年度里没有可以比较的。", "Nothing to compare in the chosen years.") : say("先选一个部门。", "Choose a department first.") }));
  else result.replaceChildren(...[notes, shown.chart(groups, state.s, title.textContent, parts), parts ? shown.byClass(groups, columns, state.s) : shown.byDepartment(groups)].filter(Boolean));
  after.hidden = !bars.length;
}

// ---- taking it away ---------------------------------------------------------------------------------------------

// A text that a spreadsheet would run as a formula is kept from it.
const safe = (words) => (/^[=+\-@\t\r]/.test(words) ? `'${words}` : words);
const quoted = (words) => (/[",\r\n]/.test(words) ? `"${words.replaceAll('"', '""')}"` : words);

function csv() {
  const heads = ["issuer", "region_code", "fiscal_year", "phase", "scope", "measure", "name", "amount_yuan", "amount_wan", "share_of_expenditure", "fund", "table_kind", "disclosure_id", "address"];
  const lines = rows.map(({ of, figure: has, value, share }) => [
    safe(of.issuer ?? ""), of.region_code ?? "", String(of.fiscal_year ?? ""), of.phase ?? "", of.scope ?? "",
    has?.code ? `${state.m.split(":")[0]}:${has.code}` : state.m, safe(has?.name ?? measure.selectedOptions[0].textContent),
    has ? plain(value) : "", has ? plain(value, 4) : "", share, has?.fund ?? "", has?.kind ?? "", of.disclosure,
    has ? `${new URL(page(of.page), root).href}#${has.anchor}` : "",
  ]);
  return [heads, ...lines].map((line) => `${line.map(quoted).join(",")}\r\n`);
}

place.querySelector(".compare-csv").addEventListener("click", async () => {
  if (!rows.length) await render();
  if (!rows.length) return;
  // The mark at the beginning tells spreadsheets that the file is UTF-8.
  const link = element("a", { href: URL.createObjectURL(new Blob(["\ufeff", ...csv()], { type: "text/csv;charset=utf-8" })), download: "gongkai-compare.csv" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  status.textContent = say(`CSV 有 ${rows.length} 行。`, `The CSV has ${rows.length} rows.`);
});

place.querySelector(".compare-share").addEventListener("click", async () => {
  const whole = new URL(address(), location.href).href;
  try {
    await navigator.clipboard.writeText(whole);
    status.textContent = say("地址已复制。", "The address is copied.");
  } catch {
    status.textContent = whole;
  }
});

// ---- beginning -------------------------------------------------------------------------------------------------

form.hidden = false;
after.hidden = false;
form.addEventListener("submit", (event) => event.preventDefault());
measure.addEventListener("change", () => change({ m: measure.value }));
form.querySelectorAll("input[name=s]").forEach((each) => each.addEventListener("change", () => change({ s: form.elements.s.value === "share" })));
chooser(form.elements.look, document.getElementById("compare-list"), status, {
  load: entries,
  say,
  taken: (key) => state.d.includes(key),
  choose: (entry) => {
    if (state.d.length >= MOST) status.textContent = say(`最多比较 ${MOST} 个部门；先去掉一个。`, `No more than ${MOST} departments: remove one first.`);
    else change({ d: [...state.d, entry.key] });
  },
});
addEventListener("popstate", () => { state = read(); render(); });
state = read();
if (location.search) render();
else controls(ready); // the comparison that was made beforehand stands until something is chosen
