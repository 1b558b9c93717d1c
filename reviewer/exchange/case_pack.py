"""What both kinds of pack hold: the cases of a list, and the form they are reviewed by."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.domain.case import Case, ListStamp, list_digest
from reviewer.domain.errors import RefusalError
from reviewer.domain.form import Form
from reviewer.domain.ids import case_id
from reviewer.domain.inspection import Inspection
from reviewer.domain.message import message
from reviewer.exchange.container import ContainerHead, other_version


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePack:
    """The cases of an inspection, from the person who is named as `lead`."""

    lead: str
    inspection: Inspection
    form: str
    listed: ListStamp
    cases: tuple[Case, ...]

    def read_form(self) -> Form:
        """Return the form; raises RefusalError, also for one that only a newer version knows."""
        try:
            form = Form.model_validate_json(self.form)
        except ValueError:
            raise other_version() from None
        if form.stamp != self.inspection.form:
            raise misfit()
        return form

    def check_fits(self, head: ContainerHead) -> None:
        """Raise RefusalError for what does not fit together, which no lead's program writes."""
        code = self.inspection.code
        ids = [case.id for case in self.cases]
        wanted = [case_id(code, case.position) for case in self.cases]
        if head.inspection != code or ids != wanted or len(set(ids)) < len(ids):
            raise misfit()
        if list_digest(self.cases) != self.listed.digest:
            raise misfit()
        self.read_form()


def misfit() -> RefusalError:
    """Return the refusal of a pack whose parts do not fit together."""
    return RefusalError(
        "pack-misfit",
        message("The parts of the pack do not match. Ask the lead to make it again."),
    )
