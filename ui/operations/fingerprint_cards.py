"""Cards with a certificate's fingerprint, to read out or to hand over in person."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from reviewer.app.files import read_whole
from reviewer.app.fingerprint_card import write_card
from ui.operations.login import login_name


def print_card(file: Path, out: Path, *, now: datetime, replace: bool = False) -> None:
    """Print the card of the certificate in a file; raises RefusalError or WorldError."""
    write_card(read_whole(file), out, by=login_name(), now=now, replace=replace)
