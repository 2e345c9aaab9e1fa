"""The map of the start page: where each division stands, how counts are painted, and where its tiles lead."""

import re

import pytest

from gongkai.codes import places
from gongkai.publish.tile_map import PITCH, Step, provinces, tile_map
from showing import LANGUAGES


def test_every_division_at_the_level_of_provinces_has_one_tile_and_no_tile_has_two():
    today = {code for code, place in places().items() if len(code) == 2 and place.valid_to is None}
    assert set(provinces()) == today
    assert len(today) == 34
    assert len({(each.x, each.y) for each in provinces().values()}) == 34
    assert all(each.x % PITCH == each.y % PITCH == 0 for each in provinces().values())


def test_a_short_name_begins_the_name_in_the_list_and_letters_are_used_once():
    assert all(places()[code].region.name.startswith(each.name) for code, each in provinces().items())
    assert len({each.letters for each in provinces().values()}) == 34
    assert {len(each.letters) for each in provinces().values()} == {2}


def test_tiles_are_in_the_order_in_which_one_reads():
    corners = [(each.y, each.x) for each, _, _ in tile_map({}).tiles]
    assert corners == sorted(corners)


@pytest.mark.parametrize(
    ("north", "south"), [("23", "22"), ("11", "13"), ("14", "41"), ("61", "50"), ("31", "33"), ("44", "81")]
)
def test_what_lies_to_the_north_stands_above(north, south):
    assert provinces()[north].y < provinces()[south].y


@pytest.mark.parametrize(
    ("most", "firsts"),
    [
        (0, []),
        (1, [1]),
        (4, [1, 2]),
        (9, [1, 2, 5]),
        (10, [1, 2, 5, 10]),
        (99, [1, 2, 10, 50]),
        (3000, [1, 10, 100, 2000]),
    ],
)
def test_steps_begin_at_round_numbers_and_the_greatest_count_is_in_the_last(most, firsts):
    steps = tile_map({"50": most}).steps
    assert [step.first for step in steps] == firsts
    assert [step.last for step in steps] == [*(first - 1 for first in firsts[1:]), *([most] if most else [])]


def test_a_count_is_painted_as_its_step_and_nothing_is_not_painted():
    drawn = tile_map({"50": 4, "31": 1, "32": 2, "999999": 7})
    assert drawn.steps == (Step(1, 1, 2), Step(2, 4, 4))
    found = {each.code: (count, tone) for each, count, tone in drawn.tiles}
    assert (found["50"], found["31"], found["32"], found["11"]) == ((4, 4), (1, 2), (2, 4), (0, 0))
    assert drawn.present == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_tiles_lead_where_the_list_does_with_the_same_counts(exhibit, language):
    page = exhibit.file(language).read_text("utf-8")
    section = page[page.index('id="by-place"') :].partition("</section>")[0]
    tile = re.compile(r'<a class="map-tile[^"]*" href="([^"]+)"><title>[^<]*?(\d+) (?:份|disclosures?)</title>')
    row = re.compile(r'<li><a href="([^"]+)">.*?</a> <span class="tabular muted">(\d+) ')
    assert sorted(tile.findall(section)) == sorted(row.findall(section)) != []
    assert all((exhibit.file(language).parent / href / "index.html").is_file() for href, _ in tile.findall(section))
    assert section.count('class="map-quiet"') == 34 - len(tile.findall(section))
