"""Calibration: readers read the same cases blind, and are then compared with what was agreed.

A pack is made from the file of a panel that has completed every case. Known cases within a
register's list work the same way; they are in no figure of the inspection.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from cryptography import x509

from reviewer.app.files import Sort
from reviewer.app.leaving import Leaving, leave
from reviewer.app.packs import issued_by, numbered
from reviewer.app.register import every_case, known_answers
from reviewer.app.store import Store, actions
from reviewer.app.verifying import Examined, read_trusted
from reviewer.domain.case import INSPECTOR, ListStamp, list_digest, values_digest
from reviewer.domain.errors import RefusalError
from reviewer.domain.file_actions import FileCreated
from reviewer.domain.grades import DONE
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.inspection import FileKind, Inspection, checked_line
from reviewer.domain.leaving_text import LeavingText, listed_texts, review_texts
from reviewer.domain.message import message, plural
from reviewer.domain.team_actions import (
    AgreedAnswersShown,
    CalibrationMade,
    CalibrationOpened,
    KnownAnswersSet,
)
from reviewer.exchange.calibration import (
    AgreedCase,
    CalibrationPack,
    ReleasedKey,
    lock_answers,
    new_code,
    unlock_answers,
)
from reviewer.exchange.container import (
    Container,
    ContainerHead,
    ContainerPurpose,
    check_head,
    new_head,
    write_container,
)
from reviewer.exchange.sealing import Opener, Recipients
from reviewer.figures.calibration import (
    Agreed,
    CalibrationAnswer,
    calibration_tables,
    compared_answers,
)
from reviewer.figures.table import Table
from reviewer.register.admission import check_belongs, named_form
from reviewer.signing.identity import Identity, check_valid


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationOrder:
    """Where a pack is to lie, its id, and who can open it: certificates, or a passphrase.

    `keep_identifiers` is why what looks like an identifier in the panel's texts may leave.
    """

    out: Path
    pack_id: str
    certificates: tuple[x509.Certificate, ...] = ()
    passphrase: str = field(default="", repr=False)
    replace: bool = False
    keep_identifiers: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeCalibration:
    """A calibration pack that was written; `code` opens its answers, once the lead gives it out."""

    path: Path
    number: int
    cases: int
    digest: str
    code: str = field(repr=False)


def make_calibration(
    store: Store, order: CalibrationOrder, identity: Identity, *, now: datetime
) -> MadeCalibration:
    """Write a calibration pack from a panel's file: its cases, and its reviews under a code.

    The code is kept in the log of the panel's file. Raises RefusalError in a register, and while
    a case is not complete; IdentifiersError and WorldError as `leave` does.
    """
    about = store.inspection()
    if about.kind is not FileKind.REVIEW:
        raise RefusalError(
            "is-a-register", message("A calibration pack is made from the panel's own file.")
        )
    check_valid(identity, now)
    agreed, code = _agreed_by_panel(store), new_code()
    digest, sealing, locked = lock_answers(agreed, code)
    made = CalibrationMade(
        pack=order.pack_id,
        number=1 + sum(1 for _ in store.events(CalibrationMade)),
        cases=len(agreed),
        digest=digest,
        code=code,
    )
    pack = CalibrationPack(
        lead=about.person,
        inspection=replace(about, earlier=(), handed_over_by=()),
        form=store.form().to_json(),
        listed=_listed_now(store),
        cases=tuple(case.without((INSPECTOR,)) for case in store.cases()),
        digest=digest,
        sealing=sealing,
        locked=locked,
    )
    head = _head(store, ContainerPurpose.CALIBRATION, order.pack_id, made.number, now)
    recipients = Recipients(certificates=order.certificates, passphrase=order.passphrase)
    packed = write_container(head, pack, CalibrationPack, identity, now=now, recipients=recipients)

    leaving = replace(
        _leaving(about.file, numbered(store, made, packed, now)),
        texts=lambda: _texts(store),
        keep_identifiers=order.keep_identifiers,
    )
    leave(leaving, order.out, store=store, now=now, replace=order.replace)
    return MadeCalibration(
        path=order.out, number=made.number, cases=len(agreed), digest=digest, code=code
    )


def release_answers(
    store: Store, out: Path, identity: Identity, *, now: datetime, replacing: bool = False
) -> str:
    """Write the code of the panel's last pack as a signed file, and return it.

    Raises RefusalError where no pack was made from the file.
    """
    last = _last_made(store)
    head = _head(store, ContainerPurpose.AGREED_ANSWERS, last.pack, last.number, now)
    key = ReleasedKey(pack=last.pack, code=last.code)
    packed = write_container(head, key, ReleasedKey, identity, now=now, recipients=None)
    file = store.inspection().file
    leave(_leaving(file, lambda: packed), out, store=store, now=now, replace=replacing)
    return last.code


def open_calibration(container: Container, opener: Opener) -> CalibrationPack:
    """Open a container as a calibration pack; raises RefusalError or WorldError."""
    check_head(container.head, ContainerPurpose.CALIBRATION)
    pack = container.content(CalibrationPack, opener)
    pack.check_fits(container.head)
    return pack


def code_in(container: Container, pack: Container) -> str:
    """Return the code in a released key; raises RefusalError for that of another pack."""
    check_head(container.head, ContainerPurpose.AGREED_ANSWERS)
    key = container.content(ReleasedKey, Opener())
    if key.pack != pack.head.id or container.head.issuer != pack.head.issuer:
        raise RefusalError("other-code", message("The key belongs to another calibration pack."))
    return key.code


def calibration_inspection(pack: CalibrationPack, untrusted_reader: str) -> Inspection:
    """Return what a reader's calibration file is about."""
    reader = checked_line(untrusted_reader, message("The reader's name"))
    return replace(pack.inspection, person=reader, file="")


def begin_calibration(
    store: Store, container: Container, pack: CalibrationPack, about: Inspection, *, now: datetime
) -> None:
    """Fill a new review file with the cases of a calibration pack."""
    inspection = replace(about, file=store.session)
    signer = container.signer
    with store.transaction(now) as unit:
        unit.begin(inspection, pack.read_form(), pack.listed, pack.cases)
        unit.log(FileCreated.of(inspection))
        unit.log(
            CalibrationOpened(
                pack=container.head.id,
                digest=pack.digest,
                lead=signer.name,
                fingerprint=signer.fingerprint,
            )
        )


def compare_with_agreed(
    store: Store, pack: CalibrationPack, code: str, *, now: datetime
) -> tuple[CalibrationAnswer, ...]:
    """Compare a reader's calibration file with the agreed answers; it is logged that they saw them.

    Raises RefusalError for another pack or code, and while a case is not complete: a reader stays
    blind until then.
    """
    if pack.digest not in {opened.digest for opened in actions(store, CalibrationOpened)}:
        raise RefusalError(
            "other-pack", message("This file was not made from that calibration pack.")
        )
    form, reviews = store.form(), store.reviews()
    done = {review.case for review in reviews if review.status(form) in DONE}
    left = sum(case.id not in done for case in store.cases())
    if left:
        raise RefusalError(
            "calibration-unfinished",
            plural(
                left,
                "{n} case is not complete. You see the agreed answers once all are.",
                "{n} cases are not complete. You see the agreed answers once all are.",
            ),
        )
    agreed = _by_case(unlock_answers(pack, code).cases)
    with store.transaction(now) as unit:
        unit.log(AgreedAnswersShown(digest=pack.digest))
    return compared_answers(form, reviews, agreed)


def calibration_report(store: Store, pack: CalibrationPack, code: str) -> tuple[Table, ...]:
    """Return how far each reader of a register, and each item, agrees with the agreed answers.

    Raises RefusalError for a register of another inspection or form, and for another code.
    """
    about = store.inspection()
    if about.code != pack.inspection.code:
        raise RefusalError(
            "other-inspection",
            message(
                "The pack is for inspection {theirs}, not {ours}.",
                theirs=pack.inspection.code,
                ours=about.code,
            ),
        )
    if about.form.digest != pack.inspection.form.digest:
        raise RefusalError(
            "other-list",
            message(
                "The pack has the form {theirs}, and this register the form {ours}.",
                theirs=named_form(pack.inspection.form),
                ours=named_form(about.form),
            ),
        )
    agreed = _by_case(unlock_answers(pack, code).cases)
    return _tables(store, agreed)


def set_known_answers(
    register: Store, panel: Examined, cases: Collection[CaseId], *, now: datetime
) -> None:
    """Make cases of a register's list known ones: a panel's workbook says what was agreed.

    From then on no figure of the register or of its workbooks counts them. Raises RefusalError
    for a workbook that is not trusted or of another list, and for a case that it has not complete.
    """
    about = register.inspection()
    if about.kind is not FileKind.REGISTER:
        raise RefusalError(
            "not-a-register", message("Known cases are kept in the lead's register.")
        )
    book = read_trusted(panel, inspections={about.code})
    check_belongs(book, about, register.lists())
    complete = {review.case: review for review in book.reviews if review.completed}
    for case in cases:
        register.case(case)
        if case not in complete:
            raise RefusalError(
                "not-complete", message("The panel has not completed {case}.", case=case)
            )
    with register.transaction(now) as unit:
        for case in cases:
            unit.log(KnownAnswersSet(answers=dict(complete[case].answers)), case=case)


def known_cases_report(store: Store) -> tuple[Table, ...]:
    """Return how far each reader and item agrees with what is known of the register's cases.

    Raises RefusalError where no case is known.
    """
    agreed = known_answers(store)
    if not agreed:
        raise RefusalError("no-known-case", message("The register has no known cases."))
    return _tables(store, agreed)


def _tables(store: Store, agreed: Agreed) -> tuple[Table, ...]:
    form = store.form()
    reviews = [r for s in every_case(store).standings for r in s.reviews]
    return calibration_tables(form, compared_answers(form, reviews, agreed))


def _agreed_by_panel(store: Store) -> tuple[AgreedCase, ...]:
    complete = {review.case: review for review in store.reviews() if review.completed}
    missing = [case.id for case in store.cases() if case.id not in complete]
    if missing:
        raise RefusalError(
            "not-complete",
            message("The panel has not completed {case}.", case=missing[0]),
        )
    return tuple(
        AgreedCase(case=case.id, answers=dict(complete[case.id].answers)) for case in store.cases()
    )


def _texts(store: Store) -> Iterator[LeavingText]:
    form = store.form()
    for case in store.cases():
        yield from listed_texts(case.without((INSPECTOR, Key("reference"))))
    for review in store.reviews():
        yield from review_texts(form, review)


def _listed_now(store: Store) -> ListStamp:
    """Return the stamp of the panel's list with what was added or corrected since it was read."""
    cases = store.cases()
    return replace(store.lists()[-1], digest=list_digest(cases), values=values_digest(cases))


def _last_made(store: Store) -> CalibrationMade:
    made = tuple(actions(store, CalibrationMade))
    if not made:
        raise RefusalError("no-pack", message("No calibration pack was made from this file."))
    return made[-1]


def _by_case(agreed: Iterable[AgreedCase]) -> Agreed:
    return {one.case: one.answers for one in agreed}


def _head(
    store: Store, purpose: ContainerPurpose, id_: str, number: int, now: datetime
) -> ContainerHead:
    about = store.inspection()
    return new_head(purpose, id_, inspection=about.code, issuer=about.file, number=number, now=now)


def _leaving(file: str, content: Callable[[], bytes]) -> Leaving:
    return Leaving(
        sort=Sort.CONTAINER,
        content=content,
        is_earlier=lambda there: issued_by(file, there),
        kept_as=message("was not made from this file"),
    )
