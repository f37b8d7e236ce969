"""Tells the time that reports print; SOURCE_DATE_EPOCH sets it, so that two runs can give the same bytes."""

from __future__ import annotations

import os
from datetime import UTC, datetime


def now() -> str:
    """Return the time in UTC, to the second."""
    return _moment().astimezone(UTC).isoformat(timespec="seconds")


def today() -> str:
    """Return the day where the user is, by which waivers expire."""
    return f"{_moment():%Y-%m-%d}"


def _moment() -> datetime:
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    is_fixed = fixed.isascii() and fixed.isdigit()
    return datetime.fromtimestamp(int(fixed), tz=UTC) if is_fixed else datetime.now().astimezone()
