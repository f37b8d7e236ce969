"""Writes report.html: one self-contained page, rendered from report.json alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from audit.datafiles import data_folder
from audit.writers.files import write_atomically

if TYPE_CHECKING:
    from pathlib import Path

    from audit.writers.contract import ReportDict

_FILE_NAME = "report.html"


def render_html(data: ReportDict) -> str:
    """Return the page as one string. Every text of the document is escaped by the template engine."""
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=FileSystemLoader(data_folder("reports") / "html"),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html.j2").render(report=data)


def write_html(data: ReportDict, folder: Path) -> Path:
    """Write report.html into `folder`."""
    return write_atomically(folder / _FILE_NAME, render_html(data).encode("utf-8", errors="replace"))
