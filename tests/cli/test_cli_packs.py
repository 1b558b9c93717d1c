"""The lead creates the inspection once and hands out packs; inspectors open them and begin."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from commands import Command, CommandResult

CODE = "SYN-2018Q4"


def case(position: int) -> str:
    return f"{CODE}-{position:04d}"


class Desk:
    """Commands at one person's computer: each has a home, and so a trust list, of their own."""

    def __init__(self, cli: Command, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self._cli, self._monkeypatch, self._folder = cli, monkeypatch, folder

    def at(self, who: str) -> Command:
        self._monkeypatch.setenv("REVIEWER_HOME", str(self._folder / f"home-{who}"))
        return self._cli


@pytest.fixture
def desk(cli: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Desk:
    """A lead's register of six cases, shared by Ann and Bea, and everybody's identities."""
    found = Desk(cli, monkeypatch, tmp_path)
    (tmp_path / "list.csv").write_text(
        "Reference,Type,Date reported,Unit,Force grade,Scale\n"
        + "".join(
            f"00{n}/17,{code},2017-03-0{n},Unit {n % 2},Good,GRI3\n"
            for n, code in enumerate(("S47", "DA", "REF", "MISS", "S46", "CUST"), start=1)
        ),
        encoding="utf-8",
    )
    lead = found.at("lead")
    for who, name in (
        ("lead", "M. Lead"),
        ("ann", "Ann One"),
        ("bea", "Bea Two"),
        ("eve", "Eve Other"),
    ):
        assert lead("identity", "create", f"{who}.p12", "--name", name, "--key", "ec").code == 0
        assert lead("identity", "certificate", f"{who}.p12", f"{who}.cer").code == 0
    assert lead("trust", "add", "ann.cer").code == 0
    assert lead("trust", "add", "bea.cer").code == 0
    made = lead(
        *("new", "team.review", "--list", "list.csv", "--inspection", CODE),
        *("--force", "Synthetic Constabulary", "--lead", "M. Lead"),
        *("--evenly", "Ann One;Bea Two", "--dispose-by", "2030-01-01"),
    )
    assert made.code == 0, made.err
    return found


def make(desk: Desk, who: str, name: str, out: str) -> None:
    made = desk.at("lead")(
        *("pack", "make", "team.review", out, "--for", name),
        *("--identity", "lead.p12", "--to", f"{who}.cer"),
    )
    assert made.code == 0, made.err


def opened(desk: Desk, who: str, pack: str, *more: object) -> CommandResult:
    return desk.at(who)(
        *("pack", "open", pack, f"{who}.review", "--identity", f"{who}.p12", "--json", *more)
    )


def mine(desk: Desk, who: str, name: str) -> list[str]:
    lines = desk.at(who)("cases", f"{who}.review", "--json").json
    return [line["id"] for line in lines if line["inspector"] == name]


def test_an_inspector_begins_with_nothing_but_the_pack(desk: Desk) -> None:
    make(desk, "ann", "Ann One", "ann.pack")
    shown = desk.at("ann")("pack", "show", "ann.pack", "--identity", "ann.p12", "--json").json
    assert (shown["inspector"], shown["own_cases"], shown["known"]) == ("Ann One", 3, False)
    lead = desk.at("lead")("identity", "show", "lead.p12", "--json").json["fingerprint"]
    assert shown["signers"][0]["fingerprint"] == lead
    refused = opened(desk, "ann", "ann.pack")
    assert refused.code == 1
    assert "--accept" in refused.err
    assert not Path("ann.review").exists()
    assert desk.at("ann")("trust", "list", "--json").json == []
    begun = opened(desk, "ann", "ann.pack", "--expect", lead)
    assert begun.code == 0, begun.err
    assert len(begun.json["gained"]) == 3
    trusted = desk.at("ann")("trust", "list", "--json").json
    assert {one["name"] for one in trusted} == {"M. Lead", "Ann One", "Bea Two"}
    log = desk.at("ann")("log", "ann.review", "--json").json
    (accepted,) = [line["facts"] for line in log if line["action"] == "pack opened"]
    assert [one["name"] for one in accepted["signers"]] == ["M. Lead", "Ann One", "Bea Two"]
    assert desk.at("ann")("check", "ann.review").code == 0
    assert desk.at("lead")("check", "team.review").code == 0


def test_cases_not_begun_are_moved_by_a_further_pack(desk: Desk) -> None:
    for who, name in (("ann", "Ann One"), ("bea", "Bea Two")):
        make(desk, who, name, f"{who}.pack")
        assert opened(desk, who, f"{who}.pack", "--accept").code == 0
    first, second, _ = mine(desk, "ann", "Ann One")
    set_ = desk.at("ann")("answers", "set", "ann.review", first, "reviewable=EXC", "exclusion=X1")
    assert set_.code == 0, set_.err
    assert desk.at("lead")("assign", "team.review", first, second, "--to", "Bea Two").code == 0
    for who, name in (("ann", "Ann One"), ("bea", "Bea Two")):
        make(desk, who, name, f"{who}2.pack")
    followed = opened(desk, "ann", "ann2.pack")
    assert followed.code == 0, followed.err
    assert (followed.json["lost"], followed.json["kept"]) == ([second], [first])
    assert first in mine(desk, "ann", "Ann One")
    assert opened(desk, "bea", "bea2.pack").json["gained"] == sorted([first, second])
    for old in ("ann2.pack", "ann.pack"):
        again = opened(desk, "ann", old)
        assert again.code == 1
        assert "already been opened" in again.err
    assert opened(desk, "ann", "bea2.pack").code == 2
    assert desk.at("ann")("check", "ann.review").code == 0


def test_a_case_begun_in_a_file_that_was_handed_over_stays_there(desk: Desk) -> None:
    make(desk, "ann", "Ann One", "ann.pack")
    assert opened(desk, "ann", "ann.pack", "--accept").code == 0
    first, second, _ = mine(desk, "ann", "Ann One")
    ann = desk.at("ann")
    assert ann("answers", "set", "ann.review", first, "reviewable=EXC", "exclusion=X1").code == 0
    assert ann("handover", "ann.review", "--to", "Cat Three", "--reason", "Ann is away").code == 0
    assert desk.at("lead")("assign", "team.review", first, second, "--to", "Bea Two").code == 0
    make(desk, "ann", "Ann One", "ann2.pack")
    followed = opened(desk, "ann", "ann2.pack")
    assert followed.code == 0, followed.err
    assert (followed.json["lost"], followed.json["kept"]) == ([second], [first])


def test_a_case_that_was_begun_is_not_moved_in_the_register(desk: Desk) -> None:
    make(desk, "ann", "Ann One", "ann.pack")
    opened(desk, "ann", "ann.pack", "--accept")
    first, *_ = mine(desk, "ann", "Ann One")
    ann = desk.at("ann")
    ann("answers", "set", "ann.review", first, "reviewable=EXC", "exclusion=X1")
    assert ann("export", "ann.review", "ann.xlsx", "--identity", "ann.p12").code == 0
    lead = desk.at("lead")
    merged = lead("merge", "team.review", "ann.xlsx", "--json")
    assert merged.code == 0, merged.err
    assert merged.json["warnings"] == []
    moved = lead("assign", "team.review", first, "--to", "Bea Two")
    assert moved.code == 1
    assert "Ann One" in moved.err
    evenly = lead("assign", "team.review", "--evenly", "Bea Two;Ann One")
    assert evenly.code == 0, evenly.err


def test_a_pack_under_a_passphrase_opens_without_an_identity(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reviewer.exchange.sealing._MEMORY_KIB", 64)
    monkeypatch.setenv("REVIEWER_PACK_PASSPHRASE", "copper ladder monday violet stream")
    made = desk.at("lead")(
        *("pack", "make", "team.review", "ann.pack", "--for", "Ann One", "--identity", "lead.p12")
    )
    assert made.code == 0, made.err
    begun = desk.at("ann")("pack", "open", "ann.pack", "ann.review", "--accept")
    assert begun.code == 0, begun.err
    assert "3 cases to review" in begun.out
    monkeypatch.setenv("REVIEWER_PACK_PASSPHRASE", "another one")
    wrong = desk.at("bea")("pack", "open", "ann.pack", "bea.review", "--accept")
    assert (wrong.code, Path("bea.review").exists()) == (2, False)


def test_what_is_no_pack_for_this_person_changes_nothing(desk: Desk) -> None:
    make(desk, "ann", "Ann One", "ann.pack")
    whole = Path("ann.pack").read_bytes()
    for name, content in {
        "cut.pack": whole[:-40],
        "longer.pack": whole + b"x",
        "changed.pack": whole[:200] + bytes([whole[200] ^ 1]) + whole[201:],
        "empty.pack": b"",
        "text.pack": b"Dear Ann,\n",
    }.items():
        Path(name).write_bytes(content)
        result = opened(desk, "ann", name, "--accept")
        assert result.code == 2, name
        assert result.err.count("\n") == 1
    assert opened(desk, "ann", "missing.pack", "--accept").code == 2
    assert opened(desk, "eve", "ann.pack", "--accept").code == 2
    assert not Path("ann.review").exists()
    assert not Path("eve.review").exists()
    assert desk.at("ann")("trust", "list", "--json").json == []


def test_a_drive_that_is_gone_leaves_nothing_behind(desk: Desk) -> None:
    lead = desk.at("lead")
    order = ("--for", "Ann One", "--identity", "lead.p12", "--to", "ann.cer")
    gone = lead("pack", "make", "team.review", "usb/ann.pack", *order)
    assert (gone.code, gone.err.count("\n")) == (2, 1)
    assert not any(
        line["action"] == "pack made" for line in lead("log", "team.review", "--json").json
    )
    make(desk, "ann", "Ann One", "ann.pack")
    there = desk.at("ann")(
        *("pack", "open", "ann.pack", "usb/ann.review", "--identity", "ann.p12", "--accept")
    )
    assert (there.code, there.err.count("\n")) == (2, 1)
    assert desk.at("ann")("trust", "list", "--json").json == []
    assert opened(desk, "ann", "usb/ann.pack", "--accept").code == 2


def test_a_pack_of_another_register_or_inspection_is_refused(desk: Desk) -> None:
    make(desk, "ann", "Ann One", "ann.pack")
    assert opened(desk, "ann", "ann.pack", "--accept").code == 0
    for code, register in ((CODE, "twin.review"), ("OTHER-2018", "other.review")):
        lead = desk.at("lead")
        lead(
            *("new", register, "--list", "list.csv", "--inspection", code),
            *("--force", "Synthetic Constabulary", "--lead", "M. Lead"),
            *("--evenly", "Ann One;Bea Two"),
        )
        for _ in range(2):
            made = lead(
                *("pack", "make", register, "other.pack", "--for", "Ann One"),
                *("--identity", "lead.p12", "--to", "ann.cer", "--replace"),
            )
            assert made.code == 0, made.err
        before = mine(desk, "ann", "Ann One")
        result = opened(desk, "ann", "other.pack")
        assert result.code == 1, result.err
        assert mine(desk, "ann", "Ann One") == before


def test_second_reads_are_drawn_by_rule_and_look_like_first_ones(desk: Desk) -> None:
    for who, name in (("ann", "Ann One"), ("bea", "Bea Two")):
        make(desk, who, name, f"{who}.pack")
        assert opened(desk, who, f"{who}.pack", "--accept").code == 0
    lead = desk.at("lead")
    draw = ("second-reads", "team.review", "--seed", "s1", "--readers", "Ann One;Bea Two")
    assert lead(*draw, "--worst").code == 1  # nothing has been reviewed yet
    drawn = lead(*draw, "--one-in", "3", "--all-cases", "--json")
    assert drawn.code == 0, drawn.err
    readers = drawn.json["readers"]
    assert sorted(readers.values()) == ["Ann One", "Bea Two"]
    assert lead(*draw, "--one-in", "3", "--all-cases").code == 1  # they are drawn already
    for who, name in (("ann", "Ann One"), ("bea", "Bea Two")):
        make(desk, who, name, f"{who}2.pack")
        gained = opened(desk, who, f"{who}2.pack").json["gained"]
        assert gained == [id_ for id_, reader in readers.items() if reader == name]
        assert b"second" not in str(desk.at(who)("cases", f"{who}.review", "--json").json).encode()
    tables = lead("summary", "team.review").out
    assert "seed “s1”" in tables
    for who in ("ann", "bea"):
        assert "seed “s1”" not in desk.at(who)("summary", f"{who}.review").out
    assert lead("check", "team.review").code == 0
    team = lead("export", "team.review", "team.xlsx", "--identity", "lead.p12")
    assert team.code == 0, team.err
    verified = lead("verify", "team.xlsx", "--trust", "lead.cer", "--json").json
    assert verified[0]["status"] == "trusted"


def test_a_reader_s_version_of_the_team_s_workbook_is_blind_to_the_others(
    two_workbooks: Path, cli: Command
) -> None:
    merged = cli("merge", "team.review", "a.xlsx", "b.xlsx", "--trust", "trust")
    assert merged.code == 0, merged.err
    cli("identity", "create", "lead.p12", "--name", "M. Lead", "--key", "ec")
    cli("identity", "certificate", "lead.p12", "lead.cer")
    back = cli(
        *("decide", "team.review", case(4), "--return", "--to", "Reader B"),
        *("--reason", "Look at the dates.", "--moderator", "M. Lead"),
    )
    assert back.code == 0, back.err
    made = cli(
        *("export", "team.review", "for-b.xlsx", "--identity", "lead.p12", "--for", "Reader B")
    )
    assert made.code == 0, made.err
    verdict = cli("verify", "for-b.xlsx", "--trust", "lead.cer", "--json").json[0]
    assert (verdict["status"], verdict["recounted"]) == ("trusted", True)
    content = zipfile.ZipFile("for-b.xlsx")
    assert not any(b"Reader A" in content.read(name) for name in content.namelist())
    taken = cli("returns", "b.review", "for-b.xlsx", "--trust", "lead.cer", "--json")
    assert [one["case"] for one in taken.json] == [case(4)]
    upper = cli("merge", "upper.review", "for-b.xlsx", "--trust", "lead.cer")
    assert (upper.code, Path("upper.review").exists()) == (1, False)
    nobody = cli("export", "team.review", "x.xlsx", "--identity", "lead.p12", "--for", "Nobody")
    assert (nobody.code, Path("x.xlsx").exists()) == (1, False)


LATER = (
    "Reference,Type,Date reported,Unit,Force grade,Scale\n007/17,S47,2017-04-01,Unit 1,Good,GRI3\n"
)
"""A list with one case that the register does not have."""


def extend(desk: Desk, file: str, text: str) -> CommandResult:
    Path("later.csv").write_text(text, encoding="utf-8")
    return desk.at("lead")("list", "extend", file, "later.csv")


def test_cases_that_the_lead_adds_come_with_the_next_pack(desk: Desk) -> None:
    make(desk, "ann", "Ann One", "ann-1.pack")
    opened(desk, "ann", "ann-1.pack", "--accept")
    ann = desk.at("ann")
    (first, *_) = mine(desk, "ann", "Ann One")
    ann("answers", "set", "ann.review", first, "reviewable=YES", "overall.grade=RI")
    ann("export", "ann.review", "ann-1.xlsx", "--identity", "ann.p12")

    added = extend(desk, "team.review", LATER)
    assert added.code == 0, added.err
    lead = desk.at("lead")
    assert lead("assign", "team.review", case(7), "--to", "Ann One").code == 0
    assert lead("merge", "team.review", "ann-1.xlsx").code == 0
    make(desk, "ann", "Ann One", "ann-2.pack")
    make(desk, "bea", "Bea Two", "bea-1.pack")

    assert opened(desk, "ann", "ann-2.pack").json["gained"] == [case(7)]
    assert case(7) in mine(desk, "ann", "Ann One")
    opened(desk, "bea", "bea-1.pack", "--accept")
    for who in ("ann", "bea"):
        assert len(desk.at(who)("cases", f"{who}.review", "--json").json) == 7
        assert desk.at(who)("check", f"{who}.review").code == 0
        done = desk.at(who)("answers", "set", f"{who}.review", case(7), "reviewable=YES")
        assert done.code == 0, done.err
        out = f"{who}-2.xlsx"
        assert desk.at(who)("export", f"{who}.review", out, "--identity", f"{who}.p12").code == 0
    merged = desk.at("lead")("merge", "team.review", "ann-2.xlsx", "bea-2.xlsx", "--json").json
    assert (merged["refused"], len(merged["accepted"])) == ([], 2)
    assert lead("check", "team.review").code == 0
    log = lead("log", "team.review").out + ann("log", "ann.review").out
    assert log.count(case(7)) >= 2
    for who in ("ann", "bea"):  # the list was never a random sample, so it did not cease to be one
        log = desk.at(who)("log", f"{who}.review", "--json").json
        (grown,) = [line["facts"] for line in log if line["action"] == "list extended"]
        assert grown["ends_sample"] is False


def test_names_on_the_lead_s_list_are_known_where_a_reader_had_added_the_same_cases(
    desk: Desk,
) -> None:
    make(desk, "ann", "Ann One", "ann-1.pack")
    opened(desk, "ann", "ann-1.pack", "--accept")
    assert extend(desk, "ann.review", LATER).code == 0
    named = LATER.replace("Reference,", "Surname,Reference,").replace("007/17", "Wistaria,007/17")
    assert extend(desk, "team.review", named).code == 0
    make(desk, "ann", "Ann One", "ann-2.pack")
    assert opened(desk, "ann", "ann-2.pack").code == 0
    ann = desk.at("ann")
    ann(
        "answers",
        "set",
        "ann.review",
        case(7),
        "overall.rationale=Wistaria says so.",
    )
    refused = ann("export", "ann.review", "ann.xlsx", "--identity", "ann.p12")
    assert "listed" in {found["kind"] for found in refused.json}


def test_a_pack_from_before_the_list_was_extended_is_older_and_refused(desk: Desk) -> None:
    make(desk, "ann", "Ann One", "ann-1.pack")
    assert extend(desk, "team.review", LATER).code == 0
    make(desk, "ann", "Ann One", "ann-2.pack")
    opened(desk, "ann", "ann-2.pack", "--accept")
    older = opened(desk, "ann", "ann-1.pack")
    assert older.code != 0
    assert len(desk.at("ann")("cases", "ann.review", "--json").json) == 7


def test_a_list_that_a_reader_extended_otherwise_is_not_extended_over_theirs(desk: Desk) -> None:
    make(desk, "ann", "Ann One", "ann-1.pack")
    opened(desk, "ann", "ann-1.pack", "--accept")
    other = LATER.replace("007/17", "008/17")
    assert extend(desk, "ann.review", other).code == 0
    ann = desk.at("ann")
    ann("answers", "set", "ann.review", case(7), "reviewable=YES", "overall.grade=RI")
    ann("export", "ann.review", "ann.xlsx", "--identity", "ann.p12")
    assert desk.at("lead")("merge", "team.review", "ann.xlsx").code == 0
    refused = extend(desk, "team.review", LATER)
    assert refused.code == 1
    assert extend(desk, "team.review", other).code == 0

    assert extend(desk, "ann.review", LATER.replace("007/17", "009/17")).code == 0
    assert extend(desk, "team.review", LATER).code == 0
    make(desk, "ann", "Ann One", "ann-2.pack")
    assert opened(desk, "ann", "ann-2.pack").code != 0
    assert len(desk.at("ann")("cases", "ann.review", "--json").json) == 8


def test_a_register_made_from_workbooks_has_no_list_to_extend(desk: Desk) -> None:
    make(desk, "ann", "Ann One", "ann-1.pack")
    opened(desk, "ann", "ann-1.pack", "--accept")
    desk.at("ann")("export", "ann.review", "ann.xlsx", "--identity", "ann.p12")
    assert desk.at("lead")("merge", "other.review", "ann.xlsx").code == 0
    assert extend(desk, "other.review", LATER).code != 0
