"""What is being typed, kept on the disk; and in mind, where the disk refuses it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from reviewer.app.drafting import drafts_of, drop_draft, keep_draft
from reviewer.app.store import Draft, Store
from reviewer.domain.errors import WorldError
from reviewer.domain.ids import CaseId, Key


class Drafts:
    """The drafts of an open file, and in mind those that did not reach the disk."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now
        self._unsaved: dict[tuple[CaseId, Key], tuple[str, str]] = {}

    @property
    def unsaved(self) -> Mapping[tuple[CaseId, Key], str]:
        """The texts that did not reach the disk."""
        return {at: text for at, (text, _) in self._unsaved.items()}

    def of(self, case_id: CaseId) -> Mapping[Key, Draft]:
        """Return what was typed into one case's fields and never left."""
        return drafts_of(self._store, case_id)

    def keep(self, case_id: CaseId, key: Key, text: str, saved: str) -> None:
        """Keep a text as it is typed; one that is the saved answer is no draft any more.

        Raises WorldError where the disk refuses it, and RefusalError for what is no text.
        """
        self._unsaved.pop((case_id, key), None)
        try:
            if text == saved:
                drop_draft(self._store, case_id, key)
            else:
                keep_draft(self._store, case_id, key, text, now=self._now())
        except WorldError:
            self._unsaved[case_id, key] = text, saved
            raise

    def retry(self) -> None:
        """Try again to keep what did not reach the disk; raises as `keep`."""
        for (case_id, key), (text, saved) in list(self._unsaved.items()):
            self.keep(case_id, key, text, saved)

    def drop(self, case_id: CaseId, key: Key) -> None:
        """Forget a draft; raises WorldError."""
        drop_draft(self._store, case_id, key)
        self._unsaved.pop((case_id, key), None)

    def answered(self, case_id: CaseId, key: Key) -> None:
        """Take note that a text was left: it is an answer, or waits to be saved as one."""
        self._unsaved.pop((case_id, key), None)
