// Lists that can be sorted. Without this file they stand in the order in which they were made.
(function () {
  "use strict";

  function value(row, column) {
    var cell = row.cells[column];
    var words = cell ? cell.textContent.trim() : "";
    var number = words.split(/\s/)[0].replace(/[,%+]/g, "").replace("\u2212", "-");
    return /^-?\d+(\.\d+)?$/.test(number) ? Number(number) : words;
  }

  // Numbers come before words, so that what is not printed stands at the end in either direction.
  function order(a, b, sign) {
    if (typeof a === "number" && typeof b === "number") return sign * (a - b);
    if (typeof a === "number") return -1;
    if (typeof b === "number") return 1;
    return sign * a.localeCompare(b, "zh-Hans");
  }

  document.querySelectorAll("table.sortable").forEach(function (table) {
    var body = table.tBodies[0];
    var heads = Array.from(table.tHead.rows[0].cells);
    heads.forEach(function (head, column) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append.apply(button, Array.from(head.childNodes));
      head.append(button);
      button.addEventListener("click", function () {
        var figures = head.classList.contains("figure");
        var now = head.getAttribute("aria-sort");
        var next = now ? (now === "ascending" ? "descending" : "ascending") : figures ? "descending" : "ascending";
        heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", next);
        var rows = Array.from(body.rows).map(function (row) { return [value(row, column), row]; });
        rows.sort(function (a, b) { return order(a[0], b[0], next === "ascending" ? 1 : -1); });
        body.append.apply(body, rows.map(function (pair) { return pair[1]; }));
      });
    });
  });
})();
