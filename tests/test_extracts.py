"""What was read once can be checked again: the same report, without the file."""

from __future__ import annotations

import gzip
import json
import typing

import pytest

import audit
from audit import AuditReport, ReadError, cli
from audit.codec import encode
from audit.extracts import find_extracts
from corpora import Options, generate
from corpora.draw import Wishes

WHEN = "2030-01-01T00:00:00+00:00"


@pytest.fixture(scope="module")
def publications(tmp_path_factory):
    folder = tmp_path_factory.mktemp("publications")
    options = Options(wishes=Wishes(items=3, projects=1), form=True)
    text = generate("wuhan-2020", 4, faults=("level_wrong", "caption_dropped"), options=options)
    (folder / "甲局.txt").write_text(text.text, encoding="utf-8")
    paged = generate("shanghai-2024", 5, faults=("share_wrong",), options=Options(wishes=Wishes(items=3, projects=1)))
    (folder / "乙局.pdf").write_bytes(paged.pdf)
    return folder


def without_pictures(text):
    """Return a report without its pictures: they alone need the file."""
    data = json.loads(text)
    data.pop("pictures", None)
    return data | {"findings": [{**finding, "pictures": []} for finding in data["findings"]]}


@pytest.mark.parametrize("name", ["甲局.txt", "乙局.pdf"])
def test_a_kept_publication_gives_the_same_report(publications, tmp_path, name):
    source = publications / name
    direct = audit.write_report(audit.audit_publication([source]), tmp_path / "direct", generated_at=WHEN)
    path = audit.save_extract(audit.extract_publication([source]), tmp_path / "extract.json")
    kept = audit.read_extract(path)
    report = audit.check_extract(kept)
    again = audit.write_report(report, tmp_path / "again", generated_at=WHEN, pictures=False)
    assert [p.name for p in direct] == [p.name for p in again] == ["report.json", "report.html", "checklist.xlsx"]
    assert isinstance(report, AuditReport)
    assert report.findings
    if name.endswith(".txt"):
        assert [p.read_bytes() for p in direct] == [p.read_bytes() for p in again]
    else:
        assert without_pictures(direct[0].read_bytes()) == without_pictures(again[0].read_bytes())


def test_the_extract_does_not_need_the_file(publications, tmp_path):
    moved = tmp_path / "甲局.txt"
    moved.write_bytes((publications / "甲局.txt").read_bytes())
    path = audit.save_extract(audit.extract_publication([moved]), tmp_path / "extract.json.gz")
    moved.unlink()
    assert path.read_bytes()[:2] == b"\x1f\x8b"
    assert audit.check_extract(audit.read_extract(path)).coverage.figures


def test_another_checklist_can_be_asked_for(publications):
    extract = audit.extract_publication([publications / "甲局.txt"])
    assert audit.check_extract(extract).pack.id == "wuhan-final-accounts-2020"
    assert audit.check_extract(extract, audit.Settings(pack="national")).pack.id == "national"


def test_evidence_is_kept_with_what_was_read(publications, tmp_path):
    source, beside = tmp_path / "甲局.txt", tmp_path / "evidence.yaml"
    source.write_bytes((publications / "甲局.txt").read_bytes())
    beside.write_text("submitted: 2021-09-01\nreturns: 0\nunits: [虚构市盐务局（本级）, 甲站]\n", encoding="utf-8")
    extract = audit.extract_publication([source])
    direct = audit.report_dict(audit.audit_publication([source]))
    assert direct["units"] == ["虚构市盐务局（本级）", "甲站"]
    beside.unlink()
    assert audit.report_dict(audit.check_extract(extract)) == direct


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff\xfe",
        b'{"schema": "gouji-extract/0"}',
        b'{"schema": "gouji-extract/1", "raw": 3}',
        b"[" * 100_000,
        gzip.compress(b"[1]", mtime=0),
        gzip.compress(b"[1]", mtime=0)[:-6],
    ],
    ids=range(9),
)
def test_what_is_no_extract_is_refused(tmp_path, content):
    path = tmp_path / "extract.json"
    path.write_bytes(content)
    with pytest.raises(ReadError) as caught:
        audit.read_extract(path)
    assert caught.value.code == "E133"


def test_extracts_of_another_version_are_refused_with_their_place(publications, tmp_path):
    data = encode(audit.extract_publication([publications / "甲局.txt"]))
    data["claims"][0]["colour"] = "red"
    path = tmp_path / "extract.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(ReadError):
        audit.read_extract(path)


def test_the_commands_work_on_folders(publications, tmp_path, capsys):
    kept, out, direct = tmp_path / "kept", tmp_path / "out", tmp_path / "direct"
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "甲局.txt").write_bytes((publications / "甲局.txt").read_bytes())
    (tmp_path / "in" / "空.txt").write_bytes(b"")
    assert cli.main(["extract", str(tmp_path / "in"), "-o", str(kept), "--jobs", "1"]) == 3
    assert "E101" in capsys.readouterr().err
    assert [path.parent.name for path in find_extracts([kept])] == ["甲局"]
    assert cli.main(["check", str(kept), "-o", str(out), "--jobs", "1"]) == 0
    assert cli.main(["audit", str(tmp_path / "in" / "甲局.txt"), "-o", str(direct), "--jobs", "1"]) == 0
    told = [json.loads((place / "summary.json").read_text(encoding="utf-8")) for place in (out, direct)]
    assert told[0]["publications"] == told[1]["publications"]
    assert cli.main(["check", str(tmp_path / "in"), "-o", str(out)]) == 2


def test_every_name_of_the_surface_is_there_and_no_other():
    for name in audit.__all__:
        assert getattr(audit, name) is not None
    with pytest.raises(AttributeError):
        audit.anything  # noqa: B018 - the access is the test
    hints = typing.get_type_hints(audit.check_extract, localns={"Extract": audit.Extract, "AuditReport": AuditReport})
    assert hints["return"] is AuditReport
