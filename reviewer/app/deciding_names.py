"""A lead's decisions about names: a reader's, a mistyped inspection code, a list of one reader."""

from __future__ import annotations

import re

from reviewer.app.deciding import Ruling, keep_alias
from reviewer.app.register import combined_register
from reviewer.app.store import Store
from reviewer.domain.case import normalised_name
from reviewer.domain.decision import Alias, Decision, DecisionKind
from reviewer.domain.errors import RefusalError
from reviewer.domain.inspection import checked_code
from reviewer.domain.message import message


def decide_reader(store: Store, alias: Alias, ruling: Ruling) -> Decision:
    """Say whose reviews a reader's name stands for, for all or for what one certificate signed.

    Raises RefusalError for a name that nobody has here, and without a reason.
    """
    combined = combined_register(store)
    known = {normalised_name(name) for source in combined.sources for name in source.readers}
    if normalised_name(alias.name) not in known:
        raise RefusalError(
            "no-such-reader",
            message("There are no reviews by {name} in the register.", name=alias.name),
        )
    return keep_alias(store, combined, DecisionKind.READER, alias, ruling)


def decide_code(store: Store, untrusted_code: str, ruling: Ruling) -> Decision:
    """Let an inspection code that was mistyped in a workbook count as the register's own.

    Raises RefusalError for what is no code or is the register's own, and without a reason.
    """
    own, code = store.inspection().code, checked_code(untrusted_code)
    if code == own:
        raise RefusalError(
            "same-code", message("The register already has the code {code}.", code=code)
        )
    alias = Alias(name=code, counts_as=own)
    return keep_alias(store, combined_register(store), DecisionKind.CODE, alias, ruling)


def decide_list(store: Store, untrusted_digest: str, ruling: Ruling) -> Decision:
    """Let the cases of a list that only one reader added later count as cases of their own.

    The list is named by its digest or the beginning of it. Raises RefusalError for what is no
    digest or is a list of the register, and without a reason.
    """
    digest, combined = untrusted_digest.strip().lower(), combined_register(store)
    if not re.fullmatch(r"[0-9a-f]{12,64}", digest):
        raise RefusalError(
            "bad-list",
            message("Enter the digest of the list, or at least its first 12 characters."),
        )
    if any(stamp.digest.startswith(digest) for stamp in combined.lists):
        raise RefusalError(
            "own-list", message("This is a list of the register, so its cases count already.")
        )
    alias = Alias(name=digest, counts_as=store.inspection().code)
    return keep_alias(store, combined, DecisionKind.LIST, alias, ruling)
