from __future__ import annotations

import re
import socket
import tempfile
from datetime import UTC, datetime
from io import BytesIO

import pytest
from printing_sample import (
    AT,
    CODE,
    FORM,
    case,
    graded_answers,
    graded_page,
    inspection,
    page_texts,
    placed_texts,
    printed,
    printing,
    review,
    text_of,
)
from pypdf import PdfReader

from reviewer.domain.decision import Decision, DecisionKind
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.review import rows_text
from reviewer.domain.standing import standing_of
from reviewer.printing.binding import document_of, imprint_of
from reviewer.printing.layout import look
from reviewer.printing.layout.blocks import TextBlock
from reviewer.printing.layout.imprint import Part
from reviewer.printing.letters.style import TextStyle
from reviewer.printing.printed import CasePage


def test_the_marking_is_in_capitals_at_the_top_and_the_bottom_of_every_page() -> None:
    result = printed(graded_page(), CasePage(case=case(43)))
    pages = placed_texts(result.content)
    assert len(pages) == result.pages > 2
    for runs in pages:
        heights = sorted(run.y for run in runs if run.text == "OFFICIAL-SENSITIVE")
        assert len(heights) == 2
        assert heights[0] < 40
        assert heights[1] > 800


def test_each_case_is_numbered_by_itself_and_each_sheet_within_the_print() -> None:
    result = printed(graded_page(), graded_page(case(43)), with_details=False)
    texts = page_texts(result.content)
    numbers = [re.findall(r"(\d{4}) · page (\d) of (\d)", text)[0] for text in texts]
    assert {number for number, _, _ in numbers} == {"0042", "0043"}
    for number in ("0042", "0043"):
        own = [(int(page), int(pages)) for name, page, pages in numbers if name == number]
        assert own == [(place, len(own)) for place in range(1, len(own) + 1)]
    for sheet, text in enumerate(texts, start=1):
        assert f"Sheet {sheet} of {result.pages}" in text


def test_every_page_names_inspection_form_printer_moment_and_copy() -> None:
    local = AT.astimezone()
    for text in page_texts(printed(graded_page()).content):
        assert CODE in text
        assert f"Form ncpi, version {FORM.version} ({FORM.stamp.digest[:8]})" in text
        assert f"criteria {FORM.stamp.criteria[:8]}" in text
        assert f"Printed 15 Nov 2018, {local:%H:%M} by Reader One" in text
        assert "Copy 3" in text


def test_an_unnumbered_copy_names_no_copy() -> None:
    assert "Copy" not in text_of(printed(graded_page(), copy=None).content)


def test_each_case_begins_on_a_new_page_with_its_sections_below_it_in_the_outline() -> None:
    result = printed(graded_page(), CasePage(case=case(43)), CasePage(case=case(44)))
    reader = PdfReader(BytesIO(result.content))
    cases = [entry for entry in reader.outline if not isinstance(entry, list)]
    assert [str(entry["/Title"]) for entry in cases] == [
        f"{CODE}-0042, Reader One",
        f"{CODE}-0043",
        f"{CODE}-0044",
    ]
    starts = [reader.get_destination_page_number(entry) for entry in cases]
    assert starts == [0, result.pages - 2, result.pages - 1]
    (sections,) = [entry for entry in reader.outline if isinstance(entry, list)]
    assert "Area ratings" in {str(entry["/Title"]) for entry in sections}
    assert reader.page_labels[0] == "0042-1"
    assert reader.page_labels[-1] == "0044-1"


def test_a_full_case_shows_judgement_flags_areas_and_notes() -> None:
    text = text_of(printed(graded_page()).content)
    for expected in (
        "Missing child",
        "Requires improvement",
        "The pattern of contact was not seen for eleven days.",
        "Referral back is open",
        "Evident but ineffective",
        "Unnecessary delay",
        "Attendance or child seen",
        "Still waiting.",
        "Earlier episodes were not looked up.",
        "History came too late to change the response.",
        "The child was seen alone.",
        "not answered",
    ):
        assert expected in text


def test_supervision_shows_first_last_number_and_longest_gap() -> None:
    text = text_of(printed(graded_page()).content)
    assert "entry 14 Jan 2018" in text
    assert "entry 7 Feb 2018" in text
    assert "in days 24" in text


def test_an_open_delay_counts_its_days_so_far_to_the_end_of_the_period() -> None:
    text = text_of(printed(graded_page()).content)
    assert "11 days" in text
    assert "121 days to date, to 30 Jun 2018" in text


def test_a_delay_that_ends_before_it_begins_is_pointed_out() -> None:
    rows = rows_text(
        ({"stage": "ST1", "start": "2018-03-12", "end": "2017-04-21", "reason": "R03"},)
    )
    text = text_of(printed(graded_page(**{"delay.rows": rows})).content)
    assert "ends before it begins" in text
    assert "-325" not in text


def test_rows_are_printed_by_date_each_with_its_note_beside_it() -> None:
    rows = rows_text(
        (
            {"date": "2018-08-06", "note": "Third note."},
            {"date": "2018-01-01", "note": "First note."},
            {"date": "2018-03-11", "note": "Second note."},
        )
    )
    content = printed(graded_page(**{"supervision.entries": rows}), with_details=False).content
    text = text_of(content)
    places = [text.index(f"{word} note.") for word in ("First", "Second", "Third")]
    assert places == sorted(places)
    for runs in placed_texts(content):
        notes = {run.text: run.y for run in runs if run.text.endswith("note.")}
        days = {run.text: run.y for run in runs if run.text in {"6 Aug 2018", "1 Jan 2018"}}
        if notes:
            assert notes["Third note."] in {y for day, y in days.items() if day == "6 Aug 2018"}


def test_what_is_not_relevant_is_left_out() -> None:
    left_over = {"risk.urgency": "H24", "risk.raised_with": "Left over words"}
    page = graded_page(**left_over | {"risk.still": "N"})
    text = text_of(printed(page).content)
    assert "Left over words" not in text
    assert str(FORM.item("risk.urgency").label) not in text


def test_an_untouched_case_says_that_nothing_is_answered() -> None:
    result = printed(CasePage(case=case()))
    text = text_of(result.content)
    assert result.pages == 1
    assert "Not started" in text
    assert "Nothing is answered yet" in text


def test_an_excluded_case_says_why_and_shows_no_grade() -> None:
    shown = case()
    answers = {
        Key("reviewable"): "EXC",
        Key("exclusion"): "X1",
        Key("overall.grade"): "I",
    }
    text = text_of(printed(CasePage(case=shown, review=review(answers, shown))).content)
    assert "Excluded" in text
    assert "File unavailable" in text
    assert "Inadequate" not in text


@pytest.mark.parametrize("grade", ["", "RI"])
def test_the_force_s_own_grade_is_withheld_until_a_grade_was_saved(grade: str) -> None:
    shown = case(force_grade="Zwithheld", force_comment="Zcomment", force_scale="Zscale")
    page = CasePage(case=shown, review=review(graded_answers(), shown, blind_grade=grade))
    text = text_of(printed(page).content)
    assert ("Zwithheld" in text) is bool(grade)
    assert ("Zcomment" in text) is bool(grade)
    assert ("Zscale" in text) is bool(grade)


def test_a_case_the_force_did_not_grade_shows_no_grade_of_its_own() -> None:
    shown = case(force_grade="", force_audit_date="2018-09-03")
    page = CasePage(case=shown, review=review(graded_answers(), shown, blind_grade="RI"))
    assert "own grade" not in text_of(printed(page).content)


def test_the_last_change_is_shown_in_local_time() -> None:
    shown = case()
    changed = review(graded_answers(), shown, changed_at="2018-11-14T23:59:00.000Z")
    at = datetime(2018, 11, 14, 23, 59, tzinfo=UTC).astimezone()
    text = text_of(printed(CasePage(case=shown, review=changed)).content)
    assert f"last changed {at.day} {at:%b %Y}, {at:%H:%M}" in text


def test_each_grade_has_its_word() -> None:
    for code, word in (("G", "Good"), ("I", "Inadequate"), ("NG", "Not gradeable")):
        page = graded_page(**{"overall.grade": code, "A1.rating": "IE"})
        first = page_texts(printed(page).content)[0]
        assert word in first
        assert "Insufficient evidence" in first


def test_the_force_s_own_grade_is_withheld_on_an_untouched_case() -> None:
    shown = case(force_grade="Zwithheld", force_comment="Zcomment", force_audit_date="2018-09-03")
    text = text_of(printed(CasePage(case=shown)).content)
    assert "Zwithheld" not in text
    assert "Zcomment" not in text
    assert "3 Sep 2018" not in text


@pytest.mark.parametrize("with_references", [True, False])
def test_the_force_s_reference_is_printed_only_where_asked_for(with_references: bool) -> None:  # noqa: FBT001 - a parameter of a test
    text = text_of(printed(graded_page(), with_references=with_references).content)
    assert ("REF/0042" in text) is with_references


def test_two_readers_of_a_case_follow_each_other_with_the_lead_s_decision() -> None:
    shown = case()
    first = review(graded_answers(), shown, blind_grade="RI")
    second = review(
        graded_answers(**{"overall.grade": "I"}), shown, reader="Reader Two", blind_grade="I"
    )
    standing = standing_of(FORM, shown, [first, second], ruled=((FORM.roles.grade, "I"),))
    decision = Decision(
        id="1",
        case=CaseId(shown.id),
        kind=DecisionKind.GRADE,
        grade="I",
        between=(),
        moderator="The Lead",
        at="2018-11-14T10:00:00.000Z",
        reason="The delay left the child at risk.",
    )
    pages = [
        CasePage(case=shown, review=one, standing=standing, decision=decision)
        for one in standing.reviews
    ]
    text = text_of(printed(*pages).content)
    assert "Reviewed by Reader One" in text
    assert "Reviewed by Reader Two" in text
    assert text.count("Grade after moderation: Inadequate.") == 2
    assert "Decided by The Lead" in text
    assert "The delay left the child at risk." in text


def test_an_unsettled_case_says_so() -> None:
    shown = case()
    first = review(graded_answers(), shown, blind_grade="RI")
    second = review(graded_answers(**{"overall.grade": "I"}), shown, reader="Reader Two")
    standing = standing_of(FORM, shown, [first, second])
    page = CasePage(case=shown, review=first, standing=standing)
    assert "no decision has been made yet" in text_of(printed(page).content)


def test_the_same_print_has_the_same_bytes() -> None:
    assert printed(graded_page()).content == printed(graded_page()).content


def test_only_the_two_embedded_weights_are_used_for_english() -> None:
    fonts = set()
    for page in PdfReader(BytesIO(printed(graded_page()).content)).pages:
        for font in page["/Resources"]["/Font"].values():
            found = font.get_object()
            fonts.add(str(found["/BaseFont"]).split("+")[-1])
            assert "/FontFile2" in found["/DescendantFonts"][0]["/FontDescriptor"]
    assert fonts == {"Inter-Regular", "Inter-Bold"}


def test_no_file_and_no_connection_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    printed(graded_page())  # the typeface is read once

    def refuse(*_args: object, **_more: object) -> None:
        raise AssertionError("a print opened something")

    monkeypatch.setattr("builtins.open", refuse)
    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    monkeypatch.setattr(socket, "socket", refuse)
    hostile = '<img src="file:///etc/hostname"/><img src="https://example.test/x.png"/>'
    assert printed(graded_page(**{"overall.rationale": hostile})).pages


def test_a_print_without_a_case_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="needs a case"):
        printed()


def test_names_as_long_as_they_may_be_stay_whole_on_the_page() -> None:
    about = inspection(force="Police " * 17, marking="M" * 60)
    result = printed(graded_page(), about=about, by="W" * 120)
    for runs in placed_texts(result.content):
        assert {run.text for run in runs} >= {"M" * 60}
        assert all(49 < run.x < 547 for run in runs)


def test_the_moment_of_printing_is_local_time() -> None:
    at = datetime(2018, 7, 1, 23, 30, tzinfo=UTC)
    local = at.astimezone()
    text = text_of(printed(graded_page(), at=at).content)
    assert f"Printed {local.day} {local:%b %Y}, {local:%H:%M}" in text


def test_the_document_itself_carries_its_title_subject_and_printer() -> None:
    about = PdfReader(BytesIO(printed(graded_page()).content)).metadata
    assert about is not None
    assert "anonymous" not in str(about)
    assert about.author == "Reader One"
    assert str(about.subject).startswith(CODE)


def test_a_case_of_many_answers_other_than_yes_is_one_page() -> None:
    notes = {"A1.2": "N", "A1.3": "NE", "A2.1": "N", "A4.1": "N", "A5.1": "NE"}
    answers = notes | {f"{key}.note": "The log does not say who decided it." for key in notes}
    result = printed(graded_page(**answers), with_details=False)
    assert result.pages == 1
    text = text_of(result.content)
    assert "Not evident on file" in text
    assert "Referral back is open" in text


@pytest.mark.parametrize(
    ("page", "status"),
    [
        (graded_page(), "DRAFT"),
        (CasePage(case=case()), "DRAFT"),
        (
            CasePage(
                case=case(),
                review=review(graded_answers(), case(), completed=True),
                changed_since=2,
            ),
            "CHANGED SINCE EXPORT 2",
        ),
    ],
)
def test_a_page_that_is_no_finding_yet_says_so_across_every_page(
    page: CasePage, status: str
) -> None:
    result = printed(page)
    assert all(status in text for text in page_texts(result.content))


def test_a_complete_review_has_no_status_across_its_pages() -> None:
    page = CasePage(case=case(), review=review(graded_answers(), case(), completed=True))
    text = text_of(printed(page).content)
    assert "DRAFT" not in text
    assert "CHANGED" not in text


def test_a_superseded_review_never_shows_its_grade_as_the_one_that_counts() -> None:
    shown = case()
    first = review(graded_answers(), shown, blind_grade="RI", completed=True)
    second = review(
        graded_answers(**{"overall.grade": "I"}), shown, reader="Reader Two", completed=True
    )
    standing = standing_of(FORM, shown, [first, second], ruled=((FORM.roles.grade, "I"),))
    pages = [CasePage(case=shown, review=one, standing=standing) for one in (first, second)]
    superseded, counting = (printed(page, with_details=False).content for page in pages)
    assert "SUPERSEDED" in text_of(superseded)
    assert "SUPERSEDED" not in text_of(counting)
    assert "Requires improvement (does not count)" in text_of(superseded)
    assert _size_of(counting, "Inadequate") == 14
    assert _size_of(superseded, "Requires improvement (does not count)") < 10


def _size_of(content: bytes, words: str) -> float:
    sizes: list[float] = []

    def visit(text: str, _cm: object, _tm: object, _font: object, size: float) -> None:
        if text.strip() == words:
            sizes.append(size)

    PdfReader(BytesIO(content)).pages[0].extract_text(visitor_text=visit)
    return max(sizes)


def test_a_case_with_more_than_usual_is_one_page_in_smaller_letters() -> None:
    usual = printed(graded_page(), with_details=False)
    rows = [
        {"stage": "ST1", "start": f"2018-01-{day:02}", "end": f"2018-02-{day:02}"}
        for day in range(1, 9)
    ]
    rationale = "The officers spoke to the child alone and wrote down what she said. " * 16
    answers = {"overall.rationale": rationale, "delay.rows": rows_text(rows)}
    fitted = printed(graded_page(**answers), with_details=False)
    assert (usual.pages, fitted.pages) == (1, 1)
    text = text_of(fitted.content)
    assert text.count("wrote down what she said") == 16


def test_a_case_that_no_letters_fit_continues_in_letters_of_the_usual_size() -> None:
    rationale = "The officers spoke to the child alone and wrote down what she said. " * 120
    answers = {"overall.rationale": rationale}
    long = printed(graded_page(**answers), with_details=False)
    assert long.pages > 1
    assert text_of(long.content).count("wrote down what she said") == 120


def test_a_note_is_printed_once_beside_its_answer() -> None:
    note = "No action was checked after the first week."
    answers = {"S.2": "N", "S.2.note": note, "supervision.note": "Nobody asked about the device."}
    text = text_of(printed(graded_page(**answers), with_details=False).content)
    assert text.count(note) == 1
    assert text.count("Nobody asked about the device.") == 1


def test_a_case_fits_its_page_only_if_nothing_is_over_the_edge() -> None:
    part = Part(name="0042")
    room = look.PAGE[1] - look.BOTTOM - part.top
    document = document_of(imprint_of(inspection(), FORM.stamp, "Cases", printing()), printing())
    for over, fits in ((0.0, True), (0.005, False)):
        line = TextBlock("A line", TextStyle(9.0, room + over, look.INK))
        assert document.fits(part, [line]) is fits


def test_the_values_of_a_line_of_facts_share_a_base_line() -> None:
    values = {"unit": "North unit", "age": "14", "risk": "High"}
    content = printed(graded_page(case(**values)), with_details=False).content
    heights = {one.y for one in placed_texts(content)[0] if one.text in values.values()}
    assert len(heights) == 1


def test_the_stage_of_a_delay_is_whole_in_the_timeline() -> None:
    rows = rows_text(({"stage": "ST7", "start": "2018-01-12", "end": "2018-01-23"},))
    content = printed(graded_page(**{"delay.rows": rows}), with_details=False).content
    assert "Medical or forensic examination" in [one.text for one in placed_texts(content)[0]]


def test_the_number_of_the_hundredth_row_stays_on_one_line() -> None:
    rows = rows_text([{"date": "2018-01-14", "note": "No new direction."}] * 100)
    content = printed(graded_page(**{"supervision.entries": rows}), with_details=False).content
    shown = [one.text for page in placed_texts(content) for one in page]
    assert "100" in shown
