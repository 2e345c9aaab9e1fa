// Asks the database in the browser. The question, its values and the way it is shown are in the address.
const page = document.getElementById("sql");
const english = document.documentElement.lang === "en";
const say = (zh, en) => (english ? en : zh);
const address = (name) => new URL(page.dataset[name], location.href).href;
const SHOWN = 500; // rows on the page
const MOST = 1_000_000; // rows of a file
const BARS = 40;

const form = page.querySelector("form");
const editor = form.elements.sql;
const limit = form.elements.seconds;
const mode = form.elements.mode;
const values = page.querySelector(".sql-values");
const status = page.querySelector("[role=status]");
const failure = page.querySelector("[role=alert]");
const output = page.querySelector(".sql-output");
const stop = page.querySelector(".sql-stop");
const run = page.querySelector(".sql-run");

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

// ---- the worker ---------------------------------------------------------------------------------------------

let worker, opening, waiting;
let opened = "";

function open() {
  const ranges = mode.value === "ranges";
  const kind = ranges ? "ranges" : "whole";
  if (worker && opened === kind) return opening;
  end();
  opened = kind;
  worker = new Worker(new URL("sql-worker.js", import.meta.url), { type: "module" });
  opening = new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => {
      if (data.progress !== undefined) status.textContent = say(`正在取来数据库：${Math.round(data.progress * 100)}%`, `Fetching the database: ${Math.round(data.progress * 100)}%`);
      else if (data.opened) resolve(data);
      else if (data.id !== undefined && waiting?.id === data.id) { waiting[data.error ? "reject" : "resolve"](data.error ? new Error(data.error) : data.answer); waiting = undefined; }
      else if (data.error) { end(); reject(new Error(data.error)); }
    };
    worker.onerror = (event) => { const words = event.message || "worker"; end(); reject(new Error(words)); };
  });
  worker.postMessage({ open: { ranges, plain: address("plain"), packed: address("packed"), size: Number(page.dataset.packedSize) } });
  return opening;
}

function end() {
  worker?.terminate();
  worker = undefined;
  waiting?.reject(new Error("ended"));
  waiting = undefined;
}

let numbers = 0;
async function ask(sql, given, most) {
  let timer;
  try {
    const seconds = Number(limit.value);
    const late = new Promise((_, reject) => { timer = setTimeout(() => { reject(new Error("too-long")); end(); }, seconds * 1000); });
    const answer = (async () => {
      await open();
      status.textContent = say("正在查询……", "Asking …");
      const id = (numbers += 1);
      return new Promise((resolve, reject) => {
        waiting = { id, resolve, reject };
        worker.postMessage({ id, ask: { sql, values: given, most } });
      });
    })();
    answer.catch(() => {});
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

// ---- words for what went wrong ------------------------------------------------------------------------------

const PLAIN = [
  [/^too-long$/, () => say(`超过 ${limit.value} 秒，已经停下。可以加 LIMIT、缩小条件，或把时限放宽。`, `It took longer than ${limit.value} seconds and was stopped. Add a LIMIT, narrow the question, or allow more time.`)],
  [/^ended$/, () => say("已经停下。", "Stopped.")],
  [/^no-ranges$/, () => say("这个网站的服务器不支持按需读取，请改选“取来整个数据库”。", "The server of this site does not send parts of files. Choose “fetch the whole database”.")],
  [/^file-changed$/, () => say("数据库刚刚更新了，请重新打开本页。", "The database has just been replaced. Open this page again.")],
  [/no such table: (.+)/, (m) => say(`没有名为 ${m[1]} 的表或视图；下方列出了全部的表。`, `There is no table or view called ${m[1]}; all tables are listed below.`)],
  [/no such column: (.+)/, (m) => say(`没有名为 ${m[1]} 的列；文字要放在单引号里。`, `There is no column called ${m[1]}; texts stand in single quotes.`)],
  [/near "(.+)": syntax error/, (m) => say(`在 ${m[1]} 附近不合 SQL 的语法。`, `The SQL is not right near ${m[1]}.`)],
  [/incomplete input/, () => say("这句 SQL 没有写完。", "The SQL is not complete.")],
  [/unrecognized token: (.+)/, (m) => say(`认不出 ${m[1]}；引号是否成对？`, `${m[1]} is not understood; is a quote left open?`)],
  [/readonly|read-only|query_only|attempt to write/, () => say("这里只能查询，不能改动数据。", "Here data can be asked for, not changed.")],
  [/Failed to fetch|NetworkError|Load failed|HTTP \d+|not-a-database|NetworkError/, () => say("取不到数据库，请检查网络后再试。", "The database cannot be fetched. Check the network and try again.")],
  [/memory/i, () => say("浏览器的内存不够，请改用按需读取，或下载数据库。", "The browser has not enough memory: read only what is needed, or download the database.")],
];

function plainly(problem) {
  if (location.protocol === "file:") return say("直接打开的文件里，浏览器不许运行数据库。请用任何网页服务器打开，例如 make serve。", "A page opened as a file may not run the database. Open the site through any web server, such as make serve.");
  for (const [pattern, words] of PLAIN) {
    const found = pattern.exec(problem.message);
    if (found) return words(found);
  }
  return say(`查询没有成功：${problem.message}`, `The question failed: ${problem.message}`);
}

// ---- values of the question ---------------------------------------------------------------------------------

function parameters(sql) {
  const bare = sql.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[^]*?\*\//g, " ");
  return [...new Set([...bare.matchAll(/(?<![:\w]):([A-Za-z_]\w*)/g)].map((found) => found[1]))];
}

function fields(given = {}) {
  const before = { ...current(), ...given };
  values.replaceChildren(...parameters(editor.value).map((name) => element(
    "label", {}, element("span", { className: "code", textContent: name }),
    element("input", { name: `_${name}`, value: before[name] || "", autocomplete: "off" }),
  )));
}

function current() {
  return Object.fromEntries([...values.querySelectorAll("input")].map((input) => [input.name.slice(1), input.value]));
}

// ---- the answer ---------------------------------------------------------------------------------------------

let answer;

const isNumber = (value) => typeof value === "number" || typeof value === "bigint";
const text = (value) => (value === null ? "" : String(value));

function table({ columns, rows }) {
  const numeric = columns.map((_, n) => rows.some((row) => row[n] !== null) && rows.every((row) => row[n] === null || isNumber(row[n])));
  const at = Object.fromEntries(columns.map((name, n) => [name, n]));
  const head = element("tr", {}, ...columns.map((name, n) => element("th", { scope: "col", textContent: name, className: numeric[n] ? "number" : "" })));
  const body = rows.slice(0, SHOWN).map((row) => element("tr", {}, ...columns.map((name, n) => {
    const cell = element("td", { className: numeric[n] ? "number" : "" });
    const link = linkOf(name, row, at);
    if (row[n] === null) cell.append(element("span", { className: "muted", textContent: "–", title: say("没有值", "no value") }));
    else if (link) cell.append(element("a", { href: link, textContent: text(row[n]) }));
    else cell.textContent = text(row[n]);
    return cell;
  })));
  return element("div", { className: "sql-table", tabIndex: 0, role: "region", ariaLabel: say("查询结果", "Result") }, element("table", {}, element("thead", {}, head), element("tbody", {}, ...body)));
}

// A disclosure leads to its page, a row with a place to its cell.
function linkOf(name, row, at) {
  if (name !== "disclosure_id" || !row[at.disclosure_id]) return null;
  const place = [at.table_no, at.row, at.column].every((n) => n !== undefined && row[n] !== null)
    ? `#t${row[at.table_no]}-r${row[at.row]}-c${row[at.column]}` : "";
  return new URL(`${page.dataset.root}${english ? "en/" : ""}disclosures/${encodeURIComponent(row[at.disclosure_id])}/${place}`, location.href).href;
}

const SVG = "http://www.w3.org/2000/svg";
function drawn(name, properties, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(properties)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function chart({ columns, rows }) {
  const label = form.elements.label, measure = form.elements.measure;
  const numeric = columns.map((_, n) => rows.some((row) => isNumber(row[n])) && rows.every((row) => row[n] === null || isNumber(row[n])));
  const choices = columns.map((name, n) => ({ name, n }));
  const amounts = choices.filter(({ n }) => numeric[n]);
  if (!amounts.length || !rows.length) return element("p", { className: "muted", textContent: say("结果里没有数字的列，画不成图。", "The result has no column of numbers to draw.") });
  fill(label, choices, choices.find(({ name, n }) => !numeric[n] && !/_id$/.test(name)) || choices[0]);
  fill(measure, amounts, amounts.find(({ name }) => /_wan$|_yuan$|amount|total/.test(name)) || amounts.at(-1));
  const x = Number(label.value), y = Number(measure.value);
  const bars = rows.filter((row) => row[y] !== null).slice(0, BARS).map((row) => [text(row[x]), Number(row[y]), text(row[y])]);
  const low = Math.min(0, ...bars.map((bar) => bar[1])), high = Math.max(0, ...bars.map((bar) => bar[1]));
  const narrow = output.clientWidth < 560;
  const width = narrow ? 360 : 720, left = narrow ? 118 : 230, room = width - left - (narrow ? 78 : 120), step = 28, most = narrow ? 8 : 16;
  const scale = (value) => (high === low ? 0 : ((value - low) / (high - low)) * room);
  const svg = drawn("svg", { viewBox: `0 0 ${width} ${bars.length * step + 8}`, role: "img", class: "sql-chart" }, drawn("title", {}, `${columns[y]} · ${columns[x]}`));
  bars.forEach(([name, value, exact], n) => {
    const top = n * step + 4;
    const cut = [...name].length > most ? `${[...name].slice(0, most - 1).join("")}…` : name;
    svg.append(drawn("g", {}, drawn("title", {}, `${name}: ${exact}`),
      drawn("text", { x: left - 8, y: top + 15, "text-anchor": "end", class: "sql-chart-name" }, cut),
      drawn("rect", { x: left + scale(Math.min(0, value)), y: top, width: Math.max(1, Math.abs(scale(value) - scale(0))), height: step - 8, class: "sql-chart-bar" }),
      drawn("text", { x: left + scale(Math.max(0, value)) + 6, y: top + 15, class: "sql-chart-value" }, value.toLocaleString(english ? "en" : "zh-CN"))));
  });
  const note = rows.length > BARS ? element("p", { className: "muted", textContent: say(`图中只有前 ${BARS} 行。`, `The chart has the first ${BARS} rows only.`) }) : "";
  return element("div", {}, svg, note);
}

function fill(select, choices, preferred) {
  const before = select.dataset.names === choices.map(({ name }) => name).join(" ") ? select.value : String(preferred.n);
  select.dataset.names = choices.map(({ name }) => name).join(" ");
  select.replaceChildren(...choices.map(({ name, n }) => element("option", { value: n, textContent: name })));
  select.value = before;
}

function show() {
  const chartWanted = form.elements.view.value === "chart";
  page.querySelector(".sql-axes").hidden = !chartWanted;
  output.replaceChildren(chartWanted ? chart(answer) : table(answer));
}

function tell({ rows, more, milliseconds, traffic }) {
  const count = rows.length.toLocaleString();
  const cut = more
    ? say(`只取了前 ${count} 行，后面还有；导出 CSV 可得到全部。`, `Only the first ${count} rows are here, there are more; export CSV for all.`)
    : say(`${count} 行`, `${count} ${rows.length === 1 ? "row" : "rows"}`);
  const size = traffic.bytes > 1e6 ? `${(traffic.bytes / 1e6).toFixed(1)} MB` : `${Math.ceil(traffic.bytes / 1000)} kB`;
  status.textContent = `${cut}${english ? ", " : "，"}${Math.max(1, Math.round(milliseconds))} ms${english ? ", " : "，"}${say(`至今取了 ${size}`, `${size} fetched so far`)}`;
}

async function go(push = true) {
  const sql = editor.value.trim();
  if (!sql) { editor.focus(); return; }
  if (push) remember();
  failure.textContent = "";
  page.dataset.done = "";
  run.disabled = true;
  stop.hidden = false;
  page.querySelector(".sql-after").hidden = true;
  output.setAttribute("aria-busy", "true");
  try {
    answer = await ask(sql, current(), SHOWN);
    if (answer.columns.length) {
      page.querySelector(".sql-after").hidden = false;
      show();
      tell(answer);
    } else {
      output.replaceChildren();
      status.textContent = say("没有结果可看。", "There is nothing to show.");
    }
    page.dataset.done = "answer";
  } catch (problem) {
    output.replaceChildren();
    status.textContent = "";
    failure.textContent = plainly(problem);
    page.dataset.done = "error";
  }
  output.removeAttribute("aria-busy");
  run.disabled = false;
  stop.hidden = true;
}

// ---- CSV ----------------------------------------------------------------------------------------------------

const quoted = (value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

async function exported() {
  try {
    run.disabled = true;
    stop.hidden = false;
    const { columns, rows, more } = answer.more ? await ask(editor.value.trim(), current(), MOST) : answer;
    const lines = [columns, ...rows].map((row) => `${row.map((value) => quoted(text(value))).join(",")}\r\n`);
    // The mark at the beginning tells spreadsheets that the file is UTF-8.
    const link = element("a", { href: URL.createObjectURL(new Blob(["\ufeff", ...lines], { type: "text/csv;charset=utf-8" })), download: "gongkai-query.csv" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    status.textContent = more
      ? say(`CSV 只有前 ${MOST.toLocaleString()} 行。`, `The CSV has the first ${MOST.toLocaleString()} rows only.`)
      : say(`CSV 有 ${rows.length.toLocaleString()} 行。`, `The CSV has ${rows.length.toLocaleString()} rows.`);
  } catch (problem) {
    failure.textContent = plainly(problem);
  } finally {
    run.disabled = false;
    stop.hidden = true;
  }
}

// ---- the address --------------------------------------------------------------------------------------------

function remember() {
  const told = new URLSearchParams();
  told.set("sql", editor.value.trim());
  for (const [name, value] of Object.entries(current())) if (value) told.set(`_${name}`, value);
  if (form.elements.view.value !== "table") told.set("view", form.elements.view.value);
  if (mode.value !== page.dataset.mode) told.set("mode", mode.value);
  const hash = `#${told}`;
  if (hash !== location.hash) history.pushState(null, "", hash);
  languages();
}

function languages() {
  document.querySelectorAll(".switches a[hreflang]").forEach((link) => { link.hash = location.hash; });
}

function read() {
  const told = new URLSearchParams(location.hash.slice(1) || location.search);
  const sql = told.get("sql");
  languages();
  if (!sql) return false;
  editor.value = sql;
  for (const name of ["view", "mode"]) if (["table", "chart", "whole", "ranges"].includes(told.get(name))) form.elements[name].value = told.get(name);
  fields(Object.fromEntries([...told].filter(([name]) => name.startsWith("_")).map(([name, value]) => [name.slice(1), value])));
  return true;
}

// ---- what the reader does -----------------------------------------------------------------------------------

form.addEventListener("submit", (event) => { event.preventDefault(); go(); });
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); go(); }
});
editor.addEventListener("input", () => fields());
stop.addEventListener("click", end);
for (const view of form.elements.view) view.addEventListener("change", () => { if (answer) { show(); remember(); } });
for (const axis of [form.elements.label, form.elements.measure]) axis.addEventListener("change", show);
page.querySelector(".sql-csv").addEventListener("click", exported);
page.querySelector(".sql-share").addEventListener("click", async (event) => {
  remember();
  const button = event.currentTarget, words = button.textContent;
  try {
    await navigator.clipboard.writeText(location.href);
    button.textContent = say("已复制", "Copied");
  } catch {
    button.textContent = say("地址栏里就是这个查询的地址", "The address bar has the address of this question");
  }
  setTimeout(() => { button.textContent = words; }, 2500);
});
for (const example of page.querySelectorAll(".sql-example")) {
  example.addEventListener("click", () => {
    editor.value = document.getElementById(example.getAttribute("aria-controls")).textContent.trim();
    fields();
    go();
    editor.scrollIntoView({ block: "nearest" });
  });
}
for (const button of page.querySelectorAll(".sql-look")) {
  button.addEventListener("click", () => { editor.value = `SELECT * FROM ${button.dataset.name} LIMIT 50`; fields(); go(); editor.scrollIntoView({ block: "center" }); });
}
addEventListener("hashchange", () => { if (read()) go(false); });

if (page.dataset.available) {
  form.hidden = false;
  if (typeof WebAssembly !== "object" || typeof DecompressionStream !== "function") {
    failure.textContent = say("这个浏览器太旧，运行不了数据库；请更新，或下载数据库。", "This browser is too old to run the database: update it, or download the database.");
  } else if (read()) go(false);
  else fields();
}
