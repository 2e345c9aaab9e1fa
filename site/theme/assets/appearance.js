// Before the first paint: the appearance that the reader chose, if any.
(function () {
  "use strict";
  try {
    var chosen = localStorage.getItem("appearance");
    if (chosen === "light" || chosen === "dark") document.documentElement.dataset.appearance = chosen;
  } catch (error) {
    // A browser that keeps nothing follows the system.
  }
})();
