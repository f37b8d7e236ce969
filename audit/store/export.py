"""Writes an answer of the store as CSV or Parquet. No cell of a CSV file is a formula."""

from __future__ import annotations

import csv
import io
from importlib import import_module
from typing import TYPE_CHECKING

from audit.writers.files import write_atomically
from audit.writers.summary_writer import inert

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from audit.store.queries import Answer

_BOM = "\ufeff"
"""Spreadsheets take a CSV file for UTF-8 only with it."""


def export(answer: Answer, path: Path, heads: Sequence[str]) -> Path:
    """Write an answer; the suffix says how. Raises KeyError (suffix), ImportError (no pyarrow), OSError."""
    return write_atomically(path, EXPORTS[path.suffix.lower()](answer, heads))


def _csv(answer: Answer, heads: Sequence[str]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([inert(value) for value in line] for line in answer.lines)
    return (_BOM + stream.getvalue()).encode("utf-8", errors="replace")


def _parquet(answer: Answer, _heads: Sequence[str]) -> bytes:
    """Return a Parquet file with the columns' own names; pyarrow is asked for only here."""
    arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    columns = {name: [line[at] for line in answer.lines] for at, name in enumerate(answer.columns)}
    stream = io.BytesIO()
    parquet.write_table(arrow.table(columns), stream)
    return stream.getvalue()


EXPORTS: dict[str, Callable[[Answer, Sequence[str]], bytes]] = {".csv": _csv, ".parquet": _parquet}
