// Searches the index beside this page: which files it has and how they are written is said in the site's page on
// search. A query loads the lists of its rarest characters first, and of the texts only those that are shown.
import { origins, words } from "./folding.js";

const page = document.getElementById("search");
const english = document.documentElement.lang === "en";
const say = (zh, en) => (english ? en : zh);
const data = new URL(page.dataset.index, location.href);
const root = new URL(page.dataset.root, location.href);

const KINDS = {
  page: say("页面", "Pages"), place: say("地区", "Places"), disclosure: say("单位与公开", "Departments and disclosures"),
  code: say("科目编码", "Codes"), project: say("项目", "Projects"), item: say("支出和收入的名目", "Items"),
  indicator: say("绩效指标", "Performance indicators"), table: say("表", "Tables"), heading: say("表头", "Headings"),
  paragraph: say("正文", "Paragraphs"),
};
const PHASES = { budget: say("预算", "budget"), final: say("决算", "final account") };
const FIRST = 4; // results of a kind when all kinds are shown
const MORE = 20;
const COUNT_BYTES = 1_500_000; // what counting may load without being asked

// ---- loading ------------------------------------------------------------------------------------------------

let loaded = 0;
const kept = new Map();

function load(name, version) {
  if (!kept.has(name)) {
    const address = new URL(name, data);
    if (version) address.searchParams.set("v", version);
    const wanted = fetch(address).then(async (answer) => {
      if (!answer.ok) throw new Error(say(`取不到 ${name}（${answer.status}）`, `${name} cannot be had (${answer.status})`));
      const content = new Uint8Array(await answer.arrayBuffer());
      loaded += content.length;
      return content;
    });
    wanted.catch(() => kept.delete(name));
    kept.set(name, wanted);
  }
  return kept.get(name);
}

async function unpacked(name, version) {
  let content = await load(name, version);
  // Some servers send a gzipped file as if it were only sent gzipped: then the browser has unpacked it already.
  if (content[0] === 0x1f && content[1] === 0x8b) {
    const stream = new Blob([content]).stream().pipeThrough(new DecompressionStream("gzip"));
    content = new Uint8Array(await new Response(stream).arrayBuffer());
  }
  return JSON.parse(new TextDecoder().decode(content));
}

let aboutIndex;
async function about() {
  if (!aboutIndex) {
    aboutIndex = load("about.json").then((content) => {
      const found = JSON.parse(new TextDecoder().decode(content));
      let first = 0;
      found.ranges = found.kinds.map(([kind, count]) => {
        first += count;
        return { kind, first: first - count, end: first };
      });
      return found;
    });
    aboutIndex.catch(() => { aboutIndex = undefined; });
  }
  return aboutIndex;
}

// ---- postings -----------------------------------------------------------------------------------------------

function shardOf(gram, shards) {
  const [first, second] = [...gram].map((character) => character.codePointAt(0));
  const mixed = (Math.imul(first, 0x9e3779b1) + Math.imul(second || 0, 0x85ebca6b)) >>> 0;
  return ((mixed ^ (mixed >>> 15)) >>> 0) % shards;
}

async function listOf(gram, index) {
  const shard = await load(`grams/${shardOf(gram, index.shards)}.bin`, index.version);
  if (!shard.head) {
    const length = new DataView(shard.buffer, shard.byteOffset).getUint32(0, true);
    shard.head = JSON.parse(new TextDecoder().decode(shard.subarray(4, 4 + length)));
    shard.start = 4 + length;
  }
  const entry = shard.head[gram];
  return entry ? new List(gram, entry, shard, index.version) : null;
}

// The texts of a gram in the order of their numbers; pieces are loaded when they are reached, others are passed over.
class List {
  constructor(gram, entry, shard, version) {
    this.pair = [...gram].length > 1;
    this.count = entry[0];
    this.version = version;
    this.number = -1;
    this.positions = [];
    if (Array.isArray(entry[1])) {
      this.after = entry[1];
      this.name = [...gram].map((character) => character.codePointAt(0).toString(16)).join("-");
      this.pieces = this.after.map(() => null);
    } else {
      this.after = [0];
      this.pieces = [shard.subarray(shard.start + entry[1], shard.start + entry[1] + entry[2])];
    }
    this.piece = -1;
    this.data = new Uint8Array();
    this.at = 0;
    this.running = 0;
  }

  // To the first text whose number is not below `wanted`; false where there is none.
  async seek(wanted) {
    if (this.number >= wanted) return true;
    let piece = this.piece;
    while (piece + 1 < this.after.length && (piece < 0 || this.after[piece + 1] < wanted)) piece += 1;
    if (piece !== this.piece) await this.open(piece);
    for (;;) {
      while (this.at < this.data.length) {
        this.read();
        if (this.number >= wanted) return true;
      }
      if (this.piece + 1 >= this.after.length) return false;
      await this.open(this.piece + 1);
    }
  }

  async open(piece) {
    this.data = this.pieces[piece] || (await load(`lists/${this.name}-${piece}.bin`, this.version));
    this.piece = piece;
    this.at = 0;
    this.running = this.after[piece];
  }

  read() {
    const head = this.varint();
    if (!this.pair) {
      this.number = this.running += head;
      return;
    }
    this.number = this.running += head >>> 1;
    const several = head & 1 ? this.varint() : 1;
    let position = 0;
    this.positions.length = 0;
    for (let n = 0; n < several; n += 1) this.positions.push((position += this.varint()));
  }

  varint() {
    let value = 0, factor = 1, byte;
    do {
      byte = this.data[this.at];
      this.at += 1;
      value += (byte & 0x7f) * factor;
      factor *= 128;
    } while (byte & 0x80);
    return value;
  }
}

// A word is the list of its character, or the pairs that cover it, each at its distance from the beginning.
async function wordLists(word, index) {
  const characters = [...word];
  if (characters.length === 1) return [{ list: await listOf(word, index), shift: 0 }];
  const shifts = [];
  for (let shift = 0; shift + 1 < characters.length; shift += 2) shifts.push(shift);
  if (characters.length % 2) shifts.push(characters.length - 2);
  return Promise.all(shifts.map(async (shift) => ({ list: await listOf(characters[shift] + characters[shift + 1], index), shift })));
}

// All texts from `first` to before `end` in which every word is found, in order.
class Matches {
  static async of(query, index) {
    const wanted = await Promise.all(words(query).map((word) => wordLists(word, index)));
    const found = new Matches();
    found.words = wanted;
    found.lists = wanted.flat();
    found.none = !found.lists.length || found.lists.some(({ list }) => !list);
    if (!found.none) found.lists.sort((one, other) => one.list.count - other.list.count);
    return found;
  }

  // Where one list says everything, its length is the count.
  get alone() { return this.lists.length === 1; }

  async next(from, end) {
    if (this.none) return -1;
    let wanted = from;
    for (;;) {
      let agreed = true;
      for (const { list } of this.lists) {
        if (!(await list.seek(wanted)) || list.number >= end) return -1;
        if (list.number > wanted) {
          wanted = list.number;
          agreed = false;
          break;
        }
      }
      if (agreed) {
        if (this.words.every(together)) return wanted;
        wanted += 1;
      }
    }
  }
}

function together(parts) {
  if (parts.length === 1) return true;
  const [first, ...others] = parts;
  const sets = others.map(({ list, shift }) => [new Set(list.positions), shift - first.shift]);
  return first.list.positions.some((position) => sets.every(([positions, shift]) => positions.has(position + shift)));
}

// ---- asking -------------------------------------------------------------------------------------------------

let asked = 0;

// What is found: for each kind, the numbers of the first texts and how many there are (null where not counted yet).
async function search(query, kind, offset, progress) {
  const mine = (asked += 1);
  const current = () => mine === asked;
  const index = await about();
  const groups = [];
  for (const range of index.ranges.filter((each) => !kind || each.kind === kind)) {
    const matches = await Matches.of(query, index);
    const wanted = kind ? offset + MORE : FIRST;
    const numbers = [];
    let at = range.first;
    while (numbers.length < wanted) {
      const number = await matches.next(at, range.end);
      if (!current()) return null;
      if (number < 0) { at = range.end; break; }
      numbers.push(number);
      at = number + 1;
    }
    const group = { ...range, numbers: numbers.slice(kind ? offset : 0), count: at >= range.end ? numbers.length : null, matches, at, seen: numbers.length };
    if (numbers.length) groups.push(group);
    if (numbers.length) await progress(groups);
    if (!current()) return null;
  }
  // Counting goes on behind the results, as long as it stays cheap.
  const before = loaded;
  for (const group of groups) {
    while (group.count === null) {
      const number = await group.matches.next(group.at, group.end);
      if (!current()) return null;
      if (number < 0) group.count = group.seen;
      else {
        group.seen += 1;
        group.at = number + 1;
        if (loaded - before > COUNT_BYTES) break;
      }
    }
    await progress(groups);
  }
  return current() ? groups : null;
}

async function textOf(number) {
  const index = await about();
  const block = await unpacked(`texts/${Math.floor(number / index.block)}.bin`, index.version);
  const [text, count, places] = block[number % index.block];
  return { number, text, count, places };
}

async function furtherPlaces(number) {
  const index = await about();
  const block = await unpacked(`places/${Math.floor(number / index.block)}.bin`, index.version);
  return block[number % index.block] || [];
}

async function disclosure(number) {
  const index = await about();
  const block = await unpacked(`disclosures/${Math.floor(number / index.block)}.bin`, index.version);
  const [id, issuer, year, phase] = block[number % index.block];
  return { id, issuer, year, phase };
}

// ---- showing ------------------------------------------------------------------------------------------------

const form = page.querySelector("form");
const box = form.elements.q;
const filter = form.elements.kind;
const status = page.querySelector("[role=status]");
const results = page.querySelector(".search-results");

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function marked(text, query, around) {
  const [characters, positions] = origins(text);
  const joined = characters.join("");
  const hits = [];
  // Positions of `joined` in UTF-16 units to characters.
  const unit = [];
  characters.forEach((character, index) => { for (let n = 0; n < character.length; n += 1) unit.push(index); });
  for (const word of words(query)) {
    for (let at = joined.indexOf(word); at >= 0; at = joined.indexOf(word, at + word.length)) {
      const last = positions[unit[at + word.length - 1]];
      hits.push([positions[unit[at]], last + String.fromCodePoint(text.codePointAt(last)).length]);
    }
  }
  hits.sort((one, other) => one[0] - other[0] || one[1] - other[1]);
  const parts = [];
  let start = hits.length ? Math.max(0, hits[0][0] - around) : 0;
  let end = hits.length ? Math.min(text.length, hits[0][1] + 2 * around) : Math.min(text.length, 3 * around);
  // Not within a character of two units.
  if (start && /[\uDC00-\uDFFF]/.test(text[start])) start -= 1;
  if (end < text.length && /[\uDC00-\uDFFF]/.test(text[end])) end += 1;
  if (start) parts.push("…");
  let at = start;
  for (const [first, last] of hits) {
    if (first >= end) break;
    if (last <= at) continue;
    parts.push(text.slice(at, Math.max(first, at)), element("mark", { textContent: text.slice(Math.max(first, at), Math.min(last, end)) }));
    at = Math.min(last, end);
  }
  parts.push(text.slice(at, end));
  if (end < text.length) parts.push("…");
  return parts;
}

const addressOf = (place) => {
  const parts = place.split(":");
  if (parts.length === 3) return `#t${parts[0]}-r${parts[1]}-c${parts[2]}`;
  const [page, paragraph] = place.split("/");
  return paragraph ? `pages/${page}/#${paragraph}` : place ? `#table-${place}` : "";
};

async function linkTo([number, place], kind) {
  const prefix = english ? "en/" : "";
  if (kind === "code") return { href: new URL(`${prefix}${page.dataset.codes.replace("{code}", place)}`, root), words: "" };
  if (number < 0) return { href: new URL(prefix + place, root), words: "" };
  const { id, issuer, year, phase } = await disclosure(number);
  const table = place.includes(":") ? ` ${say("表", "table")} ${place.split(":")[0]}` : "";
  const kind_ = [year && `${year}${english ? "" : " 年"}`, PHASES[phase]].filter(Boolean).join(english ? " " : "");
  const words_ = [issuer, kind_].filter(Boolean).join(" ") + table;
  return { href: new URL(`${prefix}disclosures/${id}/${addressOf(place)}`, root), words: words_ || id };
}

async function shown(number, kind, query) {
  const { text, count, places } = await textOf(number);
  const links = await Promise.all(places.map((place) => linkTo(place, kind)));
  const item = element("li", { className: "search-result" });
  const first = element("a", { href: links[0].href, className: "search-hit" }, ...marked(text, query, kind === "paragraph" ? 40 : 60));
  if (kind !== "page" && kind !== "place" && kind !== "code") first.lang = "zh-Hans";
  item.append(first);
  const where = element("p", { className: "search-where" });
  if (links[0].words) {
    links.forEach((link, n) => {
      if (n) where.append(english ? ", " : "，");
      where.append(element("a", { href: link.href, textContent: link.words, lang: english ? "zh-Hans" : "" }));
    });
    if (count > places.length) {
      const all = element("button", { type: "button", className: "search-all", textContent: say(`全部 ${count.toLocaleString()} 处`, `all ${count.toLocaleString()} places`) });
      all.addEventListener("click", async () => {
        all.disabled = true;
        const further = await furtherPlaces(number);
        const more = element("ul", { className: "search-places" });
        for (const place of further) {
          const link = await linkTo(place, kind);
          more.append(element("li", {}, element("a", { href: link.href, textContent: link.words })));
        }
        const left = count - places.length - further.length;
        if (left > 0) more.append(element("li", { textContent: say(`还有 ${left.toLocaleString()} 处，可以用 SQL 查询`, `${left.toLocaleString()} more: ask with SQL`) }));
        all.replaceWith(more);
        more.querySelector("a")?.focus();
      });
      where.append(" ", all);
    }
    item.append(where);
  }
  return item;
}

async function show(groups, query, kind, offset, extend) {
  const sections = await Promise.all(groups.map(async (group) => {
    group.items ||= await Promise.all(group.numbers.map((number) => shown(number, group.kind, query)));
    const count = group.count === null ? say(`超过 ${group.seen.toLocaleString()} 条`, `more than ${group.seen.toLocaleString()}`) : group.count.toLocaleString();
    const section = element("section", { className: "search-group" });
    section.dataset.kind = group.kind;
    section.append(element("h2", {}, KINDS[group.kind] || group.kind, " ", element("span", { className: "search-count", textContent: count })));
    section.append(element("ol", { className: "search-list" }, ...group.items));
    const left = group.count === null || group.count > offset + group.numbers.length;
    if (left) {
      const more = element("button", { type: "button", className: "search-more", textContent: kind ? say("再显示一些", "Show more") : say(`只看${KINDS[group.kind]}`, `Only ${KINDS[group.kind].toLowerCase()}`) });
      more.addEventListener("click", () => (kind ? extend() : choose(group.kind)));
      section.append(more);
    }
    return section;
  }));
  return sections;
}

function tell(groups, query, done) {
  if (!words(query).length) {
    status.textContent = query.trim() ? say("这里没有可以查找的字。", "There is nothing to look for in this.") : "";
    return;
  }
  // One list alone says how many there are, however long it is.
  const whole = !filter.value && groups[0]?.matches.alone;
  const sum = whole ? groups[0].matches.lists[0].list.count : groups.reduce((total, group) => total + (group.count ?? group.seen), 0);
  const open = !whole && (!done || groups.some((group) => group.count === null));
  const size = `${Math.max(1, Math.round(loaded / 1000)).toLocaleString()} kB`;
  if (!sum) status.textContent = done ? say(`没有找到“${query.trim()}”。试试更短的词，或换一种写法。`, `Nothing found for “${query.trim()}”. Try a shorter word or another wording.`) : say("正在查找……", "Searching …");
  else status.textContent = say(`找到${open ? "至少" : ""} ${sum.toLocaleString()} 条不同的文字，读取了 ${size}`, `${open ? "at least " : ""}${sum.toLocaleString()} different ${sum === 1 ? "text" : "texts"}, ${size} loaded`);
  page.dataset.found = done && !open ? sum : "";
}

async function ask(offset = 0) {
  const query = box.value, kind = filter.value;
  page.dataset.done = "";
  if (!words(query).length) {
    asked += 1;
    results.replaceChildren();
    tell([], query, true);
    page.dataset.done = query;
    return;
  }
  if (!offset) tell([], query, false);
  try {
    const kept_ = offset ? [...results.querySelectorAll(".search-list > li")] : [];
    const progress = async (groups) => {
      const now = asked;
      const sections = await show(groups, query, kind, offset, () => ask(offset + MORE));
      if (now !== asked) return;
      if (kept_.length && sections[0]) sections[0].querySelector("ol").prepend(...kept_);
      results.replaceChildren(...sections);
      tell(groups, query, false);
    };
    const groups = await search(query, kind, offset, progress);
    if (!groups) return;
    if (!groups.length && !offset) results.replaceChildren();
    tell(groups, query, true);
    page.dataset.done = query;
  } catch (problem) {
    results.replaceChildren();
    status.textContent = location.protocol === "file:"
      ? say("直接打开的文件里，浏览器不许网页读取索引。请用任何网页服务器打开，例如 make serve。", "A page opened as a file may not read its index. Open the site through any web server, such as make serve.")
      : say(`现在查不了：${problem.message}。请检查网络后再试。`, `Search does not work now: ${problem.message}. Check the network and try again.`);
    page.dataset.done = query;
  }
}

function address(push) {
  const here = new URL(location.href);
  for (const [name, value] of [["q", box.value.trim()], ["kind", filter.value]]) {
    if (value) here.searchParams.set(name, value);
    else here.searchParams.delete(name);
  }
  if (here.href !== location.href) history[push ? "pushState" : "replaceState"](null, "", here);
  document.querySelectorAll(".switches a[hreflang]").forEach((link) => { link.search = here.search; });
}

function choose(kind) {
  filter.value = kind;
  address(true);
  ask();
  box.focus();
}

function read() {
  const given = new URL(location.href).searchParams;
  box.value = given.get("q") || "";
  filter.value = given.get("kind") || "";
  if (filter.selectedIndex < 0) filter.value = "";
}

let waiting, composing = false;
function typed() {
  clearTimeout(waiting);
  if (composing) return;
  waiting = setTimeout(() => { address(false); ask(); }, 150);
}
box.addEventListener("compositionstart", () => { composing = true; });
box.addEventListener("compositionend", () => { composing = false; typed(); });
box.addEventListener("input", typed);
filter.addEventListener("change", () => { address(true); ask(); });
form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(waiting); address(true); ask(); });
addEventListener("popstate", () => { read(); ask(); });

// Arrows walk through the results, Escape leads back to the words.
page.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.activeElement !== box) { box.focus(); box.select(); return; }
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  if (event.target === filter || event.altKey || event.ctrlKey || event.metaKey) return;
  const hits = [...results.querySelectorAll("a.search-hit")];
  const at = hits.indexOf(document.activeElement.closest("li.search-result")?.querySelector("a.search-hit"));
  const to = event.key === "ArrowDown" ? at + 1 : at - 1;
  if (document.activeElement !== box && at < 0) return;
  if (to < hits.length) {
    event.preventDefault();
    if (to < 0) box.focus();
    else hits[to].focus();
  }
});

read();
address(false);
page.classList.add("ready");
about().catch(() => {});
if (box.value) ask();
else box.focus({ preventScroll: true });
