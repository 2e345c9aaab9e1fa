"""Every kind of page by the rules of WCAG 2.2 AA, in a real browser: axe-core's, and what it cannot judge."""

import pytest

from browsing import axe, watched
from showing import LANGUAGES, page_templates

TEMPLATES = page_templates()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE, WIDE = {"width": 390, "height": 800}, {"width": 1280, "height": 900}
#: Every two of language, width and appearance meet in one of these.
SETTINGS = [
    pytest.param("", WIDE, "light", id="zh-wide-light"),
    pytest.param("en/", PHONE, "dark", id="en-phone-dark"),
]
#: Rows beyond these are of the same making, and there can be thousands.
FEWER_ROWS = """document.querySelectorAll(
  "tbody tr:nth-child(n+12), .origin-list > li:nth-child(n+12)"
).forEach((row) => row.remove())"""
#: How many rules hold, and each place where one does not: all that is told of a page would take as long to hand over.
JUDGED = """(rules) => axe.run(document, { resultTypes: ["violations"], runOnly: rules }).then((found) => [
  found.passes.length,
  found.violations.flatMap((rule) => rule.nodes.map((node) => [rule.id, node.html, node.failureSummary])),
])"""
#: The ratio of contrast of each text in a picture to what is painted under its middle.
CONTRASTS = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const over = (colours) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const [colour, opacity] of colours) {
      canvas.globalAlpha = opacity;
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
    }
    const [r, g, b] = Array.from(canvas.getImageData(0, 0, 1, 1).data).slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = getComputedStyle(document.body).backgroundColor;
  const judged = [];
  for (const text of document.querySelectorAll("main svg text")) {
    if (!text.textContent.trim() || !text.checkVisibility()) continue;
    text.scrollIntoView({ block: "center", inline: "center" });
    const box = text.getBoundingClientRect();
    const under = document.elementsFromPoint(box.x + box.width / 2, box.y + box.height / 2)
      .filter((each) => each.matches("rect, path, circle") && getComputedStyle(each).fill !== "none")
      .map((each) => [getComputedStyle(each).fill, Number(getComputedStyle(each).fillOpacity)]);
    const [ink, paper] = [getComputedStyle(text).fill, over([[ground, 1], ...under.reverse()])];
    const [light, dark] = [over([[ink, 1]]), paper].sort((one, other) => other - one);
    judged.push([text.textContent.trim(), (light + 0.05) / (dark + 0.05)]);
  }
  return judged;
}"""
#: What can be reached with the keyboard, each with its number.
NUMBERED = """() => {
  const all = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  const seen = [...document.querySelectorAll(all)].filter((each) =>
    each.checkVisibility({ visibilityProperty: true }) && !each.disabled && each.tabIndex >= 0
    && !(each.type === "radio" && !each.checked && document.querySelector(`input[name='${each.name}']:checked`)));
  seen.forEach((each, place) => { each.dataset.place = place; });
  return seen.length;
}"""
#: The number of what has the focus, whether one sees that, and whether it is in sight: noted now, and after each key.
FOCUSED = """() => {
  window.noted = [];
  const note = () => {
    const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
    const inner = at.querySelector("rect, path");
    const drawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
      || inner !== null && getComputedStyle(inner).strokeWidth !== "0px" && getComputedStyle(inner).stroke !== "none";
    const inSight = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    noted.push([at.dataset.place ?? "", drawn, inSight, at.outerHTML.slice(0, 120)]);
  };
  addEventListener("keyup", note, true);
  note();
}"""


@pytest.fixture(scope="module")
def judged(chrome):
    """A page for each of the settings on which the judge stands ready."""
    code, pages = axe(), {}

    def page_of(size, scheme):
        if (size["width"], scheme) not in pages:
            # A context of its own, in which the policy of pages is off: in all other tests it is on.
            page = chrome.new_context(viewport=size, color_scheme=scheme, bypass_csp=True).new_page()
            # On every page that it goes to; told once, its code is compiled once.
            page.add_init_script(code)
            pages[size["width"], scheme] = page
        return pages[size["width"], scheme]

    yield page_of
    for page in pages.values():
        page.context.close()


@pytest.mark.parametrize(("language", "size", "scheme"), SETTINGS)
@pytest.mark.parametrize("template", TEMPLATES)
def test_the_rules_of_wcag_hold(home, exhibit, judged, template, language, size, scheme):
    page = judged(size, scheme)
    page.goto(home + exhibit.fullest(template, "" if template == "404.html" else language))
    page.evaluate(FEWER_ROWS)
    # A shadow at the edge of a table is a gradient, before which the judge gives no opinion on contrast.
    page.add_style_tag(content=".scroll { background: none !important; }")
    passed, violations = page.evaluate(JUDGED, RULES)
    assert passed
    assert violations == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("forced", ["none", "active"])
def test_texts_in_pictures_stand_out_from_what_is_under_them(look, home, exhibit, scheme, forced):
    with look(viewport=WIDE, color_scheme=scheme, forced_colors=forced, reduced_motion="reduce") as page:
        for template in ("home.html", "disclosure.html", "department.html", "architecture.html"):
            page.goto(home + exhibit.fullest(template))
            judged = page.evaluate(CONTRASTS)
            assert judged, template
            assert [(text, round(ratio, 2)) for text, ratio in judged if ratio < 4.5] == []


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_key_tab_reaches_everything_in_order_and_shows_where_it_is(look, home, exhibit, template):
    with look(viewport=WIDE, reduced_motion="reduce") as page:
        page.goto(home + exhibit.fullest(template))
        page.evaluate(FEWER_ROWS)
        count = page.evaluate(NUMBERED)
        page.evaluate("document.querySelector('.skip').focus()")  # a page for asking puts the focus where one asks
        page.evaluate(FOCUSED)
        for _ in range(min(count, 160) - 1):
            page.keyboard.press("Tab")
        noted = page.evaluate("noted")
    assert [what for _, drawn, _, what in noted if not drawn] == [], "no sign of the focus"
    assert [what for _, _, in_sight, what in noted if not in_sight] == [], "the focus is out of sight"
    assert [place for place, *_ in noted] == [str(place) for place in range(min(count, 160))]


def test_the_first_key_offers_to_skip_to_the_content(chrome, home, exhibit):
    with watched(chrome, home) as page:
        page.goto(home + exhibit.fullest("disclosure.html"))
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.wait_for_timeout(300)
        assert page.locator(".skip").bounding_box()["y"] >= 0
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", [name for name in TEMPLATES if name != "404.html"])
def test_a_page_asks_nothing_of_others_and_fits_320_pixels_and_text_twice_as_large(
    look, home, exhibit, template, language
):
    narrow = {"width": 320, "height": 640}
    with look(viewport=narrow) as page:
        page.set_viewport_size(narrow)
        page.goto(home + exhibit.fullest(template, language))
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.set_viewport_size(WIDE)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_who_wants_no_motion_gets_none(chrome, home, exhibit):
    for motion, behaviour in (("reduce", "auto"), ("no-preference", "smooth")):
        with watched(chrome, home, reduced_motion=motion) as page:
            page.goto(home + exhibit.fullest("disclosure.html"))
            assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == behaviour
            moving = page.evaluate(
                "[...document.querySelectorAll('*')].filter((each) => parseFloat(getComputedStyle(each).transitionDuration) > 0).length"
            )
            assert motion == "no-preference" or moving == 0
