"""A print as a file that is kept: what it says of itself, its structure, and its signature."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from printing_sample import AT, CODE, case, elements, graded_page, printed
from pypdf import PdfReader

from reviewer.domain.errors import RefusalError
from reviewer.printing.printed import CasePage
from reviewer.signing.identity import KeyKind, create_identity


@pytest.fixture(scope="module")
def reader() -> PdfReader:
    arabic = graded_page(**{"overall.rationale": "قال الطفل and English 😢"})
    return PdfReader(BytesIO(printed(arabic, CasePage(case=case(43))).content))


def test_the_file_is_tagged_and_every_mark_on_a_page_belongs_to_an_element(
    reader: PdfReader,
) -> None:
    root = reader.root_object
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    nums = root["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    owners = {int(nums[at]): nums[at + 1].get_object() for at in range(0, len(nums), 2)}
    for page in reader.pages:
        content = page.get_contents().get_data()
        marks = content.count(b"/MCID ")
        assert marks == len(owners[int(page["/StructParents"])]) > 0
        assert content.count(b"BDC") + content.count(b"BMC") == content.count(b"EMC")
        assert page["/Tabs"] == "/S"


def test_headings_tables_and_figures_are_what_they_are(reader: PdfReader) -> None:
    roles = [element["/S"] for element in elements(reader)]
    for role in ("/Document", "/Sect", "/H1", "/H2", "/P", "/Table", "/TR", "/TH", "/TD"):
        assert role in roles
    figures = [element for element in elements(reader) if element["/S"] == "/Figure"]
    words = " ".join(str(figure["/Alt"]) for figure in figures)
    assert "Timeline from 12 Jan 2018" in words
    assert "2 supervisor's entries" in words
    assert "QR code" in words
    for element in elements(reader):
        if element["/S"] == "/TH":
            assert element["/A"]["/Scope"] in {"/Column", "/Row"}


def test_every_font_is_embedded_and_gives_its_characters(reader: PdfReader) -> None:
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            found = font.get_object()
            assert "/ToUnicode" in found
            descendant = found["/DescendantFonts"][0].get_object()
            assert "/FontFile2" in descendant["/FontDescriptor"]
            assert "/CIDToGIDMap" in descendant


def test_nothing_in_the_file_is_forbidden_in_an_archive(reader: PdfReader) -> None:
    root = reader.root_object
    (intent,) = root["/OutputIntents"]
    profile = intent.get_object()["/DestOutputProfile"].get_data()
    assert profile[36:40] == b"acsp"
    assert int.from_bytes(profile[:4], "big") == len(profile)
    assert "/Encrypt" not in reader.trailer
    assert len(reader.trailer["/ID"]) == 2
    assert not {"/OpenAction", "/AA", "/Names", "/JavaScript"} & set(root)
    for page in reader.pages:
        assert not {"/AA", "/Group"} & set(page)


def test_the_description_agrees_with_itself_and_has_the_true_dates(reader: PdfReader) -> None:
    xmp = reader.root_object["/Metadata"].get_data().decode()
    about = reader.metadata
    assert about is not None
    assert about.creation_date == AT
    assert about.modification_date == AT
    assert "<xmp:CreateDate>2018-11-15T09:30:00+00:00<" in xmp
    for text in (str(about.title), str(about.author), "DRAFT", "copy 3", "OFFICIAL-SENSITIVE"):
        assert text in xmp
    assert str(about.keywords) in xmp
    assert "<pdfaid:part>2<" in xmp
    assert "<pdfaid:conformance>B<" in xmp
    assert "<pdfuaid:part>1<" in xmp
    assert CODE in str(about.title)


def test_every_property_of_the_description_is_one_that_an_archive_knows(reader: PdfReader) -> None:
    # ISO 19005-2, 6.6.2.3: a property is of a known schema, or the file describes its own.
    xmp = reader.root_object["/Metadata"].get_data()
    known = {
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "http://purl.org/dc/elements/1.1/",
        "http://ns.adobe.com/pdf/1.3/",
        "http://ns.adobe.com/xap/1.0/",
        "http://www.aiim.org/pdfa/ns/id/",
        "http://www.aiim.org/pdfa/ns/extension/",
        "http://www.aiim.org/pdfa/ns/schema#",
        "http://www.aiim.org/pdfa/ns/property#",
        "adobe:ns:meta/",
    }
    used = set(re.findall(r"<(\w+):(\w+)", xmp.decode()))
    spaces = dict(re.findall(r'xmlns:(\w+)="([^"]+)"', xmp.decode()))
    described = re.findall(r"<pdfaSchema:namespaceURI>([^<]+)<", xmp.decode())
    properties = re.findall(r"<pdfaProperty:name>([^<]+)<", xmp.decode())
    for prefix, name in used:
        own = spaces[prefix] not in known
        assert not own or (spaces[prefix] in described and name in properties)
    assert described == ["http://www.aiim.org/pdfua/ns/id/"]


def test_an_unsigned_print_of_the_same_moment_has_the_same_bytes() -> None:
    assert printed(graded_page()).content == printed(graded_page()).content


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_a_signed_print_is_accepted_by_another_program_until_a_byte_of_it_changes(
    kind: KeyKind, tmp_path: Path
) -> None:
    pdfsig = shutil.which("pdfsig")
    if pdfsig is None:
        pytest.skip("pdfsig is not installed")
    now = datetime.now(UTC)
    signer = create_identity(name="Reader One", kind=kind, now=now)
    content = printed(graded_page(), at=now, signer=signer).content
    for name, bytes_ in (("good", content), ("bad", content.replace(b"DRAFT", b"FINAL", 1))):
        (tmp_path / f"{name}.pdf").write_bytes(bytes_)
        command = [pdfsig, "-nocert", str(tmp_path / f"{name}.pdf")]
        output = subprocess.run(command, capture_output=True, text=True, check=False).stdout
        assert ("Signature is Valid" in output) is (name == "good"), output
        assert "Reader One" in output
        assert "Total document signed" in output


def test_a_certificate_that_has_ended_signs_nothing() -> None:
    signer = create_identity(name="Reader One", kind="ec", now=datetime(2010, 1, 1, tzinfo=UTC))
    with pytest.raises(RefusalError) as refused:
        printed(graded_page(), signer=signer)
    assert refused.value.code == "identity-expired"


def test_a_signature_is_a_field_that_a_screen_reader_finds() -> None:
    signer = create_identity(name="Reader One", kind="ec", now=AT)
    reader = PdfReader(BytesIO(printed(graded_page(), signer=signer).content))
    (form,) = [element for element in elements(reader) if element["/S"] == "/Form"]
    (kid,) = form["/K"]
    field = kid["/Obj"].get_object()
    assert field["/FT"] == "/Sig"
    assert field["/TU"]
