"""What a design lets intervals, tests and shares say, in sentences."""

from __future__ import annotations

from reviewer.domain.message import Message, message, plural
from reviewer.figures.design import Design, SamplingMethod


def interval_note(found: Design) -> Message:
    """Say what Wilson's intervals of counts are worth under a design."""
    match found.sampling:
        case SamplingMethod.CENSUS:
            return message(
                "Every case is in the list, so there is no sampling error. Intervals are Wilson "
                "95% intervals, and only indicative: they treat the cases as a random sample of "
                "many more like them."
            )
        case SamplingMethod.SIMPLE if found.population is not None:
            return message(
                "Intervals are Wilson 95% intervals. The cases were drawn at random. The "
                "intervals do not allow for how many of all cases were graded, so they are "
                "wider than necessary."
            )
        case SamplingMethod.SIMPLE:
            return message("Intervals are Wilson 95% intervals. The cases were drawn at random.")
        case SamplingMethod.STRATIFIED:
            return message(
                "Intervals are Wilson 95% intervals. The cases were drawn at random "
                "in strata, so totals have no interval: their cases are not weighted "
                "here."
            )
        case SamplingMethod.MIXED:
            return message(
                "Intervals are Wilson 95% intervals, and only indicative: not all "
                "cases were drawn at random."
            )
        case SamplingMethod.SELECTED:
            return message(
                "Intervals are Wilson 95% intervals, and only indicative: the cases "
                "were selected, not drawn at random."
            )


def share_note(found: Design) -> Message:
    """Say what Wilson's intervals of shares of all cases reviewed are worth under a design."""
    if found.sampling is SamplingMethod.STRATIFIED:
        return message(
            "Intervals are Wilson 95% intervals. The cases were drawn at random in strata, but are "
            "not weighted here, so these shares and intervals are of the cases reviewed, not of "
            "all cases."
        )
    return interval_note(found)


def chance_note(found: Design) -> Message:
    """Say what intervals and tests of any sort are worth under a design."""
    match found.sampling:
        case SamplingMethod.CENSUS:
            return message(
                "Every case is in the list, so there is no sampling error. Intervals and tests are "
                "only indicative: they treat the cases as a random sample of many more like them."
            )
        case SamplingMethod.SIMPLE:
            return message("The cases were drawn at random.")
        case SamplingMethod.STRATIFIED:
            return message(
                "The cases were drawn at random in strata, but are not weighted here, so these "
                "figures, intervals and tests are of the cases reviewed, not of all cases."
            )
        case SamplingMethod.MIXED:
            return message(
                "Intervals and tests are only indicative: not all cases were drawn at random."
            )
        case SamplingMethod.SELECTED:
            return message(
                "Intervals and tests are only indicative: the cases were selected, "
                "not drawn at random."
            )


def named_interval(interval: str, *, at_random: bool) -> Message:
    """Call an interval what it is: indicative where chance did not choose the cases."""
    if at_random:
        return message("95% interval {interval}", interval=interval)
    return message("indicative 95% interval {interval}", interval=interval)


def describe_design(found: Design) -> Message:
    """Say in a sentence how the cases were selected."""
    population = f"{found.population:,}" if found.population is not None else ""
    match found.sampling:
        case SamplingMethod.CENSUS:
            return message(
                "Every one of the {population} cases is in the list.", population=population
            )
        case SamplingMethod.SIMPLE if population:
            return message(
                "The cases were drawn at random from {population}.", population=population
            )
        case SamplingMethod.SIMPLE:
            return message("The cases were drawn at random. It is not known from how many.")
        case SamplingMethod.STRATIFIED:
            return plural(
                len(found.strata),
                "The cases were drawn at random from {population}, in {n} stratum.",
                "The cases were drawn at random from {population}, in {n} strata.",
                population=population,
            )
        case SamplingMethod.MIXED:
            return plural(
                found.elsewhere,
                "The cases were drawn at random from {population}, except {n}.",
                "The cases were drawn at random from {population}, except {n}.",
                population=population,
            )
        case SamplingMethod.SELECTED:
            return message("The cases were selected, not drawn at random.")
