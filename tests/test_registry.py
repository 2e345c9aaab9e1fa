"""disclosure.toml: a wrong key or value is told with the place, what stands there, and what is allowed."""

import pytest

from gongkai.errors import RegistrationError
from gongkai.registry import FILE_NAME, Entry, read_entry

GOOD = """
title = "示例局2026年部门预算"
issuer = "示例局"
region_code = "500113"
level = "county"
fiscal_year = 2026
phase = "budget"
scope = "department"
published_on = 2026-02-10
note = "为测试而编写"
note_en = "Written for tests"

[[sources]]
file = "source.txt"
url = "https://example.org/budget.txt"
retrieved_on = 2026-03-01
"""
CORRECTION = """
[[corrections]]
table_no = 1
row = 3
column = 2
read = "1,23"
printed = "1.23"
reason = "the text layer has a comma where the print has a point"
checked_by = "a reader"
"""


@pytest.fixture
def folder(tmp_path):
    home = tmp_path / "shili-2026-budget"
    home.mkdir()
    (home / "source.txt").write_text("x", "utf-8")
    return home


def _read(folder, text):
    (folder / FILE_NAME).write_text(text, "utf-8")
    return read_entry(folder)


def _message(folder, text):
    with pytest.raises(RegistrationError) as caught:
        _read(folder, text)
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith("shili-2026-budget/disclosure.toml")
    assert caught.value.zh != caught.value.en
    assert caught.value.exit_code == 2
    return message


def test_a_good_entry_is_read_whole(folder):
    registration = _read(folder, GOOD + CORRECTION).registration(folder.name)
    assert registration.id == "shili-2026-budget"
    assert (registration.issuer, registration.region_code, registration.fiscal_year) == ("示例局", "500113", 2026)
    assert (registration.published_on, registration.licence, registration.revision) == ("2026-02-10", "CC-BY-4.0", 1)
    assert registration.note_en == "Written for tests"


def test_what_need_not_be_known_may_be_left_out(folder):
    text = "\n".join(
        line for line in GOOD.splitlines() if not line.startswith(("published_on", "region", "note", "url"))
    )
    registration = _read(folder, text).registration(folder.name)
    assert (registration.published_on, registration.region_code) == ("", "")


@pytest.mark.parametrize("key", [name for name, field in Entry.model_fields.items() if field.is_required()])
def test_a_missing_key_is_named(folder, key):
    text = "\n".join(line for line in GOOD.splitlines() if not line.startswith(f"{key} ="))
    if key == "sources":
        text = GOOD.partition("[[sources]]")[0]
    assert f"“{key}” is missing" in _message(folder, text)


@pytest.mark.parametrize(
    ("text", "place", "allowed"),
    [
        ('issuing_body = "x"\n' + GOOD, "issuing_body", ("issuer", "region_code", "sources")),
        (GOOD + 'link = "x"\n', "sources.1.link", ("file", "url", "sha256")),
        (GOOD + CORRECTION + 'why = "x"\n', "corrections.1.why", ("reason", "checked_by", "table_no")),
    ],
)
def test_a_wrong_key_is_named_with_the_keys_that_are_allowed(folder, text, place, allowed):
    message = _message(folder, text)
    assert f"unknown key “{place}”" in message
    assert all(word in message.partition("allowed: ")[2] for word in allowed)


@pytest.mark.parametrize(
    ("right", "wrong", "key", "told"),
    [
        ('level = "county"', 'level = "district"', "level", ("'district'", "'county'", "'township'")),
        ('phase = "budget"', 'phase = "预算"', "phase", ("'预算'", "'budget'", "'final'")),
        ('scope = "department"', 'scope = "all"', "scope", ("'all'", "'unit'")),
        ("fiscal_year = 2026", 'fiscal_year = "2026"', "fiscal_year", ("'2026'", "integer")),
        ("fiscal_year = 2026", "fiscal_year = 26", "fiscal_year", ("26", "1994")),
        ("fiscal_year = 2026", "fiscal_year = 2101", "fiscal_year", ("2101", "2100")),
        ("published_on = 2026-02-10", 'published_on = "10.2.2026"', "published_on", ("'10.2.2026'", "date")),
        ("published_on = 2026-02-10", "published_on = 2026-02-10T08:00:00", "published_on", ("date",)),
        ('issuer = "示例局"', 'issuer = ""', "issuer", ("''", "at least 1 character")),
        ('region_code = "500113"', 'region_code = "5001"', "region_code", ("5001", "GB/T 2260")),
        ('region_code = "500113"', "region_code = 500113", "region_code", ("500113", "string")),
        ('region_code = "500113"', 'region_code = "5"', "region_code", ("'5'",)),
        ('file = "source.txt"', 'file = "../source.txt"', "sources.1.file", ("'../source.txt'",)),
        ('url = "https:', 'url = "ftp:', "sources.1.url", ("ftp:", "https?")),
    ],
)
def test_a_wrong_value_is_told_with_its_key_and_what_is_allowed(folder, right, wrong, key, told):
    assert right in GOOD
    message = _message(folder, GOOD.replace(right, wrong))
    assert key in message
    assert all(word in message for word in told)


def test_an_unknown_region_is_told_with_an_example(folder):
    message = _message(folder, GOOD.replace("500113", "999999"))
    assert "region_code" in message
    assert "“999999” is no code of GB/T 2260" in message
    assert "500157" in message


def test_several_mistakes_are_told_at_once(folder):
    message = _message(
        folder, GOOD.replace('"county"', '"x"').replace('phase = "budget"', "").replace("示例局2026", "\\t")
    )
    assert "“level” is 'x'" in message
    assert "“phase” is missing" in message


def test_a_source_that_is_not_there_is_named(folder):
    assert "no file other.pdf beside it" in _message(folder, GOOD.replace("source.txt", "other.pdf"))


def test_what_is_no_toml_is_told_with_its_line(folder):
    assert "line 1" in _message(folder, "title = 示例\n")


def test_a_code_without_quotes_is_refused_rather_than_read_as_a_number(folder):
    assert "not valid TOML" in _message(folder, GOOD.replace('"500113"', "050011"))


def test_a_missing_entry_is_told(folder):
    with pytest.raises(RegistrationError, match="no such file"):
        read_entry(folder)


@pytest.mark.parametrize("name", ["Shili", "示例", "shili 2026", ".hidden", "-x"])
def test_a_folder_name_that_is_no_public_id_is_refused(tmp_path, name):
    (tmp_path / name).mkdir()
    (tmp_path / name / FILE_NAME).write_text(GOOD, "utf-8")
    with pytest.raises(RegistrationError, match="lower-case letters"):
        read_entry(tmp_path / name)


def test_the_message_is_in_chinese_for_a_chinese_reader(folder, monkeypatch):
    monkeypatch.setenv("GONGKAI_LANG", "zh")
    message = _message(folder, GOOD.replace('"county"', '"district"'))
    assert "“level”为 'district'，应当：" in message
