from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.submission import ExportStamp
from reviewer.register.succession import Issue, warnings_about


def issue(
    number: int,
    *,
    who: str = "Reader A",
    signer: str = "AAAA",
    file: str = "",
    seen: tuple[int, ...] | None = None,
    name: str = "",
    digest: str = "",
) -> Issue:
    """Export `number` of a file; it has seen all earlier exports of that file, or only `seen`."""
    file = file or who
    heads = {f"{file}-{n}" for n in (range(1, number) if seen is None else seen)}
    export = ExportStamp(
        id=f"{file}-export-{number}",
        number=number,
        at="2018-01-29T16:00:00.000Z",
        log_head=f"{file}-{number}",
        issued_by=who,
        app_version="0.1.0",
        final=False,
    )
    return Issue(
        name=name or f"{file}-{number}.xlsx",
        digest=digest or f"{file}-{number}-{signer}",
        fingerprint=signer,
        export=export,
        heads=frozenset(heads | {export.log_head}),
    )


def codes(known: list[Issue], admitted: list[Issue]) -> list[tuple[str, str]]:
    found = warnings_about(known, admitted)
    assert all(w.workbook in w.text and w.text.endswith(".") for w in found)
    return [(w.workbook, w.code) for w in found]


def test_exports_one_after_the_other_need_no_warning() -> None:
    assert codes([], [issue(1)]) == []
    assert codes([issue(1)], [issue(2)]) == []
    assert codes([issue(1), issue(2)], [issue(3), issue(4)]) == []
    assert codes([issue(1)], [issue(7)]) == []
    assert codes([issue(1, who="Reader B", signer="BBBB")], [issue(2), issue(1)]) == []


def test_a_number_that_goes_back_is_told() -> None:
    assert codes([issue(3)], [issue(2)]) == [("Reader A-2.xlsx", "went-back")]
    assert codes([issue(1), issue(5)], [issue(4)]) == [("Reader A-4.xlsx", "went-back")]
    assert codes([issue(3)], [issue(2), issue(4)]) == [("Reader A-2.xlsx", "went-back")]


def test_an_older_genuine_export_given_again_is_told_of_unless_the_newest_came_too() -> None:
    held = [issue(1), issue(2)]
    assert codes(held, [issue(1)]) == [("Reader A-1.xlsx", "replayed")]
    assert codes(held, [issue(2)]) == []
    assert codes(held, [issue(1), issue(2)]) == []
    assert codes(held, [issue(1), issue(3)]) == []
    assert codes([issue(1)], [issue(1)]) == []


def test_a_log_that_does_not_go_on_is_told() -> None:
    back = issue(4, seen=(1, 2))
    assert codes([issue(1), issue(2)], [back]) == []
    assert codes([issue(3)], [back]) == [("Reader A-4.xlsx", "log-broken")]
    assert codes([], [issue(3), back]) == [("Reader A-4.xlsx", "log-broken")]
    copy = issue(2, file="copy", seen=())
    assert codes([issue(1)], [copy]) == [("copy-2.xlsx", "log-broken")]


def test_two_exports_of_one_number_are_told() -> None:
    twin = issue(2, file="copy", seen=())
    assert codes([issue(2)], [twin]) == [("copy-2.xlsx", "same-number")]
    assert codes([], [issue(2), twin]) == [("copy-2.xlsx", "same-number")]


def test_an_export_signed_again_by_another_is_told() -> None:
    again = issue(2, signer="BBBB", name="again.xlsx")
    assert codes([issue(2)], [again]) == [("again.xlsx", "signed-again")]
    assert codes([], [issue(2), again]) == [("again.xlsx", "signed-again")]


def test_an_export_signed_anew_by_the_same_person_is_the_same_export() -> None:
    assert codes([issue(2)], [issue(2, digest="another")]) == []


def test_one_certificate_is_one_hand_whatever_name_it_issues_under() -> None:
    renamed = issue(2, who="A. Reader", file="Reader A")
    assert codes([issue(3)], [renamed]) == [("Reader A-2.xlsx", "went-back")]


def test_a_renewed_certificate_does_not_hide_that_a_number_goes_back() -> None:
    renewed = issue(2, signer="A2A2", who="reader  a", file="Reader A")
    assert codes([issue(3)], [renewed]) == [("Reader A-2.xlsx", "went-back")]
    assert codes([issue(1)], [renewed]) == []


issues = st.builds(
    issue,
    st.integers(1, 4),
    who=st.sampled_from(["Reader A", "Reader B"]),
    signer=st.sampled_from(["AAAA", "BBBB"]),
    file=st.sampled_from(["one", "two"]),
    seen=st.lists(st.integers(1, 3), max_size=2).map(tuple),
)


@given(st.lists(issues, max_size=5), st.lists(issues, max_size=5), st.randoms())
def test_the_order_makes_no_difference_and_only_what_comes_in_is_warned_of(
    known: list[Issue], admitted: list[Issue], chance: object
) -> None:
    unique = list({i.digest: i for i in admitted}.values())
    held = list({i.digest: i for i in known}.values())
    first = codes(held, unique)
    chance.shuffle(held)
    chance.shuffle(unique)
    assert codes(held, unique) == first
    assert {name for name, _ in first} <= {i.name for i in unique}
