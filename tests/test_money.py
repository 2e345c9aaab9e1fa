"""Money is exact: what is printed becomes a decimal of yuan, and nothing that is no amount does."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.errors import AmountError
from gongkai.money import YUAN_PER_UNIT, canonical, fen, is_amount, parse_amount

_UNITS = sorted(YUAN_PER_UNIT)
_numbers = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places),
    st.integers(-(10**14), 10**14),
    st.integers(0, 6),
)


def _separated(number: Decimal) -> str:
    return f"{number:,f}"


@pytest.mark.parametrize(
    ("text", "unit", "yuan", "step"),
    [
        ("22,790.20", "万元", "227902000.00", "100.00"),
        ("22790.2", "万元", "227902000.00", "1000.00"),
        ("1371", "万元", "13710000.00", "10000.00"),
        ("-3.00", "元", "-3.00", "0.01"),
        ("(12.00)", "元", "-12.00", "0.01"),
        ("（１２．５０）", "元", "-12.50", "0.01"),
        ("−7", "千元", "-7000.00", "1000.00"),
        ("－7", "千元", "-7000.00", "1000.00"),
        ("—7.00", "元", "-7.00", "0.01"),
        ("-  7.00", "元", "-7.00", "0.01"),
        ("28,808.765748", "万元", "288087657.48", "0.01"),
        ("0.000001", "万元", "0.01", "0.01"),
        ("0.005", "元", "0.005", "0.001"),
        (".5", "亿元", "50000000.00", "10000000.00"),
        ("0", "万元", "0.00", "10000.00"),
        ("123456789012345678.90", "元", "123456789012345678.90", "0.01"),
    ],
)
def test_a_printed_number_has_its_exact_worth_and_step(text, unit, yuan, step):
    amount = parse_amount(text, unit)
    assert (str(amount.yuan), str(amount.step), amount.printed) == (yuan, step, text)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "-", "—", "1,23", "12,34.5", "1234,567", ",123", "1,234,56", "1.2.3", "1e5", "NaN", "Infinity", "0x10",
        "12%", "12元", "合计", "(1", "1)", "(-1)", "()", "--1", "1-2", "— 7", "- ", "7-", "▲7", "201 基本", "１，２３", "1" * 25, "²", "٣", "1_000",
    ],
)  # fmt: skip
def test_a_text_that_is_no_amount_raises(text):
    assert not is_amount(text)
    with pytest.raises(AmountError, match="is not an amount"):
        parse_amount(text)


def test_an_unknown_unit_raises():
    with pytest.raises(AmountError, match="美元"):
        parse_amount("1.00", "美元")


@given(_numbers, st.sampled_from(_UNITS))
def test_printing_and_reading_gives_the_amount_back(number, unit):
    read = parse_amount(_separated(number), unit)
    assert read.yuan == number * YUAN_PER_UNIT[unit]
    plain = parse_amount(f"{number:f}", unit)
    assert (read.yuan, read.step) == (plain.yuan, plain.step)


@given(_numbers)
def test_the_step_is_the_worth_of_the_last_printed_digit(number):
    text = f"{number:f}"
    places = len(text.partition(".")[2])
    assert parse_amount(text).step == Decimal(1).scaleb(-places)
    assert parse_amount(text, "万元").step == Decimal(10_000).scaleb(-places)


@given(_numbers, st.sampled_from(_UNITS))
def test_an_amount_is_an_exact_multiple_of_its_step(number, unit):
    amount = parse_amount(_separated(number), unit)
    assert (amount.yuan / amount.step) % 1 == 0


@given(st.lists(_numbers, min_size=2, max_size=8))
def test_sums_of_read_amounts_are_exact(numbers):
    read = [parse_amount(_separated(n), "万元").yuan for n in numbers]
    assert sum(read) == sum(numbers) * 10_000


@given(st.integers(10_000, 10**15), st.integers(1, 20))
def test_a_separator_anywhere_but_at_thousands_raises(number, at):
    digits = str(number)
    at = at % (len(digits) - 1) + 1
    text = digits[:at] + "," + digits[at:]
    # One separator alone stands right only before the last three digits of a number below a million.
    if at == len(digits) - 3 and len(digits) <= 6:
        assert parse_amount(text).yuan == number
    else:
        with pytest.raises(AmountError):
            parse_amount(text)


@given(st.text(max_size=12))
def test_any_text_is_an_amount_or_raises(text):
    if is_amount(text):
        assert parse_amount(text).yuan.is_finite()
    else:
        with pytest.raises(AmountError):
            parse_amount(text)


@given(_numbers)
def test_brackets_negate_and_full_width_digits_are_digits(number):
    number = abs(number)
    plain = parse_amount(f"{number:f}")
    wide = f"{number:f}".translate(str.maketrans("0123456789.", "０１２３４５６７８９．"))
    assert parse_amount(f"（{wide}）").yuan == -plain.yuan


@given(_numbers)
def test_the_canonical_form_keeps_the_amount_and_has_two_decimals_or_more(number):
    form = canonical(number)
    assert form == number
    text = str(form)
    assert "E" not in text
    decimals = text.partition(".")[2]
    assert len(decimals) == 2 or (len(decimals) > 2 and not decimals.endswith("0"))


@given(_numbers)
def test_canonical_forms_of_equal_amounts_are_the_same_text(number):
    assert str(canonical(number)) == str(canonical(number * Decimal("1.000")))
    assert str(canonical(canonical(number))) == str(canonical(number))


@given(_numbers)
def test_fen_are_whole_or_none(number):
    whole = fen(number)
    if whole is None:
        assert (number * 100) % 1 != 0
    else:
        assert Decimal(whole) / 100 == number
