"""Which bytes of a file a request asks for."""

import pytest

from gongkai.serve.ranges import UNSATISFIABLE, asked_range

TAG = '"abc"'


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-9", range(10)),
        ("bytes=90-", range(90, 100)),
        ("bytes=-10", range(90, 100)),
        ("bytes=-500", range(100)),
        ("bytes=95-400", range(95, 100)),
        ("bytes=99-99", range(99, 100)),
        ("BYTES=1-2", range(1, 3)),
        ("bytes=100-", UNSATISFIABLE),
        ("bytes=-0", UNSATISFIABLE),
        ("bytes=9-3", None),
        ("bytes=0-1,5-6", None),
        ("bytes=-", None),
        ("lines=0-1", None),
        ("bytes=a-b", None),
    ],
)
def test_a_range_is_answered_with_its_bytes_and_what_is_none_with_the_whole(header, expected):
    assert asked_range([(b"range", header.encode())], 100, TAG) == expected


def test_a_range_of_another_version_of_the_file_is_answered_with_the_whole():
    asked = [(b"range", b"bytes=0-9")]
    assert asked_range([*asked, (b"if-range", TAG.encode())], 100, TAG) == range(10)
    assert asked_range([*asked, (b"if-range", b'"other"')], 100, TAG) is None


def test_nothing_of_an_empty_file_can_be_asked_for():
    assert asked_range([(b"range", b"bytes=0-0")], 0, TAG) is UNSATISFIABLE
    assert asked_range([], 0, TAG) is None
