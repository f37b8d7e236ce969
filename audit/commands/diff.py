"""`gouji diff OLD NEW`: what a second delivery mended, left and brought."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from audit import clock, messages
from audit.arguments import COMMAND, CommandParser, UsageError, parse_known, printable
from audit.console import complain, say
from audit.diff import NoReportError, compare_deliveries
from audit.version import __version__
from audit.writers.diff_writer import SCHEMA, difference_to_dict, write_diff
from audit.writers.differences import Fate
from audit.writers.labels import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.diff import Delivery, Known, Pair

DONE, SOMETHING_NEW, CANNOT_WRITE = 0, 1, 2
_TOLD_IN_FULL = 5
"""With more publications than these only the new findings of each are listed."""
_PAGE = "report.html"


def run(arguments: Sequence[str]) -> int:
    """Compare two deliveries; 1 where --fail-on-new is set and something is new."""
    parser = CommandParser(f"{COMMAND} diff")
    parser.add_argument("old", nargs="?", type=Path, metavar="OLD", help=messages.text("cli.help.diff_old"))
    parser.add_argument("new", nargs="?", type=Path, metavar="NEW", help=messages.text("cli.help.diff_new"))
    parser.add_argument("-o", "--out", type=Path, metavar="OUT", help=messages.text("cli.help.diff_out"))
    parser.add_argument("--fail-on-new", action="store_true", help=messages.text("cli.help.diff_fail"))
    parsed = parse_known(parser, arguments)
    if parsed.old is None or parsed.new is None:
        raise UsageError(messages.text("diff.two"))
    try:
        delivery = compare_deliveries(parsed.old, parsed.new)
    except NoReportError as error:
        raise UsageError(messages.text("settle.none", out=printable(str(error.path)))) from error
    out = parsed.out or (parsed.new.parent if parsed.new.is_file() else parsed.new)
    try:
        page, _ = write_diff(_data(delivery, parsed.old, parsed.new, out), out)
    except OSError as error:
        complain(messages.error("E122", {"path": out, "reason": error.strerror or type(error).__name__}))
        return CANNOT_WRITE
    _tell(delivery)
    say(messages.text("diff.written", page=page))
    return SOMETHING_NEW if parsed.fail_on_new and delivery.totals[Fate.NEW.value] else DONE


def _data(delivery: Delivery, old: Path, new: Path, out: Path) -> dict[str, object]:
    return {
        "schema": SCHEMA,
        "tool_version": __version__,
        "generated_at": clock.now(),
        "old": str(old),
        "new": str(new),
        "totals": {fate.value: delivery.totals[fate.value] for fate in Fate},
        "publications": [difference_to_dict(_head(pair, out), pair.difference) for pair in delivery.pairs],
        "gone": [_one_side(known) for known in delivery.gone],
        "added": [_one_side(known) for known in delivery.added],
    }


def _head(pair: Pair, out: Path) -> dict[str, object]:
    return {
        "name": pair.new.name,
        "old_name": pair.old.name,
        "entity": pair.new.entity,
        "kind": pair.new.kind,
        "year": pair.new.year,
        "old_link": _link(pair.old, out),
        "new_link": _link(pair.new, out),
    }


def _one_side(known: Known) -> dict[str, object]:
    told = {"name": known.name, "entity": known.entity, "kind": known.kind, "year": known.year, "path": known.path}
    return {**told, "problem": known.problem}


def _link(known: Known, out: Path) -> str:
    """Return where a report's page is as seen from `out`, "" where there is none or no relative way."""
    page = known.folder / _PAGE
    if not page.is_file():
        return ""
    try:
        return "./" + quote(Path(os.path.relpath(page.resolve(), out.resolve())).as_posix())
    except ValueError:  # on another drive
        return ""


def _tell(delivery: Delivery) -> None:
    """Say what changed: a line for each publication, under it what is new and, of few publications, all the rest."""
    in_full = len(delivery.pairs) <= _TOLD_IN_FULL
    for pair in delivery.pairs:
        counts = {fate.value: len(pair.difference.of(fate)) for fate in Fate}
        rows = len(pair.difference.rows)
        if not in_full and not rows and not any(counts[fate.value] for fate in Fate if fate is not Fate.REMAINING):
            continue
        say(messages.text("diff.line", name=pair.new.name, rows=rows, **counts))
        for row in pair.difference.rows if in_full else ():
            answers = {"old": label(row.old, "answer"), "new": label(row.new, "answer")}
            say(messages.text("diff.row", item=row.item, question=row.question, **answers))
        for change in pair.difference.findings:
            if in_full or change.fate is Fate.NEW:
                fate = label(change.fate.value, "fate")
                say(messages.text("diff.finding", fate=fate, id=change.shown["id"], message=change.shown["message"]))
    for known in delivery.gone:
        if known.problem:
            complain(messages.text("diff.unread", name=known.name, message=known.problem))
        else:
            say(messages.text("diff.gone", name=known.name))
    for known in delivery.added:
        say(messages.text("diff.added", name=known.name))
    totals = {fate.value: delivery.totals[fate.value] for fate in Fate}
    say(messages.text("diff.total", pairs=len(delivery.pairs), **totals))
