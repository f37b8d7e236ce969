"""Writes report.html: one self-contained page, rendered from report.json alone."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from audit.datafiles import data_folder
from audit.writers import summary
from audit.writers.files import write_atomically
from audit.writers.html_view import page_of
from audit.writers.labels import label, phrase, strings

if TYPE_CHECKING:
    from pathlib import Path

    from audit.writers.contract import DocumentDict, ReportDict

_FILE_NAME = "report.html"
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SPACES = re.compile(r"[ \t\r\n]+")


def render_html(data: ReportDict) -> str:
    """Return the page as one string. Every text of the document is escaped by the template engine."""
    style, script = asset("report.css"), asset("report.js")
    page = (
        html_environment()
        .get_template("report.html.j2")
        .render(
            page=page_of(data),
            title=_title(data["document"]),
            severity_of={finding["id"]: finding["severity"] for finding in data["findings"]},
            style=style,
            style_hash=source_hash(style),
            script=script,
            script_hash=source_hash(script),
        )
    )
    return without_controls(page)


def write_html(data: ReportDict, folder: Path) -> Path:
    """Write report.html into `folder`."""
    return write_atomically(folder / _FILE_NAME, render_html(data).encode("utf-8", errors="replace"))


@cache
def html_environment() -> Environment:
    """Return the template engine with the words and the filters that the pages of this project use."""
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=FileSystemLoader(data_folder("reports") / "html"),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["t"] = strings()
    environment.filters |= {"label": label, "slug": _slug, "flat": _flat, "score": summary.number}
    return environment


def asset(name: str) -> Markup:
    """Return a style sheet or a script of our own, to be set into the page as it stands."""
    return Markup((data_folder("reports") / "html" / name).read_text(encoding="utf-8"))  # noqa: S704  # our own file


def without_controls(page: str) -> str:
    """Return a page without the control characters that no page may hold."""
    return _CONTROLS.sub("", page)


def source_hash(source: Markup) -> str:
    """Return the source expression by which the page's policy admits this one script or style and no other."""
    digest = hashlib.sha256(source.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


def _title(document: DocumentDict) -> str:
    year = phrase("page", "year", year=document["fiscal_year"]) if document["fiscal_year"] else ""
    entity = document["entity"] or phrase("page", "unnamed")
    return phrase("page", "title", entity=entity, year=year, kind=label(document["publication_type"], "kind"))


def _slug(outcome: str) -> str:
    """Return an outcome as the name of a class: n/a has a stroke."""
    return outcome.replace("/", "")


def _flat(text: str) -> str:
    """Return a text of the document on one line."""
    return _SPACES.sub(" ", text)
