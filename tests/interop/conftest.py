"""What Reviewer really writes, made once for all who look at it: the demonstration's workbooks."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from reviewer.app.demonstration.job import PASSPHRASE, Demonstration
from reviewer.signing.identity import create_identity, to_pkcs12
from ui.cli.main import run
from ui.operations.demonstration import DemonstrationFiles

WORKBOOK_PASSWORD = "harbour velvet nineteen compass"


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the demonstration, and export a review file and the register with RSA too.

    `rsa-….xlsx` are signed with RSA-3072; the others, of the demonstration itself, with ECDSA;
    `protected.xlsx` has Excel's own password protection around it.
    """
    folder = tmp_path_factory.mktemp("demonstration")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("db.key.MEMORY_KIB", 64)
        patch.setenv("REVIEWER_HOME", str(folder / "home"))
        patch.setenv("REVIEWER_PASSPHRASE", PASSPHRASE)
        patch.setenv("REVIEWER_IDENTITY_PASSPHRASE", PASSPHRASE)
        patch.setenv("REVIEWER_WORKBOOK_PASSWORD", WORKBOOK_PASSWORD)
        # Printing takes longer than all the rest, and nobody here looks at it.
        patch.setattr(Demonstration, "_print", lambda *_: None)
        Demonstration(folder, DemonstrationFiles(), lambda _: None).run()
        rsa = create_identity(name="Synthetic Signer", now=datetime.now(UTC))
        (folder / "rsa.p12").write_bytes(to_pkcs12(rsa, PASSPHRASE))
        for out, file, *more in (
            ("rsa-reader.xlsx", "reader-one.review"),
            ("rsa-team.xlsx", "team.review"),
            ("protected.xlsx", "reader-one.review", "--protect"),
        ):
            files = [str(folder / name) for name in (file, out)]
            command = ["export", *files, "--identity", str(folder / "rsa.p12"), *more]
            assert run(command, lambda _: 0) == 0
    return folder


@pytest.fixture(scope="session")
def workbooks(demonstration: Path) -> list[Path]:
    """A review file's and a register's workbook, signed with each kind of key."""
    names = ("reader-one.xlsx", "team.xlsx", "rsa-reader.xlsx", "rsa-team.xlsx")
    return [demonstration / name for name in names]
