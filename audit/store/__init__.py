"""The result store: what the reports of a batch say, in a database that questions can be put to."""

from __future__ import annotations

from audit.store.queries import QUESTIONS, Answer, ask
from audit.store.saving import Store, StoreError, sqlite_in

__all__ = ["QUESTIONS", "Answer", "Store", "StoreError", "ask", "sqlite_in"]
