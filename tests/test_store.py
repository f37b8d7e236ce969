"""The result store: each publication once, replaced where it changed, asked and exported, hostile text inert."""

from __future__ import annotations

import copy
import csv
import json
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, insert, inspect, select, text

from audit import cli, store
from audit.pipeline import audit_publication, report_dict
from audit.store import QUESTIONS, Store, StoreError, ask, saving, sqlite_in
from audit.store.export import export
from audit.store.migrations import STEPS, VERSION, migrate
from audit.store.tables import CHILDREN, FACTS, FINDINGS, METADATA, PUBLICATIONS, ROWS, SETTLEMENTS
from corpora import Options, generate
from corpora.draw import Wishes

HOSTILE = "=cmd|' /C calc'!A1 [red]<b>\x1b[2J'; DROP TABLE publications; --"


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    path = tmp_path_factory.mktemp("in") / "甲.txt"
    made = generate("wuhan-2020", 4, faults=("level_wrong", "caption_dropped"), options=Options(wishes=Wishes(items=3)))
    path.write_text(made.text, encoding="utf-8")
    return report_dict(audit_publication([path]), "2030-01-01")


@pytest.fixture
def opened(tmp_path):
    kept = Store(sqlite_in(tmp_path))
    yield kept
    kept.close()


@pytest.fixture
def out(tmp_path, report):
    """Return an output folder of three reports, one of them hostile."""
    folder = tmp_path / "out"
    for name, entity in (("甲", None), ("乙", "虚构市盐务局"), ("@丙", HOSTILE)):
        data = copy.deepcopy(report)
        if entity:
            data["document"]["entity"] = entity
            data["findings"][0]["message"] = entity
        (folder / name).mkdir(parents=True)
        (folder / name / "report.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return folder


def count(kept, table):
    with kept.engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def test_all_that_a_report_says_is_saved(opened, report):
    assert opened.save(report, "out", "甲")
    assert count(opened, PUBLICATIONS) == 1
    assert count(opened, FACTS) == len(report["facts"]) > 20
    assert count(opened, FINDINGS) == len(report["findings"]) > 0
    assert count(opened, ROWS) == len(report["checklist"]) > 20
    with opened.engine.connect() as connection:
        found = connection.execute(select(FACTS.c.value).where(FACTS.c.key == "grand_total", FACTS.c.stated == "own"))
        stated = next(f["value"] for f in report["facts"] if f["key"] == "grand_total")
        assert found.scalar_one() == stated


def test_saving_again_changes_nothing_and_a_changed_report_replaces_its_own(opened, report):
    assert opened.save(report, "out", "甲")
    assert not opened.save({**report, "generated_at": "2031-01-01"}, "out", "甲")
    opened.save(report, "out", "乙")
    fewer = {**report, "findings": []}
    assert opened.save(fewer, "out", "甲")
    assert count(opened, PUBLICATIONS) == 2
    assert count(opened, FINDINGS) == len(report["findings"])


def test_decisions_of_auditors_are_saved(opened, report):
    settled = copy.deepcopy(report)
    decision = {
        "answer": "no",
        "reviewer": "甲",
        "date": "2030-01-02",
        "reason": "已核",
        "program": "yes",
        "stale": False,
    }
    settled["checklist"][0]["settled"] = decision
    opened.save(settled, "out", "甲")
    with opened.engine.connect() as connection:
        (line,) = connection.execute(select(SETTLEMENTS.c.kind, SETTLEMENTS.c.target, SETTLEMENTS.c.answer)).all()
    assert tuple(line) == ("row", report["checklist"][0]["id"], "no")


def test_a_folder_is_taken_in_once_and_kept_in_step(opened, out):
    (out / "strange").mkdir()
    (out / "strange" / "report.json").write_text('{"schema": 1}', encoding="utf-8")
    assert opened.take_in(out) == 3
    assert opened.take_in(out) == 0
    (out / "乙" / "report.json").unlink()
    assert opened.take_in(out) == 0
    assert count(opened, PUBLICATIONS) == 2
    for table in CHILDREN:
        with opened.engine.connect() as connection:
            owners = connection.execute(select(table.c.publication).distinct()).scalars().all()
            known = connection.execute(select(PUBLICATIONS.c.id)).scalars().all()
        assert set(owners) <= set(known)


def test_a_report_that_did_not_change_is_not_read_again(opened, out, monkeypatch):
    opened.take_in(out)
    monkeypatch.setattr(saving, "content_of", lambda _: pytest.fail("it was read"))
    assert opened.take_in(out) == 0


def test_folders_of_one_name_do_not_displace_each_other(tmp_path, out, monkeypatch):
    other = tmp_path / "other" / "out"
    (other / "丁").mkdir(parents=True)
    (other / "丁" / "report.json").write_bytes((out / "甲" / "report.json").read_bytes())
    shared = Store(f"sqlite:///{tmp_path / 'shared.sqlite'}")
    for folder in (out, other):
        monkeypatch.chdir(folder.parent)
        shared.take_in(Path("out"))
    assert count(shared, PUBLICATIONS) == 4
    shared.close()


def test_a_folder_that_was_moved_is_not_counted_twice(out):
    for name in ("out", "what? 100% done"):
        out = out.rename(out.with_name(name))
        kept = Store(sqlite_in(out))
        kept.take_in(out, is_own=True)
        assert count(kept, PUBLICATIONS) == 3
        kept.close()
        assert (out / "gouji.sqlite").is_file()


@pytest.mark.parametrize("question", sorted(QUESTIONS))
def test_every_question_is_answered_and_its_heads_have_words(opened, out, question, capsys, tmp_path):
    opened.take_in(out)
    answer = ask(opened, question)
    assert answer.lines
    assert len(ask(opened, question, limit=1).lines) == 1
    assert ask(opened, question, batch="another").lines == ()
    target = tmp_path / "answer.csv"
    assert cli.main(["query", question, str(out), "--export", str(target)]) == 0
    assert f"{len(answer.lines)} 行" in capsys.readouterr().out
    rows = list(csv.reader(target.read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == len(answer.lines) + 1
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "@", "\t", "+", "-"))]


def test_the_worst_unit_comes_first(opened, out):
    opened.take_in(out)
    answer = ask(opened, "worst-units")
    failed = [line[answer.columns.index("failed_rows")] for line in answer.lines]
    assert failed == sorted(failed, reverse=True)
    assert sum(line[answer.columns.index("publications")] for line in answer.lines) == 3


def test_hostile_text_is_text(opened, out, capsys):
    opened.take_in(out)
    assert count(opened, PUBLICATIONS) == 3
    assert cli.main(["query", "worst-units", str(out)]) == 0
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert "[red]" in shown.replace("\n", "") or "…" in shown
    assert HOSTILE in {line[0] for line in ask(opened, "worst-units").lines}


def test_an_answer_goes_into_parquet(opened, out, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    opened.take_in(out)
    answer = ask(opened, "facts")
    table = parquet.read_table(export(answer, tmp_path / "facts.parquet", answer.columns))
    assert table.column_names == list(answer.columns)
    assert table.num_rows == len(answer.lines)


def test_without_pyarrow_it_says_what_to_do(out, tmp_path, capsys, monkeypatch):
    def none(*_):
        raise ImportError

    monkeypatch.setattr("audit.commands.query.export", none)
    assert cli.main(["query", "facts", str(out), "--export", str(tmp_path / "a.parquet")]) == 2
    assert "E136" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["query"],
        ["query", "weather"],
        ["query", "facts", "nowhere"],
        ["query", "facts", "--export", "a.xlsx"],
        ["query", "facts", "--limit", "0"],
    ],
)
def test_a_wrong_question_is_wrong_usage(arguments, capsys):
    assert cli.main(arguments) == 2
    assert capsys.readouterr().err.startswith("用法有误")


@pytest.mark.parametrize("url", ["nothing", "sqlite:////nowhere/at/all.sqlite", "strange://x"])
def test_an_address_that_leads_nowhere_is_told(url, capsys):
    assert cli.main(["query", "facts", "--store", url]) == 3
    err = capsys.readouterr().err
    assert err.startswith("E135 ")
    assert len(err.splitlines()) == 1


def test_an_audit_takes_its_reports_into_a_store(tmp_path):
    source = tmp_path / "虚构局.txt"
    source.write_text("虚构市林务局2031年度部门决算\n2031年度收、支总计均为120.5万元。\n", encoding="utf-8")
    url = f"sqlite:///{tmp_path / 'all.sqlite'}"
    for out in ("a", "b"):
        assert cli.main(["audit", str(source), "-o", str(tmp_path / out), "--jobs", "1", "-q", "--store", url]) == 0
    kept = store.Store(url)
    assert count(kept, PUBLICATIONS) == 2
    kept.close()


def test_an_older_store_is_brought_up_and_keeps_what_it_holds(tmp_path):
    engine = create_engine(sqlite_in(tmp_path))
    with engine.begin() as connection:
        VERSION.create(connection)
        connection.execute(insert(VERSION).values(version=1))
        STEPS[0](connection)
        values = {c.name: "" for c in PUBLICATIONS.c if c.name not in ("id", "fiscal_year", "pack", "score")}
        values |= {"score_low": 0, "score_high": 0, "figures": 7, "settled": 0}
        connection.execute(insert(PUBLICATIONS).values(**values))
    engine.dispose()
    kept = Store(sqlite_in(tmp_path))
    assert {table.name for table in METADATA.sorted_tables} <= set(inspect(kept.engine).get_table_names())
    with kept.engine.connect() as connection:
        assert connection.execute(select(VERSION.c.version)).scalar_one() == len(STEPS)
        assert connection.execute(select(PUBLICATIONS.c.figures)).scalar_one() == 7
    kept.close()


def test_a_store_of_the_future_is_left_alone(tmp_path, capsys, report):
    with sqlite3.connect(tmp_path / "gouji.sqlite") as connection:
        connection.execute("CREATE TABLE gouji_schema (version INTEGER NOT NULL)")
        connection.execute("INSERT INTO gouji_schema VALUES (99)")
    connection.close()
    with pytest.raises(StoreError):
        Store(sqlite_in(tmp_path))
    (tmp_path / "甲").mkdir()
    (tmp_path / "甲" / "report.json").write_text(json.dumps(report), encoding="utf-8")
    assert cli.main(["query", "facts", str(tmp_path)]) == 3
    assert "更新的版本" in capsys.readouterr().err


def test_opening_twice_migrates_once(opened):
    with opened.engine.begin() as connection:
        assert migrate(connection) == len(STEPS)
        assert connection.execute(text("SELECT count(*) FROM gouji_schema")).scalar_one() == 1
