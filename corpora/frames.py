"""Sentence frames: Jinja templates in frames/<set>.yaml, rendered into paragraphs with marked figures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2

from corpora.blocks import SPAN_CLOSE, begin
from corpora.sheets import chinese
from corpora.vocabulary import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = Path(__file__).parent / "frames"


@dataclass(frozen=True, slots=True)
class Frames:
    """One set of frames. The held-out set is never looked at when rules are written."""

    id: str
    reasons: dict[str, tuple[str, ...]]
    notes: dict[str, jinja2.Template]
    sections: dict[str, jinja2.Template]
    glossary: tuple[jinja2.Template, ...]

    def paragraphs(self, section: str, values: Mapping[str, object]) -> list[str]:
        """Render one section. Figures and named parts are still place holders."""
        return split(self.sections[section].render(values))


def split(text: str) -> list[str]:
    """Cut a rendered section at its empty lines and drop the white space inside paragraphs."""
    pieces = (
        _SPACE.sub("", piece) if not piece.lstrip().startswith("=") else piece.strip() for piece in _EMPTY.split(text)
    )
    return [p for p in pieces if p]


_EMPTY = re.compile(r"\n\s*\n")
_SPACE = re.compile(r"\s+")


def word(direction: int, up: str, down: str) -> str:
    """Choose the word for a direction."""
    return up if direction > 0 else down


@lru_cache(maxsize=1)
def environment() -> jinja2.Environment:
    """Return the environment that all sets share."""
    env = jinja2.Environment(undefined=jinja2.StrictUndefined, lstrip_blocks=True)  # noqa: S701 - plain text, no HTML
    env.globals |= {"b": begin, "e": SPAN_CLOSE, "word": word, "numeral": chinese}
    return env


@lru_cache(maxsize=8)
def load(name: str) -> Frames:
    """Read the set frames/<name>.yaml."""
    raw: dict[str, Any] = read_yaml(FOLDER / f"{name}.yaml")
    env = environment()
    return Frames(
        str(raw["id"]),
        {str(k): tuple(str(r) for r in v) for k, v in raw["reasons"].items()},
        {str(k): env.from_string(str(v)) for k, v in raw["notes"].items()},
        {str(k): env.from_string(str(v)) for k, v in raw["sections"].items()},
        tuple(env.from_string(str(v)) for v in raw["glossary"]),
    )
