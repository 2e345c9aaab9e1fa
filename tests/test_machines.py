"""What machines read of the site is valid by its own standards, exact, and dated by the documents."""

import dataclasses
import hashlib
import json
import re
import xml.etree.ElementTree as ET
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import frictionless
import pytest
from jsonschema import Draft202012Validator
from PIL import Image

from gongkai.load import build_database
from gongkai.publish import publish_site
from gongkai.publish.holding_file import holdings_of
from gongkai.publish.machines import digest_of, writing
from gongkai.publish.machines.api import json_text
from gongkai.publish.machines.dcat import PATH, catalogue, catalogue_of_year, dataset_text, path_of
from gongkai.publish.machines.feeds import feeds
from gongkai.publish.machines.linked import script_text
from gongkai.publish.machines.pictures import Painter
from gongkai.publish.machines.sitemap import robots, sitemaps
from gongkai.publish.machines.writing import _catalogues
from gongkai.publish.made import Made
from gongkai.publish.summary import summary
from sample import ID, packaged

SITE = Path(__file__).parents[1] / "site"
API = json.loads((SITE / "api.json").read_text("utf-8"))
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
#: What DCAT-AP 3 makes mandatory, and the ranges of what we use besides.
IRI = {"type": "object", "required": ["@id"], "properties": {"@id": {"type": "string", "minLength": 1}}}
TEXT = {"type": "object", "required": ["@value", "@language"], "properties": {"@value": {"minLength": 1}}}
WORDS = {"anyOf": [TEXT, {"type": "array", "minItems": 1, "items": TEXT}]}
DAY = {
    "type": "object",
    "properties": {"@value": {"pattern": r"^\d{4}-\d{2}-\d{2}$"}, "@type": {"const": "xsd:date"}},
    "required": ["@value", "@type"],
}
DISTRIBUTION = {
    "type": "object",
    "required": ["@id", "@type", "dcat:accessURL", "dct:license", "dcat:mediaType"],
    "properties": {"@type": {"const": "dcat:Distribution"}, "dcat:accessURL": IRI, "dcat:downloadURL": IRI},
}
DATASET = {
    "type": "object",
    "required": ["@id", "@type", "dct:title", "dct:description", "dcat:distribution", "dcat:theme"],
    "properties": {
        "@type": {"const": "dcat:Dataset"},
        "dct:title": WORDS,
        "dct:description": WORDS,
        "dct:issued": DAY,
        "dct:temporal": {"properties": {"dcat:startDate": DAY, "dcat:endDate": DAY}},
        "dcat:distribution": {"type": "array", "minItems": 1, "items": DISTRIBUTION},
    },
}
CATALOGUE = {
    "type": "object",
    "required": ["@context", "@id", "@type", "dct:title", "dct:description", "dct:publisher", "dcat:dataset"],
    "properties": {
        "@type": {"const": "dcat:Catalog"},
        "dct:title": WORDS,
        "dct:description": WORDS,
        "dct:publisher": {"required": ["@type", "foaf:name"]},
        "dct:language": {"type": "array", "items": IRI},
        "dcat:dataset": {"type": "array", "items": DATASET},
    },
}


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    folder = tmp_path_factory.mktemp("machines") / ID
    return packaged(folder)


@pytest.fixture(scope="module")
def out(package, tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    build_database([package], folder / "gongkai.db")
    publish_site([package.folder], folder / "gongkai.db", folder / "out", site_sources=SITE)
    return folder / "out"


@pytest.fixture
def digest(package):
    return digest_of(package, dataclasses.replace(summary(package), places=("示例省", "示例市")))


def schema_of(path: str) -> str | None:
    """The name of the schema by which the API describes the answer at a path."""
    matching = [
        known for known in API["paths"] if re.fullmatch(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(known)), f"/{path}")
    ]
    # An address with fewer names in it is the more exact one.
    best = min(matching, key=lambda known: known.count("{"), default=None)
    if best is None:
        return None
    answer = API["paths"][best]["get"]["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
    return answer.rpartition("/")[2]


def test_every_answer_of_the_api_is_as_its_description_says(out):
    described = {**API, "$schema": "https://json-schema.org/draft/2020-12/schema"}
    seen = set()
    for file in sorted([*(out / "api").rglob("*.json"), *(out / "disclosures").rglob("data/*.json")]):
        path = file.relative_to(out).as_posix()
        if file.name in {"openapi.json", "datapackage.json"}:
            continue
        name = schema_of(path)
        assert name, f"{path} is not described"
        seen.add(name)
        Draft202012Validator({**described, "$ref": f"#/components/schemas/{name}"}).validate(
            json.loads(file.read_text("utf-8"))
        )
    described_names = {
        each["get"]["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        for each in API["paths"].values()
    }
    assert seen == described_names


def test_every_path_in_an_answer_leads_to_a_file(out):
    for file in (out / "api").rglob("*.json"):
        if file.name == "openapi.json":
            continue
        for path in re.findall(
            r'"(?:details|page|json|csv|package|archive|findings)":"([^"]+)"', file.read_text("utf-8")
        ):
            target = out / path
            assert (target / "index.html" if path.endswith("/") else target).is_file(), f"{file.name}: {path}"


def test_amounts_of_the_api_have_exactly_their_digits(digest):
    assert json_text({"a": Decimal("227902000.10"), "b": None, "c": True}) == '{"a":227902000.10,"b":null,"c":true}\n'
    assert digest.expenditure_yuan is not None


def test_a_text_that_looks_like_a_mark_of_a_decimal_stays_a_text():
    value = {"a": "\ue0001\ue000", "b": Decimal("1.50")}
    assert json_text(value) == '{"a":"\ue0001\ue000","b":1.50}\n'


def test_the_description_of_the_api_is_published_with_it(out):
    assert json.loads((out / "api/v1/openapi.json").read_text("utf-8")) == API
    assert API["openapi"].startswith("3.1")
    for name, each in API["components"]["schemas"].items():
        Draft202012Validator.check_schema(each)
        assert each, name


def test_the_package_of_everything_is_valid_and_leads_to_those_of_the_disclosures(out):
    described = json.loads((out / "datapackage.json").read_text("utf-8"))
    tables = [each for each in described["resources"] if each.get("type") == "table"]
    assert {"disclosures", "lines", "checks"} <= {each["name"] for each in tables}
    # frictionless leaves files open that are no tables: their hashes are held below.
    report = frictionless.Package({**described, "resources": tables}, basepath=str(out)).validate()
    assert report.valid, report.flatten(["message"])
    for each in described["resources"]:
        content = (out / each["path"]).read_bytes()
        assert (each["hash"], each["bytes"]) == (f"sha256:{hashlib.sha256(content).hexdigest()}", len(content))
    assert {"disclosures", "lines", "gongkai-db"} <= {each["name"] for each in described["resources"]}
    for each in described["packages"]:
        assert json.loads((out / each["path"]).read_text("utf-8"))["name"] == each["id"]


@pytest.mark.parametrize("site_url", ["", "https://site.invalid/x/"])
def test_the_catalogue_has_what_dcat_ap_asks_for(digest, site_url):
    every = [digest, dataclasses.replace(digest, issuer="", published_on="", places=())]
    datasets = [dataset_text(each, site_url) for each in every]
    whole, year = catalogue(datasets, [], site_url), catalogue_of_year(2026, datasets, site_url)
    for text in (whole, year):
        made = json.loads(text)
        made["dcat:dataset"] = [each for each in made["dcat:dataset"] if each["@id"] != f"{site_url}#database"]
        assert len(made["dcat:dataset"]) == len(every)
        Draft202012Validator(CATALOGUE).validate(made)
        assert set(re.findall(r'"([a-z]+):[A-Za-z]+"', text.decode())) <= set(made["@context"])


def test_a_long_catalogue_leads_to_one_for_each_year(package, digest, monkeypatch):
    told = summary(package)
    held = holdings_of(
        {
            identity: Made(
                dataclasses.replace(told, id=identity, fiscal_year=year),
                identity,
                dataclasses.replace(digest, id=identity, fiscal_year=year),
                (),
                (),
            )
            for identity, year in (("a", 2026), ("b", 2025), ("c", 2026))
        }
    )

    def written():
        return {output.path: json.loads(output.bytes()) for output in _catalogues(held, [], "")}

    [(path, in_one)] = written().items()
    assert path == PATH
    monkeypatch.setattr(writing, "_IN_ONE", 2)
    top, *parts = (by_year := written()).values()
    assert list(by_year) == [PATH, path_of(2025), path_of(2026)]
    assert [each["@id"] for each in top["dcat:catalog"]] == [path_of(2025), path_of(2026)]
    datasets = [each["@id"] for each in top["dcat:dataset"]] + [
        each["@id"] for part in parts for each in part["dcat:dataset"]
    ]
    assert sorted(datasets) == sorted(each["@id"] for each in in_one["dcat:dataset"])
    for part in parts:
        Draft202012Validator(CATALOGUE).validate(part)


def test_the_published_catalogue_is_valid_too(out):
    Draft202012Validator(CATALOGUE).validate(json.loads((out / "catalogue.jsonld").read_text("utf-8")))


def test_pages_carry_linked_data_that_search_engines_read(out):
    for page, kind in (("index.html", "DataCatalog"), (f"disclosures/{ID}/index.html", "Dataset")):
        for folder in ("", "en/"):
            text = (out / folder / page).read_text("utf-8")
            [found] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
            data = json.loads(found)
            assert (data["@context"], data["@type"]) == ("https://schema.org", kind)
            assert data["name"]
            assert 50 <= len(data["description"]) <= 5000
            assert data["license"].startswith("https://")


def test_linked_data_cannot_end_its_element():
    text = script_text({"name": "</script><script>alert(1)</script>"})
    assert "<" not in text
    assert json.loads(text)["name"].startswith("</script>")


def test_a_feed_has_what_atom_asks_for_and_the_days_of_the_documents(digest):
    dated = dataclasses.replace(digest, told_on="2026-03-02")
    later = dataclasses.replace(digest, id="b", told_on="2026-04-01", revision=2, title="甲 & <乙>")
    made = dict(feeds([dated, later], "https://site.invalid/"))
    assert set(made) == {f"{folder}feeds/{name}.xml" for folder in ("", "en/") for name in ("disclosures", "findings")}
    for text in made.values():
        feed = ET.fromstring(text)  # noqa: S314 - our own
        assert feed.findtext(f"{ATOM}updated") == "2026-04-01T00:00:00Z"
        ids = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
        assert len(ids) == len(set(ids)) > 0
        for entry in feed.iter(f"{ATOM}entry"):
            assert entry.findtext(f"{ATOM}title")
            assert entry.find(f"{ATOM}link").get("href").startswith("https://site.invalid/")
    first = next(ET.fromstring(made["feeds/disclosures.xml"]).iter(f"{ATOM}entry"))  # noqa: S314
    assert first.findtext(f"{ATOM}title") == "更正：甲 & <乙>"


def test_what_has_no_day_is_in_no_feed(digest):
    made = dict(feeds([dataclasses.replace(digest, told_on="")], ""))
    assert all("<entry>" not in text for text in made.values())


def test_links_of_the_published_feeds_lead_to_pages(out):
    for file in out.rglob("feeds/*.xml"):
        for link in ET.fromstring(file.read_text("utf-8")).iter(f"{ATOM}link"):  # noqa: S314
            path, _, anchor = link.get("href").partition("#")
            target = (file.parent / "/".join([".."] * 0) / path).resolve()
            if link.get("rel") == "self":
                continue
            page = target / "index.html"
            assert page.is_file(), path
            assert not anchor or f'id="{anchor}"' in page.read_text("utf-8")


def test_a_sitemap_is_split_where_it_would_name_too_many_pages():
    pages = ["", *(f"disclosures/d&{n}/" for n in range(6))]
    [(name, text)] = sitemaps(pages, "https://site.invalid")
    assert name == "sitemap.xml"
    assert len(list(ET.fromstring(text).iter(f"{MAP}loc"))) == 7  # noqa: S314
    made = dict(sitemaps(pages, "https://site.invalid", most=3))
    parts = [loc.text for loc in ET.fromstring(made["sitemap.xml"]).iter(f"{MAP}loc")]  # noqa: S314
    assert parts == [f"https://site.invalid/sitemap-{n}.xml" for n in (1, 2, 3)]
    named = [loc.text for n in (1, 2, 3) for loc in ET.fromstring(made[f"sitemap-{n}.xml"]).iter(f"{MAP}loc")]  # noqa: S314
    assert named == sorted(f"https://site.invalid/{page}" for page in pages)


def test_without_an_address_of_the_site_there_is_no_sitemap_and_robots_names_none():
    assert list(sitemaps(["a/"], "")) == []
    assert "Sitemap" not in robots("")
    assert robots("https://site.invalid").endswith("Sitemap: https://site.invalid/sitemap.xml\n")


def test_a_picture_is_small_of_the_right_size_and_always_the_same(digest):
    one, two = Painter(None).picture(digest), Painter(None).picture(digest)
    assert one == two
    assert len(one) < 40_000
    image = Image.open(BytesIO(one))
    assert image.size == (1200, 630)
    assert len(image.convert("RGB").getcolors()) > 4


def test_a_picture_of_what_was_not_read_has_no_amount(digest):
    nothing = dataclasses.replace(digest, expenditure_yuan=None, income_yuan=None)
    assert Painter(None).picture(nothing) != Painter(None).picture(digest)
