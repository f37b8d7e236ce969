"""Pictures of cited places: the right strip with its frame, one for each place, none where a page cannot be drawn."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
from PIL import Image

from audit.model.places import Ref
from audit.readers.pictures import picture_key, take_pictures
from tests.readers.office_maker import pack
from tests.readers.pdf_maker import WIDTH, Sheet

SCALE = 1.6
BOX = (100.0, 300.0, 180.0, 312.0)


def ref(page=1, bbox=BOX, file="f1"):
    return Ref(file, page=page, bbox=bbox, block=1)


def sheet():
    return Sheet().text(100, 310, "12.50", size=12).data()


def taken(folder, data, *refs, name="a.pdf"):
    path = folder / name
    path.write_bytes(data)
    return take_pictures({"f1": str(path)}, refs)


def image(pictures):
    (picture,) = pictures.values()
    assert picture[8:12] == b"WEBP"
    return Image.open(BytesIO(picture)).convert("RGB")


def is_red(red, green, blue):
    return red > 150 and green < 110 and blue < 110


def reds(picture):
    """Return left, top, right, bottom of what is red."""
    width, height = picture.size
    points = [(x, y) for x in range(width) for y in range(height) if is_red(*picture.getpixel((x, y)))]
    return min(x for x, _ in points), min(y for _, y in points), max(x for x, _ in points), max(y for _, y in points)


def test_the_strip_holds_the_place_in_a_frame(tmp_path):
    picture = image(taken(tmp_path, sheet(), ref()))
    assert abs(picture.width - WIDTH * SCALE) <= 2
    assert abs(picture.height - (12 + 60) * SCALE) <= 2
    left, top, right, bottom = reds(picture)
    assert abs(left - (100 * SCALE - 3)) <= 3
    assert abs(right - (180 * SCALE + 3)) <= 3
    assert abs(top - (30 * SCALE - 3)) <= 3
    assert abs(bottom - (42 * SCALE + 3)) <= 3
    inner = picture.crop((left + 4, top + 4, right - 4, bottom - 4)).convert("L")
    assert min(inner.getdata()) < 100  # the figure itself
    outside = picture.crop((right + 6, 0, picture.width, picture.height)).convert("L")
    assert min(outside.getdata()) > 200


def test_one_place_has_one_picture_and_other_places_have_none(tmp_path):
    same = ref(bbox=(100.01, 300.0, 180.0, 312.02))
    line, page = Ref("f1", line=3), Ref("f1", page=1)
    found = taken(tmp_path, sheet(), ref(), same, line, page, ref(page=9), ref(page=0), ref(file="f2"))
    assert list(found) == [picture_key(ref())]
    assert picture_key(line) is picture_key(page) is None


def test_a_page_that_shows_a_part_of_its_sheet(tmp_path):
    document = pypdfium2.PdfDocument(sheet())
    page = document[0]
    _, _, right, top = page.get_mediabox()
    page.set_cropbox(50, 0, right, top - 100)
    out = BytesIO()
    document.save(out)
    left, *_ = reds(image(taken(tmp_path, out.getvalue(), ref())))
    assert abs(left - ((100 - 50) * SCALE - 3)) <= 3


def test_what_cannot_be_drawn_gives_no_picture(tmp_path):
    assert taken(tmp_path, sheet()[:300], ref()) == {}
    assert taken(tmp_path, b"text", ref()) == {}
    assert take_pictures({"f1": str(tmp_path / "gone.pdf")}, [ref()]) == {}
    assert taken(tmp_path, sheet(), ref(bbox=(900.0, 5000.0, 950.0, 5010.0))) == {}


def test_a_file_of_an_archive_is_drawn_too(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(pack({"甲.pdf": sheet()}))
    assert len(take_pictures({"f1": f"{path}/甲.pdf"}, [ref()])) == 1


def test_a_tall_place_is_cut(tmp_path):
    assert image(taken(tmp_path, sheet(), ref(bbox=(50.0, 50.0, 500.0, 800.0)))).height <= 260 * SCALE + 1


def test_the_strip_of_a_scan_is_cut_out_of_the_picture(tmp_path):
    pages = [Image.new("L", (1654, 2339), shade) for shade in (255, 200)]
    buffer = BytesIO()
    pages[0].save(buffer, "TIFF", dpi=(200, 200), save_all=True, append_images=pages[1:])
    place = ref(page=2)
    shown = image(taken(tmp_path, buffer.getvalue(), place, ref(page=3), name="a.tiff"))
    assert shown.width == round(1654 * 72 / 200 * 1.6)
    assert shown.getpixel((2, 2))[0] in range(190, 211)
    assert reds(shown)
    assert taken(tmp_path, buffer.getvalue()[:200], place, name="a.tiff") == {}
