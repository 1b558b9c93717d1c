"""Write again what lifelines, irrCAC and gptables make of the same data; see requirements.txt."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import gptables
import lifelines
import numpy as np
import pandas as pd
from irrCAC.raw import CAC
from lifelines.statistics import multivariate_logrank_test
from lifelines.utils import qth_survival_times
from random_sets import chances, groups_of_lengths, lengths, reads_of_some

HERE = Path(__file__).parent
SETS = 1_000
ROUNDING = 1e-9
"""lifelines adds logarithms up, so that a half can be a little more than a half."""


def quartiles(found: list[tuple[int, bool]]) -> list[list[float | None]]:
    """Return each quartile and the ends of its interval, by Greenwood's on the scale log(-log)."""
    fitted = lifelines.KaplanMeierFitter().fit(*zip(*found, strict=True))
    low, high = (fitted.confidence_interval_survival_function_.iloc[:, side] for side in (0, 1))
    return [
        [
            _finite(qth_survival_times(1 - share + ROUNDING, curve))
            for curve in (fitted.survival_function_.iloc[:, 0], low, high)
        ]
        for share in (0.25, 0.5, 0.75)
    ]


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def log_rank(groups: list[list[tuple[int, bool]]]) -> list[float]:
    pairs = [pair for group in groups for pair in group]
    sides = [at for at, group in enumerate(groups) for _ in group]
    days, ended = zip(*pairs, strict=True)
    found = multivariate_logrank_test(days, sides, ended)
    return [float(found.test_statistic), float(found.p_value)]


def coefficients(cases: list[tuple[int, ...]]) -> dict[str, list[float]]:
    """Return kappa, linear kappa, AC1, AC2 and ordinal alpha, each with its interval."""
    widest = max(map(len, cases))
    table = pd.DataFrame([[*case, *[np.nan] * (widest - len(case))] for case in cases])
    pairwise = all(len(case) == 2 for case in cases)
    asked: dict[str, tuple[object, str]] = {
        "kappa": ("identity", "conger" if pairwise else "fleiss"),
        "kappa_linear": ("linear", "conger" if pairwise else "fleiss"),
        "ac1": ("identity", "gwet"),
        "ac2": ("linear", "gwet"),
        "alpha": (ordinal(cases), "krippendorff"),
    }
    found = {}
    for name, (weights, method) in asked.items():
        one = CAC(table, weights=weights, categories=[0, 1, 2], digits=8)
        about = getattr(one, method)()["est"]
        found[name] = [float(about["coefficient_value"]), *map(float, about["confidence_interval"])]
    return found


def ordinal(cases: list[tuple[int, ...]]) -> np.ndarray:
    """Return Krippendorff's own ordinal weights, which irrCAC does not have by name."""
    n = np.bincount([grade for case in cases for grade in case], minlength=3)
    between = np.cumsum(n)[None, :] - np.cumsum(n)[:, None] + (n[:, None] - n[None, :]) / 2
    return 1 - between**2 / (between**2).max()


def annex(path: Path, content: dict[str, object]) -> None:
    """Write the annex of `annex.json` as gptables lays it out."""
    sheets = {}
    for number, table in enumerate(content["tables"], start=1):
        marks = "".join(f"$${note}$$" for note in table["notes"])
        sheets[str(number)] = gptables.GPTable(
            table=pd.DataFrame(table["rows"], columns=table["headings"]),
            table_name=table["name"],
            title=f"Table {number}: {table['title']}{marks}",
            legend=[f"{mark} {meaning}" for mark, meaning in content["symbols"]],
            index_columns={2: 0},
        )
    gptables.write_workbook(
        filename=str(path),
        sheets=sheets,
        cover=gptables.Cover(title=content["title"], intro=["Introduction", *content["lines"]]),
        notes_table=pd.DataFrame(
            [[str(n), text] for n, text in enumerate(content["notes"], start=1)],
            columns=["Note reference", "Note text"],
        ),
        contentsheet_options={"additional_elements": []},
    )


def write(name: str, found: Iterable[object]) -> None:
    lines = ",\n".join(json.dumps(one, separators=(",", ":")) for one in found)
    (HERE / name).write_text(f"[\n{lines}\n]\n", "utf-8")


def main() -> None:
    write(
        "lifelines.json",
        (
            {"quartiles": quartiles(lengths(one)), "log_rank": log_rank(groups_of_lengths(other))}
            for one, other in zip(chances("survival", SETS), chances("log-rank", SETS), strict=True)
        ),
    )
    write("irrcac.json", (coefficients(reads_of_some(one)) for one in chances("reads", SETS)))
    annex(HERE / "gptables.xlsx", json.loads((HERE / "annex.json").read_text("utf-8")))


if __name__ == "__main__":
    main()
