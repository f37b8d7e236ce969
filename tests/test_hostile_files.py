"""Broken and hostile files: each is named with a true cause or read as far as it goes; none hangs or spoils others."""

from __future__ import annotations

import gzip
import os
import struct
import zipfile
import zlib
from io import BytesIO

import pytest

from audit import pipeline
from audit.batch import Plan, run_batch
from audit.inputs import find_inputs
from audit.workers import WorkLimits
from tests.readers.ofd_maker import document, ofd, page, root
from tests.readers.office_maker import NAMES, docx, p, pack, relations, tbl, tc
from tests.readers.pdf_maker import Sheet

TEXT = "某局2023年度部门决算\n收入决算为12.5万元。\n"
READ = "read"
"""A cause that is none: the file may be read where the extra `ocr` is installed and fonts draw its text."""

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
BOMB = (
    "<!DOCTYPE x ["
    '<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)


def objects(*bodies, root=1):
    """Return a PDF of these objects with a right table of places."""
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + table + b"trailer <</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(bodies) + 1, root, len(out))


def lying_zip():
    """Return an archive whose directory says that a bomb is small."""
    data = bytearray(pack({"word/document.xml": b" " * 50_000_000}))
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", data, data.index(mark) + place, 10)
    return bytes(data)


def quine_like():
    """Return archives nested in archives, each harmless."""
    data = pack({"a.txt": TEXT})
    for depth in range(30):
        data = pack({f"{depth}.zip": data})
    return data


def locked_zip():
    data = bytearray(pack({"a.txt": TEXT * 50}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    return bytes(data)


def xlsx(sheet):
    workbook = (
        f'<workbook xmlns="{SHEET}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<sheets><sheet name="a" sheetId="1" r:id="s"/></sheets></workbook>'
    )
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    rels = f'<Relationships><Relationship Id="s" Type="{relation}" Target="s.xml"/></Relationships>'
    return pack({"xl/workbook.xml": workbook, "xl/_rels/workbook.xml.rels": rels, "xl/s.xml": sheet})


def sheet_of(rows):
    return xlsx(f'<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData></worksheet>')


def letters(number):
    """Return the letters of a column between AA and ZZZ."""
    digits = [number // 676 % 26, number // 26 % 26, number % 26]
    return "".join(chr(ord("A") + digit) for digit in digits)


def two_lines():
    return Sheet().text(72, 90, "部门决算公开说明收入").text(72, 120, "二〇二三年度收入支出情况").data()


def without_mapping():
    """Return a PDF whose font maps no code to a character: what is printed can be seen and not read."""
    content = b"BT /F 12 Tf 72 700 Td <" + b"0102" * 60 + b"> Tj ET"
    return objects(
        PAGES,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[6 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(X)/Ordering(Y)/Supplement 0>>>>",
    )


def drawing_itself():
    """Return a PDF whose page draws a form that draws itself."""
    draw = b"/X Do"
    return objects(
        PAGES,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(draw), draw),
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>"
        b"/Length %d>>stream\n%s\nendstream" % (len(draw), draw),
    )


def packed_pages(size):
    """Return a PDF whose page unpacks to so many operators."""
    content = zlib.compress(b"0 0 m 9 9 l S " * (size // 14))
    return objects(
        PAGES,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(content), content),
    )


def with_macros():
    """Return a Word file with macros, a remote template and a picture that lies elsewhere."""
    more = {"x": ("attachedTemplate", "http://127.0.0.1:9/t.dotm"), "vba": ("vbaProject", "vbaProject.bin")}
    parts = zipfile.ZipFile(BytesIO(WHOLE))
    kept = {name: parts.read(name) for name in parts.namelist()}
    return pack(kept | {"word/vbaProject.bin": b"\xd0\xcf" * 500, "word/_rels/document.xml.rels": relations(more)})


PAGES = b"<</Type/Catalog/Pages 2 0 R>>"
WHOLE = docx(p(TEXT) + tbl(tc("甲") + tc("1.00")))

FILES = {
    "empty.txt": (b"", "E101"),
    "blank.txt": (b" \n\t\r\n" * 50, "E101"),
    "zeros.txt": (b"\0" * 5000, "E102"),
    "random.txt": (bytes(range(256)) * 40, ("E102", "E109")),
    "controls.txt": (("某局决算\x01\x02\x03\x04" * 50).encode(), "E102"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, ("E113", "E150")),
    "endless-line.txt": (("收入12.5万元，" * 60_000).encode(), "E108"),
    "one-line.txt": (("收入12.5万元，" * 1_500).encode(), None),
    "brackets.txt": (("（" * 20_000 + TEXT).encode(), None),
    "digits.txt": (("1" * 9_000 + "\n" + "1,1." * 2_000 + "万元\n" + TEXT).encode(), None),
    "text-as.pdf": (TEXT.encode(), None),
    "word-as.pdf": (WHOLE, None),
    "pdf-as.docx": (two_lines(), None),
    "page-as.xls": (f"<html><body><p>{TEXT}</p></body></html>".encode(), None),
    "head-only.pdf": (b"%PDF-1.7\n", "E105"),
    "no-pages.pdf": (objects(PAGES, b"<</Type/Pages/Kids[]/Count 0>>"), "E105"),
    "cycle.pdf": (objects(PAGES, b"<</Type/Pages/Kids[2 0 R]/Count 1>>"), ("E105", "E106")),
    "own-parent.pdf": (
        objects(PAGES, b"<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2/Parent 2 0 R>>", b"3 0 R"),
        ("E105", "E128"),
    ),
    "million-pages.pdf": (objects(PAGES, b"<</Type/Pages/Kids[]/Count 1000000>>"), "E108"),
    "one-page-many-times.pdf": (
        objects(
            PAGES,
            b"<</Type/Pages/Kids[" + b"3 0 R " * 5000 + b"]/Count 5000>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        ),
        ("E105", "E106", "E108"),
    ),
    "huge-number.pdf": (objects(PAGES, b"<</Type/Pages/Kids[]/Count " + b"9" * 5000 + b">>"), ("E105", "E108")),
    "deep-array.pdf": (objects(PAGES, b"[" * 50_000 + b"]" * 50_000), "E105"),
    "cut.pdf": (two_lines()[:-200], "E105"),
    "no-mapping.pdf": (without_mapping(), ("E106", "E150", READ)),
    "drawing-itself.pdf": (drawing_itself(), "E106"),
    "packed-lines.pdf": (packed_pages(3_000_000), "E106"),
    "no-end-of-text.pdf": (two_lines().replace(b"ET", b"  "), None),
    "noise.pdf": (b"%PDF-1.7\n" + bytes(range(256)) * 400, "E105"),
    "locked.pdf": (Sheet("secret").text(72, 90, "部门决算").data(), "E104"),
    "nothing-printed.pdf": (Sheet().page().data(), "E106"),
    "macros.docm": (with_macros(), None),
    "formulas.xlsx": (
        sheet_of(
            '<row r="1"><c r="A1" t="str"><f>HYPERLINK("http://127.0.0.1:9/","部门决算")</f><v>部门决算</v></c></row>'
        ),
        None,
    ),
    "cut.docx": (WHOLE[: len(WHOLE) // 2], "E113"),
    "no-document.docx": (pack({"word/styles.xml": "<a/>"}), "E113"),
    "deep.docx": (docx("<w:sdt>" * 100_000), "E113"),
    "entities.docx": (pack({"word/document.xml": f"{BOMB}<w:document {NAMES}>&j;</w:document>"}), "E114"),
    "external.docx": (
        pack({"word/document.xml": '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'}),
        "E114",
    ),
    "bomb.docx": (pack({"word/document.xml": b" " * 100_000_000}), "E108"),
    "lying.docx": (lying_zip(), ("E108", "E113")),
    "picture-only.docx": (
        docx('<w:p><w:r><w:drawing><a:blip r:embed="x"/></w:drawing></w:r></w:p>'),
        "E115",
    ),
    "wide.docx": (docx(tbl(tc("甲", '<w:gridSpan w:val="2147483647"/>') + tc("1")) + p(TEXT)), None),
    "unclosed.xlsx": (xlsx(f'<worksheet xmlns="{SHEET}"><sheetData>' + "<row><c><v>1</v></c></row>" * 9000), "E113"),
    "one-column.xlsx": (sheet_of("<row><c><v>1</v></c></row>" * 20_000), None),
    "sparse.xlsx": (
        sheet_of("".join(f'<row r="{n}"><c r="{letters(n)}{n}"><v>1</v></c></row>' for n in range(700, 3700))),
        "E108",
    ),
    "entities.xlsx": (xlsx(f"{BOMB}<worksheet>&j;</worksheet>"), "E114"),
    "old-junk.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") + b"\xff" * 4000, "E113"),
    "flat.xml.txt": (b'<?xml version="1.0"?><Workbook/>', "E107"),
    "deep.html": (("<html><body>" + "<div>" * 100_000 + TEXT).encode(), "E113"),
    "spans.html": (
        (f"<html><table><tr><td rowspan=9999 colspan=9999>{TEXT}<td>1" + "<tr><td>2" * 300 + "</table>").encode(),
        None,
    ),
    "script.html": (b"<html><script>while(1){}</script></html>", "E116"),
    "announcing.html": (b"<html><body><a href='x.pdf'>x.pdf</a></body></html>", "E110"),
    "entities.ofd": (ofd(f"{BOMB}<Page>&j;</Page>"), "E114"),
    "deep.ofd": (ofd(page("<ofd:PageBlock>" * 100_000)), "E113"),
    "bomb.ofd": (ofd(page(" " * 100_000_000)), "E108"),
    "outside.ofd": (pack({"OFD.xml": root("../../../../etc/passwd")}), "E113"),
    "one-page-many-times.ofd": (
        pack({"OFD.xml": root("D.xml"), "D.xml": document(["p.xml"] * 5_000), "p.xml": page("")}),
        "E108",
    ),
    "cut.png": (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, ("E113", "E150")),
    "bomb.zip": (pack({"a.txt": b"\0" * 100_000_000}), "E108"),
    "nested.zip": (quine_like(), "E108"),
    "outside.zip": (pack({"../../a.txt": TEXT, "/b.txt": TEXT}), "E118"),
    "locked.zip": (locked_zip(), "E104"),
    "many.zip": (pack({f"{n}.txt": "" for n in range(10_500)}), "E108"),
    "packed.txt": (gzip.compress(TEXT.encode()), "E107"),
}


@pytest.fixture(scope="module")
def entries(tmp_path_factory):
    """Audit all of them in one batch, with some that are no ordinary files."""
    place, out = tmp_path_factory.mktemp("hostile"), tmp_path_factory.mktemp("out")
    for name, (data, _) in FILES.items():
        (place / name).write_bytes(data)
    with (place / "sparse.txt").open("wb") as file:
        file.truncate(500 * 1024 * 1024)
    odd = place / "目录 'x\"; $(rm) .."
    odd.mkdir()
    (odd / "sane.txt").write_text(TEXT, encoding="utf-8")
    (place / "folder.pdf").mkdir()
    os.mkfifo(place / "pipe.txt")
    (place / "loop.txt").symlink_to(place / "loop.txt")
    inputs = find_inputs([place], pipeline.SUPPORTED_SUFFIXES, out)
    plan = Plan(out, pipeline.Settings(), ("json",), "2030-01-01T00:00:00+00:00", WorkLimits(seconds=40))
    done = run_batch(inputs, plan, 2, lambda _: None)
    return {item.path.name: (entry, out / item.name) for item, entry in zip(inputs, done, strict=True)}


EXPECTED = {name: causes for name, (_, causes) in FILES.items()} | {
    "sparse.txt": "E108",
    "pipe.txt": "E103",
    "loop.txt": "E103",
    "sane.txt": None,
}


def test_there_are_enough_of_them():
    assert len(EXPECTED) >= 45


@pytest.mark.slow
@pytest.mark.parametrize("name", EXPECTED)
def test_a_hostile_file_is_named_with_its_cause_or_read(entries, name):
    entry, folder = entries[name]
    causes = EXPECTED[name]
    if causes is None or (entry.failure is None and READ in causes):
        assert entry.failure is None, entry.failure
        assert (folder / "report.json").is_file()
        return
    assert entry.failure is not None
    assert entry.failure.code in causes
    assert name in entry.failure.message
    assert "\n" not in entry.failure.message
    assert not folder.exists()
