"""What of a document was not understood is told, and the lines proposed for it are TOML that fits the vocabulary."""

import json
import tomllib
from importlib.resources import files

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from exports import document, export, table
from gongkai.cli import main
from gongkai.pipeline.proposals import nearest, proposals
from gongkai.pipeline.telling import summed, told
from gongkai.pipeline.unknown import CODED_NAME, Met, Unknown, met_often, not_understood, together
from gongkai.read import read_file
from gongkai.vocabulary import terms

FILES = ("kinds.toml", "headings.toml", "forms.toml", "phrases.toml")
HEAD = "示例局2026年部门预算"
EXPENDITURE = table(
    "部门支出总表",
    "科目编码|科目名称|合计|基本支出|机动储备\n合计||3.00|1.00|2.00\n201|一般公共服务支出|3.00|1.00|2.00",
)
POTS = table("花木盆栽明细表", "品名|株数|花费\n月季|3|1.50\n海棠|2|2.50")
FORM = table(
    "项目绩效目标表",
    "项目名称|示例项目|街巷开销|12.00|\n一级指标|二级指标|三级指标|指标值|考核依据\n产出指标|数量指标|种植数量|100|合同",
)


def _found(*blocks):
    return not_understood(document(export(HEAD, *blocks)))


def _words(met):
    return [one.words for one in met]


def _vocabulary():
    return {name: files("gongkai.vocabulary").joinpath(name).read_bytes() for name in FILES}


def test_a_table_of_no_known_kind_is_told_with_its_title_headings_and_an_amount():
    (met,) = _found(EXPENDITURE, POTS).tables
    assert met.words == "花木盆栽明细表"
    assert met.detail == ("品名", "株数", "花费")
    assert met.example == "1.50"
    assert met.where == "export.txt t2 花木盆栽明细表"


def test_a_heading_that_became_its_own_measure_is_counted_with_an_example():
    (met,) = _found(EXPENDITURE).headings
    assert (met.words, met.times, met.example) == ("机动储备", 2, "2.00 万元")
    assert "部门支出总表" in met.where


def test_a_heading_is_told_without_its_year_and_unit():
    rows = "科目编码|科目名称|合计|2026年机动储备（万元）\n201|一般公共服务支出|3.00|2.00"
    assert _words(_found(table("部门支出总表", rows)).headings) == ["机动储备"]


def test_a_column_of_figures_that_gave_no_amount_is_told():
    rows = "科目编码|科目名称|合计|往来代码\n201|一般公共服务支出|3.00|1,234.50\n20101|人大事务|3.00|1,234.50"
    (met,) = _found(table("部门支出总表", rows)).columns
    assert (met.words, met.times, met.example) == ("往来代码", 2, "1,234.50")


def test_figures_under_a_heading_that_is_known_to_hold_none_are_not_told():
    rows = "科目编码|科目名称|合计|备注\n201|一般公共服务支出|3.00|1,234.50"
    assert _found(table("部门支出总表", rows)).columns == ()


def test_unknown_fields_beside_indicators_and_beside_money_are_told():
    found = {met.words: met for met in _found(EXPENDITURE, FORM).fields}
    assert set(found) == {"考核依据", "街巷开销"}
    assert found["街巷开销"].example == "12.00"


def test_the_value_of_a_known_field_is_no_unknown_field():
    assert "示例项目" not in _words(_found(EXPENDITURE, FORM).fields)


def test_the_words_before_an_unbound_amount_are_counted_by_phrase():
    text = "2026年，绿化养护花费共计100.00万元。其中：绿化养护花费为50万元；用于苗木采买2万元。"
    found = {met.words: met for met in _found(EXPENDITURE, text).phrases}
    assert found["绿化养护花费"].times == 2
    assert found["绿化养护花费"].example == "100.00 万元"
    assert "苗木采买" in found


def test_items_of_the_classification_are_one_phrase_and_never_proposed():
    text = "文物（款）保护（项）100万元。城乡社区（212类）管理（01款）5万元。"
    found = _found(EXPENDITURE, text)
    assert _words(found.phrases) == [CODED_NAME]
    assert "phrases.toml" not in proposals(found)


def test_a_document_that_is_understood_has_nothing_to_tell():
    rows = "科目编码|科目名称|合计|基本支出|项目支出\n201|一般公共服务支出|3.00|1.00|2.00"
    found = _found(table("部门支出总表", rows))
    assert summed(found) == "export.txt: all understood"
    assert proposals(found) == {}
    assert list(told(found)) == []


def test_a_document_of_which_nothing_is_known_is_told_all_the_same():
    assert _words(_found(POTS).tables) == ["花木盆栽明细表"]


def test_several_files_are_counted_together_and_a_file_that_failed_counts_for_nothing():
    one = Unknown("a", headings=(Met("机动", 2, "a p.1"),))
    other = Unknown("b", headings=(Met("机动", 3, "b p.9"), Met("储备", 9, "b p.2")))
    first, second = together([one, other, Unknown("c", error="broken")]).headings
    assert (first.words, first.times, first.files, first.where) == ("机动", 5, 2, "a p.1")
    assert (second.words, second.files) == ("储备", 1)


def test_rare_words_can_be_left_out_but_tables_never():
    found = Unknown("a", tables=(Met("某表", 1, "a"),), headings=(Met("甲", 1, "a"), Met("乙", 2, "a")))
    assert _words(met_often(found, 2).headings) == ["乙"]
    assert _words(met_often(found, 2).tables) == ["某表"]


@pytest.mark.parametrize(
    ("word", "known", "key"),
    [
        ("专项业务经费支出", [("基本支出", "basic"), ("项目支出", "project")], "project"),
        ("机动储备", [("基本支出", "basic")], None),
        ("甲乙", [("甲丙", "first"), ("乙丙", "second")], "first"),
    ],
)
def test_the_nearest_word_shares_most_characters_and_at_least_half(word, known, key):
    near = nearest(word, known)
    assert (near.key if near else None) == key


def test_a_near_heading_is_proposed_under_its_term_with_the_known_word_beside_it():
    made = proposals(Unknown("a", headings=(Met("项目支出额", 7, "a p.3", "1.00 元"),)))
    assert tomllib.loads(made["headings.toml"]) == {"measure": {"project_expenditure": ["项目支出额"]}}
    assert "×7 · 1.00 元 · a p.3 · near “项目支出”" in made["headings.toml"]


def test_a_word_near_to_none_stands_in_a_comment_alone():
    made = proposals(Unknown("a", headings=(Met("甲乙丙丁", 1, "a"),), fields=(Met("甲乙丙丁", 1, "a"),)))
    for name in ("headings.toml", "forms.toml"):
        assert tomllib.loads(made[name]) == {}
        assert '# "甲乙丙丁"' in made[name]


def test_a_titled_table_near_to_a_kind_is_proposed_as_a_group_of_that_kind():
    made = proposals(Unknown("a", tables=(Met("三公开支表", 1, "a", detail=("甲",)),)))
    assert tomllib.loads(made["kinds.toml"]) == {"kind": [{"term": "three_public", "title": [["三公开支表"]]}]}


def test_a_table_without_title_is_proposed_by_its_headings():
    made = proposals(Unknown("a", tables=(Met("", 1, "a", detail=("采购", "项", "项目")),)))
    (kind,) = tomllib.loads(made["kinds.toml"])["kind"]
    assert kind == {"term": "government_procurement", "headings": [["采购", "项目"]]}


def test_a_near_phrase_takes_the_fields_of_the_nearest_subject():
    made = proposals(Unknown("a", phrases=(Met("公务接待费开销", 1, "a"),)))
    (subject,) = tomllib.loads(made["phrases.toml"])["subject"]
    assert subject["words"] == ["公务接待费开销"]
    assert (subject["kind"], subject["measure"]) == ("three_public", "official_reception")


def test_a_phrase_may_be_near_to_a_word_that_only_headings_know():
    made = proposals(Unknown("a", phrases=(Met("专项业务经费开销", 1, "a"),)))
    (subject,) = tomllib.loads(made["phrases.toml"])["subject"]
    assert subject == {"words": ["专项业务经费开销"], "measure": "project_expenditure", "row": "total"}


def test_a_phrase_that_is_known_already_is_not_proposed():
    assert proposals(Unknown("a", phrases=(Met("公务接待费", 3, "a"),))) == {}


@given(words=st.text(min_size=1, max_size=12), where=st.text(max_size=30))
def test_whatever_a_document_prints_the_proposals_are_toml_with_known_terms(words, where):
    met = (
        Met(words, 1, where, where, (words, where)),
        Met(f"项目支出{words}", 1, where),
        Met("", 1, where, "", (words,)),
    )
    made = proposals(Unknown("a", met, met, met, met, met))
    parsed = {name: tomllib.loads(text.encode("utf-8", "replace").decode()) for name, text in made.items()}
    for kind in parsed.get("kinds.toml", {}).get("kind", []):
        assert kind["term"] in terms()["kind"]
    known = tomllib.loads(_vocabulary()["headings.toml"].decode())
    for theme, entries in parsed.get("headings.toml", {}).items():
        assert set(entries) <= set(known[theme])
    assert set(parsed.get("forms.toml", {})) <= set(tomllib.loads(_vocabulary()["forms.toml"].decode()))


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "示例局.txt"
    path.write_text(export(HEAD, EXPENDITURE, POTS, FORM, "绿化养护花费共计100.00万元。"), "utf-8")
    return path


def _run(*arguments):
    return CliRunner().invoke(main, ["unknown", *(str(a) for a in arguments)], catch_exceptions=False)


def test_the_command_tells_proposes_and_changes_nothing(file):
    before = _vocabulary()
    done = _run(file)
    assert done.exit_code == 0
    assert (
        "示例局.txt: not understood: 1 tables, 1 headings, 0 columns of figures, 2 fields of forms, 1 phrases"
        in done.stdout
    )
    assert "×2 · 机动储备 · 机动储备 · 2.00 万元" in done.stdout
    assert "# scripts/gongkai/vocabulary/headings.toml" in done.stdout
    assert _vocabulary() == before


def test_the_command_speaks_chinese_to_a_chinese_reader(file, monkeypatch):
    monkeypatch.setenv("GONGKAI_LANG", "zh")
    done = _run(file)
    assert "没有认出种类的表 (1)" in done.stdout
    assert "可以加进词汇文件的行（请人判断后再加）：" in done.stdout


def test_the_command_reports_in_json_each_file_all_together_and_the_proposals(file, tmp_path):
    other = tmp_path / "b.txt"
    other.write_bytes(file.read_bytes())
    report = json.loads(_run(file, other, "--format", "json", "--workers", 2).stdout)
    assert [entry["file"] for entry in report["files"]] == [str(file), str(other)]
    assert report["together"]["headings"][0]["files"] == 2
    assert report["together"]["headings"][0]["times"] == 4
    for text in report["proposals"].values():
        tomllib.loads(text)


def test_only_words_met_often_enough_are_listed_where_that_is_asked(file):
    report = json.loads(_run(file, "--format", "json", "--least", 2).stdout)
    assert [met["words"] for met in report["together"]["headings"]] == ["机动储备"]
    assert report["together"]["phrases"] == []


def test_a_file_that_cannot_be_read_is_told_with_exit_code_2_and_the_others_are_read(file, tmp_path):
    done = _run(tmp_path / "missing.pdf", file)
    assert done.exit_code == 2
    assert "no such file" in done.stderr
    assert "机动储备" in done.stdout


def test_the_same_files_give_the_same_report(file):
    assert _run(file, "--format", "json").stdout == _run(file, "--format", "json").stdout


@pytest.mark.corpus
def test_the_proposals_for_a_real_disclosure_are_toml(corpus):
    found = not_understood(read_file(corpus / "documents" / "shenzhen-yingjiguanliju-2026-budget.pdf"))
    assert sum(met.times for met in found.phrases) > 10
    for text in proposals(found).values():
        tomllib.loads(text)
