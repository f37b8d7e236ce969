"""`gouji query QUESTION [OUT]`: puts a question to the result store, shows the answer or exports it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from audit import messages
from audit.arguments import COMMAND, DEFAULT_OUT, CommandParser, UsageError, parse_known
from audit.console import complain, printable, say
from audit.store import QUESTIONS, Answer, Store, StoreError, ask, sqlite_in
from audit.store.export import EXPORTS, export

if TYPE_CHECKING:
    from collections.abc import Sequence

_DONE, _CANNOT_WRITE, _NO_STORE = 0, 2, 3
_SHOWN = 50
"""Lines that a terminal shows unless told."""


def run(arguments: Sequence[str]) -> int:
    """Answer a question. Raises UsageError."""
    parser = CommandParser(f"{COMMAND} query", epilog=messages.text("query.questions", known="、".join(QUESTIONS)))
    parser.add_argument("question", nargs="?", default="", metavar="QUESTION", help=_help("question"))
    parser.add_argument("out", nargs="?", metavar="OUT", type=Path, default=Path(DEFAULT_OUT), help=_help("settle_out"))
    parser.add_argument("--store", metavar="URL", help=_help("query_store"))
    parser.add_argument("--export", type=Path, metavar="FILE", help=_help("export"))
    parser.add_argument("--limit", type=_count, metavar="N", help=_help("limit"))
    parsed = parse_known(parser, arguments)
    if parsed.question not in QUESTIONS:
        raise UsageError(messages.text("query.unknown", value=printable(parsed.question), known="、".join(QUESTIONS)))
    if parsed.export is not None and parsed.export.suffix.lower() not in EXPORTS:
        raise UsageError(messages.text("query.suffix", path=printable(str(parsed.export)), known=" ".join(EXPORTS)))
    if not parsed.store and not any(parsed.out.glob("*/report.json")):
        raise UsageError(messages.text("settle.none", out=printable(str(parsed.out))))
    try:
        store = Store(parsed.store or sqlite_in(parsed.out))
        if not parsed.store:
            store.take_in(parsed.out, is_own=True)
        limit = parsed.limit or (None if parsed.export else _SHOWN)
        answer = ask(store, parsed.question, limit)
        store.close()
    except StoreError as error:
        complain(messages.error("E135", {"path": parsed.store or parsed.out, "reason": str(error)}))
        return _NO_STORE
    return _export(answer, parsed.export) if parsed.export else _show(answer, limit)


def _show(answer: Answer, limit: int | None) -> int:
    table = Table(*map(_head, answer.columns))
    for line in answer.lines:
        # Text, because a plain string would be read for rich's own marks
        table.add_row(*(Text(printable("" if value is None else str(value))) for value in line))
    Console(soft_wrap=False).print(table)
    say(messages.text("query.lines", count=len(answer.lines)))
    if limit is not None and len(answer.lines) == limit:
        say(messages.text("query.more", limit=limit))
    return _DONE


def _export(answer: Answer, path: Path) -> int:
    try:
        export(answer, path, [_head(name) for name in answer.columns])
    except ImportError:
        complain(messages.error("E136", {"path": path}))
        return _CANNOT_WRITE
    except OSError as error:
        complain(messages.error("E122", {"path": path, "reason": error.strerror or type(error).__name__}))
        return _CANNOT_WRITE
    say(messages.text("query.exported", count=len(answer.lines), path=path))
    return _DONE


def _head(name: str) -> str:
    return messages.text(f"csv.{name}")


def _count(value: str) -> int:
    if not value.isascii() or not value.isdigit() or not int(value):
        raise UsageError(messages.text("usage.value", option="--limit"))
    return int(value)


def _help(name: str) -> str:
    return messages.text(f"cli.help.{name}")
