"""How a disclosure is cited: the file says what the package says, in a form that tools read."""

import dataclasses

import pytest
import yaml

from gongkai.package import Package
from gongkai.publish.citation import cff
from sample import ID, packaged


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    folder = tmp_path_factory.mktemp("cited") / ID
    return packaged(folder)


def test_a_cff_is_yaml_with_what_the_format_requires(package: Package) -> None:
    read = yaml.safe_load(cff(package, "https://example.org/gongkai"))
    assert {"cff-version", "message", "title", "authors", "type"} <= read.keys()
    assert read["cff-version"] == "1.2.0"
    assert read["authors"] == [{"name": package.disclosure["issuer"]}]
    assert read["url"] == f"https://example.org/gongkai/disclosures/{ID}/"
    assert read["version"] == str(package.disclosure["revision"])


def test_a_name_with_marks_of_yaml_stays_a_name(package: Package) -> None:
    title = 'a: "b" # c\n- d'
    rows = {**package.rows, "disclosures": ({**package.disclosure, "title": title},)}
    assert yaml.safe_load(cff(dataclasses.replace(package, rows=rows), ""))["title"] == title
