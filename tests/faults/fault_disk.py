"""What may be on the disk when the power goes, from a record of writes and syncs.

The model is stricter than most file systems: what was not synced may be there, not there, or
there in part, in any mixture and for each file apart; a name is there only once its folder was
synced, or, in the order they were made, by luck.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

_HEAD = struct.Struct("<cIIQQ")
SECTOR = 512


@dataclass(eq=False)
class Op:
    """One recorded act: C created, W wrote, T cut, S synced, R renamed, U removed, A reported.

    No act is another one, however alike they look.
    """

    kind: str
    path: str
    other: str = ""
    at: int = 0
    data: bytes = b""


def read_trace(path: Path) -> list[Op]:
    raw, ops, place = path.read_bytes(), [], 0
    while place < len(raw):
        kind, first, second, at, size = _HEAD.unpack_from(raw, place)
        place += _HEAD.size
        name = raw[place : place + first].decode()
        other = raw[place + first : place + first + second].decode()
        place += first + second
        data = raw[place : place + size]
        place += len(data) if kind in b"WA" else 0
        ops.append(Op(kind.decode(), name, other, at, data if kind in b"WA" else b""))
    return ops


@dataclass
class Inode:
    durable: bytes = b""
    pending: list[Op] = field(default_factory=list)


@dataclass
class Disk:
    """A folder's files as they are kept, and as programs see them."""

    durable: dict[str, Inode] = field(default_factory=dict)
    seen: dict[str, Inode] = field(default_factory=dict)
    named: list[Op] = field(default_factory=list)
    made: dict[Op, Inode] = field(default_factory=dict)

    def do(self, op: Op) -> None:
        match op.kind:
            case "C":
                self.seen[op.path] = self.made[op] = Inode()
                self.named.append(op)
            case "W" | "T":
                if op.path in self.seen:
                    self.seen[op.path].pending.append(op)
            case "R":
                if op.path in self.seen:
                    self.seen[op.other] = self.seen.pop(op.path)
                    self.named.append(op)
            case "U":
                self.seen.pop(op.path, None)
                self.named.append(op)
            case "S":
                self._sync(op.path)

    def _sync(self, path: str) -> None:
        if path in self.seen:
            inode = self.seen[path]
            inode.durable = applied(inode.durable, inode.pending)
            inode.pending.clear()
            return
        for op in self.named:
            if _folder(op) == path:
                self._name(self.durable, op)
        self.named = [op for op in self.named if _folder(op) != path]

    def _name(self, names: dict[str, Inode], op: Op) -> None:
        if op.kind == "C":
            names[op.path] = self.made[op]
        elif op.kind == "R" and op.path in names:
            names[op.other] = names.pop(op.path)
        elif op.kind == "U":
            names.pop(op.path, None)

    def image(self, luck: random.Random) -> dict[str, bytes]:
        """Return one state the disk may be in after the power went now."""
        names = dict(self.durable)
        for op in self.named[: luck.randint(0, len(self.named))]:
            self._name(names, op)
        return {path: _survived(inode, luck) for path, inode in names.items()}


def crashed(start: Mapping[str, bytes], ops: Iterable[Op]) -> Disk:
    """Return the disk after these acts; `start` was on it, synced."""
    disk = Disk()
    for path, content in start.items():
        disk.durable[path] = disk.seen[path] = Inode(content)
    for op in ops:
        disk.do(op)
    return disk


def applied(content: bytes, ops: Iterable[Op]) -> bytes:
    made = bytearray(content)
    for op in ops:
        if op.kind == "T":
            del made[op.at :]
            made.extend(bytes(op.at - len(made)))
        else:
            made.extend(bytes(max(0, op.at - len(made))))
            made[op.at : op.at + len(op.data)] = op.data
    return bytes(made)


def _survived(inode: Inode, luck: random.Random) -> bytes:
    pending = inode.pending
    how = luck.randrange(4)
    if how == 0:
        kept = []
    elif how == 1:
        kept = pending[: luck.randint(0, len(pending))]
    else:
        share = luck.random()
        kept = [op for op in pending if luck.random() < share]
    if kept and how != 3:
        kept[-1:] = _torn(kept[-1], luck)
    return applied(inode.durable, kept)


def _torn(op: Op, luck: random.Random) -> list[Op]:
    """Return the sectors of a write that reached the disk."""
    if op.kind != "W":
        return [op]
    return [
        Op("W", op.path, "", op.at + start, op.data[start : start + SECTOR])
        for start in range(0, len(op.data), SECTOR)
        if luck.random() < 0.5
    ]


def _folder(op: Op) -> str:
    return str(Path(op.other or op.path).parent)


def written(folder: Path, image: dict[str, bytes], root: str) -> None:
    """Lay an image out in a folder, in place of what is there."""
    for old in sorted(folder.rglob("*"), reverse=True):
        if old.is_file():
            old.unlink()
    for path, content in image.items():
        target = folder / Path(path).relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
