"""Each kind of print, set from what the file holds."""

from __future__ import annotations

from reviewer.app.print_order import PrintOrder
from reviewer.app.print_pages import ChosenPages
from reviewer.app.register import standings_of
from reviewer.app.store import Store
from reviewer.app.summarising import summarise_file
from reviewer.domain.errors import RefusalError
from reviewer.domain.file_actions import Printout
from reviewer.domain.message import message
from reviewer.domain.referral import refers_back
from reviewer.printing.printed import CasePage, Printed, Printing


def make_print(store: Store, order: PrintOrder, chosen: ChosenPages, printing: Printing) -> Printed:
    """Set what is asked for, of the pages that were chosen for it."""
    about, form = store.inspection(), store.form()
    references = order.with_references
    match order.kind:
        case Printout.CASES:
            from reviewer.printing.cases import print_cases

            return print_cases(
                about,
                form,
                chosen.pages,
                printing,
                with_references=references,
                with_details=order.with_details,
            )
        case Printout.REFERRAL:
            from reviewer.printing.referral_notice import print_referral_notice

            return print_referral_notice(about, form, _referred(store, chosen), printing)
        case Printout.BLANK_FORM:
            from reviewer.printing.blank_form import print_blank_form

            return print_blank_form(about, form, printing)
        case Printout.CASE_LIST:
            from reviewer.printing.case_index import print_case_index

            return print_case_index(
                about, form, standings_of(store), printing, with_references=references
            )
        case _:
            return _make_of_figures(store, order, chosen, printing)


def _make_of_figures(
    store: Store, order: PrintOrder, chosen: ChosenPages, printing: Printing
) -> Printed:
    from reviewer.printing.debrief_pack import print_debrief_pack
    from reviewer.printing.inspection_summary import print_comparison, print_summary

    about = store.inspection()
    if order.kind is Printout.COMPARISON and not about.earlier:
        raise RefusalError(
            "no-earlier-visit",
            message("No earlier visit is compared with this one. Add an earlier visit first."),
        )
    summary = summarise_file(store, now=printing.at).summary
    if order.kind is Printout.COMPARISON:
        return print_comparison(about, summary, printing)
    if order.kind is Printout.DEBRIEF:
        return print_debrief_pack(
            about,
            store.form(),
            summary,
            chosen.pages,
            printing,
            with_references=order.with_references,
        )
    return print_summary(about, summary, printing)


def _referred(store: Store, chosen: ChosenPages) -> CasePage:
    """Return the one page whose review refers its case back to the force."""
    form = store.form()
    referred = [
        page
        for page in chosen.pages
        if page.review is not None and refers_back(form, page.review.get(form.roles.referral))
    ]
    if len(chosen.cases) != 1:
        raise RefusalError(
            "one-case", message("A referral notice is about one case. Choose the case.")
        )
    if not referred:
        raise RefusalError(
            "not-referred", message("{case} is not referred back.", case=chosen.cases[0])
        )
    return referred[0]
