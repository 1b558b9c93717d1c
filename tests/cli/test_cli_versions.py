"""Files of other versions of the program: what meets what, as docs/formats/versions.md has it."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from commands import PASSPHRASE, Command, CommandResult

from db.engine import Access, close_to_one_file, connect
from db.key import SALT_BYTES, FileKey, derive_key
from db.statement import driver_of
from reviewer.domain.action import KINDS, Action, logged
from reviewer.signing import package
from reviewer.signing.archive import stored
from reviewer.signing.package import read_loosely, write_package
from reviewer.signing.parts import CONTENT_TYPES, is_rels
from reviewer.workbook import code_rows, writer
from ui.operations.files import open_to_write

CASE = "SYN-2018Q4-0004"


def key_of(path: Path) -> FileKey:
    return derive_key(path.read_bytes()[:SALT_BYTES], PASSPHRASE)


def set_format(path: Path, number: int) -> None:
    connection = connect(path, key_of(path), Access.WRITE)
    driver_of(connection).execute(f"PRAGMA user_version = {number}")
    close_to_one_file(connection)


def one_sentence(result: CommandResult, *words: str) -> None:
    """Check a refusal: one line that has these words, and nothing done."""
    text = result.err.strip()
    assert (result.code in (1, 2), "\n" in text) == (True, False), result
    assert "went wrong" not in text
    assert all(word in text for word in words), text


def log_of(cli: Command, file: str) -> list[str]:
    return [str(line["action"]) for line in cli("log", file, "--json").json]


@pytest.mark.parametrize(
    ("number", "words"), [(2, ("newer version", "Install")), (0, ("not recognised", "backup"))]
)
def test_a_file_of_another_format_is_left_as_it_is(
    cli: Command, two_workbooks: Path, number: int, words: tuple[str, str]
) -> None:
    path = two_workbooks / "b.review"
    set_format(path, number)
    before = path.read_bytes()
    for line in (
        ("cases", path),
        ("check", path),
        ("answers", "set", path, CASE, "A1.1=Y"),
        ("complete", path, "--all"),
        ("export", path, "new.xlsx", "--identity", "b.p12"),
        ("backup", path, "new.review"),
        ("restore", path, "new.review"),
        ("merge", path, "a.xlsx"),
        ("reconcile", path, "a.xlsx"),
        ("returns", path, "a.xlsx"),
        ("summary", path),
        ("figure", "T1-B1", path),
        ("receipts", "list", path),
    ):
        one_sentence(cli(*line), *words)
    assert path.read_bytes() == before
    assert not list(two_workbooks.glob("new.*"))


@pytest.mark.parametrize(
    ("constant", "number", "words"),
    [
        ("LAYOUT_VERSION", 2, ("newer version", "Install")),
        ("LAYOUT_VERSION", 0, ("earlier version", "new export")),
        ("PACKAGE_RULE", 2, ("newer version", "Install")),
        ("PACKAGE_RULE", 0, ("earlier version", "new export")),
    ],
)
def test_a_workbook_of_another_layout_or_rule_is_refused_and_says_what_to_install(
    cli: Command,
    two_workbooks: Path,
    monkeypatch: pytest.MonkeyPatch,
    constant: str,
    number: int,
    words: tuple[str, str],
) -> None:
    with monkeypatch.context() as other:
        other.setattr(f"reviewer.workbook.cover.{constant}", number)
        assert cli("export", "b.review", "other.xlsx", "--identity", "b.p12").code == 0
    _is_refused_by_all(cli, two_workbooks, *words)


def test_a_workbook_that_another_version_shows_otherwise_names_both_versions(
    cli: Command, two_workbooks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as other:
        _show_more(other)
        assert cli("export", "b.review", "same.xlsx", "--identity", "b.p12").code == 0
        other.setattr("ui.operations.exports.version", lambda _: "9.9.9")
        assert cli("export", "b.review", "other.xlsx", "--identity", "b.p12").code == 0
    assert _trusting(cli, "verify", "same.xlsx", "--json").json[0]["problems"][0]["code"] == (
        "shows-otherwise"
    )
    (verdict,) = _trusting(cli, "verify", "other.xlsx", "--json").json
    assert verdict["status"] == "invalid"
    assert [one["code"] for one in verdict["problems"]][:2] == ["other-version", "shows-otherwise"]
    assert "CHANGED" not in _trusting(cli, "verify", "other.xlsx").out
    _is_refused_by_all(cli, two_workbooks, "9.9.9", "Install the newer")


def test_a_workbook_whose_package_another_version_wrote_otherwise_names_both_versions(
    cli: Command, two_workbooks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = package.content_types
    with monkeypatch.context() as other:
        other.setattr("ui.operations.exports.version", lambda _: "9.9.9")
        other.setattr(package, "content_types", lambda parts: ours(parts) + b"\n")
        assert cli("export", "b.review", "other.xlsx", "--identity", "b.p12").code == 0
    _is_refused_by_all(cli, two_workbooks, "9.9.9", "Install the newer")


def test_a_changed_workbook_of_another_version_is_called_changed(
    cli: Command, two_workbooks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as other:
        other.setattr("ui.operations.exports.version", lambda _: "9.9.9")
        assert cli("export", "b.review", "other.xlsx", "--identity", "b.p12").code == 0
    assert _trusting(cli, "verify", "other.xlsx").code == 0  # shown alike, so it counts
    parts = read_loosely((two_workbooks / "other.xlsx").read_bytes())
    name = "xl/worksheets/sheet2.xml"
    parts[name] = stored(name, parts[name].content.replace(b"Good", b"Fair"))
    kept = {n: entry for n, entry in parts.items() if n != CONTENT_TYPES and not is_rels(n)}
    (two_workbooks / "other.xlsx").write_bytes(write_package(kept))
    (verdict,) = _trusting(cli, "verify", "other.xlsx", "--json").json
    assert "other-version" not in {one["code"] for one in verdict["problems"]}
    assert verdict["status"] == "invalid"


@pytest.mark.parametrize("number", [0, 2])
def test_a_register_reads_a_record_of_another_layout_from_its_workbook(
    cli: Command, two_workbooks: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    with monkeypatch.context() as other:
        other.setattr("reviewer.register.record._LAYOUT", number)
        assert _trusting(cli, "merge", "other.review", "a.xlsx", "b.xlsx").code == 0
    assert _trusting(cli, "merge", "own.review", "a.xlsx", "b.xlsx").code == 0
    shown = [cli("cases", f"{name}.review", "--json").json for name in ("other", "own")]
    assert shown[0] == shown[1]
    assert cli("check", "other.review").code == 0


def test_an_event_of_an_unknown_kind_is_shown_and_stops_nothing(
    cli: Command, two_workbooks: Path
) -> None:
    @logged("colour chosen")
    class ColourChosen(Action):
        colour: str

    try:
        path, now = two_workbooks / "b.review", datetime.now(UTC)
        with open_to_write(path, key_of(path), now=now) as store, store.transaction(now) as writing:
            writing.log(ColourChosen(colour="red"), case=CASE)
    finally:
        del KINDS["colour chosen"]
    assert "written by a newer version: colour red" in cli("log", "b.review").out
    assert cli("check", "b.review").code == 0
    assert cli("answers", "set", "b.review", CASE, "A1.1=N").code == 0
    assert cli("export", "b.review", "other.xlsx", "--identity", "b.p12").code == 0
    assert _trusting(cli, "verify", "other.xlsx").code == 0
    assert _trusting(cli, "merge", "own.review", "a.xlsx", "other.xlsx").code == 0
    assert cli("check", "own.review").code == 0


def test_a_later_version_of_a_form_is_not_mixed_with_this_one(
    cli: Command, two_workbooks: Path
) -> None:
    shipped = Path(__file__).parents[2] / "resources" / "forms" / "ncpi.yaml"
    later = shipped.read_text("utf-8").replace("\nversion: 1\n", "\nversion: 2\n", 1)
    Path("later.yaml").write_text(later, "utf-8")
    made = cli(
        *("new", "later.review", "--list", "list.csv", "--inspection", "SYN-2018Q4"),
        *("--force", "Synthetic Constabulary", "--reviewer", "Reader B", "--form", "later.yaml"),
    )
    assert made.code == 0, made.err
    assert cli("export", "later.review", "later.xlsx", "--identity", "b.p12").code == 0
    assert _trusting(cli, "merge", "own.review", "a.xlsx").code == 0
    before = log_of(cli, "own.review")
    refused = _trusting(cli, "merge", "own.review", "later.xlsx")
    assert refused.code == 1
    assert ("version 2" in refused.out, "version 1" in refused.out) == (True, True)
    assert log_of(cli, "own.review") == before
    assert _trusting(cli, "merge", "both.review", "a.xlsx", "later.xlsx").code == 1
    assert not Path("both.review").exists()


def _show_more(other: pytest.MonkeyPatch) -> None:
    ours = code_rows.code_rows

    def more(*about: object) -> object:
        yield from ours(*about)  # type: ignore[arg-type]
        yield ["Cases", "colour", "Colour", "text", "red", "Red"]

    other.setattr(writer, "code_rows", more)


def _trusting(cli: Command, *line: str) -> CommandResult:
    return cli(*line, "--trust", "trust")


def _is_refused_by_all(cli: Command, folder: Path, *words: str) -> None:
    """Check that no command takes `other.xlsx`, and that no file has changed by it."""
    assert _trusting(cli, "merge", "own.review", "a.xlsx").code == 0
    logs = {name: log_of(cli, name) for name in ("own.review", "a.review")}
    assert all(word in _trusting(cli, "verify", "other.xlsx").out for word in words)
    for register in ("own.review", "new.review"):
        merged = _trusting(cli, "merge", register, "other.xlsx")
        assert (merged.code, merged.err) == (1, "")
        assert all(word in merged.out for word in words)
    assert not Path("new.review").exists()
    for line in (
        ("summary", "other.xlsx"),
        ("figure", "T1-B1", "other.xlsx"),
        ("reconcile", "a.review", "other.xlsx"),
        ("returns", "a.review", "other.xlsx"),
    ):
        one_sentence(_trusting(cli, *line), *words)
    (folder / "books").mkdir()
    for book in ("a.xlsx", "other.xlsx"):
        shutil.copy(book, "books")
    board = _trusting(cli, "board", "books")
    assert (board.code, all(word in board.out for word in words)) == (0, True)
    assert {name: log_of(cli, name) for name in logs} == logs
