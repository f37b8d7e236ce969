"""Command line: `python -m corpora make|build|names`."""

from __future__ import annotations

from corpora.command import main

if __name__ == "__main__":
    raise SystemExit(main())
