"""Exporting the signed workbook, from this computer and by this program."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from reviewer.app.exporting import Exported, export_workbook
from reviewer.app.store import Store
from ui.operations.identities import Identity
from ui.operations.login import device_name


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOrder:
    """What is asked for: where to, final or not, with references or not, with which password.

    `replace` says that a person agreed to lose another file that lies there.
    """

    out: Path
    final: bool = False
    with_references: bool = False
    password: str | None = None
    replace: bool = False

    def __repr__(self) -> str:
        return f"ExportOrder({self.out.name})"


def export(
    store: Store, order: ExportOrder, identity: Identity, *, now: datetime, export_id: str
) -> Exported:
    """Write and sign the workbook; raises RefusalError or WorldError as `export_workbook` does."""
    return export_workbook(
        store,
        order.out,
        identity,
        now=now,
        export_id=export_id,
        app_version=version("reviewer"),
        device=device_name(),
        final=order.final,
        with_references=order.with_references,
        password=order.password,
        replace_other=order.replace,
    )
