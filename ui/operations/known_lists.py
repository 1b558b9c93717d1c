"""How a force's lists were read, remembered in the settings for its next one."""

from __future__ import annotations

import hashlib

from reviewer.domain.case import normalised_name
from reviewer.domain.list_options import NO_MAPPING, ListMapping
from reviewer.intake.earlier import MappingFile
from ui.operations.places import home
from ui.operations.settings import SettingsFile


def recall_mapping(force: str) -> ListMapping:
    """Return what is remembered of a force's lists; `NO_MAPPING` where nothing is."""
    return _file(force).read().mapping if force.strip() else NO_MAPPING


def remember_mapping(mapping: ListMapping) -> None:
    """Keep a force's mapping for its next list; raises WorldError where the folder refuses."""
    _file(mapping.force).write(MappingFile.of(mapping))


def _file(force: str) -> SettingsFile[MappingFile]:
    name = hashlib.sha256(normalised_name(force).encode()).hexdigest()[:24]
    path = home() / "mappings" / f"{name}.json"
    return SettingsFile(path=path, kind=MappingFile, absent=MappingFile.of(NO_MAPPING))
