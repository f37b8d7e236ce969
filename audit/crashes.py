"""What becomes of a crash: a finding that names the room, and a report without what the room would have said."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Protocol, TypeVar

from audit import messages
from audit.model.findings import Category, Cause, Finding, Severity
from audit.model.places import Ref
from audit.model.raw import ReadError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    from audit.model.document import Document

_RULE = "internal."
"""Beginning of the rule of a finding that names the room that crashed."""

T = TypeVar("T")


class Watcher(Protocol):
    """Looks on while a publication passes through the rooms: for times, progress and the log."""

    def stage(self, room: str) -> AbstractContextManager[None]:
        """Return a context that lasts while one room works."""

    def crashed(self, room: str, error: Exception) -> None:
        """Take note of a crash that the audit goes on without."""


class Blind:
    """The watcher of those who do not look."""

    def stage(self, room: str) -> AbstractContextManager[None]:  # noqa: ARG002 - the parameter is the protocol's
        return nullcontext()

    def crashed(self, room: str, error: Exception) -> None:
        """Forget it: the report names the crash."""


def required(room: str, path: str, watcher: Watcher, work: Callable[[], T]) -> T:
    """Do the work of a room without which there is nothing to report. Raises ReadError when it crashes."""
    try:
        with watcher.stage(room):
            return work()
    except ReadError:
        raise
    except Exception as error:
        name = messages.text(f"room.{room}")
        raise ReadError("E124", path=path, room=name, error=type(error).__name__) from error


def attempt(  # the rooms' results differ in type, what a crash leaves behind does not
    room: str,
    doc: Document,
    watcher: Watcher,
    crashes: list[Finding],
    work: Callable[[], T],
    *,
    otherwise: T,
) -> T:
    """Do the work of a room; a crash there becomes a named finding, and the others' results stand."""
    try:
        with watcher.stage(room):
            return work()
    except Exception as error:  # noqa: BLE001 - whatever went wrong in one room must not lose the whole audit
        watcher.crashed(room, error)
        crashes.append(_room_finding(room, doc, error))
        return otherwise


def crashed_rooms(crashes: Sequence[Finding]) -> list[str]:
    """Return the rooms that findings name."""
    return [crash.rule.removeprefix(_RULE) for crash in crashes]


def _room_finding(room: str, doc: Document, error: Exception) -> Finding:
    name = messages.text(f"room.{room}")
    return _internal(room, doc, messages.text("internal.message", room=name, error=type(error).__name__))


def check_finding(check: str, doc: Document, error: Exception) -> Finding:
    """Return the finding that names a text check that crashed."""
    message = messages.text("internal.check", check=check_name(check), error=type(error).__name__)
    return _internal(f"check.{check}", doc, message)


def check_name(check: str) -> str:
    """Return what readers call a text check."""
    return messages.text(f"check.{check}")


def _internal(what: str, doc: Document, message: str) -> Finding:
    """Return what the program has to say of itself; it stands at the first words of the publication."""
    first = next((line.ref() for line in doc.lines if line.text.strip()), Ref(doc.files[0].id))
    return Finding(
        rule=f"{_RULE}{what}",
        category=Category.STRUCTURE,
        severity=Severity.INFO,
        cause=Cause.EXTRACTION,
        message=message,
        basis=messages.text("internal.basis"),
        places=(first,),
    )
