"""A folder in which every line of `file_arguments` works, made by the commands themselves."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from commands import PASSPHRASE, Command, CommandResult, answer_all, make_workbooks
from file_arguments import CODE
from xlsform_maker import xlsform

ROOT: Final = Path(__file__).parents[2]
ALL_GRADES: Final = "G RI I RI G RI"

_RECOVERY_CODE: Final = re.compile(r"\w{7}(?:-\w{7}){7}")

_ABOUT: Final = "--list list.csv --inspection SYN-2018Q4 --force 'Synthetic Constabulary'"

_TEAM: Final = f"""
trust add a.cer
trust add b.cer
identity create c.p12 --name 'Somebody Else' --key ec
identity certificate c.p12 c.cer
identity authority create ca.p12 --name Team --key ec
identity request a.p12 a.csr
identity issue ca.p12 a.csr issued.cer
merge team.review a.xlsx b.xlsx
receipts issue team.review receipts --identity b.p12
export team.review team.xlsx --identity b.p12
new lead.review {_ABOUT} --lead Lead --evenly 'Reader A;Reader B'
pack make lead.review a.pack --for 'Reader A' --identity b.p12 --to a.cer
new other.review {_ABOUT} --lead Lead --evenly 'Reader A;Reader B'
pack make other.review other.pack --for 'Reader A' --identity b.p12 --to a.cer
new panel.review {_ABOUT} --reviewer 'Reader B'
"""

_CALIBRATION: Final = """
calibration make panel.review cal.pack --identity b.p12 --to a.cer
calibration release panel.review cal.key --identity b.p12
export panel.review panel.xlsx --identity b.p12
calibration open cal.pack reader.review --reviewer 'Reader A' --identity a.p12 --accept
"""

_WIDE: Final = """
new wide.review --list wide.csv --inspection W-1 --force F --reviewer 'Reader A'
answers load wide.review grades.csv
export wide.review wide.xlsx --identity a.p12
merge annex.review wide.xlsx
receipts issue annex.review others --identity b.p12
"""
"""A reader who graded enough cases for a register to publish."""

_OTHERS: Final = f"""
backup a.review copy.review
new gone.review {_ABOUT} --reviewer 'Reader A'
new spent.review {_ABOUT} --reviewer 'Reader A'
dispose gone.review --identity a.p12 --record record.json --yes
list mapping list.csv mapping.json
list draw list.csv drawn.csv --size 3 --seed s
form mapping ncpi.yaml a.xlsx --out forms.yaml
settings export choices.json
earlier add a.review 2015 --graded 10 --below-good 5
phrases import a.review words.txt
spelling add a.review word
new earlier.review --list list.csv --inspection SYN-2016Q4 --force F --reviewer A
answers set earlier.review SYN-2016Q4-0001 reviewable=EXC exclusion=X1
export earlier.review earlier.xlsx --identity a.p12
"""


def fill(cli: Command, folder: Path, recovery: Path) -> Mapping[str, str]:
    """Make every file that a line reads; return what the words in braces are.

    `recovery` is where an administrator places a certificate for recovery.
    """
    make_workbooks(cli, folder)
    _copy_and_write(folder)
    _follow(cli, _TEAM)
    answer_all(cli, folder / "panel.review", "Reader B", ALL_GRADES, range(1, 7))
    _follow(cli, _CALIBRATION)
    answer_all(cli, folder / "reader.review", "Reader A", ALL_GRADES, range(1, 7))
    _follow(cli, _WIDE)
    shutil.move(next((folder / "receipts").glob("*-a-*")), folder / "a.receipt")
    shutil.move(next((folder / "others").glob("*.receipt")), folder / "other.receipt")
    _follow(cli, _OTHERS)
    begun = _did(cli, "practice new own.review").out
    (folder / "own.txt").write_text(begun.rpartition(": ")[2].strip(), "utf-8")
    shutil.copy(folder / "a.cer", recovery)
    sealed = _did(cli, f"new sealed.review {_ABOUT} --reviewer 'Reader A' --recovery-code").out
    recovery.unlink()
    (folder / "code.txt").write_text(_RECOVERY_CODE.findall(sealed)[0], "utf-8")
    shown = _did(cli, "identity show a.p12 --json").json
    return {"fingerprint": shown["fingerprint"]}


def _copy_and_write(folder: Path) -> None:
    for made in ("receipts", "kept", "books", "others"):
        (folder / made).mkdir()
    places, listed = range(1, 13), (folder / "list.csv").read_text("utf-8")
    for name, text in {
        "passphrase.txt": PASSPHRASE,
        "new.txt": "copper meadow thimble walrus eleven",
        "words.txt": "No entry on file.",
        "answers.csv": f"case,A1.2\n{CODE},N\n",
        "bad.csv": f"{listed}9/17,none,2017-03-09,Unit 1,Good,\n",
        "shared.csv": "Reference,Type,Date reported,Inspector\n001/17,S47,2017-03-01,Reader B\n",
        "more.csv": "Reference,Type,Date reported,Unit\n007/17,DA,2017-03-07,Unit 1\n",
        "wide.csv": "Reference,Type,Date reported\n"
        + "".join(f"{n},OTH,2017-03-04\n" for n in places),
        "grades.csv": "case,overall.grade\n" + "".join(f"W-1-{n:04d},G\n" for n in places),
    }.items():
        (folder / name).write_text(text, "utf-8")
    shutil.copy(ROOT / "resources" / "forms" / "ncpi.yaml", folder)
    (folder / "survey.xlsx").write_bytes(xlsform())
    for reader in "ab":
        shutil.copy(folder / "trust" / f"{reader}.cer", folder)
        shutil.copy(folder / f"{reader}.xlsx", folder / "books")


def _follow(cli: Command, script: str) -> None:
    for line in script.strip().splitlines():
        _did(cli, line)


def _did(cli: Command, line: str) -> CommandResult:
    result = cli(*shlex.split(line))
    assert result.code == 0, (line, result)
    return result
