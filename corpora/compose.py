"""Puts a publication together: figures, frames and a template become blocks in printing order."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpora import forms
from corpora.blocks import Block, Ink, spaced
from corpora.context import Context
from corpora.sheets import Sheets, chinese

if TYPE_CHECKING:
    from corpora.figures import Figures
    from corpora.frames import Frames
    from corpora.money import Style
    from corpora.templates import Template

WORDS = ("一", "二", "三", "四", "五", "六", "七", "八", "九")


class MissingBlock(KeyError):  # noqa: N818 - says what it is
    """There is no such block in the draft."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A publication before typesetting."""

    template: Template
    figures: Figures
    style: Style
    frames: str
    blocks: tuple[Block, ...]

    def index(self, key: str) -> int:
        """Return the position of a block. Raises MissingBlock."""
        for n, block in enumerate(self.blocks):
            if block.key == key:
                return n
        raise MissingBlock(key)

    def block(self, key: str) -> Block:
        return self.blocks[self.index(key)]

    def stating(self, key: str) -> Block:
        """Return the first block of prose that states a figure. Raises KeyError."""
        for block in self.blocks:
            if any(m.stated.key == key for m in block.marks):
                return block
        raise KeyError(key)

    def put(self, block: Block) -> Draft:
        """Replace the block of the same key."""
        n = self.index(block.key)
        return replace(self, blocks=(*self.blocks[:n], block, *self.blocks[n + 1 :]))

    def without(self, *keys: str) -> Draft:
        return replace(self, blocks=tuple(b for b in self.blocks if b.key not in keys))

    def under(self, section: str) -> tuple[Block, ...]:
        return tuple(b for b in self.blocks if b.section == section or b.section.startswith(f"{section}."))

    def table(self, role: str) -> Block:
        return self.block(f"table.{role}")


class Composer:
    """Writes blocks one after the other."""

    def __init__(self, template: Template, figures: Figures, frames: Frames, style: Style) -> None:
        self.t, self.f, self.frames, self.style = template, figures, frames, style
        self.ink = Ink()
        salt = f"{frames.id}{figures.department.entity}{figures.total}"
        self.values = Context(figures, style, self.ink, frames.reasons, salt).values() | template.words
        self.blocks: list[Block] = []
        self.sheets = Sheets(figures, style, template.layout)
        self.evaluation = forms.SelfEvaluation(figures, style, scored=template.scored)

    @property
    def entity(self) -> str:
        return self.f.department.entity

    def add(self, key: str, kind: str, text: str, section: str) -> None:
        """Add a block of words; its place holders become marks."""
        plain, marks, spans = self.ink.settle(text)
        if self.style.spaces:
            plain, marks, spans = spaced(plain, marks, spans)
        self.blocks.append(Block(key, kind, plain, section, marks, spans))

    def compose(self, *, form: bool) -> tuple[Block, ...]:
        """Return all blocks in printing order."""
        self.cover()
        for key, _ in self.t.parts:
            getattr(self, key)()
        if form:
            self.form()
        return (*self.blocks[: self.front], *self.contents(), *self.blocks[self.front :])

    def cover(self) -> None:
        day = zlib.crc32(self.entity.encode()) % 13 + 1
        date = self.t.cover_date.format(next_year=self.f.year + 1, day=day)
        self.add("cover.title", "cover", f"{self.f.year}年度{self.entity}部门决算", "cover")
        if date:
            self.add("cover.date", "cover", date, "cover")
        self.front = len(self.blocks)

    def titled(self, text: str) -> str:
        return text.format(entity=self.entity, year=self.f.year)

    def part(self, key: str) -> None:
        """Add the heading of a part."""
        for n, (name, title) in enumerate(self.t.parts, 1):
            if name == key:
                self.add(f"part.{key}", "part", f"第{chinese(n)}部分 {self.titled(title)}", key)

    def heading(self, key: str, number: int, title: str, section: str) -> None:
        self.add(key, "heading", f"{chinese(number)}、{title}", section)

    def contents(self) -> list[Block]:
        """Return the contents page: one line for every part and first-level heading."""
        out = [Block("contents", "contents", "目录", "contents")]
        for block in self.blocks:
            if block.kind in ("part", "heading"):
                out.append(Block(f"contents.{block.key}", "contents", block.text, "contents"))
            elif block.kind == "title" and block.section == "tables":
                role = block.key.removeprefix("title.")
                number = [r for r, _ in self.t.tables].index(role) + 1
                name = dict(self.t.tables)[role]
                suffix = f"（表{number}）" if "表{number}" in self.t.caption else ""
                line = f"{chinese(number)}、{name}{suffix}"
                out.append(Block(f"contents.{block.key}", "contents", line, "contents"))
        if self.t.contents_pages:
            out = [out[0], *(replace(b, text=f"{b.text}\t{n}") for n, b in enumerate(out[1:], 2))]
        return out

    def overview(self) -> None:
        self.part("overview")
        for n, (frame, title) in enumerate(self.t.overview, 1):
            self.heading(f"heading.{frame}", n, title, "overview")
            self.frame(frame, "overview")

    def frame(self, name: str, section: str) -> None:
        """Render a section of the frame set and add its paragraphs, captions and tables."""
        for n, paragraph in enumerate(self.frames.paragraphs(name, self.values), 1):
            key = f"{name}.{n}"
            head, rest = paragraph[0], paragraph[1:]
            if head == "#":
                self.add(key, "subheading", rest, section)
            elif head == "@" and not self.t.charts:
                continue
            elif head == "@":
                self.add(key, "chart", rest, section)
            elif head == "=":
                self.inserted(rest.split(), section)
            else:
                self.add(key, "text", paragraph, section)

    def inserted(self, words: list[str], section: str) -> None:
        """Add a table that a frame asks for."""
        year = self.f.year
        if words[0] == "works":
            self.blocks.append(Block("table.works", "table", "", section, grid=forms.works(self.f, self.style)))
        elif self.t.tables_in_attachments:
            return
        elif words[0] == "overall":
            self.add("title.overall", "title", f"{year}年度{self.entity}部门整体绩效自评表", section)
            self.evaluated("overall", section)
        else:
            project = self.f.projects[int(words[1]) - 1]
            self.add(f"title.review.{words[1]}", "title", f"{year}年度{project.name}自评表", section)
            self.evaluated(f"review.{words[1]}", section)

    def evaluated(self, key: str, section: str) -> None:
        """Add the body line and the grid of a self-evaluation table."""
        self.add(f"unit.{key}", "unit", f"单位名称：{self.entity}", section)
        if key == "overall":
            grid = self.evaluation.overall()
        else:
            project = self.f.projects[int(key.split(".")[1]) - 1]
            grid = self.evaluation.project(project, project.name)
        self.blocks.append(Block(f"table.{key}", "table", "", section, grid=grid))

    def tables(self) -> None:
        self.part("tables")
        for number, (role, name) in enumerate(self.t.tables, 1):
            title = self.t.caption.format(year=self.f.year, name=name, number=number)
            self.add(f"title.{role}", "title", title, "tables")
            if self.t.code_line:
                self.add(f"code.{role}", "unit", self.t.code_line.format(number=number), "tables")
            if self.t.body_line:
                self.add(f"body.{role}", "unit", f"部门：{self.entity}", "tables")
            unit = "元" if self.style.yuan_tables else "万元"
            self.add(f"unit.{role}", "unit", f"单位：{unit}", "tables")
            grid = getattr(self.sheets, role)()
            self.blocks.append(Block(f"table.{role}", "table", "", "tables", grid=grid))
            if self.t.table_notes:
                self.add(f"about.{role}", "note", self.frames.notes[f"about_{role}"].render(self.values), "tables")
            if self.is_nil(role):
                self.add(f"note.{role}", "note", self.frames.notes[role].render(self.values), "tables")

    def is_nil(self, role: str) -> bool:
        """Tell whether a table is printed without any figure."""
        if role == "three_public":
            return self.f.three_public.is_nil
        fund = {"gov_managed_funds": "managed", "state_capital": "capital"}.get(role)
        return fund is not None and not self.f.fund(fund)

    def explanation(self) -> None:
        self.part("explanation")
        for n, topic in enumerate(self.t.topics, 1):
            section = f"explanation.{n}"
            self.heading(f"heading.{topic.frame}", n, topic.title, section)
            for m, (frame, title) in enumerate(topic.subs, 1):
                self.add(f"subheading.{frame}", "subheading", f"（{chinese(m)}）{title}", section)
                self.frame(frame, section)
            if not topic.subs:
                self.frame(topic.frame, section)

    def key_work(self) -> None:
        self.part("key_work")
        self.frame("key_work", "key_work")

    def glossary(self) -> None:
        self.part("glossary")
        number = 0
        for template in self.frames.glossary:
            rendered = template.render(self.values)
            number += 1
            lead = self.t.glossary.format(number=chinese(number))
            if rendered != "*items*":
                self.add(f"glossary.{number}", "text", f"{lead}{rendered}", "glossary")
                continue
            self.add("glossary.items", "text", f"{lead}本部门使用的支出功能分类科目（到项级）", "glossary")
            items = self.values["glossary_items"]
            for n, (code, item) in enumerate(zip(self.f.codes, items, strict=True), 1):  # type: ignore[call-overload] # a list
                self.add(f"glossary.item.{code}", "text", f"{n}.{item.path}：{item.gloss}", "glossary")
        self.frame("enquiry", "glossary")

    def attachments(self) -> None:
        """Add the self-evaluation tables as a part of their own."""
        self.part("attachments")
        year = self.f.year
        keys = [("overall", f"{year}年度{self.entity}整体绩效自评表")]
        keys += [(f"review.{n}", f"{year}年度{p.name}绩效自评表") for n, p in enumerate(self.f.projects, 1)]
        for n, (key, title) in enumerate(keys, 1):
            self.heading(f"heading.{key}", n, title, "attachments")
            self.add(f"title.{key}", "title", title, "attachments")
            self.evaluated(key, "attachments")

    def form(self) -> None:
        """Add the form as the department filled it in."""
        answers = ["否" if n == 35 else "是" for n in range(1, 45)]
        self.add("form.part", "part", "附件2", "form")
        self.add("form.title", "title", f"{self.f.year}年度部门决算公开工作情况考核表", "form")
        self.add("form.unit", "unit", f"单位名称：{self.entity}", "form")
        self.blocks.append(Block("table.form", "table", "", "form", grid=forms.form(answers)))
