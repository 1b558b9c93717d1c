"""A screen reader without a voice: it runs a program on a screen of its own and notes what it says.

It runs under the system's Python, which has AT-SPI's bindings, inside `dbus-run-session`. Each
line of its input is an order as JSON; a line of its output that begins with `answer` answers it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import Any

import pyatspi  # type: ignore[import-not-found,unused-ignore]  # the system's, not ours
from gi.repository import GLib  # type: ignore[import-not-found,unused-ignore]  # as above

LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
HEARD = ("object:announcement", "object:state-changed:focused", "window:activate")

heard: list[dict[str, str]] = []
children: list[subprocess.Popen[bytes]] = []


def on_event(event: Any) -> None:  # noqa: ANN401 - of a library without types
    """Note an announcement, or what took the keyboard."""
    if event.type.endswith("focused") and not event.detail1:
        return
    try:
        words = event.any_data if event.type.endswith("announcement") else event.source.name
        heard.append({"kind": event.type, "role": event.source.getRoleName(), "words": str(words)})
    except GLib.Error:
        return  # what it was about is gone again


def listen(seconds: float) -> list[dict[str, str]]:
    """Return what was announced since the last call, after some seconds."""
    end = time.monotonic() + seconds
    context = GLib.MainContext.default()
    while time.monotonic() < end:
        if not context.iteration(False):  # noqa: FBT003 - GLib takes no name for it
            time.sleep(0.01)
    found, heard[:] = list(heard), []
    return found


def walk(part: Any, depth: int = 0) -> list[dict[str, Any]]:  # noqa: ANN401 - as above
    """Return each part that is shown: role, name, description, states, in their order."""
    found: list[dict[str, Any]] = []
    try:
        states = part.getState()
        if depth > 1 and not states.contains(pyatspi.STATE_SHOWING):
            return []
        found.append(
            {
                "depth": depth,
                "role": part.getRoleName(),
                "name": part.name,
                "description": part.description,
                "focusable": states.contains(pyatspi.STATE_FOCUSABLE),
                "focused": states.contains(pyatspi.STATE_FOCUSED),
                "checked": states.contains(pyatspi.STATE_CHECKED),
            }
        )
        if part.childCount < 300:
            for place in range(part.childCount):
                child = part.getChildAtIndex(place)
                if child is not None:
                    found += walk(child, depth + 1)
    except GLib.Error:
        return found
    return found


def tree() -> list[dict[str, Any]]:
    """Return all that the programs on this screen show."""
    desktop = pyatspi.Registry.getDesktop(0)
    return [part for program in desktop if program is not None for part in walk(program)]


def start(command: list[str]) -> None:
    """Start a screen, the bus for screen readers and a program."""
    reading, writing = os.pipe()
    children.append(
        subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1440x900x24"],
            pass_fds=[writing],
            stderr=subprocess.DEVNULL,
        )
    )
    os.environ["DISPLAY"] = f":{os.read(reading, 16).decode().strip()}"
    children.append(subprocess.Popen([LAUNCHER, "--launch-immediately"], stderr=subprocess.DEVNULL))
    for name in ("IsEnabled", "ScreenReaderEnabled"):
        call = ("gdbus", "call", "--session", "--dest", "org.a11y.Bus", "--object-path")
        path = ("/org/a11y/bus", "--method", "org.freedesktop.DBus.Properties.Set")
        subprocess.run(
            [*call, *path, "org.a11y.Status", name, "<true>"],
            check=True,
            stdout=subprocess.DEVNULL,
        )
    for kind in HEARD:
        pyatspi.Registry.registerEventListener(on_event, kind)
    environment = {**os.environ, "QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
    children.append(subprocess.Popen(command, env=environment))
    window = ("search", "--sync", "--onlyvisible", "--name", "Reviewer")
    subprocess.run(["xdotool", *window, "windowfocus"], check=True)  # there is no window manager


def obey(order: dict[str, Any]) -> object:
    """Carry out one order."""
    if "start" in order:
        start(order["start"])
    if "key" in order:
        subprocess.run(["xdotool", "key", "--delay", "40", *order["key"].split()], check=True)
    if "type" in order:
        subprocess.run(["xdotool", "type", "--delay", "15", order["type"]], check=True)
    if "tree" in order:
        return tree()
    return listen(float(order.get("listen", 0.5)))


def main() -> None:
    """Answer orders until there are no more, and end what was started."""
    try:
        for line in sys.stdin:
            sys.stdout.write(f"answer {json.dumps(obey(json.loads(line)))}\n")
            sys.stdout.flush()
    finally:
        for child in reversed(children):
            child.terminate()


main()
