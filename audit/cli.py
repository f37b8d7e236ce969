"""The command `gouji`: what it says while it works, and with which exit code it ends."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from audit import commands, messages, pipeline
from audit.arguments import (
    COMMAND,
    MORE_COMMANDS,
    AskRequest,
    Request,
    SettleRequest,
    UsageError,
    default_jobs,
    parse,
    printable,
)
from audit.console import complain, say, speak_utf8
from audit.explain import explain
from audit.inputs import find_inputs, real_path
from audit.joining import join_parts
from audit.model.raw import ReadError
from audit.run import AUDITED, INTERRUPTED, NOT_ALL_AUDITED, WRONG_USAGE, run
from audit.settle import settle_folder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from audit.inputs import Input


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    speak_utf8()
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        if arguments and arguments[0] in MORE_COMMANDS:
            return commands.run(arguments[0], arguments[1:])
        request = parse(arguments)
        if isinstance(request, SettleRequest):
            return _settle(request)
        return _answer(request) if isinstance(request, AskRequest) else _audit(request)
    except UsageError as error:
        complain(messages.text("usage.error", message=str(error)))
        complain(messages.text("usage.more", command=COMMAND))
        return WRONG_USAGE
    except KeyboardInterrupt:
        complain(messages.text("run.interrupted"))
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - a user gets a sentence, never a traceback
        complain(messages.error("E126", {"error": f"{type(error).__name__}: {error}"}))
        return NOT_ALL_AUDITED


def _audit(request: Request) -> int:
    inputs = _inputs(request)
    _refuse_settings(inputs, request.settings)
    return run(request, inputs)


def _answer(request: AskRequest) -> int:
    """Say what a row or a rule is."""
    lines = explain(request.name)
    if not lines:
        raise UsageError(messages.text("explain.none", value=printable(request.name)))
    for line in lines:
        say(line)
    return AUDITED


def _settle(request: SettleRequest) -> int:
    """Settle the reports of an output folder; 3 where something was refused."""
    outcomes = settle_folder(request.out)
    if not outcomes:
        raise UsageError(messages.text("settle.none", out=request.out))
    for outcome in outcomes:
        for message in outcome.refused:
            complain(messages.text("settle.refused", name=outcome.name, message=message))
        if not (outcome.refused or outcome.is_empty):
            value = messages.text("settle.no_value") if outcome.value is None else outcome.value
            counts = {"rows": outcome.rows, "findings": outcome.findings, "stale": outcome.stale}
            say(messages.text("settle.done", name=outcome.name, value=value, **counts))
    if count := sum(outcome.is_empty for outcome in outcomes):
        say(messages.text("settle.empty", count=count))
    return NOT_ALL_AUDITED if any(outcome.refused for outcome in outcomes) else AUDITED


def _inputs(request: Request) -> tuple[Input, ...]:
    """Return the publications to audit. Raises UsageError where the options do not fit them."""
    inputs = _joined(request, find_inputs(request.paths, pipeline.SUPPORTED_SUFFIXES, request.out))
    out = real_path(request.out)
    for item in inputs:
        place = real_path(item.path)
        if place == out or out in place.parents:
            raise UsageError(messages.text("usage.input_in_out", path=printable(str(item.path)), out=request.out))
    for option, extra in (("--form", request.settings.form), ("--evidence", request.settings.evidence)):
        if extra is None:
            continue
        if len(inputs) != 1:
            raise UsageError(messages.text("usage.one_publication", option=option, count=len(inputs)))
        if not request.quiet:
            complain(messages.text("run.unused_file", option=option))
    return inputs


def _joined(request: Request, inputs: tuple[Input, ...]) -> tuple[Input, ...]:
    """Join texts with the files of tables that belong to them, and say so."""
    if request.apart:
        return inputs
    joined = join_parts(inputs, request.jobs or default_jobs(len(inputs)))
    before = {item.path for item in inputs if item.files}
    for item in joined:
        if item.files and item.path not in before and not request.quiet:
            text, tables = (printable(file.name) for file in item.files)
            complain(messages.text("run.joined", text=text, tables=tables))
    return joined


def _refuse_settings(inputs: Sequence[Input], settings: pipeline.Settings) -> None:
    """Read the settings of all publications, so that a mistake is told before any audit. Raises UsageError."""
    seen: set[Path] = set()
    for item in inputs:
        file = item.files[0] if item.files else item.path
        if file.parent in seen:
            continue
        seen.add(file.parent)
        try:
            pipeline.tailoring_of(file, settings)
        except ReadError as error:
            raise UsageError(messages.error(error.code, error.values)) from error
