"""Document -> Claims: figures, terms, periods, clauses of the prose."""

from audit.claims.extraction import extract_claims

__all__ = ["extract_claims"]
