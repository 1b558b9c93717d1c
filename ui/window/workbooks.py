"""What the window does with workbooks that others send: check them, trust, plan a merge."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from reviewer.app.earlier_visits import visit_of
from reviewer.app.merging import Base, MergePlan, plan_merge
from reviewer.app.store import Store
from reviewer.app.trusting import Decider, trust_certificate
from reviewer.app.verifying import Examined, examine
from reviewer.domain.errors import RefusalError
from reviewer.domain.inspection import EarlierVisit
from reviewer.forms.library import find_form
from reviewer.signing.trust import load_trust
from ui.operations.control import JobControl
from ui.operations.login import login_name
from ui.operations.places import trust_folder
from ui.window.parts.password_line import WANTED
from ui.window.words import say


def examine_all(
    paths: Sequence[Path], now: datetime, control: JobControl, password: str | None = None
) -> list[Examined]:
    """Verify workbooks one after the other against the trust list of this user.

    The password opens those that Excel's own protection is around.

    Raises WorldError where a file can't be read, and `cancelled`.
    """
    known = load_trust(trust_folder())
    examined = []
    for place, path in enumerate(paths, start=1):
        control.check()
        control.report(say("Checking workbook {n} of {all}…", n=place, all=len(paths)))
        examined.append(examine(path, known, now=now, password=password))
    return examined


def planned(
    base: Base,
    paths: Sequence[Path],
    lead: str,
    now: datetime,
    control: JobControl,
    password: str | None = None,
) -> tuple[MergePlan, list[Examined]]:
    """Say what taking in workbooks would do; nothing is written."""
    examined = examine_all(paths, now, control, password)
    control.check()
    return plan_merge(base, examined, find_form, lead=lead, now=now), examined


def counted_visit(
    store: Store,
    path: Path,
    label: str,
    now: datetime,
    control: JobControl,
    password: str | None = None,
) -> EarlierVisit:
    """Count an earlier visit from its workbook; raises RefusalError where it is not to be used.

    Where a password is wanted, or another one, the error has the code of that problem.
    """
    (book,) = examine_all([path], now, control, password)
    for problem in book.verdict.problems:
        if problem.code in WANTED:
            raise RefusalError(problem.code, problem.text)
    return visit_of(store, book, find_form, label=label, now=now)


def vouch_for(certificate_der: bytes) -> None:
    """Trust a certificate from now on, and log it; raises WorldError where the folder refuses."""
    decider = Decider(who=login_name(), now=datetime.now(UTC))
    trust_certificate(trust_folder(), certificate_der, decider)
