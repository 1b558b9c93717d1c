"""Whatever lies where a settings file should: it is set aside, reported, and hinders nothing."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.copies import file_id
from reviewer.app.new_files import begin_register
from reviewer.domain.errors import RefusalError, ReviewerError, WorldError
from reviewer.domain.inspection import FileKind, Inspection
from reviewer.domain.list_options import NO_MAPPING, DateOrder, ListMapping
from reviewer.domain.times import local
from reviewer.forms.library import bundled_form
from reviewer.intake.draw_record import draw_record_of
from reviewer.intake.earlier import mapping_of, mapping_text
from ui.operations.backups import back_up_or_say, backup_folder, move_backups
from ui.operations.copies import list_copies
from ui.operations.files import (
    CreatedFile,
    create_file,
    notices_of,
    open_to_read,
    open_to_write,
    remember_seen,
)
from ui.operations.known_files import older_copy_notice
from ui.operations.known_lists import recall_mapping, remember_mapping
from ui.operations.preferences import Preferences, Scheme, load_preferences, save_preferences
from ui.operations.recent import RecentFile, forget_recent, put_first, recent_files, remember_opened
from ui.operations.settings import NOTICES, SIZE_LIMIT

NOW = datetime(2018, 11, 5, 14, 2, 11, tzinfo=UTC)
FORM = bundled_form("ncpi")
ABOUT = Inspection(
    code="NCPI-SYN-2018Q4",
    force="Synthetic Constabulary",
    marking="OFFICIAL-SENSITIVE",
    form=FORM.stamp,
    kind=FileKind.REGISTER,
    person="A. Lead",
)
READERS: Mapping[str, Callable[[], object]] = {
    "window.json": load_preferences,
    "recent.json": recent_files,
    "backups.json": backup_folder,
    f"mappings/{hashlib.sha256(b'synthetic constabulary').hexdigest()[:24]}.json": (
        lambda: recall_mapping("Synthetic Constabulary")
    ),
}
FIELDS = (
    *("scheme", "percent", "keys", "idle_minutes", "remind_minutes", "language", "identity"),
    *("geometry", "files", "folder", "code", "seq", "head", "at", "copies"),
    *("kind", "version", "force", "columns", "types", "scale", "dates", "frame", "strata", "size"),
)
TEXTS = st.sampled_from(("\0", "x" * 5000, "/" + "x" * 300, "", "2018-13-45T99:00:00.000Z", "é"))
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from((10**400, -(10**400), 1 << 70))
    | st.floats()
    | st.text()
    | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
RECENT = st.fixed_dictionaries({"path": TEXTS | st.text()}, optional={"opened_at": TEXTS | JSON})
NEARLY = st.dictionaries(
    st.sampled_from(FIELDS), JSON | TEXTS | st.lists(RECENT | TEXTS, max_size=3), max_size=6
)
CONTENT = (
    st.binary(max_size=200)
    | (JSON | NEARLY).map(lambda value: json.dumps(value).encode())
    | NEARLY.map(lambda value: json.dumps(value).encode()[:-2])
    | st.sampled_from(
        (
            b"[" * 100_000,
            b'{"files": ' * 50_000,
            b'{"percent": 1e999}',
            b'{"percent": ' + b"9" * 10_000 + b"}",
            b'{"identity": "\\udcff"}',
            b"\xff\xfe{\x00}\x00",
            b" " * (SIZE_LIMIT + 1),
        )
    )
)


@contextmanager
def collected_notices() -> Iterator[list[str]]:
    """Collect what a person is shown about settings."""
    sentences: list[str] = []

    class Collected(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            sentences.append(record.getMessage())

    collected = Collected()
    NOTICES.addHandler(collected)
    yield sentences
    NOTICES.removeHandler(collected)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CreatedFile]:
    """A register, in a home of its own; the key's derivation is made cheap, not left out."""
    folder = tmp_path_factory.mktemp("settings")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("REVIEWER_HOME", str(folder / "home"))
        patched.setattr("db.key.MEMORY_KIB", 64)
        yield create_file(
            folder / "team.review",
            "purple anvil river lantern mosaic",
            ABOUT,
            lambda store: begin_register(store, ABOUT, FORM, now=NOW),
            now=NOW,
        )


@pytest.fixture
def home(made: CreatedFile) -> Path:
    """The home, as if nothing had been chosen."""
    return emptied()


def emptied() -> Path:
    folder = Path(os.environ["REVIEWER_HOME"])
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


@pytest.mark.parametrize("name", READERS)
@given(content=CONTENT)
def test_a_settings_file_is_read_or_set_aside_whole(
    made: CreatedFile, name: str, content: bytes
) -> None:
    home = emptied()
    (home / name).parent.mkdir(exist_ok=True)
    (home / name).write_bytes(content)
    with collected_notices() as sentences:
        READERS[name]()
    kept = [path.read_bytes() for path in home.rglob("*.json")]
    assert kept == [content]
    if (home / name).exists():
        assert sentences == []
    else:
        assert [Path(name).name in sentence for sentence in sentences] == [True]
        assert ".unreadable-1.json" in sentences[0]


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("window.json", {"scheme": "pink"}),
        ("window.json", {"percent": 99}),
        ("window.json", {"idle_minutes": 0}),
        ("window.json", {"remind_minutes": 1 << 40}),
        ("window.json", {"identity": "/lead\0.p12"}),
        ("recent.json", {"files": [{"path": "/a\0.review"}]}),
        ("recent.json", {"files": [{"path": "/a.review", "opened_at": "2018-13-45T00:00:00Z"}]}),
        ("backups.json", {"folder": "here"}),
        ("backups.json", {"folder": "/here\0"}),
        ("known", {"seq": -1}),
        ("known", {"seq": 1 << 70}),
        ("known", {"at": "yesterday"}),
        ("known", {"copies": ["/a\0.review"]}),
    ],
)
def test_what_fits_the_shape_and_not_the_meaning_is_set_aside_too(
    home: Path, made: CreatedFile, name: str, document: dict[str, object]
) -> None:
    file = home / name if name != "known" else home / "known" / f"{file_id(made.path)}.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(document), "utf-8")
    with collected_notices() as sentences, open_to_read(made.path, made.key) as store:
        READERS.get(name, lambda: older_copy_notice(store))()
    assert len(sentences) == 1
    assert not file.exists()


@given(content=CONTENT)
def test_no_settings_keep_a_review_file_from_opening(made: CreatedFile, content: bytes) -> None:
    home = emptied()
    for folder in ("known", "mappings"):
        (home / folder).mkdir()
    for name in (*READERS, f"known/{file_id(made.path)}.json"):
        (home / name).write_bytes(content)
    with collected_notices(), open_to_write(made.path, made.key, now=NOW) as store:
        assert replace(store.inspection(), file="") == ABOUT
        notices_of(store, now=NOW)
        list_copies(made.path)
        for one in recent_files():  # as the start page shows them
            assert one.is_there in {True, False}
            assert not one.opened_at or local(one.opened_at)
        for keep in (remember_seen, remember_opened):
            with suppress(ReviewerError):
                keep(store, now=NOW)
        back_up_or_say(store, now=NOW)


def test_what_is_chosen_comes_back(home: Path) -> None:
    chosen = Preferences(scheme=Scheme.DARK, percent=150, keys={"complete": ("F9",)})
    save_preferences(chosen)
    assert load_preferences() == chosen
    (home / "elsewhere").mkdir()
    move_backups(home / "elsewhere")
    assert backup_folder() == home / "elsewhere"


def test_recent_files_come_back_newest_first_and_can_be_forgotten(home: Path) -> None:
    first, second = RecentFile(path=home / "a.review"), RecentFile(path=home / "b", code="B")
    for each in (first, second, first):
        put_first(each)
    assert recent_files() == (first, second)
    forget_recent(first.path)
    assert recent_files() == (second,)


def test_a_second_file_that_cannot_be_read_is_kept_beside_the_first(home: Path) -> None:
    for content in ("one", "two"):
        (home / "window.json").write_text(content, "utf-8")
        load_preferences()
    kept = sorted(path.read_text("utf-8") for path in home.iterdir())
    assert kept == ["one", "two"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes in folders")
def test_a_pipe_in_place_of_a_settings_file_is_not_waited_for(home: Path) -> None:
    os.mkfifo(home / "window.json")
    with collected_notices() as sentences:
        assert load_preferences() == Preferences()
    assert len(sentences) == 1


def test_a_folder_that_cannot_be_written_is_reported_in_a_sentence(home: Path) -> None:
    home.rmdir()
    home.write_text("a file, not a folder", "utf-8")
    assert load_preferences() == Preferences()
    with pytest.raises(WorldError) as refused:
        save_preferences(Preferences(percent=125))
    assert refused.value.code == "cannot-write"
    home.unlink()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a name is always text")
def test_a_name_that_is_no_text_is_refused_and_nothing_is_lost(home: Path) -> None:
    put_first(RecentFile(path=home / "a.review"))
    with pytest.raises(WorldError) as refused:
        put_first(RecentFile(path=home / "\udcff.review"))
    assert refused.value.code == "not-text"
    assert [one.path.name for one in recent_files()] == ["a.review"]


@given(content=CONTENT)
def test_a_file_that_a_person_names_is_read_or_refused_in_a_sentence(content: bytes) -> None:
    for read, code in ((mapping_of, "bad-mapping"), (draw_record_of, "bad-draw-record")):
        with pytest.raises(RefusalError) as refused:
            read(content)
        assert refused.value.code == code
        assert len(str(refused.value)) < 200


MAPPING = ListMapping(
    force="Synthetic Constabulary",
    columns={"reference": "Crime No"},
    types={"missing": "MISS"},
    scale="GRI3",
    dates={"reported": DateOrder.DAY_FIRST},
)


def test_a_mapping_comes_back_as_it_was_written_and_remembered(home: Path) -> None:
    assert mapping_of(mapping_text(MAPPING)) == MAPPING
    remember_mapping(MAPPING)
    assert recall_mapping("SYNTHETIC  Constabulary") == MAPPING
    assert recall_mapping("Another Force") == NO_MAPPING


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"kind": "shopping"}, "another kind of file"),
        ({"version": 2}, "a newer version of the program"),
        ({"columns": {"colour": "Blue"}}, "its “columns”"),
        ({"types": {"x" * 121: "MISS"}}, "its “types”"),
        ({"types": {str(n): "MISS" for n in range(501)}}, "its “types”"),
        ({"dates": {"reported": "both"}}, "its “dates”"),
        ({"scale": ["GRI3"]}, "its “scale”"),
        ({"force": None}, "its “force”"),
    ],
)
def test_what_is_wrong_with_a_mapping_is_named(changes: dict[str, object], why: str) -> None:
    document = {**json.loads(mapping_text(MAPPING)), **changes}
    with pytest.raises(RefusalError) as refused:
        mapping_of(json.dumps(document).encode())
    assert why in str(refused.value)
