"""The patterns of relation words."""

from __future__ import annotations

import pytest

from audit import regex
from audit.claims.patterns import Patterns
from audit.claims.vocabulary import Vocabulary
from audit.model.document import Document, Identity, PublicationType
from audit.model.values import Unit
from audit.packs.loader import load_rules

IDENTITY = Identity(PublicationType.FINAL_ACCOUNTS, "云梦市茶叶局", 2031, Unit.WAN_YUAN, "", 1.0)
EMPTY = Document(files=(), identity=IDENTITY, lines=(), paragraphs=(), sections=(), tables=())


@pytest.fixture(scope="module")
def vocabulary():
    return Vocabulary(load_rules().claims, EMPTY)


def test_every_search_with_words_of_the_lexicon_ends(vocabulary):
    patterns = vars(Patterns(vocabulary)) | dict(vocabulary._terms) | dict(vocabulary._measures)
    patterns |= {"path": vocabulary._path}
    assert len(patterns) > 50
    assert {name for name, pattern in patterns.items() if not isinstance(pattern, regex.Limited)} == set()
