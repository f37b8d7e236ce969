"""Archives that are one publication: roles by suffix, names that lead outside, archives inside archives, bombs."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from audit.model.raw import ReadError
from audit.readers import read
from audit.readers.bundles import are_alike, choose_roles, open_bundle
from audit.readers.content import ReadLimits
from tests.readers.office_maker import docx, p, pack, tbl, tc

TEXT = "某局2023年度部门决算\n收入12.5万元。\n"


def opened(parts, limits=None):
    return [(m.path, m.role) for m in open_bundle(pack(parts), "a.zip", limits or ReadLimits())]


def code_of(data, limits=None):
    with pytest.raises(ReadError) as caught:
        open_bundle(data, "a.zip", limits or ReadLimits())
    return caught.value.code


def test_an_archive_is_read_as_its_files_with_their_roles(tmp_path):
    path = tmp_path / "决算.zip"
    page = "<html><body><p>见附件</p><a href='a.pdf'>a.pdf</a></body></html>"
    tables = docx(tbl(tc("科目") + tc("1.00")))
    parts = {"公开/page.html": page, "公开/决算.txt": TEXT, "公开/style.css": "x", "公开/a.et": tables}
    path.write_bytes(pack(parts))
    raw = read([path])
    assert [(file.id, file.role, file.path.removeprefix(str(path))) for file in raw.files] == [
        ("f1", "main", "/公开/决算.txt"),
        ("f2", "tables", "/公开/a.et"),
        ("f3", "page", "/公开/page.html"),
    ]
    assert {line.file for line in raw.lines} == {"f1", "f2"}
    assert len({file.sha256 for file in raw.files}) == 3


def test_names_that_lead_outside_or_hide_are_ignored():
    names = (
        "../a.txt",
        "/etc/b.txt",
        "C:/c.txt",
        "x/../../d.txt",
        ".e.txt",
        "__MACOSX/f.txt",
        "g\x07.txt",
        "h/~$i.docx",
    )
    assert opened({**dict.fromkeys(names, TEXT), "ok.txt": TEXT}) == [("a.zip/ok.txt", "main")]


def test_several_texts_are_several_publications_but_not_one_text_in_two_formats():
    assert code_of(pack({"甲.txt": TEXT, "乙.txt": TEXT})) == "E117"
    assert opened({"甲.txt": TEXT, "甲.pdf": "%PDF"}) == [("a.zip/甲.pdf", "main")]


def test_without_a_text_the_page_is_the_text_and_without_a_page_the_tables_are():
    assert choose_roles(["a.xlsx", "b.html"]) == [("b.html", "main"), ("a.xlsx", "tables")]
    assert choose_roles(["a.xlsx", "c.png"]) == [("a.xlsx", "main")]
    assert choose_roles(["c.png"]) == []
    assert code_of(pack({"c.png": "x"})) == "E118"


def test_archives_inside_an_archive_are_opened_once_more_and_no_deeper():
    inner = pack({"决算.txt": TEXT})
    assert opened({"内.zip": inner}) == [("a.zip/内.zip/决算.txt", "main")]
    assert code_of(pack({"外.zip": pack({"内.zip": inner})})) == "E108"


def test_bombs_are_refused():
    zeros = b"\0" * 20_000_000
    assert code_of(pack({"a.txt": zeros})) == "E108"
    assert code_of(pack({f"{n}.txt": "x" for n in range(30)}), ReadLimits(max_members=20)) == "E108"
    many = pack({f"{n}.zip": pack({"a.txt": "x" * 5000}) for n in range(10)})
    assert code_of(many, ReadLimits(max_unpacked=20_000)) == "E108"


def test_broken_and_locked_archives_are_named():
    data = pack({"a.txt": TEXT * 100})
    assert code_of(data[:-30]) == "E113"
    locked = bytearray(data)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[data.index(mark) + place] |= 1
    assert code_of(bytes(locked)) == "E104"


def test_names_written_by_a_chinese_system():
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xx.txt", TEXT)
    data = buffer.getvalue().replace(b"xx.txt", "决.txt".encode("gb18030"))
    assert open_bundle(data, "a.zip", ReadLimits())[0].path == "a.zip/决.txt"


def test_a_word_file_is_no_bundle(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(docx(p("甲")))
    assert read([path]).files[0].format == "docx"


@pytest.mark.parametrize(
    ("text", "tables", "alike"),
    [
        ("某局2023年决算公开.pdf", "某局2023年决算公开表.xlsx", True),
        ("某局2023年决算.docx", "某局2023年决算（附表）.xls", True),
        ("甲局决算.pdf", "乙局决算.xlsx", False),
        ("1.pdf", "1.xlsx", False),
    ],
)
def test_names_alike(text, tables, alike):
    assert are_alike(text, tables) is alike
