// Draws a comparison: bars in groups, the table below them, and what the figures differ in. Names are in `terms`.
import { exact, fraction, share, wan, yuan } from "./money.js";

const SVG = "http://www.w3.org/2000/svg";
const FIRST = 12; // groups that are drawn; the table has all
// The same measures as the comparison that is drawn when the site is built.
const WIDE = { name: 30, row: 28, gap: 14, at: 150, longest: 440, width: 720, label: 12, kind: "wide" };
const NARROW = { name: 28, row: 44, gap: 12, at: 0, longest: 350, width: 350, label: 22, kind: "narrow" };
const WIDE_NAMES = { ...WIDE, at: 290, longest: 300, label: 21 }; // where a bar is labelled with a department

export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function drawn(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const cut = (words, most) => (words.length > most ? `${words.slice(0, most - 1)}…` : words);

export function view({ say, english, terms, root, page }) {
  const called = (dimension, term) => terms[dimension][term] ?? term ?? "";
  const chinese = (words) => (english ? element("span", { lang: "zh-Hans", textContent: words }) : words);

  // "2026 年部门预算", "2026 budget of a department"
  function kind({ fiscal_year: year, phase, scope }) {
    if (english) return `${year ?? ""} ${called("phase", phase).toLowerCase()}${scope ? ` of a ${called("scope", scope).toLowerCase()}` : ""}`.trim();
    return `${year ? `${year} 年` : ""}${called("scope", scope)}${called("phase", phase)}`;
  }
  const brief = ({ fiscal_year: year, phase }) => `${year ?? ""} ${called("phase", phase)}`.trim();
  const told = (bar, shares) => (bar.figure ? (shares ? bar.share || say("没有合计", "no total") : wan(bar.value)) : say("未印出", "not printed"));

  // ---- the chart ------------------------------------------------------------------------------------------

  function svg(groups, shares, title, size) {
    const sizes = groups.flatMap((group) => group.bars.map((bar) => (shares ? bar.fraction : bar.value)));
    const greatest = shares ? Math.max(0, ...sizes) : sizes.reduce((most, one) => (one > most ? one : most), 0n);
    const id = `compare-${size.kind}`;
    const chart = drawn("svg", { class: `chart chart-${size.kind}`, role: "img", "aria-labelledby": `${id}-title ${id}-desc` });
    const named = drawn("title", { id: `${id}-title` }, title);
    const described = drawn("desc", { id: `${id}-desc` }, say("横条图，数据见下面的表。", "Horizontal bars; the table below has their data."));
    chart.append(named, described);
    let y = 0;
    for (const group of groups) {
      const name = drawn("text", { class: "chart-label compare-name", x: 0, y: y + 18 }, cut(group.title, size.kind === "wide" ? 40 : 22));
      if (english) name.setAttribute("lang", "zh-Hans");
      chart.append(name);
      y += size.name;
      for (const bar of group.bars) {
        const length = shares ? (greatest ? bar.fraction / greatest : 0) : fraction(bar.value, greatest);
        const width = (Math.max(length, 0) * size.longest).toFixed(1);
        const tone = bar.of.phase === "final" ? "tone-3" : "tone-1";
        const wide = size.kind === "wide";
        const label = drawn("text", { class: "chart-label chart-soft", x: 0, y: y + (wide ? 16 : 14) }, cut(bar.label, size.label));
        const value = drawn("text", wide
          ? { class: "chart-value", x: size.at + Number(width) + 8, y: y + 16 }
          : { class: "chart-value", x: 350, y: y + 14, "text-anchor": "end" }, told(bar, shares));
        if (!bar.figure) value.setAttribute("class", "chart-value chart-soft");
        const box = wide ? { x: size.at, y: y + 2, height: 20 } : { x: 0, y: y + 20, height: 12 };
        chart.append(label, drawn("rect", { class: tone, width, ...box }), value);
        y += size.row;
      }
      y += size.gap;
    }
    chart.setAttribute("viewBox", `0 0 ${size.width} ${Math.max(y - size.gap, 1)}`);
    return chart;
  }

  // With `parts` the groups are classes, of which a disclosure prints few: only what is printed is drawn.
  function chart(groups, shares, title, parts) {
    const first = groups.slice(0, FIRST).map((group) => (parts ? { ...group, bars: group.bars.filter((one) => one.figure) } : group));
    const figure = element("figure", {}, ...[parts ? WIDE_NAMES : WIDE, NARROW].map((size) => svg(first, shares, title, size)));
    if (groups.length > FIRST) figure.append(element("p", { className: "muted", textContent: say(`图中是最大的 ${FIRST} 项，表中有全部 ${groups.length} 项。`, `The chart has the ${FIRST} greatest; the table has all ${groups.length}.`) }));
    return figure;
  }

  // ---- the table ------------------------------------------------------------------------------------------

  function cell(bar) {
    const made = element("td", { className: "figure" });
    if (!bar.figure) made.append(element("span", { className: "muted", textContent: say("未印出", "not printed") }));
    else {
      made.append(element("a", {
        href: `${new URL(page(bar.of.page), root).href}#${bar.figure.anchor}`,
        title: `${yuan(bar.value)} ${say("元", "yuan")}`,
        textContent: wan(bar.value),
      }));
    }
    return made;
  }

  function table(heads, rows) {
    const made = element("table", { className: "data" });
    made.createTHead().append(element("tr", {}, ...heads.map(([words, figure, whole]) => element("th", { scope: "col", className: figure ? "figure" : "", title: whole ?? "" }, words))));
    made.append(element("tbody", {}, ...rows));
    const caption = say("金额以万元计，移到数上看元；点开数字看它印在哪里。", "Amounts in 10,000 yuan, exact yuan on hover; a figure leads to where it is printed.");
    made.prepend(element("caption", { textContent: caption }));
    return element("div", { className: "scroll", role: "region", tabIndex: 0, ariaLabel: say("比较的表", "Table of the comparison") }, made);
  }

  // One measure: a row for each disclosure, with its change and its share.
  function byDepartment(groups) {
    const rows = groups.flatMap((group) => group.bars.map((bar, place) => {
      const row = element("tr", {});
      if (!place) row.append(element("th", { scope: "rowgroup", rowSpan: group.bars.length }, element("a", { href: new URL(page(group.page), root).href, lang: "zh-Hans", textContent: group.title }), element("br"), element("span", { className: "muted", lang: "zh-Hans", textContent: group.places.join(" · ") })));
      const changed = element("td", { className: "figure" });
      if (bar.change) {
        const { now, before } = bar.change;
        changed.append(`${now > before ? "+" : ""}${wan(now - before)}`);
        if (before > 0n) changed.append(" ", element("span", { className: "muted", textContent: `${now > before ? "+" : ""}${share(now - before, before).replace("-", "\u2212")}` }));
      } else changed.append(element("span", { className: "muted", textContent: say("无可比", "none to compare") }));
      row.append(
        element("td", {}, element("a", { href: new URL(page(bar.of.page), root).href, textContent: kind(bar.of) })),
        cell(bar),
        element("td", { className: "figure", textContent: bar.share }),
        changed,
        element("td", { textContent: bar.figure ? called("fund", bar.figure.fund) : "" }),
      );
      return row;
    }));
    return table([
      [say("部门", "Department")], [say("年度与类别", "Year and kind")], [say("金额", "Amount"), true], [say("占支出合计", "Of expenditure"), true],
      [say("比上年", "Change"), true], [say("资金", "Fund")],
    ], rows);
  }

  // All classes: a row for each class, a column for each disclosure.
  function byClass(groups, columns, shares) {
    const rows = groups.map((group) => element("tr", {},
      element("td", {}, element("a", { href: new URL(page(group.page), root).href, className: "code", textContent: group.code })),
      element("th", { scope: "row" }, chinese(group.name)),
      ...group.bars.map((bar) => (shares && bar.figure ? element("td", { className: "figure", textContent: bar.share, title: `${wan(bar.value)} ${say("万元", "× 10,000 yuan")}` }) : cell(bar)))));
    return table([[say("编码", "Code")], [say("名称", "Name")], ...columns.map((of) => [element("span", {}, chinese(cut(of.issuer, 14)), element("br"), brief(of)), true, of.issuer])], rows);
  }

  // ---- what is not alike ----------------------------------------------------------------------------------

  const REASONS = {
    phase: [say("阶段", "Stage"), say("预算是年初的计划，决算是年末的结果。", "a budget is the plan of a year, a final account its outcome.")],
    scope: [say("范围", "Scope"), say("部门的数含所属单位，单位的数只是本单位。", "figures of a department include its subordinate units, those of a unit are its own.")],
    fund: [say("资金", "Fund"), say("全部资金里除财政拨款外还有事业收入等。", "all funds hold more than fiscal appropriation, for example service income.")],
    kind: [say("表", "Table"), say("取自不同的表：基本支出的表不含项目支出。", "the figures are from different tables: one of basic expenditure leaves projects out.")],
  };

  function unlike(bars, parts, shares) {
    const shown = bars.filter((bar) => bar.figure);
    const items = ["phase", "scope", "fund", ...(parts ? ["kind"] : [])].flatMap((dimension) => {
      const counts = new Map();
      for (const bar of shown) {
        const term = (dimension === "phase" || dimension === "scope" ? bar.of : bar.figure)[dimension];
        counts.set(term, (counts.get(term) ?? 0) + 1);
      }
      if (counts.size < 2) return [];
      const each = [...counts].sort((a, b) => b[1] - a[1]).map(([term, count]) => `${called(dimension, term)} ${count}`).join(say("，", ", "));
      const [name, why] = REASONS[dimension];
      return [element("li", {}, element("strong", { textContent: name }), `${each}${say("：", ": ")}${why}`)];
    });
    const whole = (one) => one.of.measures.expenditure;
    if (shares && shown.some((one) => whole(one) && whole(one).fund !== one.figure.fund)) {
      items.push(element("li", {}, element("strong", { textContent: say("比例", "Shares") }), say("有的数只含一种资金，支出合计含全部资金，比例因此偏小。", "some figures are of one fund, and expenditure is of all funds: those shares are low.")));
    }
    return items.length ? element("div", { className: "notice compare-unlike" }, element("p", {}, element("strong", { textContent: say("这些数口径不全相同", "These figures do not all count the same") })), element("ul", {}, ...items)) : null;
  }

  return { brief, kind, chart, byDepartment, byClass, unlike, called };
}

// The amount, its share of the disclosure's expenditure, and that share as a number for drawing.
export function bar(of, figure, label) {
  if (!figure) return { of, figure: null, label, value: 0n, share: "", fraction: 0, change: null };
  const value = exact(figure.amount);
  const whole = of.measures.expenditure ? exact(of.measures.expenditure.amount) : 0n;
  return { of, figure, label, value, share: share(value, whole), fraction: fraction(value, whole), change: null };
}
