"""What is wrong with a field is shown at the field, in every page and dialog in the same way."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot
from window_kit import focused, in_dialog, part, presenter_of, press, store_of, write
from window_sample import NOW, OpenWindow

from reviewer.app.drafting import Dialog
from reviewer.domain.errors import RefusalError
from reviewer.domain.message import message
from reviewer.forms.library import bundled_form
from ui.window.beginning.inspection_form import InspectionForm
from ui.window.commands import Commands
from ui.window.keeping.keeping_sheets import HandoverSheet
from ui.window.parts.faults import FAULTY, Faults, place_of
from ui.window.parts.sheet_draft import SheetDraft
from ui.window.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def faults(within: QWidget) -> list[str]:
    """Return the names of the boxes that are marked, each with a sentence below it."""
    marked = [box for box in within.findChildren(QWidget) if box.property(FAULTY)]
    lines = [line for line in within.findChildren(QLabel, "fault") if not line.isHidden()]
    assert len(marked) == len(lines)
    assert all(box.accessibleDescription().startswith("Error: ") for box in marked)
    return [box.objectName() for box in marked]


@pytest.fixture
def form(theme: Theme, qtbot: QtBot) -> InspectionForm:
    made = InspectionForm(theme, lambda phrase, _: "" if len(phrase) > 13 else "Too short.")
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    return made


def refused(form: InspectionForm) -> str:
    with pytest.raises(RefusalError) as error:
        form.wanted(bundled_form("ncpi").stamp)
    return str(error.value)


def test_all_that_is_wrong_is_reported_at_once_each_at_its_field(form: InspectionForm) -> None:
    write(form, "new-force", "Synthetic Constabulary")
    write(form, "new-visit-from", "soon")
    write(form, "new-visit-to", "31/02/2018")
    summary = refused(form)
    wrong = ["new-code", "new-person", "new-visit-from", "new-visit-to", "new-passphrase"]
    assert sorted(faults(form)) == sorted(wrong)
    assert "5" in summary
    assert "Visit to" in summary
    assert focused().objectName() == "new-code"


def test_what_was_wrong_goes_as_soon_as_something_else_is_typed(form: InspectionForm) -> None:
    hint = part(form, QLineEdit, "new-person").accessibleDescription()
    refused(form)
    assert "new-person" in faults(form)
    write(form, "new-person", "A. Inspector")
    assert "new-person" not in faults(form)
    assert part(form, QLineEdit, "new-person").accessibleDescription() == hint
    write(form, "new-person", "")
    assert "new-person" not in faults(form), "it is said again when the form is sent"
    refused(form)
    assert "new-person" in faults(form)


@pytest.mark.parametrize("typed", ["1/9/2018", "01.09.2018", "2018-09-01", "01/09/2018"])
def test_a_day_is_taken_as_it_is_in_the_review(form: InspectionForm, typed: str) -> None:
    write(form, "new-visit-from", typed)
    refused(form)
    assert "new-visit-from" not in faults(form)


def test_one_fault_is_reported_with_the_name_of_its_field(
    theme: Theme, form: InspectionForm
) -> None:
    found = Faults()
    box = part(form, QLineEdit, "new-force")

    def reading() -> str:
        raise RefusalError("no", message("Something is wrong."))

    assert found.read(box, reading) is None
    assert found.show() == "Police force: Something is wrong."
    place = place_of(box)
    assert place is not None
    assert place.name == "Police force"


def test_no_button_of_a_dialog_moves_when_something_is_wrong(
    open_window: OpenWindow, theme: Theme, qtbot: QtBot
) -> None:
    window = open_window(2)
    store = store_of(window)
    draft = SheetDraft(store, lambda: NOW, Dialog.HANDOVER)
    sheet = HandoverSheet(theme, "A. Inspector", lambda _to, _why: None, draft, window)
    sheet.show()
    QApplication.processEvents()
    before = sheet.accept_button.mapToGlobal(QPoint(0, 0))
    press(sheet, "handover-sheet-accept")
    qtbot.wait(20)
    assert faults(sheet) == ["handover-to", "handover-why"]
    assert sheet.accept_button.mapToGlobal(QPoint(0, 0)) == before
    sheet.close()


def test_a_wrong_value_of_the_list_is_marked_and_no_other(open_window: OpenWindow) -> None:
    window = open_window(2)
    seen: list[list[str]] = []

    def correct(dialog: QDialog) -> None:
        write(dialog, "value-reported", "31/02/2018")
        write(dialog, "reason", "the force's slip")
        press(dialog, "list-values-accept")
        seen.append(faults(dialog))
        write(dialog, "value-reported", "28/02/2018")
        write(dialog, "reason", "")
        press(dialog, "list-values-accept")
        seen.append(faults(dialog))

    met = in_dialog(correct)
    window.actions_[Commands.CORRECT].trigger()
    assert met
    assert seen == [["value-reported"], ["reason"]]


def test_a_phrase_that_is_refused_is_reported_at_its_field(open_window: OpenWindow) -> None:
    window = open_window(2)
    seen: list[list[str]] = []

    def keep(dialog: QDialog) -> None:
        press(dialog, "keep-phrase")
        seen.append(faults(dialog))
        write(dialog, "phrase-new", "No entry on file.")
        press(dialog, "keep-phrase")
        seen.append(faults(dialog))

    met = in_dialog(keep)
    presenter_of(window).steps.go_to("overall.rationale")
    window.actions_[Commands.PHRASES].trigger()
    assert met
    assert seen == [["phrase-new"], []]


def test_a_key_that_is_taken_is_reported_at_the_command_that_was_changed(
    open_window: OpenWindow,
) -> None:
    window = open_window(2)
    seen: list[list[str]] = []

    def change(dialog: QDialog) -> None:
        box = part(dialog, QKeySequenceEdit, "keys-complete")
        box.setKeySequence(QKeySequence("F12"))
        press(dialog, "take-keys")
        (line,) = [one for one in dialog.findChildren(QLabel, "fault") if one.text()]
        seen.append([dialog.focusWidget().objectName(), line.text()[:3]])
        box.setKeySequence(QKeySequence("F9"))
        seen.append(faults(dialog))

    met = in_dialog(change)
    window.actions_[Commands.REMAP].trigger()
    assert met
    assert seen == [["keys-complete", "F12"], []]
