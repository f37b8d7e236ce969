"""Evaluation reports (绩效评价报告) of fictional departments in several styles, with planted faults and labels."""

from __future__ import annotations

from corpora.evaluation.faults import FAULTS
from corpora.evaluation.reports import STYLES, Report, make_report

__all__ = ["FAULTS", "STYLES", "Report", "make_report"]
