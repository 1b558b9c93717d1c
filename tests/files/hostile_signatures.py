"""Makes hostile variants of the signature part itself, as `hostile_packages` does of the rest."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Callable

from hostile_material import (
    BOOK_RELS,
    ORIGIN_RELS,
    SHEET,
    SIG,
    TYPES,
    Material,
    Variants,
    changed,
    repack,
    section,
)


def _after_start(content: bytes, inserted: bytes) -> bytes:
    """Insert something behind the root's start tag."""
    at = content.index(b">", content.index(b"<", (content.startswith(b"<?xml") and 5) or 0)) + 1
    return content[:at] + inserted + content[at:]


def _before_root(content: bytes, inserted: bytes) -> bytes:
    head, mark, rest = content.partition(b"?>\n")
    return head + mark + inserted + rest if mark else inserted + content


def _redigested(signature: bytes) -> bytes:
    """Bring the digest of the package object in SignedInfo up to date, as a forger would."""
    element = section(signature, '<Object Id="idPackageObject">.*?</Object>')
    canonical = element.replace(
        b"<Object ", b'<Object xmlns="http://www.w3.org/2000/09/xmldsig#" ', 1
    )
    value = base64.b64encode(hashlib.sha256(canonical).digest())
    old = section(signature, 'URI="#idPackageObject">.*?</DigestValue>')
    new = re.sub(rb"<DigestValue>.*</DigestValue>", b"<DigestValue>%b</DigestValue>" % value, old)
    return signature.replace(old, new)


def manifest(m: Material) -> Variants:
    """Manifests with less, more or other references, with and without a new digest over them."""
    p = m.signed
    manifest = section(p[SIG], "<Manifest>.*?</Manifest>")
    lines = re.findall(rb"<Reference URI=.*?</Reference>", manifest)
    for number, line in enumerate(lines):
        less = p[SIG].replace(line, b"")
        yield f"reference {number} left out", repack({**p, SIG: less})
        yield f"reference {number} left out, redigested", repack({**p, SIG: _redigested(less)})
    empty = p[SIG].replace(manifest, b"<Manifest></Manifest>")
    yield "empty", repack({**p, SIG: empty})
    yield "empty, redigested", repack({**p, SIG: _redigested(empty)})
    doubled = p[SIG].replace(lines[0], lines[0] * 2)
    yield "a reference doubled", repack({**p, SIG: _redigested(doubled)})
    turned = p[SIG].replace(lines[0] + lines[1], lines[1] + lines[0])
    yield "two references turned round", repack({**p, SIG: _redigested(turned)})
    edited = p[SHEET].replace(b"Inadequate", b"Good")
    old, new = (base64.b64encode(hashlib.sha256(c).digest()) for c in (p[SHEET], edited))
    fitting = {**p, SHEET: edited, SIG: p[SIG].replace(old, new)}
    yield "a fitting digest of an edited sheet", repack(fitting)
    yield "the same, redigested", repack({**fitting, SIG: _redigested(fitting[SIG])})
    ids = p[SIG].replace(b'SourceId="rId2"', b'SourceId="rId9"', 1)
    yield "another relationship named", repack({**p, SIG: _redigested(ids)})
    kind = p[SIG].replace(b".worksheet+xml", b".chartsheet+xml", 1)
    yield "another content type named", repack({**p, SIG: _redigested(kind)})


def strangers(m: Material) -> Variants:
    """Parts of a stranger's signature under the signer's name, and the other way round."""
    p, s = m.signed, m.strangers
    patterns = {
        "SignedInfo": "<SignedInfo>.*?</SignedInfo>",
        "value": "<SignatureValue>.*?</SignatureValue>",
        "KeyInfo": "<KeyInfo>.*?</KeyInfo>",
        "properties": "<xd:SignedProperties.*?</xd:SignedProperties>",
        "package object": '<Object Id="idPackageObject">.*?</Object>',
    }
    for name, pattern in patterns.items():
        mine, theirs = section(p[SIG], pattern), section(s[SIG], pattern)
        if mine != theirs:
            yield f"a stranger's {name}", repack({**p, SIG: p[SIG].replace(mine, theirs)})
            yield f"the signer's {name}", repack({**p, SIG: s[SIG].replace(theirs, mine)})
    both = p[SIG]
    for pattern in (patterns["SignedInfo"], patterns["value"]):
        both = both.replace(section(both, pattern), section(s[SIG], pattern))
    yield "a stranger's SignedInfo and value", repack({**p, SIG: both})


def keys(m: Material) -> Variants:
    """KeyInfo with more, less or other than the one certificate."""
    p, s = m.signed, m.strangers
    mine = section(p[SIG], "<X509Certificate>.*?</X509Certificate>")
    theirs = section(s[SIG], "<X509Certificate>.*?</X509Certificate>")
    value = b"<KeyValue><RSAKeyValue><Modulus>AQAB</Modulus><Exponent>AQAB</Exponent>"
    value += b"</RSAKeyValue></KeyValue>"
    tricks = {
        "a stranger's certificate behind": (mine, mine + theirs),
        "a stranger's certificate before": (mine, theirs + mine),
        "the certificate twice": (mine, mine * 2),
        "no certificate": (mine, b""),
        "an empty certificate": (mine, b"<X509Certificate></X509Certificate>"),
        "half a certificate": (mine, mine[:200] + b"</X509Certificate>"),
        "a key value too": (b"<KeyInfo>", b"<KeyInfo>" + value),
        "a key name too": (b"<KeyInfo>", b"<KeyInfo><KeyName>signer</KeyName>"),
        "a second X509Data": (b"</KeyInfo>", b"<X509Data>" + theirs + b"</X509Data></KeyInfo>"),
        "no KeyInfo": (section(p[SIG], "<KeyInfo>.*?</KeyInfo>"), b""),
        "a retrieval method": (mine, b'<RetrievalMethod URI="#idPackageObject"/>' + mine),
        "line ends in the certificate": (mine, mine[:80] + b"\n" + mine[80:]),
        "an issuer and serial": (mine, mine + b"<X509IssuerSerial></X509IssuerSerial>"),
    }
    for name, (old, new) in tricks.items():
        yield name, changed(p, SIG, old, new)


def wrapping(m: Material) -> Variants:
    """Signed elements moved elsewhere, with forged ones in their place."""
    p = m.signed
    genuine = section(p[SIG], '<Object Id="idPackageObject">.*?</Object>')
    edited = p[SHEET].replace(b"Inadequate", b"Good")
    old, new = (base64.b64encode(hashlib.sha256(c).digest()) for c in (p[SHEET], edited))
    forged = genuine.replace(old, new)
    renamed = forged.replace(b"idPackageObject", b"idPackageObject2")
    end = b"</Signature>"
    wraps = {
        "a second object behind": (genuine, genuine + forged),
        "a second object before": (genuine, forged + genuine),
        "the genuine one inside": (genuine, b"<Object>" + genuine + b"</Object>" + forged),
        "the genuine one at the end": (genuine, forged),
        "a forged one of another id": (genuine, renamed + genuine),
        "a nested forged one": (genuine, genuine[:-9] + forged + b"</Object>"),
    }
    for name, (before, after) in wraps.items():
        text = p[SIG].replace(before, after, 1)
        if name.endswith("the end"):
            text = text.replace(end, genuine + end)
        yield name, repack({**p, SHEET: edited, SIG: text})
        yield f"{name}, the sheet genuine", repack({**p, SIG: text})
    inner = p[SIG].partition(b"?>\n")[2]
    yield "a wrapper round it all", repack({**p, SIG: b"<x>" + inner + b"</x>"})
    twice = p[SIG].replace(end, inner + end)
    yield "a signature in the signature", repack({**p, SIG: twice})
    yield "a duplicate id", changed(p, SIG, "idOfficeObject", "idPackageObject")


def algorithms(m: Material) -> Variants:
    """Weaker algorithms, keyed digests, other canonical forms and transforms that rewrite."""
    p = m.signed
    more, old = "http://www.w3.org/2001/04/xmldsig-more#", "http://www.w3.org/2000/09/xmldsig#"
    method = section(p[SIG], '(?<=SignatureMethod Algorithm=")[^"]*').decode()
    for name in (f"{old}rsa-sha1", f"{more}rsa-md5", f"{old}hmac-sha1", f"{more}hmac-sha256", ""):
        yield f"method {name}", changed(p, SIG, method, name)
    info = section(p[SIG], "<SignedInfo>.*?</SignedInfo>")
    keyed = info.replace(method.encode(), f"{more}hmac-sha256".encode())
    canonical = keyed.replace(b"<SignedInfo", f'<SignedInfo xmlns="{old}"'.encode(), 1)
    secret = m.signer.certificate_der
    value = base64.b64encode(hmac.new(secret, canonical, "sha256").digest())
    text = re.sub(rb"(?<=<SignatureValue>)[^<]*", value, p[SIG].replace(info, keyed))
    yield "an HMAC with the certificate as secret", repack({**p, SIG: text})
    sha256, c14n = "http://www.w3.org/2001/04/xmlenc#sha256", "/TR/2001/REC-xml-c14n-20010315"
    for name in (f"{old}sha1", f"{more}md5"):
        yield f"digests {name}", repack({**p, SIG: p[SIG].replace(sha256.encode(), name.encode())})
    for name in (f"{c14n}#WithComments", "/2001/10/xml-exc-c14n#", "/2006/12/xml-c14n11"):
        yield f"canonical form {name}", changed(p, SIG, c14n, name)
    for name in ("/TR/1999/REC-xslt-19991116", "/TR/1999/REC-xpath-19991116"):
        transform = f'<Transforms><Transform Algorithm="http://www.w3.org{name}"/></Transforms>'
        place = 'URI="#idPackageObject">'
        yield f"transform {name}", changed(p, SIG, place, place + transform)
    yield "no value", repack({**p, SIG: re.sub(rb"(?<=Value>)[^<]+(?=</S)", b"", p[SIG])})
    for name in ("/etc/passwd", "http://example.invalid/x", "#xpointer(/)", ""):
        yield f"a reference to {name}", changed(p, SIG, 'URI="#idOfficeObject"', f'URI="{name}"')


def markup(m: Material) -> Variants:
    """Markup inside XML that two parsers may see differently."""
    p = m.signed
    inside = {
        "a comment": b"<!-- x -->",
        "CDATA": b"<![CDATA[x]]>",
        "a processing instruction": b"<?x y?>",
        "white space": b"\n",
    }
    before = {
        "a DOCTYPE": b"<!DOCTYPE x>",
        "an entity": b'<!DOCTYPE x [<!ENTITY a "b">]>',
        "an external entity": b'<!DOCTYPE x SYSTEM "file:///etc/passwd">',
    }
    for part in (SIG, SHEET, BOOK_RELS, TYPES):
        for name, text in inside.items():
            yield f"{name} in {part}", repack({**p, part: _after_start(p[part], text)})
        for name, text in before.items():
            yield f"{name} in {part}", repack({**p, part: _before_root(p[part], text)})
    comment = p[SIG].replace(b"<SignatureValue>", b"<SignatureValue><!---->")
    yield "a comment in the value", repack({**p, SIG: comment})
    entity = p[SIG].replace(b"Value>2", b"Value>&#50;", 1)
    yield "a character reference", repack({**p, SIG: entity})
    yield "a self-closing tag", changed(p, SIG, "<SetupID></SetupID>", "<SetupID/>")
    quotes = 'Id="idPackageSignature"', "Id='idPackageSignature'"
    yield "other quotes", changed(p, SIG, *quotes)
    yield (
        "a redundant namespace",
        changed(p, SIG, "<SignedInfo>", '<SignedInfo xmlns="http://www.w3.org/2000/09/xmldsig#">'),
    )
    yield "the time changed", changed(p, SIG, "<xd:SigningTime>2", "<xd:SigningTime>1")
    yield "the comment changed", changed(p, SIG, "<SignatureComments>", "<SignatureComments>x")


def encodings(m: Material) -> Variants:
    """Byte order marks and encodings other than UTF-8."""
    p = m.signed
    for part in (SIG, SHEET, BOOK_RELS, TYPES):
        text = p[part].decode()
        yield f"a BOM in {part}", repack({**p, part: b"\xef\xbb\xbf" + p[part]})
        yield f"UTF-16 {part}", repack({**p, part: text.encode("utf-16")})
        yield f"UTF-16 without a BOM {part}", repack({**p, part: text.encode("utf-16-le")})
        bare = text.partition("?>\n")[2] or text
        other = f'<?xml version="1.0" encoding="UTF-7"?>\n{bare}'
        yield f"UTF-7 {part}", repack({**p, part: other.encode()})
        yield f"broken UTF-8 {part}", repack({**p, part: p[part] + b"\xff"})


def signatures(m: Material) -> Variants:
    """Two signatures."""
    p, second = m.signed, "_xmlsignatures/sig2.xml"
    line = section(p[ORIGIN_RELS], "<Relationship [^>]*/>")
    more = line.replace(b"rId1", b"rId2").replace(b"sig1", b"sig2")
    rels = p[ORIGIN_RELS].replace(line, line + more)
    override = section(p[TYPES], '<Override PartName="/_xmlsignatures[^>]*/>')
    kinds = p[TYPES].replace(override, override + override.replace(b"sig1", b"sig2"))
    both = {**p, ORIGIN_RELS: rels, TYPES: kinds}
    yield "a stranger's second one", repack({**both, second: m.strangers[SIG]})
    yield "its own, twice", repack({**both, second: p[SIG]})
    edited = p[SHEET].replace(b"Inadequate", b"Good")
    yield "twice, and a cell edited", repack({**both, second: p[SIG], SHEET: edited})


MAKERS: tuple[Callable[[Material], Variants], ...] = (
    manifest,
    strangers,
    keys,
    wrapping,
    algorithms,
    markup,
    encodings,
    signatures,
)
