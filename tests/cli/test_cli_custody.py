"""Copies, keys, handover, redaction and disposal by command, as scripts rely on them."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zipfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from commands import PASSPHRASE, Command
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from format_sample import LATER, write_scripts

from db import migration, schema
from db.engine import PAGE_BYTES, Access, connect
from db.key import SALT_BYTES, derive_key
from db.lock import WriterLock
from db.statement import driver_of
from reviewer.domain.errors import WorldError
from ui.operations import restore
from ui.operations.places import home

CASE = "SYN-2018Q4-0001"
OTHER = "SYN-2018Q4-0002"
LATER_SAYS = (
    "Notice: This file was saved by an earlier version of Reviewer and is being updated. The "
    "original is kept as a.before-format-3-1.review."
)
NEW = "copper meadow thimble walrus eleven"


def answered(cli: Command, file: Path, case: str, **answers: str) -> None:
    result = cli(
        "answers", "set", file, case, *(f"{k.replace('_', '.')}={answers[k]}" for k in answers)
    )
    assert result.code == 0, result.err


def rationale(cli: Command, file: Path, case: str = CASE) -> str:
    shown = cli("answers", "show", file, case, "--json").json[0]
    return str(shown["answers"].get("overall.rationale", ""))


def test_a_backup_is_put_back_and_the_present_file_is_kept(
    cli: Command, review_file: Path, tmp_path: Path
) -> None:
    answered(cli, review_file, CASE, overall_rationale="first")
    assert cli("backup", review_file, "copy.review").code == 0
    answered(cli, review_file, CASE, overall_rationale="second")
    dry = cli("restore", "copy.review", review_file, "--dry-run", "--json").json
    assert (dry["backup"]["events"], dry["present"]["events"], dry["kept"]) == (4, 6, None)
    assert rationale(cli, review_file) == "second"
    done = cli("restore", "copy.review", review_file, "--json").json
    assert rationale(cli, review_file) == "first"
    assert rationale(cli, Path(done["kept"])) == "second"
    log = cli("log", review_file, "--json").json
    assert log[-1]["action"] == "restored"
    assert cli("check", review_file).code == 0
    assert "a.before-restore-1.review" in cli("backups", review_file).out


def test_a_backup_of_another_inspection_is_not_put_back(
    cli: Command, review_file: Path, tmp_path: Path
) -> None:
    cli(
        *("new", "other.review", "--list", "list.csv", "--inspection", "SYN-2"),
        *("--force", "F", "--reviewer", "R"),
    )
    shutil.copy("other.review", "copy.review")
    refused = cli("restore", "copy.review", review_file)
    assert refused.code == 2
    assert "--other-file" in refused.err
    assert not list(tmp_path.glob("*before-restore*"))
    done = cli("restore", "copy.review", review_file, "--other-file", "--json")
    assert done.code == 0
    assert "problem" in done.json["present"]
    assert Path(done.json["kept"]).exists()


def test_a_file_of_an_earlier_format_is_updated_only_when_asked(
    cli: Command, review_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli("backup", review_file, "copy.review").code == 0
    monkeypatch.setattr(migration, "SCRIPTS", write_scripts(tmp_path / "scripts"))
    monkeypatch.setattr(schema, "FORMAT_VERSION", LATER)
    read = cli("cases", review_file)
    assert (read.code, read.out, read.err.count("\n")) == (2, "", 1)
    assert ("format 1;" in read.err, "reviewer restore" in read.err) == (True, True)
    monkeypatch.setenv("REVIEWER_NEW_PASSPHRASE", NEW)
    before = review_file.read_bytes()
    for line in (
        ("answers", "set", review_file, CASE, "A1.1=Y"),
        ("handover", review_file, "--to", "Reader C", "--reason", "leave"),
        ("correct-code", review_file, "SYN-2018Q5", "--reason", "mistyped"),
        ("passphrase", review_file),
    ):
        refused = cli(*line)
        assert (refused.code, "reviewer restore" in refused.err) == (2, True), refused
    assert review_file.read_bytes() == before
    assert cli("restore", review_file, "updated.review").code == 0
    assert review_file.read_bytes() == before
    assert cli("answers", "set", "updated.review", CASE, "A1.1=N").err == ""
    assert cli("check", "updated.review").code == 0
    dry = cli("restore", "copy.review", "new.review", "--dry-run", "--json").json
    assert (dry["backup"]["cases"], dry["backup"]["last"]) == (6, "migrated")
    assert not Path("new.review").exists()
    assert cli("restore", "copy.review", "new.review").code == 0
    assert [e["action"] for e in cli("log", "new.review", "--json").json][-2:] == [
        "migrated",
        "restored",
    ]
    assert cli("backup", "copy.review", "second.review").code == 0
    monkeypatch.setattr(schema, "FORMAT_VERSION", 1)
    assert cli("cases", "second.review").code == 0
    newer = cli("cases", "updated.review")
    assert (newer.code, "Install the newer version" in newer.err) == (2, True)


def test_what_is_done_to_a_file_is_reported_though_nothing_can_be_remembered_outside_it(
    cli: Command, review_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli("backup", review_file, "copy.review").code == 0
    shutil.rmtree(home() / "known")
    (home() / "known").write_text("a file, not a folder", "utf-8")
    done = cli("restore", "copy.review", review_file, "--json")
    assert (done.code, "before-restore-1" in done.out) == (0, True), done.err
    monkeypatch.setenv("REVIEWER_NEW_PASSPHRASE", NEW)
    result = cli("passphrase", review_file, "--recovery-code")
    assert (result.code, "The recovery code" in result.out) == (0, True), result.err
    monkeypatch.setenv("REVIEWER_PASSPHRASE", NEW)
    assert cli("check", review_file).code == 0


def test_a_lost_passphrase_is_replaced_in_a_file_of_an_earlier_format(
    cli: Command, tmp_path: Path, review_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REVIEWER_NEW_PASSPHRASE", NEW)
    code = cli("passphrase", review_file, "--recovery-code").out.strip().split()[-1]
    monkeypatch.setattr(migration, "SCRIPTS", write_scripts(tmp_path / "scripts"))
    monkeypatch.setattr(schema, "FORMAT_VERSION", LATER)
    monkeypatch.setenv("REVIEWER_RECOVERY_CODE", code)
    recovered = cli("recover", review_file)
    assert (recovered.code, LATER_SAYS in recovered.err) == (0, True)


def test_an_old_file_put_back_is_named_until_it_is_accepted(
    cli: Command, review_file: Path, tmp_path: Path
) -> None:
    shutil.copy(review_file, tmp_path / "old")
    answered(cli, review_file, CASE, A1_1="Y")
    shutil.copy(tmp_path / "old", review_file)
    found = cli("check", review_file, "--json")
    assert found.code == 1
    assert [problem["code"] for problem in found.json["problems"]] == ["older-file"]
    result = cli("answers", "set", review_file, OTHER, "A1.1=Y", "A1.2=N")
    assert result.code == 0
    assert "earlier copy" in result.err
    assert cli("check", review_file).code == 1
    assert cli("check", review_file, "--accept").code == 0
    assert cli("check", review_file).code == 0


def test_work_is_backed_up_by_itself_in_the_folder_of_choice(
    cli: Command, review_file: Path, tmp_path: Path
) -> None:
    missing = cli("backups", "--folder", "safe")
    assert (missing.code, (tmp_path / "safe").exists()) == (2, False)
    (tmp_path / "safe").mkdir()
    assert cli("backups", "--folder", "safe").code == 0
    answered(cli, review_file, CASE, A1_1="Y")
    listed = cli("backups", review_file, "--json").json
    assert [Path(path).parent for path in listed["copies"]] == [tmp_path / "safe"]
    assert cli("check", listed["copies"][0]).code == 0
    answered(cli, review_file, CASE, A1_1="N")
    assert len(cli("backups", review_file, "--json").json["copies"]) == 1
    wrong = cli("backups", "list.csv", "--folder", "elsewhere")
    assert (wrong.code, (tmp_path / "elsewhere").exists()) == (2, False)
    assert cli("backups", "--json").json["folder"] == str(tmp_path / "safe")
    (tmp_path / "no").write_text("a file", "utf-8")
    assert cli("backups", "--folder", "no").code == 2


def test_copies_in_the_folder_before_stay_known(
    cli: Command, review_file: Path, tmp_path: Path
) -> None:
    for folder in ("first", "second"):
        (tmp_path / folder).mkdir()
    assert cli("backups", "--folder", "first").code == 0
    answered(cli, review_file, CASE, A1_1="Y")
    assert cli("backups", "--folder", "second").code == 0
    listed = cli("backups", review_file, "--json").json
    assert listed["folder"] == str(tmp_path / "second")
    assert [Path(path).parent.name for path in listed["copies"]] == ["first"]
    would = cli("dispose", review_file, "--identity", "x.p12", "--record", "r.json")
    assert str(listed["copies"][0]) in would.out


def test_a_register_is_named_as_one_beside_its_backup(cli: Command, two_workbooks: Path) -> None:
    cli("merge", "team.review", "a.xlsx", "b.xlsx", "--trust", "trust")
    assert cli("backup", "team.review", "copy.review").code == 0
    shown = cli("restore", "copy.review", "team.review", "--dry-run").out
    assert "the register of a team, 2 workbooks" in shown
    assert "0 cases" not in shown


def test_a_new_passphrase_is_logged_and_old_copies_are_named(
    cli: Command, review_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli("backup", review_file, "copy.review").code == 0
    for weak in ("password", "Synthetic Constabulary", "Reader Synthetic"):
        monkeypatch.setenv("REVIEWER_NEW_PASSPHRASE", weak)
        assert cli("passphrase", review_file).code == 2
    assert cli("cases", review_file).code == 0
    monkeypatch.setenv("REVIEWER_NEW_PASSPHRASE", NEW)
    result = cli("passphrase", review_file, "--recovery-code")
    assert result.code == 0, result.err
    assert "copy.review" in result.out
    old = cli("cases", review_file)
    assert (old.code, "passphrase" in old.err) == (2, True)
    code = result.out.strip().splitlines()[-1].split()[-1]
    monkeypatch.setenv("REVIEWER_RECOVERY_CODE", code)
    monkeypatch.setenv("REVIEWER_NEW_PASSPHRASE", "walnut ferry oblique tundra seven")
    recovered = cli("recover", review_file)
    assert recovered.code == 0, recovered.err
    monkeypatch.setenv("REVIEWER_PASSPHRASE", "walnut ferry oblique tundra seven")
    log = cli("log", review_file, "--json").json
    assert [e["detail"] for e in log if e["action"] == "passphrase changed"] == [
        "by the old passphrase",
        "by the recovery code",
    ]
    monkeypatch.setenv("REVIEWER_RECOVERY_CODE", code[:-1] + ("A" if code[-1] != "A" else "B"))
    slip = cli("recover", review_file)
    assert (slip.code, "not correct" in slip.err) == (2, True)
    assert cli("check", review_file).code == 0


def test_a_new_file_prints_its_recovery_code_once_when_asked(
    cli: Command, review_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = cli(
        *("new", "b.review", "--list", "list.csv", "--inspection", "SYN-3", "--force", "F"),
        *("--reviewer", "R", "--recovery-code", "--dispose-by", "2018-12-31"),
    )
    code = made.out.strip().splitlines()[-1].split()[-1]
    monkeypatch.setenv("REVIEWER_RECOVERY_CODE", code)
    monkeypatch.setenv("REVIEWER_NEW_PASSPHRASE", NEW)
    assert cli("recover", "b.review").code == 0
    monkeypatch.setenv("REVIEWER_PASSPHRASE", NEW)
    listed = cli("cases", "b.review")
    assert (listed.code, "31 Dec 2018" in listed.err) == (0, True)
    assert cli("retention", "b.review", "--dispose-by", "2999-01-01").code == 0
    assert cli("cases", "b.review").err == ""
    assert cli("retention", "b.review", "--dispose-by", "soon").code == 2
    assert cli("log", "b.review", "--json").json[-1]["action"] == "disposal date set"


def test_a_case_handed_over_continues_under_the_new_name(cli: Command, review_file: Path) -> None:
    answered(cli, review_file, CASE, A1_1="Y", overall_rationale="by A")
    answered(cli, review_file, OTHER, A1_1="N")
    done = cli("handover", review_file, "--to", "Reader B", "--reason", "A. is away")
    assert done.code == 0, done.err
    assert cli("handover", review_file, "--to", "reader  b", "--reason", "again").code == 2
    before = cli("answers", "show", review_file, CASE, "--json").json
    assert before[0]["reviewer"] == "Reader A"
    assert [line["status"] for line in cli("cases", review_file, "--json").json[:3]] == [
        "in progress",
        "in progress",
        "not started",
    ]
    answered(cli, review_file, CASE, A1_2="N")
    after = cli("answers", "show", review_file, CASE, "--json").json
    assert after[0]["reviewer"] == "Reader B"
    assert after[0]["answers"] == {"A1.1": "Y", "A1.2": "N", "overall.rationale": "by A"}
    assert cli("answers", "show", review_file, OTHER, "--json").json[0]["reviewer"] == "Reader A"
    log = [(e["actor"], e["action"], e["detail"]) for e in cli("log", review_file, "--json").json]
    assert [line for line in log if line[1] != "opened"][-3:] == [
        ("Reader A", "handed over", "from Reader A to Reader B: A. is away"),
        ("Reader B", "continued", "the review of Reader A"),
        ("Reader B", "answered", "A1.2"),
    ]
    assert cli("check", review_file).code == 0
    assert cli("handover", review_file, "--to", "Reader A", "--reason", "back").code == 0
    answered(cli, review_file, CASE, A1_1="")
    again = cli("answers", "show", review_file, CASE, "--json").json[0]
    assert (again["reviewer"], again["answers"]["A1.2"]) == ("Reader A", "N")
    assert "A1.1" not in again["answers"]
    assert cli("check", review_file).code == 0


def test_words_are_removed_from_every_value_and_the_chain_shows_it(
    cli: Command, review_file: Path, tmp_path: Path
) -> None:
    for text in ("Jo  Sample saw it", "jo sample and more", "nobody"):
        answered(cli, review_file, CASE, overall_rationale=text)
    answered(cli, review_file, CASE, overall_rationale="JO SAMPLE again")
    cli("handover", review_file, "--to", "Reader B", "--reason", "holiday")
    answered(cli, review_file, CASE, A1_1="Y")
    cli("backup", review_file, "copy.review")
    (tmp_path / "words").write_text("Jo Sample\n", "utf-8")
    words = ("--text-file", "words")
    in_reason = cli(
        "redact", review_file, CASE, "overall.rationale", *words, "--reason", "jo sample typed"
    )
    assert in_reason.code == 2
    done = cli(
        "redact", review_file, CASE, "overall.rationale", *words, "--reason", "a name", "--json"
    )
    assert done.code == 0, done.err
    assert (done.json["values"], done.json["reviews"]) == (3, 2)
    assert str(tmp_path / "copy.review") in done.json["copies"]
    assert rationale(cli, review_file) == "[redacted] again"
    assert cli("check", review_file).code == 0
    log = cli("log", review_file, "--json").json
    assert [e["detail"] for e in log if e["action"] in {"redaction", "redacted"}] == [
        "reason: a name",
        "value of event 4: a name",
        "value of event 6: a name",
        "value of event 10: a name",
    ]
    again = cli("redact", review_file, CASE, "overall.rationale", *words, "--reason", "a name")
    assert (again.code, "not in" in again.err) == (2, True)
    coded = cli("redact", review_file, CASE, "A1.1", *words, "--reason", "a name")
    assert coded.code == 2


def test_words_leave_a_whole_file_and_what_may_still_hold_them_is_named(
    cli: Command, review_file: Path
) -> None:
    answered(cli, review_file, CASE, overall_rationale="Jo Sample saw it")
    assert cli("identity", "create", "a.p12", "--name", "Reader A", "--key", "ec").code == 0
    leaves = ("--keep-identifiers", "not seen to be a name")
    assert cli("export", review_file, "a.xlsx", "--identity", "a.p12", *leaves).code == 0
    assert cli("print", review_file, "a.pdf", "--case", CASE, *leaves).code == 0
    assert cli("handover", review_file, "--to", "B", "--reason", "Jo Sample rang").code == 0
    words = ("--text-file", "-", "--reason", "a name typed by mistake")
    done = cli("redact", review_file, *words, stdin="Jo Sample")
    assert done.code == 0, done.err
    assert "2 logged values" in done.out
    assert "export 1, " in done.out
    assert "This print may still contain the text: " in done.out
    log = cli("log", review_file)
    assert "Jo Sample" not in log.out
    assert "to B: [redacted] rang" in log.out
    assert cli("check", review_file, "--against", "a.xlsx").code == 0


def test_a_text_file_from_notepad_is_read_without_its_mark(
    cli: Command, review_file: Path, tmp_path: Path
) -> None:
    answered(cli, review_file, CASE, overall_rationale="Jo Sample saw it")
    (tmp_path / "words").write_text("Jo Sample\n", "utf-8-sig")
    words = ("--text-file", "words", "--reason", "a name")
    done = cli("redact", review_file, CASE, "overall.rationale", *words)
    assert done.code == 0, done.err
    assert rationale(cli, review_file) == "[redacted] saw it"


def test_a_phrase_that_is_no_text_is_refused_and_none_is_kept(
    cli: Command, review_file: Path, tmp_path: Path
) -> None:
    (tmp_path / "phrase").write_bytes("Café".encode("latin-1"))
    assert cli("phrases", "add", review_file, "--text-file", "phrase").code == 2
    assert cli("phrases", "list", review_file, "--json").json == []


def test_words_that_only_the_force_s_list_held_are_counted_by_case(
    cli: Command, review_file: Path
) -> None:
    words = ("--text-file", "-", "--reason", "a name")
    done = cli("redact", review_file, CASE, "list", *words, stdin="Unit 1")
    assert done.code == 0, done.err
    assert "0 logged values, 1 case in the list, 0 drafts" in done.out


def test_a_leads_comment_can_be_redacted_in_the_register_and_in_the_readers_file(
    cli: Command, two_workbooks: Path
) -> None:
    trust, words = ("--trust", two_workbooks / "trust"), ("--text-file", "-", "--reason", "a name")
    assert cli("merge", "team.review", "a.xlsx", "b.xlsx", *trust).code == 0
    reason = ("--moderator", "M. Lead", "--reason", "Jo Sample was not seen")
    assert cli("decide", "team.review", "SYN-2018Q4-0001", "--return", *reason).code == 0
    leaves = ("--keep-identifiers", "not seen to be a name")
    assert cli("export", "team.review", "team.xlsx", "--identity", "a.p12", *leaves).code == 0
    assert cli("returns", "a.review", "team.xlsx", *trust).code == 0
    theirs = cli("redact", "a.review", "SYN-2018Q4-0001", "returned", *words, stdin="jo sample")
    assert theirs.code == 0, theirs.err
    assert "Tell the lead" in theirs.out
    ours = cli("redact", "team.review", *words, "--json", stdin="Jo Sample")
    assert (ours.json["values"], ours.json["exports"]) == (1, [1])
    for file in ("a.review", "team.review"):
        assert cli("check", file).code == 0, cli("check", file).out
    assert cli("export", "team.review", "team-2.xlsx", "--identity", "a.p12").code == 0
    again = cli("returns", "a.review", "team-2.xlsx", *trust)
    assert "No cases were returned." in again.out
    with zipfile.ZipFile(two_workbooks / "team-2.xlsx") as book:
        held = b"".join(map(book.read, book.namelist()))
    assert b"[redacted] was not seen" in held
    assert b"Jo Sample" not in held


def decrypted(path: Path) -> bytes:
    """Every page of a file as it is on the disk, also those no table has any more."""
    key, raw = derive_key(path, os.environ["REVIEWER_PASSPHRASE"]).raw, path.read_bytes()
    pages = []
    for start in range(0, len(raw), PAGE_BYTES):
        page = raw[start + (0 if start else SALT_BYTES) : start + PAGE_BYTES]
        cipher = Cipher(algorithms.AES(key), modes.CBC(page[-80:-64]))
        pages.append(cipher.decryptor().update(page[:-80]))
    return b"".join(pages)


def test_words_that_were_removed_are_in_no_page_of_the_file(
    cli: Command, review_file: Path
) -> None:
    for text in ("Zebulon Quince came", "then Zebulon Quince left " * 300, "somebody"):
        answered(cli, review_file, CASE, overall_rationale=text)
    assert decrypted(review_file).count(b"Quince") >= 300
    result = cli(
        *("redact", review_file, CASE, "overall.rationale", "--text-file", "-"),
        *("--reason", "a name"),
        stdin="zebulon quince",
    )
    assert result.code == 0, result.err
    left = decrypted(review_file).lower()
    assert b"somebody" in left
    assert b"quince" not in left
    assert b"zebulon" not in left


def test_a_sheet_of_answers_is_one_row_of_the_log_and_backed_up_before(
    cli: Command, review_file: Path, tmp_path: Path
) -> None:
    answered(cli, review_file, CASE, A1_1="Y")
    answered(cli, review_file, OTHER, A1_1="Y")
    (tmp_path / "sheet.csv").write_text(f"case,A1.1,A1.2\n{CASE},N,Y\n{OTHER},Y,\n", "utf-8")
    before = len(cli("backups", review_file, "--json").json["copies"])
    assert cli("answers", "load", review_file, "sheet.csv").code == 0
    log = cli("log", review_file, "--json").json
    (row,) = [e for e in log[2:] if e["action"] == "answers imported"]
    digest = hashlib.sha256((tmp_path / "sheet.csv").read_bytes()).hexdigest()
    assert row["detail"] == f"2 answers from an answer sheet, SHA-256 {digest}"
    assert len(cli("backups", review_file, "--json").json["copies"]) == before + 1
    assert cli("answers", "load", review_file, "sheet.csv").code == 0
    assert cli("log", review_file, "--json").json == log


def test_a_file_is_disposed_of_with_its_copies_and_a_signed_record(
    cli: Command, review_file: Path, tmp_path: Path
) -> None:
    answered(cli, review_file, CASE, A1_1="Y")
    (tmp_path / "far").mkdir()
    assert cli("backup", review_file, "far/copy.review").code == 0
    assert cli("identity", "create", "id.p12", "--name", "Lead", "--key", "ec").code == 0
    how = (
        *("--identity", "id.p12", "--record", "gone.json", "--reason", "visit closed"),
        *("--without-receipt", "the lead's laptop was lost"),
    )
    asked = cli("dispose", review_file, *how)
    assert asked.code == 0
    assert review_file.exists()
    done = cli("dispose", review_file, *how, "--yes")
    assert done.code == 0, done.err
    assert not review_file.exists()
    assert [p.name for p in tmp_path.rglob("*.review")] == []
    record = cli("disposal", "gone.json", "--json")
    assert record.code == 3
    entries = record.json["record"]
    assert (entries["state"], entries["inspection"], entries["cases"]) == ("done", "SYN-2018Q4", 6)
    assert len(entries["files"]) == 3
    assert entries["without_receipt"] == "the lead's laptop was lost"
    assert CASE not in json.dumps(entries)
    changed = (tmp_path / "gone.json").read_text("utf-8").replace("visit closed", "no reason")
    (tmp_path / "changed.json").write_text(changed, "utf-8")
    refused = cli("disposal", "changed.json")
    assert (refused.code, "changed after it was signed" in refused.err) == (1, True)
    assert cli("dispose", review_file, *how).code == 2


def test_of_a_file_that_somebody_works_in_no_record_is_left_and_it_can_be_asked_again(
    cli: Command, review_file: Path, tmp_path: Path
) -> None:
    assert cli("identity", "create", "id.p12", "--name", "Lead", "--key", "ec").code == 0
    how = ("dispose", review_file, "--identity", "id.p12", "--record", "gone.json", "--yes")
    lock = WriterLock(review_file, "Reader A")
    refused = cli(*how)
    lock.release()
    assert (refused.code, "is already open" in refused.err) == (2, True)
    assert review_file.exists()
    assert not (tmp_path / "gone.json").exists()
    assert cli(*how).code == 0
    assert not review_file.exists()


def test_a_line_of_the_list_that_is_not_what_the_answers_say_is_named(
    cli: Command, review_file: Path
) -> None:
    answered(cli, review_file, CASE, overall_grade="RI")
    key = derive_key(review_file, os.environ["REVIEWER_PASSPHRASE"])
    with closing(connect(review_file, key, Access.WRITE)) as connection:
        driver_of(connection).execute("UPDATE review SET grade = 'G'")
    found = cli("check", review_file, "--json")
    assert found.code == 1
    (problem,) = found.json["problems"]
    assert (problem["code"], CASE in problem["text"]) == ("does-not-add-up", True)


def test_a_disk_with_little_room_is_reported_before_it_is_full(
    cli: Command, review_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli("answers", "set", review_file, CASE, "A1.1=Y").err == ""
    room = shutil.disk_usage(review_file.parent).free
    monkeypatch.setattr("reviewer.app.surroundings.LEAST_FREE", 2 * room)
    result = cli("answers", "set", review_file, CASE, "A1.1=N")
    assert result.code == 0
    assert "The disk of a.review has only" in result.err
    assert cli("cases", review_file).err == ""


def test_a_new_passphrase_without_a_backup_says_so_beside_its_recovery_code(
    cli: Command, review_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(home() / "backups", ignore_errors=True)
    (home() / "backups").write_text("a file, not a folder", "utf-8")
    monkeypatch.setenv("REVIEWER_NEW_PASSPHRASE", NEW)
    done = cli("passphrase", review_file, "--recovery-code")
    assert (done.code, "The recovery code" in done.out) == (0, True)
    assert "Notice: No backup was made." in done.err


def test_a_copy_that_was_put_back_is_not_undone_by_what_is_remembered_of_it(
    cli: Command, review_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli("backup", review_file, "copy.review").code == 0

    def refuse(*_: object) -> None:
        raise WorldError("cannot-read", "The file cannot be read just now.")

    monkeypatch.setattr(restore, "open_to_read", refuse)
    file = review_file.with_name("back.review")
    assert (
        restore.restore_copy(
            Path("copy.review"), derive_key(review_file, PASSPHRASE), file, now=datetime.now(UTC)
        )
        is None
    )
    assert file.exists()
