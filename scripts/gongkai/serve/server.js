// Datasette answers at this address: the links to it are shown.
(function () {
  "use strict";
  var base = document.documentElement.lang === "en" ? "/en/data/" : "/data/";
  document.querySelectorAll("[data-server]").forEach(function (element) {
    if (element.tagName === "A") element.setAttribute("href", base + element.dataset.server);
    element.hidden = false;
  });
})();
