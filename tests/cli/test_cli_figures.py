"""A figure is quoted by its code with the cases behind it."""

from __future__ import annotations

from pathlib import Path

from commands import Command

from reviewer.app.demonstration.job import PASSPHRASE


def test_a_figure_is_quoted_with_its_source_and_its_cases(cli: Command, tmp_path: Path) -> None:
    assert cli("demo", "demo").code == 0
    (tmp_path / "word").write_text(f"{PASSPHRASE}\n", "utf-8")
    (tmp_path / "word").chmod(0o600)
    words = ("--passphrase-file", "word")
    found = cli("figure", "T1-B11", "demo/team.review", *words, "--json").json
    assert (found["n"], found["of"], len(found["cases"])) == (191, 214, 191)
    output = cli("figure", "t1 b11", "demo/team.review", *words).out
    assert "191 of 214 cases (89.3%)" in output
    assert found["log_head"][:12] in output
    assert "DEMO-SYN-2018Q4-0001" in output
    book = cli("figure", "T1-B11", "demo/team.xlsx", "--trust", "demo/certificates", "--json").json
    assert book["cases"] == found["cases"]
    refused = cli("figure", "T1-Z9", "demo/team.review", *words)
    assert refused.code == 2
    assert "T2-H3" in refused.err
