"""Every page in a made-up language: longer, accented, bracketed; nothing is cut off or English."""

from __future__ import annotations

import gettext
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import pytest
from catalogues import TEMPLATES, read
from gallery import DIALOGS, PAGES, READERS, TYPED, Behind, all_dialogs, all_pages, fill
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot
from window_kit import in_dialog
from window_sample import CODE, KEY, PERSON, RISKS, UNITS, form

from db.file import open_file
from reviewer.domain import language
from reviewer.domain.ids import SessionId
from reviewer.domain.language import ENGLISH
from reviewer.domain.wording import Wording
from ui.window.commands import Commands
from ui.window.frame import RailButton
from ui.window.notify import confirm, show_defect, show_refusal
from ui.window.qt_words import translate_qt
from ui.window.start import Session
from ui.window.theme import SMALL, Theme

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

ACCENTED = str.maketrans("aeiouAEIOUwy", "âêîôûÂÊÎÔÛŵŷ")
WORD = re.compile(r"[^\W\d_]{3,}")
PATH = re.compile(r"/[\w./-]+")


def longer(template: str) -> str:
    """Return a template accented and about 40% longer, its values as they are."""
    parts = re.split(r"(\{[^{}]*\}|%\S|\(\*[^)]*\))", template)
    accented = "".join(p if i % 2 else p.translate(ACCENTED) for i, p in enumerate(parts))
    return f"[{accented}{'~' * max(1, len(template) * 2 // 5)}]"


class Longer(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return longer(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return longer(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return longer(message)


@pytest.fixture(autouse=True)
def made_up_language(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    catalogues = language.catalogue
    found = Longer()

    def catalogue(code: str) -> gettext.NullTranslations:
        return found if code == "xx" else catalogues(code)

    monkeypatch.setattr(language, "catalogue", catalogue)
    monkeypatch.setattr("reviewer.domain.message.catalogue", catalogue)
    language.choose_language("xx")
    words = translate_qt(qapp)
    yield
    qapp.removeTranslator(words)
    language.choose_language(ENGLISH)


@pytest.fixture
def session(session: Session, monkeypatch: pytest.MonkeyPatch) -> Session:
    monkeypatch.setattr(session, "_follow_language", lambda: None)
    return session


@pytest.fixture
def at_work(session: Session, path: Path) -> Session:
    session._on_opened(open_file(path, KEY, person=PERSON, session_id=SessionId("s")))
    return session


def wordings(part: object) -> Iterator[str]:
    if isinstance(part, Wording):
        yield part.en
    elif hasattr(type(part), "model_fields"):
        for name in type(part).model_fields:
            yield from wordings(getattr(part, name))
    elif isinstance(part, dict):
        for inner in part.values():
            yield from wordings(inner)
    elif isinstance(part, (list, tuple)):
        for inner in part:
            yield from wordings(inner)


OWN = ("Sample Constabulary", "OFFICIAL-SENSITIVE", "TST", "Random", "random", "sample.review")
DATA = frozenset([*wordings(form()), PERSON, *READERS, CODE, *OWN, *UNITS, *RISKS])
"""What is data: the form's own texts, names and codes, which are no sentences of the program."""
NAMES = {  # of the program, the languages and the keys of the keyboard
    "reviewer",
    "english",
    "cymraeg",
    "ctrl",
    "alt",
    "shift",
    "delete",
    "space",
    "tab",
    "page",
    "down",
}


def visible(top: QWidget) -> Iterator[tuple[QWidget, str]]:
    for part in [top, *top.findChildren(QWidget)]:
        if not part.isVisible() or part.visibleRegion().isEmpty():
            continue
        if isinstance(part, (QLabel, QAbstractButton)) and part.text():
            yield part, re.sub(r"<[^>]*>", " ", part.text())
        elif isinstance(part, QComboBox):
            yield part, part.currentText()
        elif isinstance(part, QLineEdit) and part.placeholderText():
            yield part, part.placeholderText()
        elif isinstance(part, QTableView) and part.model() is not None:
            model = part.model()
            for column in range(model.columnCount()):
                yield part, str(model.headerData(column, Qt.Orientation.Horizontal) or "")
                for row in range(min(model.rowCount(), 20)):
                    yield part, str(model.index(row, column).data() or "")


def untranslated(text: str) -> str:
    """Return what stands outside all brackets."""
    inner = re.compile(r"\[[^\[\]]*\]")
    while inner.search(text):
        text = inner.sub(" ", text)
    return text


IN_ENGLISH = "in English"


def without(text: str, data: Collection[str]) -> str:
    """Return a text without what is data in it, each as a whole."""
    text = text.replace("\N{NO-BREAK SPACE}", " ")
    for known in sorted((one for one in data if one and one in text), key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(known)}(?!\w)", " ", text)
    return text


def origin(text: str, data: Collection[str]) -> str:
    """Return where a text on screen comes from."""
    rest = untranslated(PATH.sub(" ", text))
    if any(word.casefold() not in NAMES for word in WORD.findall(without(rest, data))):
        return IN_ENGLISH
    if rest != text:
        return "from the catalogue"
    return "data, names and keys" if re.search(r"[^\W\d_]", text) else "numbers and signs"


def in_english(top: QWidget, data: Collection[str] = DATA) -> set[str]:
    """Return what is shown and was not translated, except data."""
    return {
        f"{part.objectName() or type(part).__name__}: {text[:70]!r}"
        for part, text in visible(top)
        if origin(text, data) == IN_ENGLISH
    }


def cut_off(top: QWidget) -> set[str]:
    """Return what needs more room than it has."""
    found = set()
    for part, text in visible(top):
        if isinstance(part, QLabel):
            if part.wordWrap():
                short = part.heightForWidth(part.width()) > part.height() + 1
            else:
                short = part.sizeHint().width() > part.width() + 1
        elif isinstance(part, QAbstractButton) and part.hasHeightForWidth():
            short = part.heightForWidth(part.width()) > part.height() + 1
        elif isinstance(part, QAbstractButton):
            short = part.sizeHint().width() > part.width() + 1
        elif isinstance(part, (QLineEdit, QComboBox)):
            room = part.width() - (BESIDE_TEXT if isinstance(part, QComboBox) else 0)
            short = part.fontMetrics().horizontalAdvance(text) > room
        else:
            short = False
        if short:
            found.add(f"{part.objectName() or type(part).__name__}: {text[:70]!r}")
    return found


BESIDE_TEXT = 20
"""Pixels of a list to pick from that its arrow needs."""
PLACES = (Commands.CASES, Commands.SUMMARY, Commands.PRINT, Commands.LOG, Commands.FILE)


@pytest.mark.parametrize("page", ["begin", "unlock", "show_new", "show_check", "show_merge"])
def test_a_page_before_a_file_is_open_is_whole_in_a_longer_language(
    session: Session, path: Path, page: str, qtbot: QtBot
) -> None:
    arguments: dict[str, tuple[object, ...]] = {"begin": (None,), "unlock": (path,)}
    getattr(session._entrance, page)(*arguments.get(page, ()))
    qtbot.wait(50)
    assert (in_english(session._window), cut_off(session._window)) == (set(), set())


def test_the_rail_has_room_for_longer_names(at_work: Session, theme: Theme) -> None:
    metrics = QFontMetrics(theme.font(SMALL, strong=True))
    buttons = [b for b in at_work._window.findChildren(RailButton) if b.isVisible()]
    assert len(buttons) > 5
    assert [b.text() for b in buttons if metrics.horizontalAdvance(b.text()) >= b.width()] == []


def test_every_place_of_a_file_is_whole_in_a_longer_language(
    at_work: Session, qtbot: QtBot
) -> None:
    window = at_work._window
    for command in PLACES:
        window.go(command)
        qtbot.waitUntil(lambda: not at_work._jobs.busy())
        qtbot.wait(50)
        found = in_english(window), cut_off(window)
        assert (command.name, *found) == (command.name, set(), set())


@pytest.fixture
def behind(theme: Theme, session: Session, path: Path, tmp_path: Path) -> Behind:
    store = open_file(path, KEY, person=PERSON, session_id=SessionId("s"))
    fill(store)
    session._on_opened(store)
    return Behind(theme=theme, window=session._window, store=store, folder=tmp_path)


def test_no_page_and_no_dialog_is_forgotten() -> None:
    assert all_pages() == set(PAGES)
    assert all_dialogs() == set(DIALOGS)


@pytest.mark.parametrize("kind", [pytest.param(one, id=one.__name__) for one in PAGES])
@pytest.mark.parametrize("width", [1100, 1600])
def test_a_page_by_itself_is_whole_in_a_longer_language(
    behind: Behind, kind: type[QWidget], width: int, qtbot: QtBot
) -> None:
    page = PAGES[kind](behind)
    qtbot.addWidget(page)
    page.resize(width, 900)
    with qtbot.waitExposed(page):
        page.show()
    qtbot.wait(50)
    assert (in_english(page), cut_off(page)) == (set(), set())


def typed(behind: Behind) -> frozenset[str]:
    """Return what is data once cases are answered: what people typed, too."""
    answers = (text for review in behind.store.reviews() for text in review.answers.values())
    return DATA | {TYPED, *answers}


@pytest.mark.parametrize("kind", [pytest.param(one, id=one.__name__) for one in DIALOGS])
def test_a_dialog_is_whole_in_a_longer_language(
    behind: Behind, kind: type[QDialog], qtbot: QtBot
) -> None:
    dialog = DIALOGS[kind](behind)
    with qtbot.waitExposed(dialog):
        dialog.show()
    qtbot.wait(50)
    found = in_english(dialog, typed(behind)), cut_off(dialog)
    dialog.hide()  # one of them asks before it is closed
    dialog.deleteLater()
    assert found == (set(), set())


@pytest.mark.bench
def test_the_texts_on_screen_are_counted(behind: Behind, qtbot: QtBot) -> None:
    counts = Counter[str]()
    for kind in (*PAGES, *DIALOGS):
        shown = PAGES[kind](behind) if kind in PAGES else DIALOGS[kind](behind)
        with qtbot.waitExposed(shown):
            shown.show()
        qtbot.wait(50)
        counts.update(origin(text, typed(behind)) for _, text in visible(shown))
        shown.hide()
        shown.deleteLater()
    templates = len(read(TEMPLATES))
    print(f"\ntexts on {len(PAGES)} pages and {len(DIALOGS)} dialogs, of {templates} templates:")  # noqa: T201 - the figure
    print(", ".join(f"{n} {name}" for name, n in counts.most_common()))  # noqa: T201 - as above
    assert counts[IN_ENGLISH] == 0


@pytest.mark.parametrize(
    "show",
    [
        lambda window: show_refusal(window, longer("No.")),
        lambda window: confirm(window, longer("Really?"), longer("Do it")),
        lambda _: show_defect("0"),
    ],
    ids=["refusal", "question", "defect"],
)
def test_a_message_box_is_whole_in_a_longer_language(
    at_work: Session, show: Callable[[QWidget], object], qtbot: QtBot
) -> None:
    found: list[tuple[set[str], set[str]]] = []

    def look(dialog: QDialog) -> None:
        qtbot.wait(50)
        found.append((in_english(dialog), cut_off(dialog)))

    in_dialog(look)
    show(at_work._window)
    assert found == [(set(), set())]


def test_the_menu_of_a_text_is_in_the_language_of_the_window(qtbot: QtBot) -> None:
    box = QLineEdit()
    qtbot.addWidget(box)
    menu = box.createStandardContextMenu()
    texts = [action.text().split("\t")[0] for action in menu.actions() if action.text()]
    menu.deleteLater()
    assert "[&Ûndô" in " ".join(texts)
    assert [text for text in texts if WORD.search(untranslated(text))] == []


def test_what_is_english_or_cut_off_is_found(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    label, button = QLabel("Untranslated quokka", page), QPushButton(longer("A button"), page)
    label.setObjectName("label")
    button.setObjectName("button")
    button.setFixedWidth(20)
    page.resize(400, 200)
    with qtbot.waitExposed(page):
        page.show()
    button.move(0, 100)
    assert in_english(page) == {"label: 'Untranslated quokka'"}
    assert len(cut_off(page)) == 1
