"""Buttons live for years: what was written is read back, what is not ours is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.callbacks import LIMIT, VERSION, decode, encode

WORD = st.text(st.characters(exclude_characters=":", codec="utf-8"), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("action", "arguments", "data"),
    [
        ("alerts", (), "v1:alerts"),
        ("unalert", (42,), "v1:unalert:42"),
        ("field", ("1a2b3c4d", "electoral-processes"), "v1:field:1a2b3c4d:electoral-processes"),
        ("low", ("1a2b3c4d", "*"), "v1:low:1a2b3c4d:*"),
        ("term", ("règle",), "v1:term:règle"),
    ],
)
def test_data_is_written_as_published_and_read_back(action: str, arguments: tuple[object, ...], data: str) -> None:
    assert encode(action, *arguments) == data
    assert decode(data) == (action, tuple(map(str, arguments)))


@given(WORD, st.lists(WORD, max_size=4))
def test_whatever_fits_survives_the_round_trip(action: str, arguments: list[str]) -> None:
    try:
        data = encode(action, *arguments)
    except ValueError:
        return
    assert len(data.encode()) <= LIMIT
    assert decode(data) == (action, tuple(arguments))


def test_sixty_four_bytes_fit_and_sixty_five_do_not() -> None:
    room = LIMIT - len(f"{VERSION}:a:")
    assert len(encode("a", "x" * room).encode()) == LIMIT
    with pytest.raises(ValueError, match="does not fit"):
        encode("a", "x" * (room + 1))


def test_bytes_are_counted_and_not_letters() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        encode("a", "é" * (LIMIT // 2))


@pytest.mark.parametrize(("action", "argument"), [("a", "b:c"), ("a:b", "c")])
def test_a_colon_inside_an_argument_is_refused(action: str, argument: str) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        encode(action, argument)


@pytest.mark.parametrize(
    "data", ["", ":", "v1", "v1:", "v1::x", "v2:alerts", "V1:alerts", "alerts", "v11:alerts", "{}"]
)
def test_data_that_is_not_ours_is_none(data: str) -> None:
    assert decode(data) is None
