"""Puts pictures of the cited places into a report: inside the page while they are few, beside it when they are many."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from audit.readers.pictures import picture_key, take_pictures

if TYPE_CHECKING:
    from pathlib import Path

    from audit.model.report import AuditReport
    from audit.writers.contract import FindingDict, PictureDict, ReportDict

FOLDER = "pictures"
_MOST_INSIDE = 8 * 1024 * 1024
"""Above this a page would open slowly, so its pictures stand in a folder beside it."""


def with_pictures(data: ReportDict, report: AuditReport, folder: Path) -> ReportDict:
    """Return the report with a picture for every place of its findings that stands on a page of a PDF file."""
    remove_pictures(folder)
    paths = {file.id: file.path for file in report.files}
    pictures = take_pictures(paths, (ref for finding in report.findings for ref in finding.places))
    if not pictures:
        return data
    names = {key: f"p{number}" for number, key in enumerate(pictures, 1)}
    inside = sum(map(len, pictures.values())) <= _MOST_INSIDE
    shown: dict[str, PictureDict] = {}
    for key, picture in pictures.items():
        source = _inside(picture) if inside else _beside(picture, folder, names[key])
        shown[names[key]] = {"file": key.file, "page": key.page, "source": source}
    findings: list[FindingDict] = []
    for entry, finding in zip(data["findings"], report.findings, strict=True):
        keys = dict.fromkeys(key for key in map(picture_key, finding.places) if key in pictures)
        findings.append({**entry, "pictures": [names[key] for key in keys if key is not None]} if keys else entry)
    return {**data, "findings": findings, "pictures": shown}


def remove_pictures(folder: Path) -> None:
    """Remove the pictures of an earlier run."""
    place = folder / FOLDER
    if place.is_dir() and not place.is_symlink():
        for path in place.glob("p*.webp"):
            path.unlink(missing_ok=True)
        if not any(place.iterdir()):
            place.rmdir()


def _inside(picture: bytes) -> str:
    return f"data:image/webp;base64,{base64.b64encode(picture).decode('ascii')}"


def _beside(picture: bytes, folder: Path, name: str) -> str:
    place = folder / FOLDER
    place.mkdir(parents=True, exist_ok=True)
    (place / f"{name}.webp").write_bytes(picture)
    return f"{FOLDER}/{name}.webp"
