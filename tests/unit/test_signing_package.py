from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from package_signing import sign_package
from python_calamine import CalamineWorkbook
from signing_sample import NOW, saved, signer, workbook

from reviewer.signing.archive import PackageError, deflated, write_archive
from reviewer.signing.package import (
    as_file,
    canonical_package,
    form_problems,
    read_loosely,
    read_package,
    unsafe_xml,
)
from reviewer.signing.parts import (
    CONTENT_TYPES,
    PACKAGE_RULE,
    ROOT_RELS,
    content_type,
    place,
    rels_of,
    source_of,
)


def test_the_rule_has_a_number() -> None:
    assert PACKAGE_RULE == 1


def test_the_package_is_the_same_when_it_is_made_again() -> None:
    once = canonical_package(workbook())
    assert canonical_package(once) == once
    assert form_problems(read_package(once)) == ()
    assert not read_package(once).signed


def test_document_properties_are_left_out_and_parts_lie_in_a_fixed_order() -> None:
    names = list(read_package(canonical_package(workbook(charts=2))).parts)
    assert names == [
        "[Content_Types].xml",
        "_rels/.rels",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/theme/theme1.xml",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/_rels/sheet2.xml.rels",
        "xl/worksheets/sheet2.xml",
        "xl/worksheets/sheet3.xml",
        "xl/drawings/_rels/drawing1.xml.rels",
        "xl/drawings/drawing1.xml",
        "xl/charts/chart1.xml",
        "xl/charts/chart2.xml",
    ]


def test_relationships_and_types_have_known_bytes() -> None:
    parts = read_package(canonical_package(workbook(sheets=2))).parts
    head = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    assert parts[ROOT_RELS] == (
        head + b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        b'relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/'
        b'officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>'
        b"</Relationships>"
    )
    assert b'Target="../drawings/drawing1.xml"' in parts["xl/worksheets/_rels/sheet2.xml.rels"]
    book = parts["xl/_rels/workbook.xml.rels"]
    assert [line.partition(b'"/>')[0].decode() for line in book.split(b'Target="')[1:]] == [
        "worksheets/sheet1.xml",
        "worksheets/sheet2.xml",
        "styles.xml",
        "theme/theme1.xml",
    ]
    assert parts[CONTENT_TYPES].startswith(head + b"<Types ")
    assert parts[CONTENT_TYPES].count(b"<Override ") == 7


def test_compressed_streams_are_copied() -> None:
    raw = workbook()
    before = read_loosely(raw)
    for entry in read_package(canonical_package(raw)).entries:
        if entry.method and entry.name in before:
            assert entry.stream == before[entry.name].stream


def test_openpyxl_and_calamine_read_the_package() -> None:
    data = canonical_package(workbook())
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Cover", "Sheet 2", "Sheet 3"]
    assert len(book.worksheets[1]._charts) == 1
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(1).to_python()
    assert rows == [["below good", 191], ["sampled", 214]]


def test_verified_parts_make_a_file_for_a_reader() -> None:
    parts = read_package(canonical_package(workbook())).parts
    book = openpyxl.load_workbook(io.BytesIO(as_file(parts)))
    assert book.worksheets[0]["A1"].value == "Inadequate"


def test_several_drawings_hang_on_their_own_sheets() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(sheets=4, charts=2)))
    for sheet in (book.worksheets[0], book.worksheets[3]):
        sheet.add_chart(openpyxl.chart.BarChart(), "A9")
    parts = read_package(canonical_package(saved(book))).parts
    rels = parts["xl/worksheets/_rels/sheet4.xml.rels"]
    assert b"drawing3.xml" in rels
    assert parts["xl/drawings/_rels/drawing2.xml.rels"].count(b"<Relationship ") == 2


def _with_hyperlink() -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(workbook()))
    book.worksheets[0]["A2"].hyperlink = "https://example.invalid/"
    return saved(book)


def _with_comment() -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(workbook()))
    book.worksheets[0]["A2"].comment = openpyxl.comments.Comment("text", "synthetic")
    return saved(book)


def _with(name: str, content: bytes) -> bytes:
    buffer = io.BytesIO(workbook())
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (_with_hyperlink(), "external"),
        (_with_comment(), "added"),
        (_with("xl/vbaProject.bin", b"<x/>"), "added"),
        (_with("xl/worksheets/sheet9.xml", b"<x/>"), "missing"),
        (_with("xl/worksheets/sheet4.xml", b"<x/>"), "references"),
        (_with("xl/drawings/drawing2.xml", b"<x/>"), "references"),
        (_with("xl/charts/chart2.xml", b"\xff\xfe<"), "unsafe-part"),
        (_with("xl/worksheets/_rels/sheet1.xml.rels", b"<x"), "unsafe-part"),
        (b"no archive at all", "not-a-workbook"),
        (write_archive([deflated("xl/workbook.xml", b"<x/>")]), "missing"),
    ],
)
def test_what_our_form_has_no_place_for_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(PackageError) as refusal:
        canonical_package(data)
    assert refusal.value.code == code


def test_a_signed_workbook_is_not_signed_again() -> None:
    signed = sign_package(workbook(), signer(), NOW)
    assert read_package(signed).signed
    with pytest.raises(PackageError) as refusal:
        canonical_package(signed)
    assert refusal.value.code == "already-signed"


def test_the_reader_refuses_what_openpyxl_wrote_itself() -> None:
    with pytest.raises(PackageError):
        read_package(workbook())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xef\xbb\xbf<a/>",
        "<a/>".encode("utf-16"),
        "<a/>".encode("utf-16-le"),
        b"<a>\xff</a>",
        b'<?xml version="1.0" encoding="UTF-7"?><a/>',
        b"<!DOCTYPE a><a/>",
        b"<a><!-- --></a>",
        b"<a><![CDATA[x]]></a>",
        b"<a><?b c?></a>",
    ],
)
def test_xml_of_a_kind_we_never_write_is_named(content: bytes) -> None:
    assert unsafe_xml(content)


@pytest.mark.parametrize(
    "head", ["", '<?xml version="1.0"?>', "<?xml version='1.0' encoding='utf-8'?>"]
)
def test_plain_xml_is_taken(head: str) -> None:
    assert unsafe_xml(f"{head}<a>ŵ &lt; &#33;</a>".encode()) is None


@pytest.mark.parametrize(
    ("part", "rels"),
    [
        ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"),
        ("", "_rels/.rels"),
        ("a.xml", "_rels/a.xml.rels"),
    ],
)
def test_a_rels_part_is_named_after_its_source(part: str, rels: str) -> None:
    assert rels_of(part) == rels
    assert source_of(rels) == part


def test_a_part_that_is_not_ours_has_no_type_and_lies_behind_ours() -> None:
    assert content_type("xl/sheet1.xml") is None
    assert content_type("xl/worksheets/sheet01.xml") is None
    assert content_type("xl/worksheets/sheet1.xml\n") is None
    assert place("zzz") > place("xl/charts/chart99.xml")
    assert place("zzz") < place("_xmlsignatures/origin.sigs")


def test_a_relationship_to_another_sheet_than_ours_is_refused() -> None:
    parts = {n: e.content for n, e in read_loosely(workbook()).items()}
    rels = parts["xl/_rels/workbook.xml.rels"]
    swapped = rels.replace(b"sheet1.", b"sheet9.").replace(b"sheet2.", b"sheet1.")
    parts["xl/_rels/workbook.xml.rels"] = swapped.replace(b"sheet9.", b"sheet2.")
    with pytest.raises(PackageError) as refusal:
        canonical_package(write_archive(deflated(n, c) for n, c in parts.items()))
    assert refusal.value.code == "relationships"


def test_references_in_an_order_of_their_own_are_refused() -> None:
    parts = {n: e.content for n, e in read_loosely(workbook()).items()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b'"rId2"', b'"rId9"')
    with pytest.raises(PackageError) as refusal:
        canonical_package(write_archive(deflated(n, c) for n, c in parts.items()))
    assert (refusal.value.code, refusal.value.part) == ("references", "xl/workbook.xml")


def test_the_reader_refuses_an_archive_of_ours_in_another_order() -> None:
    entries = read_package(canonical_package(workbook())).entries
    with pytest.raises(PackageError) as refusal:
        read_package(write_archive(entries[::-1]))
    assert refusal.value.code == "order"


@pytest.mark.parametrize("rare", [b"?", b"!"])
def test_one_forbidden_mark_behind_thousands_of_harmless_ones_is_found(rare: bytes) -> None:
    harmless = b"<a>" + b"really" + rare * 3000
    assert unsafe_xml(harmless + b"</a>") is None
    assert unsafe_xml(harmless + b"<" + rare + b"x></a>")
    assert unsafe_xml(b"<a>" + b"<" + rare + b"x>" + harmless[3:] + b"</a>")
    assert unsafe_xml(harmless) is None


@pytest.mark.parametrize("long", [65_530, 65_536, 65_540, 200_000])
def test_every_piece_of_a_long_part_is_checked_for_utf_8(long: int) -> None:
    filler = b"<a>" + b"x" * long
    assert unsafe_xml(filler + "ŵ€😀</a>".encode() * 3) is None
    for wrong in (b"\xff", b"\xc5", b"\xed\xa0\x80", b"\xc0\x80", b"\0"):
        assert unsafe_xml(filler + wrong + b"</a>" + filler)
        assert unsafe_xml(filler + "ŵ".encode() + b"</a>" + filler + wrong)


_BYTES = st.sampled_from([b"<", b"!", b"?", b"x", b">", b"\0", b"\xff", "ŵ".encode()])


@given(st.lists(_BYTES, max_size=20).map(b"".join))
def test_the_fast_look_at_markup_is_the_plain_one(tail: bytes) -> None:
    content = b"<" + tail
    try:
        plain = "\0" not in content.decode("utf-8")
    except UnicodeDecodeError:
        plain = False
    plain = plain and b"<!" not in content and b"<?" not in content
    assert (unsafe_xml(content) is None) is plain
