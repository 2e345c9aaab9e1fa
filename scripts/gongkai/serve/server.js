// Datasette answers at this address: the links to it are shown.
(function () {
  "use strict";
  document.querySelectorAll("[data-server]").forEach(function (element) { element.hidden = false; });
})();
