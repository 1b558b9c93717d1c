"""Prints by command: each kind, numbered copies, and paper held against a file."""

from __future__ import annotations

import errno
import os
import re
from io import BytesIO
from pathlib import Path

import pytest
from commands import Command
from pypdf import PdfReader

FIRST = "SYN-2018Q4-0001"


def text_of(path: Path) -> str:
    pages = PdfReader(BytesIO(path.read_bytes())).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def record_on(path: Path) -> str:
    (code,) = set(re.findall(r"\d{4}(?:-[0-9A-Z]{4}){4}", text_of(path)))
    return str(code)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--list",), "List of cases"),
        (("--debrief", "--case", FIRST), "1 case in this pack"),
        (("--case", FIRST, "--details"), "1 Initial contact"),
        (("--summary",), "Days of delay by stage"),
        (("--blank",), "Force's reference"),
    ],
)
def test_each_kind_of_print_is_written(
    cli: Command, two_workbooks: Path, options: tuple[str, ...], words: str
) -> None:
    written = cli("print", "a.review", "out.pdf", *options)
    assert written.code == 0, written.err
    assert words in text_of(two_workbooks / "out.pdf")


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--comparison",), "No earlier visit"),
        (("--referral", "--case", FIRST), "is not referred back"),
        (("--referral", "--all"), "about one case"),
        (("--list", "--case", FIRST), "Leave out the cases"),
        (("--list", "--blank"), "Use one of"),
        (("--case", FIRST, "--all"), "not both"),
        (("--case", FIRST, "--copy", "4", "--of", "3"), "4 of 3 is not a copy"),
    ],
)
def test_what_cannot_be_printed_is_refused_and_nothing_is_written(
    cli: Command, two_workbooks: Path, options: tuple[str, ...], code: str
) -> None:
    refused = cli("print", "a.review", "out.pdf", *options)
    assert refused.code == 2
    assert code in refused.err
    assert not (two_workbooks / "out.pdf").exists()


def test_a_numbered_copy_is_never_printed_twice_nor_replaced(
    cli: Command, two_workbooks: Path
) -> None:
    numbered = ("--case", FIRST, "--of", "2", "--copy")
    assert cli("print", "a.review", "one.pdf", *numbered, "1").code == 0
    assert "Copy 1 of 2" in text_of(two_workbooks / "one.pdf")
    again = cli("print", "a.review", "again.pdf", *numbered, "1")
    assert (again.code, "was already printed on" in again.err) == (2, True)
    over = cli("print", "a.review", "one.pdf", *numbered, "2")
    assert (over.code, "already exists" in over.err) == (2, True)
    assert cli("print", "a.review", "two.pdf", *numbered, "2").code == 0
    assert "copy 1 of 2" in cli("log", "a.review").out


def test_a_print_has_the_name_of_a_pdf(cli: Command, two_workbooks: Path) -> None:
    refused = cli("print", "a.review", "out.docx", "--blank")
    assert (refused.code, "ends in .pdf" in refused.err) == (2, True)
    assert not (two_workbooks / "out.docx").exists()


def test_a_print_of_another_kind_is_not_replaced(cli: Command, two_workbooks: Path) -> None:
    assert cli("print", "a.review", "out.pdf", "--case", FIRST).code == 0
    assert cli("print", "a.review", "out.pdf", "--case", FIRST).code == 0
    refused = cli("print", "a.review", "out.pdf", "--summary")
    assert (refused.code, "already exists" in refused.err) == (2, True)


def test_references_are_logged_only_where_some_are_printed(
    cli: Command, two_workbooks: Path
) -> None:
    assert cli("merge", "team.review", "a.xlsx", "b.xlsx", "--trust", "trust").code == 0
    ordered = ("--case", FIRST, "--with-references")
    assert cli("print", "a.review", "own.pdf", *ordered).code == 0
    result = cli("print", "team.review", "team.pdf", *ordered)
    assert "does not contain the force's references" in result.out
    assert "with the force's references" in cli("log", "a.review").out
    assert "with the force's references" not in cli("log", "team.review").out


def test_paper_is_held_against_a_review_file_a_workbook_and_a_register(
    cli: Command, two_workbooks: Path
) -> None:
    assert cli("print", "a.review", "out.pdf", "--case", FIRST).code == 0
    code = record_on(two_workbooks / "out.pdf")
    assert cli("merge", "team.review", "a.xlsx", "--trust", "trust").code == 0
    for file in ("a.review", "a.xlsx", "team.review"):
        same = cli("verify", file, "--record", code.lower().replace("-", ""), "--json")
        assert (same.code, same.json["match"]) == (0, "same"), same.err
        assert same.json["case"] == FIRST
    assert cli("answers", "set", "a.review", FIRST, "good_practice=Something else.").code == 0
    changed = cli("verify", "a.review", "--record", code, "--json")
    assert (changed.code, changed.json["match"]) == (1, "changed")
    unknown = cli("verify", "a.review", "--record", f"9999{code[4:]}", "--json")
    assert (unknown.code, unknown.json["match"]) == (1, "no case")
    assert cli("verify", "a.review", "--record", "nonsense").code == 2


def test_a_signed_print_is_logged_as_one(cli: Command, two_workbooks: Path) -> None:
    signed = cli("print", "a.review", "out.pdf", "--case", FIRST, "--identity", "a.p12")
    assert signed.code == 0, signed.err
    reader = PdfReader(BytesIO((two_workbooks / "out.pdf").read_bytes()))
    assert reader.root_object["/AcroForm"]["/SigFlags"] == 3
    assert "signed" in cli("log", "a.review").out.splitlines()[-1]


def test_superseded_reviews_are_left_out_unless_asked_for(
    cli: Command, two_workbooks: Path
) -> None:
    assert cli("merge", "team.review", "a.xlsx", "b.xlsx", "--trust", "trust").code == 0
    assert cli("print", "team.review", "all.pdf", "--all").code == 0
    assert "NOT SETTLED" in text_of(two_workbooks / "all.pdf")
    decide = ("decide", "team.review", "SYN-2018Q4-0004", "--moderator", "Lead", "--reason", "Read")
    assert cli(*decide, "--grade", "I").code == 0
    result = cli("print", "team.review", "all.pdf", "--all")
    assert "1 review is left out because another one has replaced it" in result.out
    assert "SUPERSEDED" not in text_of(two_workbooks / "all.pdf")
    assert cli("print", "team.review", "every.pdf", "--all", "--superseded").code == 0
    assert "SUPERSEDED" in text_of(two_workbooks / "every.pdf")


def test_a_print_on_a_full_disk_is_whole_or_not_there_and_only_then_logged(
    cli: Command, two_workbooks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli("print", "a.review", "old.pdf", "--list").code == 0
    before = {path.name: path.read_bytes() for path in two_workbooks.glob("*.pdf*")}
    log = cli("log", "a.review", "--json").json
    printed = [line for line in log if line["action"] == "printed"]
    assert "page" in printed[-1]["detail"]

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    for name in ("new.pdf", "old.pdf"):
        with monkeypatch.context() as disk:
            disk.setattr(os, "fsync", full)
            refused = cli("print", "a.review", name, "--all", "--replace")
        assert refused.code == 2
        assert "Traceback" not in refused.err
        left = {path.name: path.read_bytes() for path in two_workbooks.glob("*.pdf*")}
        assert left == before
    log = cli("log", "a.review", "--json").json
    assert [line for line in log if line["action"] == "printed"] == printed
