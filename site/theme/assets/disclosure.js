// The page of a disclosure: printed tables that can be sorted, exact amounts by key and touch, names of small tiles.
(function () {
  "use strict";

  // Exact amounts: what a mouse reads in a title, keys and fingers read too.
  var shown = document.createElement("div");
  shown.className = "exact";
  shown.hidden = true;
  shown.setAttribute("role", "status");
  document.body.append(shown);

  function cellOf(target) {
    var cell = target.closest && target.closest(".grid td");
    if (cell && cell.title) {
      cell.dataset.exact = cell.title;
      cell.removeAttribute("title");
    }
    return cell && cell.dataset.exact ? cell : null;
  }

  function tell(cell) {
    shown.textContent = cell.dataset.exact;
    shown.hidden = false;
    var box = cell.getBoundingClientRect();
    var wide = shown.offsetWidth;
    var left = Math.max(4, Math.min(box.right - wide, document.documentElement.clientWidth - wide - 4));
    var above = box.top - shown.offsetHeight - 4;
    shown.style.left = left + scrollX + "px";
    shown.style.top = (above > 4 ? above : box.bottom + 4) + scrollY + "px";
  }

  function hush() { shown.hidden = true; }

  ["pointerover", "focusin", "click"].forEach(function (kind) {
    document.addEventListener(kind, function (event) {
      var cell = cellOf(event.target);
      if (cell) tell(cell);
      else if (kind !== "focusin") hush();
    });
  });
  document.addEventListener("focusout", hush);
  document.addEventListener("scroll", hush, true);
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") hush(); });

  // Where all of a table is in sight sideways, its labels need not be held there.
  function measure() {
    document.querySelectorAll(".scroll.tall").forEach(function (box) {
      box.classList.toggle("fits", box.scrollWidth <= box.clientWidth);
    });
  }
  addEventListener("resize", measure);
  measure();

  // Sorting keeps what the table says: items stay below their class, totals stay at the ends.
  function columnOf(cell) { return cell.id.split("-c")[1]; }

  function valueIn(row, column) {
    var cell = Array.from(row.cells).find(function (one) { return columnOf(one) === column; });
    var words = cell ? cell.textContent.trim() : "";
    var number = words.replace(/,/g, "").replace("\u2212", "-");
    return /^-?\d+(\.\d+)?$/.test(number) && !cell.matches("th") ? Number(number) : words;
  }

  function compare(a, b, sign) {
    if (a === "" || b === "") return (a === "") - (b === "");
    if (typeof a === "number" && typeof b === "number") return sign * (a - b);
    if (typeof a === "number") return -1;
    if (typeof b === "number") return 1;
    return sign * a.localeCompare(b, "zh-Hans");
  }

  function levelOf(row) { return Number((row.className.match(/level-(\d)/) || [0, 0])[1]); }

  // Rows below a row of a lower level are its own: [row, [[row, …], …]].
  function grown(rows) {
    var root = [];
    var open = [{ level: -1, below: root }];
    rows.forEach(function (row) {
      var level = levelOf(row);
      var node = { row: row, level: level, below: [] };
      while (open.length > 1 && (level === 0 || open[open.length - 1].level >= level)) open.pop();
      open[open.length - 1].below.push(node);
      if (level) open.push(node);
    });
    return root;
  }

  function sorted(nodes, column, sign) {
    nodes.forEach(function (node, place) { node.value = valueIn(node.row, column); node.place = place; });
    nodes.sort(function (a, b) { return compare(a.value, b.value, sign) || a.place - b.place; });
    return nodes.flatMap(function (node) { return [node.row].concat(sorted(node.below, column, sign)); });
  }

  document.querySelectorAll("table.sorts").forEach(function (table) {
    var body = table.tBodies[0];
    var printed = Array.from(body.rows);
    var again = printed.filter(function (row) { return row.matches(".again"); });
    var rows = printed.filter(function (row) { return !row.matches(".again"); });
    var first = rows.findIndex(function (row) { return !row.matches(".total"); });
    var last = rows.length;
    while (last > first && rows[last - 1].matches(".total")) last -= 1;
    var heads = Array.from(table.tHead.querySelectorAll("th.by"));

    function show(head, way) {
      heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
      again.forEach(function (row) { row.hidden = Boolean(way); });
      if (!way) return body.append.apply(body, printed);
      head.setAttribute("aria-sort", way);
      var inner = sorted(grown(rows.slice(first, last)), columnOf(head), way === "ascending" ? 1 : -1);
      body.append.apply(body, rows.slice(0, first).concat(inner, rows.slice(last)));
    }

    heads.forEach(function (head) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append.apply(button, Array.from(head.childNodes));
      head.append(button);
      var ways = head.matches(".figure") ? ["descending", "ascending", ""] : ["ascending", "descending", ""];
      button.addEventListener("click", function () {
        var now = ways.indexOf(head.getAttribute("aria-sort") || "");
        show(head, ways[(now + 1) % ways.length]);
      });
      // A browser repeats the heading on every sheet, but no buttons in it.
      addEventListener("beforeprint", function () { head.append.apply(head, Array.from(button.childNodes)); });
      addEventListener("afterprint", function () {
        button.append.apply(button, Array.from(head.childNodes).filter(function (node) { return node !== button; }));
      });
    });
    var note = document.createElement("p");
    note.className = "sort-note";
    note.textContent = table.dataset.sort;
    table.closest(".scroll").before(note);
  });

  // Tiles: what one of them is stands below the drawing; a first touch tells, a second follows the link.
  document.querySelectorAll(".tile-told").forEach(function (line) {
    line.hidden = false;
    line.textContent = line.dataset.hint;
  });
  var told = null;
  function name(tile) {
    var line = tile.closest("figure").querySelector(".tile-told");
    line.textContent = tile.querySelector("title").textContent;
    line.classList.add("is-told");
  }
  document.querySelectorAll("a.tile").forEach(function (tile) {
    tile.addEventListener("pointerover", function () { name(tile); });
    tile.addEventListener("focus", function () { name(tile); });
    tile.addEventListener("click", function (event) {
      var touched = event.pointerType === "touch" && tile.matches(".tile-small") && told !== tile;
      told = tile;
      name(tile);
      if (touched) event.preventDefault();
    });
  });
})();
