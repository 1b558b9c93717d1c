"""An action is declared once: from its class follow writing, reading, sentences and redaction."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields

import pytest
from action_sample import DECLARED_KINDS, actions, any_of, without_typed
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.domain.action import KINDS, Action, Redactable, UnknownAction, logged
from reviewer.domain.case_actions import AnswerGiven, ListValueCorrected
from reviewer.domain.event import Event, facts_text, read_action, refilled, typed_text
from reviewer.domain.file_actions import RedactionReasoned, WordsRedacted
from reviewer.domain.ids import Key
from reviewer.domain.log_names import kind_name
from reviewer.domain.log_sentences import log_line, sentence, sentences
from reviewer.domain.redaction import WordsToRemove, with_what_is_left
from reviewer.domain.typed_text import action_without
from reviewer.forms.library import bundled_form

FORM = bundled_form("ncpi")
NAME = WordsToRemove.of("Quixotina Sample")


def again(action: Action) -> Action:
    return read_action(action.name, facts_text(action), typed_text(action))


def event(seq: int, action: Action, case: str = "") -> Event:
    return Event(seq=seq, at="2018", actor="A", case=case, action=action, hash="ab")


@settings(deadline=None)
@given(action=actions)
def test_any_action_comes_back_with_the_values_and_types_it_had(action: Action) -> None:
    back = again(action)
    assert back == action
    assert type(back) is type(action)
    for field in fields(action):
        assert type(getattr(back, field.name)) is type(getattr(action, field.name)), field.name


@settings(deadline=None)
@given(action=actions)
def test_what_was_typed_can_be_removed_and_nothing_else_is_lost(action: Action) -> None:
    lost = read_action(action.name, facts_text(action), None)
    assert lost == without_typed(action)
    assert lost.lost == bool(action.redactable)
    assert facts_text(lost) == facts_text(action)
    assert typed_text(lost) is None


@pytest.mark.parametrize("kind", DECLARED_KINDS, ids=lambda kind: kind.kind)
@settings(deadline=None, max_examples=5)
@given(data=st.data())
def test_no_sentence_for_a_workbook_holds_what_was_typed(
    kind: type[Action], data: st.DataObject
) -> None:
    action = data.draw(any_of(kind))
    sentence_shown = str(sentence(action))
    assert log_line(event(1, action)).detail == sentence_shown
    if getattr(action, "answer", None) != "":  # that an answer was cleared is no text of anybody's
        assert str(sentence(without_typed(action))) == sentence_shown


@pytest.fixture
def later_kind() -> Iterator[type[Action]]:
    """Declare one more kind, as a later version does."""

    @logged("force's grade shown")
    class GradeShown(Action):
        """The force's own grade was shown before the reader had graded."""

        grades: tuple[str, ...]
        why: Redactable[str]

    yield GradeShown
    del KINDS[GradeShown.kind]


def test_every_kind_has_a_name_for_people() -> None:
    assert {kind for kind in KINDS if not kind_name(kind).context} == set()


def test_a_kind_is_added_by_declaring_its_class(later_kind: type[Action]) -> None:
    shown = later_kind(grades=("G", "RI"), why="Quixotina Sample asked")
    assert facts_text(shown) == '{"grades":["G","RI"]}'
    assert typed_text(shown) == '{"why":"Quixotina Sample asked"}'
    assert again(shown) == shown
    assert str(sentence(shown)) == "grades ('G', 'RI')"
    assert action_without(FORM, shown, NAME) == later_kind(
        grades=("G", "RI"), why="[redacted] asked"
    )


def test_an_action_of_a_newer_version_is_read_shown_kept_and_redacted(
    later_kind: type[Action],
) -> None:
    facts, typed = '{"grades":["G"]}', '{"why":"as Quixotina Sample asked"}'
    assert not isinstance(read_action(later_kind.kind, facts, typed), UnknownAction)
    unknown = read_action("force's grade hidden", facts, typed)
    assert isinstance(unknown, UnknownAction)
    assert unknown.name == "force's grade hidden"
    assert (facts_text(unknown), typed_text(unknown)) == (facts, typed)
    assert str(sentence(unknown)) == "written by a newer version: grades ['G']"
    left = action_without(FORM, unknown, NAME)
    assert typed_text(left) == '{"why":"as [redacted] asked"}'
    assert read_action("force's grade hidden", facts, None).lost


@pytest.mark.parametrize(
    ("facts", "typed"),
    [
        ("{", None),
        ("[]", None),
        ("7", None),
        ("[" * 100_000, None),
        ('{"cause":"given"}', '{"answer":"Y"}'),
        ('{"key":7,"cause":"given"}', '{"answer":"Y"}'),
        ('{"key":"A1.1","cause":"whim"}', '{"answer":"Y"}'),
        ('{"key":"A1.1","cause":"given"}', '{"answer":["Y"]}'),
        ('{"key":"A1.1","cause":"given"}', "nothing"),
    ],
)
def test_fields_that_are_not_those_of_their_kind_are_no_action_of_it(
    facts: str, typed: str | None
) -> None:
    assert isinstance(read_action("answered", facts, typed), UnknownAction)


def test_a_field_that_a_later_version_adds_to_a_kind_is_no_hindrance() -> None:
    facts = '{"key":"A1.1","cause":"given","device":"L7"}'
    assert read_action("answered", facts, '{"answer":"Y"}') == AnswerGiven(
        key=Key("A1.1"), answer="Y"
    )


def test_no_two_kinds_are_called_the_same() -> None:
    with pytest.raises(ValueError, match="answered"):

        @logged("answered")
        class Again(Action):
            """One too many."""


def test_what_is_left_of_a_redaction_that_was_redacted_goes_back_to_where_it_was_typed() -> None:
    given = ListValueCorrected(key=Key("unit"), before="Barnet", after="A B", reason="b said")
    words = {"before": "Barnet", "after": "[redacted] B", "reason": "b said"}
    first = WordsRedacted(event=1, reason_event=2, left=None)
    second = WordsRedacted(event=3, reason_event=4, left={**words, "after": "[redacted]"})
    why = RedactionReasoned(key="", reason="a name")
    events = [event(1, without_typed(given)), event(2, why), event(3, first), event(4, why)]
    filled = with_what_is_left([*events, event(5, second)])
    assert filled[0].action == refilled(given, {**words, "after": "[redacted]"})
    assert list(map(str, sentences([*events, event(5, second)]))) == [
        "unit",
        "reason: a name",
        "value of event 1: a name",
        "reason: a name",
        "value of event 3: a name",
    ]


@pytest.mark.parametrize("left", [{"answer": 7}, {"reason": "x"}, {}])
def test_what_is_left_of_another_kind_is_not_put_into_an_action(left: dict[str, object]) -> None:
    lost = AnswerGiven(key=Key("A1.1"), answer=None)
    redacted = WordsRedacted(event=1, reason_event=1, left=left)
    assert with_what_is_left([event(1, lost), event(2, redacted)])[0].action == lost


def test_the_facts_are_json_that_a_script_can_read() -> None:
    assert json.loads(facts_text(AnswerGiven(key=Key("A1.1"), answer="Y"))) == {
        "key": "A1.1",
        "cause": "given",
        "joined": False,
    }
