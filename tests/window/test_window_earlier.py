"""Earlier visits in the window: typed in, counted from a workbook, left out, and shown at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot
from window_kit import part, press, words
from window_sample import FORCE, NOW, make_file, opened

from db.store import ReviewFile
from reviewer.app.answering import answer
from reviewer.app.exporting import ExportOrder, export_workbook
from reviewer.domain.errors import RefusalError
from reviewer.domain.form import Form
from reviewer.domain.ids import Key
from reviewer.forms.library import bundled_source
from reviewer.forms.loader import load_form
from reviewer.signing.identity import create_identity
from ui.operations.trust import trust_signer
from ui.window.jobs import Jobs
from ui.window.results.earlier_dialog import EarlierDialog
from ui.window.results.earlier_presenter import EarlierPresenter
from ui.window.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # of the offscreen platform

PASSWORD = "violet lantern gravel"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ReviewFile]:
    make_file(tmp_path / "this.review", 2)
    with opened(tmp_path / "this.review") as store:
        yield store


@pytest.fixture
def dialog(theme: Theme, qtbot: QtBot, qapp: QApplication, store: ReviewFile) -> EarlierDialog:
    window = QLabel()
    qtbot.addWidget(window)
    presenter = EarlierPresenter(theme, store, Jobs(qapp), lambda: NOW, window)
    dialog = presenter.open()
    qtbot.addWidget(dialog)
    return dialog


def type_in(dialog: EarlierDialog, qtbot: QtBot, label: str, graded: str, below: str) -> None:
    for name, text in (("label", label), ("graded", graded), ("below", below)):
        field = part(dialog, QLineEdit, f"earlier-{name}")
        field.clear()
        qtbot.keyClicks(field, text)
    press(dialog, "earlier-add")


def labels(dialog: EarlierDialog) -> list[str]:
    model = dialog.table.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_a_visit_typed_in_is_on_the_disk_and_can_be_left_out(
    dialog: EarlierDialog, store: ReviewFile, qtbot: QtBot
) -> None:
    assert "no earlier visits" in words(dialog)
    type_in(dialog, qtbot, "2016", "374", "278")
    (visit,) = store.inspection().earlier
    assert (visit.label, visit.graded, visit.below_good, visit.source) == ("2016", 374, 278, "")
    assert labels(dialog) == ["2016"]
    dialog.table.selectRow(0)
    press(dialog, "earlier-forget")
    assert store.inspection().earlier == ()


def test_counts_that_cannot_be_are_refused_in_the_dialog(
    dialog: EarlierDialog, store: ReviewFile, qtbot: QtBot
) -> None:
    type_in(dialog, qtbot, "2016", "9", "10")
    assert "not possible" in words(dialog)
    type_in(dialog, qtbot, "2016", "9", "")
    assert "both numbers" in words(dialog)
    assert store.inspection().earlier == ()


def test_the_dialog_stays_while_it_counts_and_then_says_why_it_could_not(
    dialog: EarlierDialog, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = Event()

    def count(*_: object, **__: object) -> None:
        go_on.wait()
        raise RefusalError("no-workbook", "This is no workbook.")

    monkeypatch.setattr("ui.window.results.earlier_presenter.count_visit", count)
    dialog.chosen.emit(tmp_path / "then.xlsx", "")
    assert "Counting the cases of then.xlsx" in words(dialog)
    dialog.reject()
    dialog.close()
    assert dialog.isVisible()
    assert not part(dialog, QAbstractButton, "earlier-close").isEnabled()
    go_on.set()
    qtbot.waitUntil(lambda: "This is no workbook." in words(dialog))
    press(dialog, "earlier-close")
    assert not dialog.isVisible()


def test_a_visit_is_counted_from_its_workbook_once_its_signer_is_trusted(
    dialog: EarlierDialog, store: ReviewFile, qtbot: QtBot, tmp_path: Path
) -> None:
    identity = create_identity(name="A. Inspector", kind="ec", now=NOW)
    make_file(tmp_path / "then.review", 2, code="SYN-2016")
    with opened(tmp_path / "then.review") as then:
        answer(then, then.cases()[0].id, {Key("overall.grade"): "RI"}, now=NOW)
        protected = tmp_path / "then.xlsx"
        export_workbook(
            *(then, ExportOrder(out=protected, password=PASSWORD), identity),
            now=NOW,
            export_id="e",
            app_version="0",
        )
    dialog.chosen.emit(protected, "")
    qtbot.waitUntil(lambda: "password" in words(dialog))
    dialog.opened_with.emit(PASSWORD)
    qtbot.waitUntil(lambda: "you do not trust its signer" in words(dialog))
    assert store.inspection().earlier == ()
    trust_signer(identity.certificate_der, now=NOW)
    dialog.opened_with.emit(PASSWORD)
    qtbot.waitUntil(lambda: labels(dialog) == ["SYN-2016"])
    (visit,) = store.inspection().earlier
    assert (visit.graded, visit.below_good, len(visit.source)) == (1, 1, 64)


def exported(tmp_path: Path, *, of: Form | None = None, force: str = FORCE) -> Path:
    """Make the workbook of an earlier visit, signed by someone who is trusted here."""
    identity = create_identity(name="A. Inspector", kind="ec", now=NOW)
    trust_signer(identity.certificate_der, now=NOW)
    make_file(tmp_path / "then.review", 2, code="SYN-2016", of=of, force=force)
    out = tmp_path / "then.xlsx"
    with opened(tmp_path / "then.review") as then:
        answer(then, then.cases()[0].id, {Key("overall.grade"): "RI"}, now=NOW)
        order = ExportOrder(out=out)
        export_workbook(then, order, identity, now=NOW, export_id="e", app_version="0")
    return out


def offered(dialog: EarlierDialog, name: str) -> bool:
    return part(dialog, QAbstractButton, name).isVisible()


def test_a_visit_of_another_form_is_compared_by_a_mapping_that_is_saved_and_filled_in(
    dialog: EarlierDialog, store: ReviewFile, qtbot: QtBot, tmp_path: Path
) -> None:
    seventh = bundled_source("ncpi").replace("version: 1\n", "version: 7\n", 1)
    workbook = exported(tmp_path, of=load_form(seventh, "seventh.yaml", find=bundled_source))
    assert not offered(dialog, "earlier-map")
    dialog.chosen.emit(workbook, "")
    qtbot.waitUntil(lambda: offered(dialog, "earlier-map"))
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("from: nothing\n", encoding="utf-8")
    dialog.mapped.emit(mapping)
    qtbot.waitUntil(lambda: "mapping.yaml, line 1" in words(dialog))
    assert offered(dialog, "earlier-template")
    dialog.template_wanted.emit(mapping)
    qtbot.waitUntil(lambda: "mapping.yaml is saved" in words(dialog))
    dialog.mapped.emit(mapping)
    qtbot.waitUntil(lambda: labels(dialog) == ["SYN-2016"])
    assert not offered(dialog, "earlier-map")
    (visit,) = store.inspection().earlier
    assert visit.mapped == "ncpi version 7 → ncpi version 1"
    assert (visit.graded, visit.below_good) == (1, 1)


def test_another_force_s_visit_is_compared_only_when_it_is_meant(
    dialog: EarlierDialog, store: ReviewFile, qtbot: QtBot, tmp_path: Path
) -> None:
    workbook = exported(tmp_path, force="Other Constabulary")
    dialog.chosen.emit(workbook, "")
    qtbot.waitUntil(lambda: offered(dialog, "earlier-mean"))
    assert "Other Constabulary" in words(dialog)
    assert store.inspection().earlier == ()
    press(dialog, "earlier-mean")
    qtbot.waitUntil(lambda: labels(dialog) == ["Other Constabulary, SYN-2016"])
    dialog.chosen.emit(workbook, "Again")
    qtbot.waitUntil(lambda: "already compared with this visit" in words(dialog))
