"""Two sets of books agree, or they do not: nothing is hidden, and nothing is said twice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cercano.wallet.reconciliation import Kind, Line, OpenItem, Source, compare

LINES = st.lists(
    st.builds(
        Line,
        source=st.sampled_from(Source),
        reference=st.sampled_from("abcd"),
        amount_cents=st.integers(-500, 500),
        is_of_the_day=st.just(value=True),
    )
)


def a_line(reference: str, cents: int, *, today: bool = True) -> Line:
    return Line(source=Source.GATEWAY, reference=reference, amount_cents=cents, is_of_the_day=today)


def an_item(reference: str, ours: int | None, theirs: int | None) -> OpenItem:
    return OpenItem(source=Source.GATEWAY, reference=reference, ours_cents=ours, theirs_cents=theirs)


def test_what_is_in_one_book_alone_or_differs_is_open() -> None:
    ours = [a_line("agreed", 500), a_line("lost", 700), a_line("other", 900)]
    theirs = [a_line("agreed", 500), a_line("unknown", 300), a_line("other", 901)]

    found = compare(ours, theirs)

    assert found.agreed == 1
    assert found.items == (an_item("lost", 700, None), an_item("other", 900, 901), an_item("unknown", None, 300))
    assert [item.kind for item in found.items] == [Kind.NOT_THEIRS, Kind.AMOUNTS_DIFFER, Kind.NOT_OURS]


def test_one_payout_may_stand_for_many_entries_and_the_other_way_round() -> None:
    assert compare([a_line("kiosk", 200), a_line("kiosk", 300)], [a_line("kiosk", 500)]).items == ()
    assert compare([a_line("file", 500)], [a_line("file", 200), a_line("file", 300)]).items == ()


def test_midnight_lies_between_two_books_that_agree() -> None:
    assert compare([a_line("late", 500)], [a_line("late", 500, today=False)]).agreed == 1
    assert compare([a_line("late", 500, today=False)], [a_line("late", 500)]).items == ()


def test_what_concerns_another_day_alone_is_that_day_s() -> None:
    assert compare([a_line("x", 500, today=False)], []).items == ()
    assert compare([], [a_line("x", 500, today=False)]).items == ()


@given(LINES, LINES)
def test_the_open_items_are_the_whole_difference(ours: list[Line], theirs: list[Line]) -> None:
    found = compare(ours, theirs)

    difference = sum((item.ours_cents or 0) - (item.theirs_cents or 0) for item in found.items)
    assert difference == sum(line.amount_cents for line in ours) - sum(line.amount_cents for line in theirs)
    assert compare(ours, ours).items == ()
    assert len({item.item_id for item in found.items}) == len(found.items)


def test_an_item_whose_amounts_change_is_another_item() -> None:
    assert an_item("x", 1, 2).item_id != an_item("x", 1, 3).item_id
    assert an_item("x", 1, None).item_id != an_item("x", None, 1).item_id
