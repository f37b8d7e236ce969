"""Sample publications of fictional departments: figures, sentences, typesetting, planted faults and their labels."""

from __future__ import annotations

from corpora.generator import Options, Publication, generate

__all__ = ["Options", "Publication", "generate"]
