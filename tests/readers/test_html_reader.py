"""Web pages: their text without what surrounds it, tables with spans, pages that only announce an attachment."""

from __future__ import annotations

import pytest

from audit.model.raw import ReadError
from audit.readers import detect_format, read
from audit.readers.content import ReadLimits
from audit.readers.html_reader import read_html, read_mhtml
from tests.support import shared_file

PAGE = "<html><head><title>{title}</title></head><body>{body}</body></html>"
LONG = "本部门认真落实各项要求，规范财务管理，严格预算执行。" * 30


def content(body, title="", encoding="utf-8"):
    return read_html(PAGE.format(title=title, body=body).encode(encoding), "f1", "x.html", ReadLimits())


def texts(found):
    return [line.text for line in found.lines]


def rows(found):
    return [[None if c.merged else c.text for c in line.cells] for line in found.lines if line.cells]


def error(body):
    with pytest.raises(ReadError) as caught:
        content(body)
    return caught.value


def test_blocks_become_lines_and_inline_elements_do_not():
    body = "<div>一、概况<p>收入 <b>12.5</b>\n <span>万元</span></p>其他<br>末行</div>"
    assert texts(content(body)) == ["一、概况", "收入 12.5 万元", "其他", "末行"]


def test_what_surrounds_the_text_is_dropped():
    menu = "<ul>" + "".join(f'<li><a href="/{n}">栏目名称{n}</a></li>' for n in range(8)) + "</ul>"
    body = (
        f'<div id="header">站名</div><nav>导航</nav>{menu}<script>x()</script><style>p {{}}</style>'
        f'<div class="content"><p>正文</p><p>{LONG}</p></div><div class="foot-info">版权所有</div>'
        '<div style="display: none">暗</div><form>尾<input value="查"></form>'
    )
    assert texts(content(body)) == ["正文", LONG]


def test_text_after_a_dropped_element_stays():
    assert texts(content("<p>前<script>x</script>后</p>")) == ["前后"]


def test_the_title_stands_above_the_text_unless_it_is_there():
    assert texts(content("<p>正文</p>", "某局2023年度部门决算 - 某市政府")) == ["某局2023年度部门决算", "正文"]
    assert texts(content("<h1>某局2023年度部门决算</h1><p>正文</p>", "某局2023年度部门决算")) == [
        "某局2023年度部门决算",
        "正文",
    ]


def test_lines_keep_their_numbers_and_figures_their_places_under_a_title():
    found = content('<p>甲</p><img src="a.png" width="300" height="200"><p>乙</p>', "某局决算")
    assert [line.number for line in found.lines] == [1, 2, 3]
    assert [figure.after_line for figure in found.figures] == [2]


def test_small_pictures_are_no_figures():
    found = content('<p>甲<img src="a.png" width="16" height="16"><img src="b.gif"><img src="c.jpg"></p>')
    assert len(found.figures) == 1


def test_spans_cover_cells():
    body = (
        "<table><caption>收入决算表</caption>"
        "<tr><th colspan=2>项目</th><th rowspan=2>金额</th></tr><tr><td>类</td><td>款</td></tr>"
        "<tr><td>201</td><td></td><td>1.00</td></tr></table>"
    )
    found = content(body)
    assert texts(found)[0] == "收入决算表"
    assert rows(found) == [["项目", None, "金额"], ["类", "款", None], ["201", "", "1.00"]]
    assert {line.grid for line in found.lines if line.cells} == {0}


def test_a_rowspan_at_the_end_of_a_row_and_absurd_spans():
    rows_below = "<tr><td>丙</td></tr><tr><td colspan=99999999>注</td></tr>"
    found = content(f"<table><tr><td>甲</td><td rowspan=2>乙</td></tr>{rows_below}</table>")
    assert rows(found) == [["甲", "乙"], ["丙", None]]
    assert texts(found)[-1] == "注"


def test_text_in_cells_keeps_its_order():
    body = "<table><tr><td>甲<p>乙<b>丙<i>丁</i></b>戊</p>己</td><td>1<br>2</td></tr></table>"
    assert rows(content(body)) == [["甲 乙丙丁戊 己", "1 2"]]


def test_tables_that_arrange_the_page_are_read_through():
    inner = "<table><tr><td>科目</td><td>1.00</td></tr></table>"
    body = f"<table><tr><td><p>题</p>{inner}<p>后</p></td><td>旁</td></tr></table>"
    assert texts(content(body)) == ["题", "科目\t1.00", "后", "旁"]


def test_items_of_ordered_lists_get_the_number_that_a_browser_draws():
    assert texts(content("<ol start=3><li>甲</li><li>乙</li></ol><ul><li>丙</li></ul>")) == ["3. 甲", "4. 乙", "丙"]


@pytest.mark.parametrize(
    "body",
    [
        '<p>某局决算公开（见附件）</p><a href="/files/1.pdf">某局决算.pdf</a>',
        '<p>附件</p><a href="/download.jsp?id=3">某局决算.docx</a>',
        '<p>请看</p><iframe src="/viewer.html?file=/a/某局决算.pdf"></iframe>',
    ],
)
def test_a_page_that_only_announces_a_file_names_it(body):
    found = error(body)
    assert found.code == "E110"
    assert "某局决算" in str(found.values["names"]) or "1.pdf" in str(found.values["names"])
    assert found.values["count"] == 1


def test_a_page_with_text_or_tables_and_a_file_is_read():
    link = '<a href="/a.pdf">全文.pdf</a>'
    assert LONG in texts(content(f"<p>{LONG}</p>{link}"))
    table = "<table><tr><td>收入</td><td>12.50</td></tr><tr><td>支出</td><td>12.50</td></tr></table>"
    assert len(rows(content(table + link))) == 2


def test_a_page_without_text_says_so():
    assert error("<div id='app'></div><script>go()</script>").code == "E116"
    assert error('<img src="a.png" width="900" height="900">').code == "E115"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(encoding):
    assert texts(content(f"<p>收入支出</p><p>{LONG}</p>", encoding=encoding)) == ["收入支出", LONG]


def test_an_encoding_that_only_the_page_knows():
    page = '<html><head><meta charset="big5"></head><body><p>' + "歲入歲出決算總表" * 20 + "</p></body></html>"
    assert texts(read_html(page.encode("big5"), "f1", "x", ReadLimits())) == ["歲入歲出決算總表" * 20]


def test_a_page_nested_without_end_is_read_or_refused_but_never_crashes():
    for body in ("<div>" * 5000 + "甲" + "</div>" * 5000, "<table><tr><td>" * 2000 + "甲", "<b>" * 5000 + "甲"):
        try:
            found = content("<p>前</p>" + body)
        except ReadError:
            continue
        assert texts(found)[0] == "前"


def test_the_format_of_pages_and_of_other_markup():
    assert detect_format(b"<!DOCTYPE html><p>a") == "html"
    assert detect_format("<div>甲</div>".encode(), ".htm") == "html"
    assert detect_format("<div>甲</div>".encode(), ".txt") == "txt"
    assert detect_format(b'<?xml version="1.0"?><Workbook/>', ".xls") == "xml"
    assert detect_format(b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n") == "mhtml"
    assert detect_format(b"\n" * 1024) == "txt"


def test_a_page_saved_as_one_file():
    parts = (
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n'
        'Content-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
        + PAGE.format(title="", body="<p>正文</p>")
        + "\r\n--x--\r\n"
    )
    assert texts(read_mhtml(parts.encode(), "f1", "x.mht", ReadLimits())) == ["正文"]


def test_a_real_page_that_only_links_to_its_attachment():
    with pytest.raises(ReadError) as caught:
        read([shared_file("publications/swu_2023_final_accounts_page.html")])
    assert caught.value.code == "E110"
    assert str(caught.value.values["names"]).endswith(".pdf")
