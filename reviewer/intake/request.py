"""What a reading asks of its worker, as both ends of the pipe have it: JSON, never executed.

Who asks loads no parser of workbooks: those are for the limited process alone.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any, Final

from reviewer.cells.opening import Opening
from reviewer.intake.dates import Order
from reviewer.intake.vocabulary import Vocabulary
from reviewer.intake.wish import Wish

WORKER_ARGUMENT: Final = "--read-list-in-this-process"
"""What a packaged program is started with to become the worker."""


def wish_of(request: dict[str, Any]) -> Wish:
    """Read the wish that `wish_document` wrote."""
    said = {**request["wish"]}
    return Wish(
        words=Vocabulary(types=said.pop("types"), scales=said.pop("scales")),
        today=date.fromisoformat(said.pop("today")),
        opening=Opening(**said.pop("opening")),
        dates={name: Order(order) for name, order in said.pop("dates").items()},
        offered_dates={name: Order(order) for name, order in said.pop("offered_dates").items()},
        corrections={int(row): cells for row, cells in said.pop("corrections").items()},
        **said,
    )


def wish_document(wish: Wish) -> dict[str, Any]:
    """Lay out a wish as JSON has it."""
    words = {
        "types": dict(wish.words.types),
        "scales": {name: dict(codes) for name, codes in wish.words.scales.items()},
    }
    plainly = {
        "today": wish.today.isoformat(),
        "opening": asdict(wish.opening),
        "mapping": dict(wish.mapping),
        "offered": dict(wish.offered),
        "dates": dict(wish.dates),
        "offered_dates": dict(wish.offered_dates),
        "corrections": {str(row): dict(cells) for row, cells in wish.corrections.items()},
    }
    rest = ("sheet", "force", "scale", "header_row")
    return {**words, **plainly, **{name: getattr(wish, name) for name in rest}}
