"""Exporting the signed workbook, from this computer and by this program."""

from __future__ import annotations

from datetime import datetime
from importlib.metadata import version

from reviewer.app.exporting import Exported, ExportOrder, export_workbook
from reviewer.app.store import Store
from ui.operations.identities import Identity
from ui.operations.login import device_name


def export(
    store: Store, order: ExportOrder, identity: Identity, *, now: datetime, export_id: str
) -> Exported:
    """Write and sign the workbook; raises RefusalError or WorldError as `export_workbook` does."""
    return export_workbook(
        store,
        order,
        identity,
        now=now,
        export_id=export_id,
        app_version=version("reviewer"),
        device=device_name(),
    )
