// Everything works without this file; it adds the switch of appearance, copying, and opening what a link leads to.
(function () {
  "use strict";
  var root = document.documentElement;
  var dark = matchMedia("(prefers-color-scheme: dark)");

  function appearance() {
    return root.dataset.appearance || (dark.matches ? "dark" : "light");
  }

  document.querySelectorAll("button.appearance").forEach(function (button) {
    function tell() {
      button.title = appearance() === "dark" ? button.dataset.light : button.dataset.dark;
    }
    button.hidden = false;
    button.addEventListener("click", function () {
      root.dataset.appearance = appearance() === "dark" ? "light" : "dark";
      try {
        localStorage.setItem("appearance", root.dataset.appearance);
      } catch (error) {
        // Not kept for the next page; this one has changed.
      }
      tell();
    });
    dark.addEventListener("change", tell);
    tell();
  });

  if (navigator.clipboard) {
    document.querySelectorAll("button.copy").forEach(function (button) {
      var label = button.textContent;
      button.hidden = false;
      button.addEventListener("click", function () {
        var source = document.getElementById(button.getAttribute("aria-controls"));
        navigator.clipboard.writeText(source.textContent.trim()).then(function () {
          button.textContent = button.dataset.done;
          setTimeout(function () { button.textContent = label; }, 2000);
        });
      });
    });
  }

  function reveal() {
    var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (var box = target.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    target.scrollIntoView({ block: target.matches("td, th") ? "center" : "start", inline: "nearest" });
  }
  addEventListener("hashchange", reveal);
  if (location.hash) addEventListener("load", reveal);
})();
