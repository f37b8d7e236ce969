"""Slow work gives signs of life: who waits for it hears how far it is, and does not take it for hung."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Listener = Callable[[int, int], None]

_LISTENER: ContextVar[Listener | None] = ContextVar("listener", default=None)


def beat(done: int, total: int) -> None:
    """Tell that one more of some long steps is done. Nobody need listen, and no result depends on it."""
    listener = _LISTENER.get()
    if listener is not None:
        listener(done, total)


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Let `listener` hear the signs of life of what is done meanwhile in this thread."""
    token = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(token)
