"""Answers the rows of a checklist: every answer with its reason, its findings and the places that prove it."""

from __future__ import annotations

from audit.checklist.choice import Choice, choose_pack
from audit.checklist.evaluation import Evaluation, evaluate
from audit.checklist.form import FormRow, form_of, read_form
from audit.checklist.text_checks import TextFindings, check_text

__all__ = [
    "Choice",
    "Evaluation",
    "FormRow",
    "TextFindings",
    "check_text",
    "choose_pack",
    "evaluate",
    "form_of",
    "read_form",
]
