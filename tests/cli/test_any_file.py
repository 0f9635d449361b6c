"""
Any file that somebody may have: the right result or a clear message, and nothing lost.
"""

import csv
import gzip
import io
import os
import re
import resource
import signal
import subprocess
import sys
import tracemalloc
import zipfile
from contextlib import contextmanager
from pathlib import Path
from time import sleep

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from leadkit.cli import spool
from leadkit.cli.app import app
from leadkit.cli.writing import Writer

PLAYBOOK = """
from __future__ import annotations

from datetime import datetime
from typing import Literal

import attrs
import leadkit as lk


@attrs.frozen(kw_only=True)
class Account(lk.Lead):
    employees: int | None = None
    plan: Literal["free", "pro"] | None = None
    active: bool | None = None
    since: datetime | None = None
    budget: float | None = None
    name: str | None = None


F = lk.fields(Account)
money = lk.Scorecard(
    "money",
    [lk.Points(0.01, per=F.budget * 100), lk.Points(-0.01, per=F.budget * -100)],
)
fit = lk.Scorecard(
    "fit",
    [
        lk.Points(8, when=F.employees >= 50, name="large"),
        lk.Points(4, when=F.active, name="active"),
        lk.Points(2, when=F.since.age() >= 30, name="old"),
        lk.Points(1, when=F.plan == "pro", name="pro"),
        lk.Points(32, per=lk.activity("webinar_attended"), name="webinars"),
        lk.Points(1, when=F.name == "nobody", name="nobody"),
    ],
)
playbook = lk.Playbook(
    "accounts",
    record=Account,
    scorecards=[money, fit],
    qualifications=[lk.Qualification("MQL", when=lk.reachable("marketing"))],
    lifecycle=lk.standard.lifecycle(),
)
"""

HEAD = "id,employees,plan,active,since,budget,name\n"
#: A good row and what it scores.
ROW = "{},120,pro,yes,2026-01-01,90.5,Ada\n"
SCORES = ("90.5", "15")
GOOD = HEAD + ROW.format("A") + ROW.format("B")
# What stands in cells that can't be read, and so mustn't be repeated anywhere.
SECRET = "s3cr3t"
PERSIAN = "شناسه,نام شرکت\nA,گرین دسک\nB,شرکت سبز\n"


@attrs.frozen
class Case:
    """A file, how it is read, and what comes of it."""

    content: str | bytes
    #: The ids that are written, or None if nothing is.
    ids: str | None = "AB"
    #: What they score, where it isn't what the good row does.
    money: str | None = None
    fit: str | None = None
    #: The lines that are rejected, each with a part of what was expected.
    rejected: dict[int, str] = attrs.field(factory=dict)
    #: A part of what is said.
    told: str = ""
    words: tuple[str, ...] = ()


def refused(content, told, *words):
    """A file that can't be read at all."""
    return Case(content, ids=None, told=told, words=words)


def budgets(*texts, end="\n"):
    """A table with these budgets."""
    rows = (f'{text[0]};"{text[1]}"' for text in zip("ABCDEFGHIJ", texts, strict=False))
    return end.join(["id;budget", *rows, ""])


def zipped():
    """What a workbook is, as bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return file.getvalue()


def pipe(text):
    """The same table with other delimiters."""
    return text.replace(",", "|")


WIDE = ",".join(["id", *(f"c{n}" for n in range(10_000)), "budget"])
WIDE_ROW = ",".join(["A", *("x" for _ in range(10_000)), "5"])

CASES = {
    # what is no table at all
    "empty": refused("", "is empty"),
    "blank": refused(" \n\t\r\n\n", "is empty"),
    "a mark alone": refused(b"\xef\xbb\xbf", "is empty"),
    "a UTF-16 mark alone": refused(b"\xff\xfe", "is empty"),
    "delimiters alone": refused(",,,\n,,,\n", "is empty"),
    "sep alone": refused("sep=;\r\n", "is empty"),
    "NUL bytes": refused(b"\0" * 100, "NUL bytes"),
    "a picture": refused(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "NUL bytes"),
    "random bytes": refused(bytes(range(256)) * 9, "NUL bytes"),
    "bytes above 127": refused(bytes(range(128, 256)) * 9, "not UTF-8 on line 1"),
    "a workbook": refused(zipped(), "an Excel workbook"),
    "an old workbook": refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office"),
    "gzip": refused(gzip.compress(GOOD.encode()), "unpack it"),
    "a PDF": refused(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a PDF"),
    "a web page": refused("\n <!DOCTYPE html>\n<html><table>", "a web page"),
    "a web page as UTF-16": refused("<HTML>".encode("utf-16"), "a web page"),
    "a workbook as XML": refused('<?xml version="1.0"?>', "a web page or XML"),
    "JSON": refused('[{"id": "A"}]', "is JSON"),
    "JSON lines": refused('{"id": "A"}\n{"id": "B"}', "is JSON"),
    "RTF": refused(r"{\rtf1\ansi", "a document"),
    "Parquet": refused(b"PAR1\x15\x04\x15", "Parquet"),
    "a database": refused(b"SQLite format 3\0\x10\0", "a database"),
    "a workbook, encoding named": refused(
        zipped(), "an Excel workbook", "--encoding", "windows-1252"
    ),
    "a line of 2 MB": refused("x" * 2_000_000, "line 1, the headers: expected at most"),
    "a header of 200 KB": refused(f"id,{'x' * 200_000}\n", "cells of at most 131,072"),
    "an open quote in the headers": refused('"id,budget\nA,1\n', "a closing quote"),
    "UTF-32 without a mark": refused(GOOD.encode("utf-32-le"), "NUL bytes"),
    "doubled headers": refused("id,budget,Budget\nA,1,2\n", "2 columns are called"),
    # encodings
    "UTF-8": Case(GOOD),
    "UTF-8 with a mark": Case(GOOD.encode("utf-8-sig")),
    "UTF-8 with two marks": Case(b"\xef\xbb\xbf" + GOOD.encode("utf-8-sig")),
    "UTF-16 with a mark": Case(GOOD.encode("utf-16")),
    "UTF-16 BE with a mark": Case(b"\xfe\xff" + GOOD.encode("utf-16-be")),
    "UTF-16 LE": Case(GOOD.encode("utf-16-le")),
    "UTF-16 BE": Case(GOOD.encode("utf-16-be")),
    "UTF-32 with a mark": Case(GOOD.encode("utf-32")),
    "UTF-16 of another file": Case(GOOD, words=("--encoding", "utf-16")),
    "a mark against the option": Case(
        GOOD.replace("Ada", "Zoë").encode("utf-8-sig"),
        words=("--encoding", "windows-1256"),
    ),
    "Windows-1256": refused(PERSIAN.replace("ی", "ي").encode("cp1256"), "--encoding"),
    "Windows-1256 named": Case(
        GOOD.replace("Ada", "شرکت").encode("cp1256"),
        words=("--encoding", "windows-1256"),
    ),
    "Persian in UTF-16": Case(
        f"id,نام\nA,{'گ' * 30}\nB,{'س' * 40}\n".encode("utf-16-le"), money="0", fit="0"
    ),
    "no such encoding": refused(GOOD, "none called 'klingon'", "--encoding", "klingon"),
    "an encoding of no text": refused(GOOD, "--encoding", "--encoding", "base64"),
    "an encoding of no file": refused(GOOD, "--encoding", "--encoding", "idna"),
    "half characters": Case(
        f"{HEAD}{ROW.format('A')}{ROW.format('+2AA-')}".encode(),
        ids="A",
        rejected={3: "in the encoding"},
        words=("--encoding", "utf-7"),
    ),
    "bad bytes at the beginning": refused(
        GOOD.encode() + b"C,\xff,,,,,\n", "not UTF-8 on line 4"
    ),
    "bad bytes, UTF-8 named": Case(
        GOOD.encode().replace(b"B", b"\xff,\nC\nB"),
        rejected={3: "in the encoding", 4: "7 cells"},
        words=("--encoding", "utf-8"),
    ),
    "bad bytes far behind": Case(
        (HEAD + ROW.format("A") + "\n" * 70_000).encode()
        + b"C,\xff,,,,,\n"
        + ROW.format("B").encode(),
        rejected={70_003: "in the encoding"},
    ),
    "NUL in the middle": refused(GOOD.replace("B", "B\0"), "NUL bytes"),
    "NUL, UTF-8 named": Case(
        GOOD.replace("B", "B\0"),
        ids="A",
        rejected={3: "without NUL"},
        words=("--encoding", "utf-8"),
    ),
    # files that were cut
    "cut in a row": Case(GOOD[:-20], ids="A", rejected={3: "7 cells"}),
    "cut in a quoted cell": Case(
        GOOD + 'C,1,"pro', rejected={4: "a closing quote"}, ids="AB"
    ),
    "cut in a character": Case(
        GOOD.encode() + b"C,,,,,,Zo\xc3", rejected={4: "in the encoding"}
    ),
    "cut in a UTF-16 character": Case(
        GOOD.encode("utf-16")[:-1], ids="A", rejected={3: "in the encoding"}
    ),
    "cut in the headers": Case("id,emplo", ids="", told="no rule needs emplo"),
    "headers alone": Case(HEAD, ids=""),
    # lines
    "no newline at the end": Case(GOOD.rstrip("\n")),
    "CRLF": Case(GOOD.replace("\n", "\r\n")),
    "CR, as on an old Mac": Case(GOOD.replace("\n", "\r")),
    "CRCRLF": Case(GOOD.replace("\n", "\r\r\n")),
    "mixed ends": Case(GOOD.replace("\n", "\r", 1)),
    "blank lines": Case("\n\n" + GOOD.replace("\n", "\n\n \n,,,,,,\n")),
    "separators of paragraphs": Case(GOOD.replace("Ada", "A\u2028d\x0ba\x85")),
    "a cell of several lines": Case(GOOD.replace("Ada", '"A\nd\r\na"')),
    "a cell of 100 KB": Case(GOOD.replace("Ada", "x" * 100_000)),
    "a cell of 200 KB": Case(
        GOOD + f"C,,,,,,{'x' * 200_000}\n" + ROW.format("D"),
        ids="ABD",
        rejected={4: "cells of at most"},
    ),
    "a line of 1.5 MB": Case(
        GOOD + f"C,,,,,,{'x,' * 750_000}\n" + ROW.format("D"),
        ids="ABD",
        rejected={4: "characters in a line"},
    ),
    "10,000 columns": Case(
        f"{WIDE}\n{WIDE_ROW}\n", ids="A", money="5", fit="0", told="9,990 more"
    ),
    # delimiters and quotes
    "semicolons": Case(GOOD.replace(",", ";")),
    "tabs": Case(GOOD.replace(",", "\t")),
    "bars": Case(pipe(GOOD)),
    "sep=": Case("sep=;\r\n" + GOOD.replace(",", ";")),
    "sep= on an old Mac": Case(("sep=|\n" + pipe(GOOD)).replace("\n", "\r")),
    "sep= in UTF-16": Case(("sep=\t\n" + GOOD.replace(",", "\t")).encode("utf-16")),
    "mixed delimiters": Case(
        GOOD + "C;1;pro;yes;;;\n", rejected={4: "7 cells"}, ids="AB"
    ),
    "delimiters at the end": Case(GOOD.replace("\n", ",,\n")),
    "delimiters at the end of rows": Case(GOOD.replace("Ada\n", "Ada,,\n")),
    "delimiters behind the headers": Case(GOOD.replace("name\n", "name,,\n")),
    "ragged rows": Case(
        GOOD + f"C,1\n\nD,1,pro,yes,,,x,{SECRET}\n",
        rejected={4: "7 cells", 6: "7 cells"},
    ),
    "a quote left open": Case(
        GOOD + f'C,"{SECRET},,,,,\n' + ROW.format("D"),
        ids="ABD",
        rejected={4: "a closing quote"},
    ),
    "a quote inside a cell": Case(
        GOOD + f'C,,,,,,"{SECRET}" and co\n' + ROW.format("D"),
        ids="ABD",
        rejected={4: "to be written twice"},
    ),
    "inches": Case(GOOD.replace("Ada", '5" pipe')),
    "a blank behind a quote": Case(
        GOOD + f'"{SECRET}" ,1,,,,,\n', rejected={4: "to be written twice"}
    ),
    "blanks around cells": Case(GOOD.replace(",", " , ")),
    # headers
    "headers with blanks and marks": Case(
        GOOD.replace("id,", ' "\u200eId\u200f",').replace("budget", "\ufeffBudget "),
    ),
    "headers of two lines": Case(
        GOOD.replace("budget", '"Budget\n(EUR)"'),
        words=("--columns", '{"budget": "Budget\\n(EUR)"}'),
    ),
    "headers that tell the terminal something": Case(
        GOOD.replace("name", "\x1b[31mname"), told=r"'\x1b[31mname'"
    ),
    "headers that are formulas": Case(
        GOOD.replace("budget", "=HYPERLINK(1)"),
        words=("--columns", '{"budget": "=HYPERLINK(1)"}'),
    ),
    "headers twice that nobody needs": Case(
        GOOD.replace("\n", ",1\n").replace("name,1", "x,x"), told="no rule needs x, x"
    ),
    "no column that a rule needs": Case(
        "a,b\n1,2\n", ids="1", money="0", fit="0", told="numbered from 1"
    ),
    # ids
    "an id twice": Case(GOOD + ROW.format("A"), rejected={4: "line 2 has this one"}),
    "an empty id": Case(GOOD + ROW.format(" "), rejected={4: "a text"}),
    "an id with a control character": Case(
        GOOD + ROW.format("A\x07"), rejected={4: "a code or an id"}
    ),
    # cells
    "two types in a column": Case(
        GOOD + f"C,{SECRET},{SECRET},{SECRET},{SECRET},{SECRET},x\n",
        rejected={4: "a whole number or missing; one of"},
    ),
    "Persian digits": Case(GOOD.replace("120", "۱۲۰").replace("90.5", "۹۰٫۵")),
    "Arabic digits": Case(GOOD.replace("120", "١٢٠").replace("2026-01", "٢٠٢٦-٠١")),
    "marks of direction": Case(
        GOOD.replace("120", "\u200f120\u200e").replace("yes", "\u202ayes\u202c")
    ),
    "thousands": Case(
        budgets("1 200", "1\u00a0200", "1'200", "1٬200", "۱٬۲۰۰٫۰", "1200"),
        ids="ABCDEF", money="1200", fit="0",
    ),
    "thousands with commas": Case(
        budgets("1,200", "1,200.0", "1200", "1.2e3"), ids="ABCD", money="1200", fit="0",
        words=("--decimal", "."),
    ),
    "decimal commas": Case(
        budgets("1.200,5", "1200,5", "1 200,50", "1,2005E+03", "۱۲۰۰٫۵"), ids="ABCDE",
        money="1200.5", fit="0", words=("--decimal", ","),
    ),
    "commas that could be either": Case(
        budgets("5", "1,200"), ids="A", money="5", fit="0",
        rejected={3: "(--decimal says"},
    ),
    "no numbers": Case(
        budgets("inf", "1_000", "0x1F", "1e999", "9" * 5000, "1.2.3", "12 34", "٪5"),
        ids="", rejected=dict.fromkeys(range(2, 10), "a number"),
    ),
    "NaN is missing": Case(
        budgets("nan", "NaN"), money="0", fit="0", words=("--decimal", ",")
    ),
    "negative numbers": Case(
        budgets("-5", "\u22125", "'-5", "-5,0"), ids="ABCD", money="-5", fit="0",
        words=("--decimal", ","),
    ),
    "dates of several forms": Case(
        GOOD
        + ROW.format("C").replace("2026-01-01", "20260101")
        + ROW.format("D").replace("2026-01-01", "2026-01-01T00:00Z")
        + ROW.format("E").replace("2026-01-01", "01.01.2026")
        + ROW.format("F").replace("2026-01-01", "2026-01-01 10:00"),
        ids="ABCD",
        rejected={6: "ISO 8601", 7: "its zone"},
    ),
    "dates of the Persian calendar": Case(
        GOOD + ROW.format("C").replace("2026", "۱۴۰۴"),
        rejected={4: "of the Gregorian calendar"},
    ),
    "the first of all days": Case(
        GOOD + ROW.format("C").replace("2026", "0001"),
        rejected={4: "years 1 to 9999"},
        words=("--zone", "Asia/Tehran"),
    ),
    "emoji and combining marks": Case(GOOD.replace("Ada", "👩🏽‍💻 e\u0301 नि")),
    "formulas in cells": Case(GOOD.replace("Ada", "=cmd|' /C calc'!A1")),
    "an unknown stage": Case(
        "id,stage,budget\nA,LEAD,1\nB,s3cr3t,1\n", ids="A", money="1", fit="0",
        rejected={3: "a stage: lead"},
    ),
}  # fmt: skip


@pytest.fixture(name="folder")
def _folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pb.py").write_text(PLAYBOOK)
    return tmp_path


def words(leads, *more):
    """The words of `assess`."""
    return [
        "assess", str(leads), "--playbook", "pb.py", "--as-of", "2026-05-01",
        "--out", "out.csv", *map(str, more),
    ]  # fmt: skip


def table(path):
    """The rows of a file that was written."""
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def outcome(folder, status, output):
    """
    What a run of `assess` left: the rows written and rejected, after all that is true
    of every run was checked.
    """
    assert status in {0, 1, 2}
    assert "Traceback" not in output
    assert not list(folder.glob("*.part"))
    if status == 2:
        assert re.search(r"^leadkit: |^Usage: ", output, re.MULTILINE)
        assert not list(folder.glob("out*"))
        return None, None
    written = table(folder / "out.csv")
    rejected = table(folder / "out.rejected.csv")
    counts = re.search(r"(\d+) leads written to out.csv, (\d+) rejected", output)
    lost = [row for path in folder.glob("out.*.rejected.csv") for row in table(path)]

    assert (len(written), len(rejected)) == tuple(map(int, counts.groups()))
    assert bool(status) == bool(rejected or lost)
    assert all(row["expected"] for row in [*rejected, *lost])
    lines = [int(row["line"]) for row in rejected]
    assert sorted(set(lines)) == lines
    return written, rejected


def assess(folder, leads, *more):
    """Run `assess`, and check what is true of every run."""
    result = CliRunner().invoke(app, words(leads, *more))
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return *outcome(folder, result.exit_code, result.output), result.output


class TestAnyFile:
    @pytest.mark.parametrize("name", CASES)
    def test_it_is_read_or_refused(self, folder, name):
        """
        What can be read is read, and for the rest it is said what was expected.
        """
        case = CASES[name]
        content = case.content
        path = folder / "leads.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        more = list(case.words)
        if "--columns" in more:
            (folder / "map.json").write_text(more[1])
            more[1] = "map.json"
        written, rejected, output = assess(folder, path, *more)

        assert case.told in output
        assert SECRET not in output
        if case.ids is None:
            assert written is None
            return
        money, fit = case.money or SCORES[0], case.fit or SCORES[1]
        assert [(lead_id, money, fit) for lead_id in case.ids] == [
            (row["id"], row["money"], row["fit"]) for row in written
        ]
        assert list(case.rejected) == [int(row["line"]) for row in rejected]
        for row, expected in zip(rejected, case.rejected.values(), strict=True):
            assert expected in row["expected"]
        assert SECRET not in (folder / "out.rejected.csv").read_text(encoding="utf-8")

    @given(st.binary())
    @settings(max_examples=100, deadline=None)
    def test_any_bytes(self, tmp_path_factory, content):
        """
        Whatever bytes a file has, there is no traceback and no half of a result.
        """
        _mutated(tmp_path_factory, content)

    @given(st.data())
    @settings(max_examples=150, deadline=None)
    def test_any_damage(self, tmp_path_factory, data):
        """
        A good file that was cut, or got other bytes, loses no line in silence.
        """
        content = bytearray((HEAD + "".join(map(ROW.format, "ABCDEFGH"))).encode())
        for _ in range(data.draw(st.integers(1, 4))):
            at = data.draw(st.integers(0, len(content)))
            size = data.draw(st.integers(0, 9))
            new = data.draw(
                st.binary(max_size=3)
                | st.sampled_from(
                    [b'"', b"\n", b"\0", b",", b";", b"\xff", b"\r", b"'"]
                )
            )
            content[at : at + size] = new
        written, rejected = _mutated(tmp_path_factory, bytes(content), "utf-8")
        if written is not None and b'"' not in content:
            lines = re.split(rb"\r\n|\r|\n", content)
            filled = [
                line for line in lines if line.strip(b" \t\x0b\x0c\x1c\x1d\x1e\x1f,")
            ]
            assert len(filled) - 1 == len(written) + len(rejected)


def _mutated(tmp_path_factory, content, encoding=None):
    folder = tmp_path_factory.mktemp("f")
    (folder / "pb.py").write_text(PLAYBOOK)
    (folder / "leads.csv").write_bytes(content)
    before = Path.cwd()
    os.chdir(folder)
    try:
        return assess(
            folder, "leads.csv", *(["--encoding", encoding] if encoding else [])
        )[:2]
    finally:
        os.chdir(before)


class TestPlaces:
    """Where the tables are, and where the result goes."""

    def write(self, folder):
        """A good table."""
        (folder / "leads.csv").write_text(GOOD)

    @pytest.mark.parametrize(
        "leads",
        ["none.csv", ".", "", "leads.csv/x", "x" * 300, "loop"],
        ids=["missing", "a folder", "nothing", "in a file", "too long", "a loop"],
    )
    def test_no_such_file(self, folder, leads):
        """
        What can't be opened is named.
        """
        self.write(folder)
        (folder / "loop").symlink_to("loop")
        _, _, output = assess(folder, leads)

        assert "can't be opened" in output

    def test_a_file_that_may_not_be_read(self, folder, monkeypatch):
        """
        A file that isn't ours to read is told with the reason.
        """

        def refuse(_):
            raise PermissionError(13, "Permission denied")

        # Whoever runs this may be allowed to read everything.
        monkeypatch.setattr("leadkit.cli.lines._opened", refuse)
        _, _, output = assess(folder, "leads.csv")

        assert "leads.csv: can't be opened (Permission denied)" in output

    def test_nothing_at_all(self, folder):
        """
        The null device is an empty table.
        """
        assert "is empty" in assess(folder, "/dev/null")[2]

    def test_a_pipe(self, folder):
        """
        A named pipe is read, though one can't go back in it.
        """
        os.mkfifo(folder / "pipe")
        with subprocess.Popen(
            [sys.executable, "-c", f"open('pipe', 'w').write({GOOD!r})"], cwd=folder
        ) as writer:
            try:
                written, _, _ = assess(folder, "pipe")
            finally:
                writer.kill()

        assert ["A", "B"] == [row["id"] for row in written]

    def test_the_standard_input(self, folder):
        """
        A minus is the standard input, as leads or as a side table.
        """
        (folder / "leads.csv").write_text("id\nA\n")
        activities = "lead_id,type,at\nA,webinar_attended,2026-04-01\n"
        result = CliRunner().invoke(
            app, words("leads.csv", "--activities", "-"), input=activities
        )
        written, _ = outcome(folder, result.exit_code, result.output)

        assert ["32"] == [row["fit"] for row in written]

    def test_the_standard_input_once(self, folder):
        """
        The standard input can't be two tables.
        """
        _, _, output = assess(folder, "-", "--activities", "-")

        assert "can be one table only" in output

    def test_a_closed_standard_input(self, folder):
        """
        If there is no standard input, that is said.
        """
        done = command(folder, "-", before=lambda: os.close(0))

        assert 2 == done.returncode
        assert "can't be opened (it is closed)" in done.stderr

    def test_one_file_for_two_tables(self, folder):
        """
        The leads and a side table may be in the same file.
        """
        (folder / "leads.csv").write_text(
            "id,lead_id,type,at\nA,A,webinar_attended,2026-04-01\n"
        )
        written, rejected, _ = assess(folder, "leads.csv", "--activities", "leads.csv")

        assert [("A", "32")] == [(row["id"], row["fit"]) for row in written]
        assert [] == rejected

    def test_records_of_strangers(self, folder):
        """
        A side table's rows about leads that aren't there are rejected, each.
        """
        self.write(folder)
        (folder / "a.csv").write_text(
            "lead_id,type,at\nX,webinar_attended,2026-04-01\n"
            f"A,webinar_attended,{SECRET}\nB,webinar_attended,2026-04-01\n"
        )
        written, _, output = assess(folder, "leads.csv", "--activities", "a.csv")

        assert ["15", "47"] == [row["fit"] for row in written]
        assert (
            "activities: 3 rows read, 2 rejected; out.activities.rejected.csv tells why"
            in output
        )
        assert [("2", "lead_id"), ("3", "at")] == [
            (row["line"], row["column"])
            for row in table(folder / "out.activities.rejected.csv")
        ]

    @pytest.mark.parametrize(
        ("out", "told"),
        [
            ("none/out.csv", "can't be written (No such file"),
            (".", "expected the name of a file"),
            ("", "expected the name of a file"),
            ("/", "expected the name of a file"),
            ("-", "expected the name of a file"),
            ("folder", "is no file that could be replaced"),
            ("/dev/full", "is no file that could be replaced"),
            ("/proc/out.csv", "can't be written"),
            ("leads.csv/out.csv", "can't be written"),
            ("leads.csv", "one of the files that are read"),
            ("./folder/../leads.csv", "one of the files that are read"),
            ("pb.py", "one of the files that are read"),
            ("map.json", "one of the files that are read"),
            ("link.csv", "one of the files that are read"),
            ("x" * 300, "name too long"),
        ],
    )
    def test_where_nothing_can_be_written(self, folder, out, told):
        """
        What can't be written is told before anything is read, and nothing is changed.
        """
        self.write(folder)
        (folder / "folder").mkdir()
        (folder / "link.csv").symlink_to("leads.csv")
        (folder / "map.json").write_text("{}")
        before = sorted(folder.rglob("*"))
        more = ["--columns", "map.json", "--out", out]
        _, _, output = assess(folder, "leads.csv", *more)

        assert told in output.replace("File name", "name")
        assert before == sorted(folder.rglob("*"))
        assert GOOD == (folder / "leads.csv").read_text()

    def test_the_result_of_another_run_is_no_input(self, folder):
        """
        The rejected rows aren't written over a table that is read, either.
        """
        (folder / "out.rejected.csv").write_text(GOOD)
        result = CliRunner().invoke(app, words("out.rejected.csv"))

        assert 2 == result.exit_code
        assert GOOD == (folder / "out.rejected.csv").read_text()

    def test_a_full_disk(self, folder):
        """
        If there is no room for the result, the old one stays, and no part of the new.
        """
        (folder / "leads.csv").write_text(
            HEAD + "".join(ROW.format(n) for n in range(2000))
        )
        (folder / "out.csv").write_text("old")
        with room(20_000):
            result = CliRunner().invoke(app, words("leads.csv"))

        assert (2, "leadkit: File too large\n") == (result.exit_code, result.output)
        assert "old" == (folder / "out.csv").read_text()
        assert {"leads.csv", "out.csv", "pb.py"} == {p.name for p in folder.glob("*.*")}

    def test_no_room_for_temporary_files(self, folder, monkeypatch):
        """
        If there is no room for what memory can't hold, that is said.
        """
        (folder / "leads.csv").write_text("id\nA\n")
        (folder / "a.csv").write_text("lead_id,type,at\n" + "A,x,2026-04-01\n" * 3000)
        little = spool._TABLES.replace("cache_size = -32768", "cache_size = -100")
        monkeypatch.setattr(spool, "_TABLES", little)
        with room(200_000):
            _, _, output = assess(folder, "leads.csv", "--activities", "a.csv")

        assert "can't write temporary files" in output

    def test_a_link_is_kept(self, folder):
        """
        What a link leads to is replaced, and not the link.
        """
        self.write(folder)
        (folder / "real.csv").write_text("old")
        (folder / "out.csv").symlink_to("real.csv")
        assess(folder, "leads.csv")

        assert (folder / "out.csv").is_symlink()
        assert ["A", "B"] == [row["id"] for row in table(folder / "real.csv")]

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("", "is no JSON"),
            ("[" * 100_000, "is no JSON"),
            ("{", "is no JSON"),
            ("[]", "is not of the form"),
            ('"id"', "is not of the form"),
            ('{"id": ["A"]}', "is not of the form"),
            ('{"id": "nope"}', "is not there"),
            ('{"activities": {"nope": "x"}}', ""),
            ('{"activities": "id"}', "is not of the form"),
        ],
    )
    def test_columns_that_are_nonsense(self, folder, text, told):
        """
        A mapping that can't be used is told, and never a traceback.
        """
        self.write(folder)
        (folder / "map.json").write_text(text)

        assert told in assess(folder, "leads.csv", "--columns", "map.json")[2]

    def test_a_mapping_in_another_encoding(self, folder):
        """
        A mapping that is no UTF-8 is no JSON.
        """
        self.write(folder)
        (folder / "map.json").write_bytes(b'{"id": "\xff"}')

        assert "is no JSON" in assess(folder, "leads.csv", "--columns", "map.json")[2]


@contextmanager
def room(size):
    """Let no file be larger."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def command(folder, *more, before=None, **options):
    """Run `assess` as a person does."""
    return subprocess.run(
        [sys.executable, "-m", "leadkit", *words(*more)],
        cwd=folder, preexec_fn=before, capture_output=True, text=True, check=False,
        timeout=60,
        **options,
    )  # fmt: skip


def opened(pipe, process):
    """Open a pipe for writing as soon as a process reads it."""
    while True:
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            assert process.poll() is None
            sleep(0.01)


class TestProcess:
    """What only a process of its own shows."""

    @pytest.mark.parametrize(
        ("number", "status"),
        [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)],
    )
    @pytest.mark.parametrize("where", ["reading", "assessing"])
    def test_it_is_stopped(self, folder, number, status, where):
        """
        A Ctrl-C, or another signal that ends a process, leaves no half of a result.
        """
        (folder / "out.csv").write_text("old")
        (folder / "leads.csv").write_text(GOOD)
        os.mkfifo(folder / "pipe")
        (folder / "slow.py").write_text(SLOW)
        leads, playbook = {
            "reading": ("pipe", "pb.py"), "assessing": ("leads.csv", "slow.py")
        }[where]  # fmt: skip
        with subprocess.Popen(
            [sys.executable, "-m", "leadkit", *words(leads, "--playbook", playbook)],
            cwd=folder, stderr=subprocess.PIPE, text=True,
        ) as process:  # fmt: skip
            # The other side opens it in the middle of its work.
            pipe = opened(folder / "pipe", process)
            parts = list(folder.glob("*.part"))
            process.send_signal(number)
            try:
                _, told = process.communicate(timeout=60)
            finally:
                process.kill()
                os.close(pipe)

        assert 2 == len(parts)
        assert status == process.returncode
        assert "leadkit: stopped; nothing was written" == told.splitlines()[-1]
        assert "Traceback" not in told
        assert "old" == (folder / "out.csv").read_text()
        assert not list(folder.glob("*.part"))
        assert not list(folder.glob("out.rejected*"))

    def test_exit_codes_and_streams(self, folder):
        """
        Notes go to standard error, and the standard output stays empty.
        """
        done = command(folder, "-", input=GOOD + "C\n")

        assert (1, "") == (done.returncode, done.stdout)
        assert "2 leads written to out.csv, 1 rejected" in done.stderr

    def test_nobody_reads_on(self, folder):
        """
        If the reader of the output goes away, as head does, nothing more is said.
        """
        reader, writer = os.pipe()
        os.close(reader)
        done = self.explain(folder, writer)
        os.close(writer)

        assert (1, "") == (done.returncode, done.stderr)

    @pytest.mark.parametrize("unbuffered", ["", "1"], ids=["in the end", "at once"])
    def test_no_standard_output(self, folder, unbuffered):
        """
        A full disk behind the standard output is told, once.
        """
        with Path("/dev/full").open("w") as full:
            done = self.explain(folder, full, env={"PYTHONUNBUFFERED": unbuffered})

        assert (2, "leadkit: No space left on device\n") == (
            done.returncode,
            done.stderr,
        )

    def test_a_closed_output(self, folder):
        """
        Without a standard output there is nowhere to write, and no traceback.
        """
        done = self.explain(folder, None, before=lambda: os.close(1))

        assert (0, "") == (done.returncode, done.stderr)

    def test_an_output_that_can_say_little(self, folder):
        """
        What the output's encoding can't say is written with escapes.
        """
        done = self.explain(
            folder, subprocess.PIPE, lead="\u06af", env={"PYTHONIOENCODING": "ascii"}
        )

        assert (0, "") == (done.returncode, done.stderr)
        assert done.stdout.startswith("\\u06af: stage lead")

    def explain(self, folder, stdout, lead="A", before=None, env=None):
        """Run `explain` for one lead of a good table."""
        (folder / "leads.csv").write_text(GOOD.replace("A,", f"{lead},"))
        return subprocess.run(
            [
                sys.executable, "-m", "leadkit", "explain", "leads.csv", lead,
                "--playbook", "pb.py", "--as-of", "2026-05-01",
            ],
            cwd=folder, stdout=stdout, stderr=subprocess.PIPE, text=True, check=False,
            timeout=60,
            preexec_fn=before, env={**os.environ, **(env or {})},
        )  # fmt: skip


# A playbook that waits at the second lead, until somebody opens the pipe and for long.
SLOW = """
import leadkit as lk


@lk.rule
def slow(lead, as_of):
    if lead.id == "B":
        open("pipe").read()
    return True


card = lk.Scorecard("slow", [lk.Points(1, when=slow, name="slow")])
playbook = lk.Playbook("slow", scorecards=[card])
"""


class TestMemory:
    """Memory doesn't grow with the tables."""

    def peak(self, folder, rows, *more):
        """The most memory that Python's objects take while rows are assessed."""
        (folder / "leads.csv").write_text(
            HEAD + "".join(ROW.replace("Ada", "x" * 60).format(n) for n in range(rows))
        )
        (folder / "a.csv").write_text(
            "lead_id,type,at\n"
            + "".join(
                f"{n},x,2026-04-01\n?{n},x,2026-04-01\n{n},,\n" for n in range(rows)
            )
        )
        tracemalloc.start()
        assess(folder, "leads.csv", *more)
        taken = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return taken

    @pytest.mark.parametrize("more", [(), ("--activities", "a.csv")])
    def test_rows_are_not_kept(self, folder, monkeypatch, more):
        """
        Ten times as many rows take no more memory.
        """
        # What is kept is bounded; let the bounds be reached soon.
        monkeypatch.setattr("leadkit.cli.columns._KNOWN", 50)
        monkeypatch.setattr("leadkit.cli.lines._BLOCK", 4096)
        # What checks the result keeps all of it.
        monkeypatch.setattr(sys.modules[__name__], "outcome", lambda *_: ((), ()))
        self.peak(folder, 100, *more)
        small, large = (self.peak(folder, n, *more) for n in (300, 3000))

        assert large - small < 50_000

    @pytest.mark.parametrize("first", [True, False], ids=["headers", "a row"])
    def test_a_line_without_end(self, folder, first):
        """
        A line of 64 MB is rejected without being read into memory.
        """
        with (folder / "leads.csv").open("w") as file:
            file.write("" if first else GOOD)
            for _ in range(64):
                file.write("x," * 500_000)
            file.write("\n" + ROW.format("C"))
        tracemalloc.start()
        written, rejected, output = assess(folder, "leads.csv")
        taken = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

        assert taken < 20_000_000
        if first:
            assert "the headers: expected at most 1,048,576 characters" in output
        else:
            assert ["A", "B", "C"] == [row["id"] for row in written]
            assert ["4"] == [row["line"] for row in rejected]


class TestRoundTrip:
    """What was written may be read again."""

    def test_phones_and_negative_numbers(self, folder):
        """
        What a spreadsheet might compute comes back as it was.
        """
        rows = [["id", "phone", "budget"], ["=1+1", "+491701234567", "-2.5"]]
        with (folder / "leads.csv").open("w", newline="") as file:
            writer = Writer(file)
            for row in rows:
                writer.writerow(row)
        (folder / "c.csv").write_text(
            "lead_id,purpose,medium,granted,at\n'=1+1,marketing,phone,1,2026-01-01\n"
        )
        text = (folder / "leads.csv").read_text()
        written, _, _ = assess(folder, "leads.csv", "--consents", "c.csv")

        assert "id,phone,budget\n'=1+1,'+491701234567,-2.5\n" == text
        assert [("'=1+1", "-2.5", "yes")] == [
            (row["id"], row["money"], row["MQL"]) for row in written
        ]

    def test_the_result_is_a_table(self, folder):
        """
        A result is a table of leads again, with the same ids and stages.
        """
        (folder / "leads.csv").write_text(
            HEAD + "".join(map(ROW.format, ["@a", "-1", "+49", "'=x", "plain", "=A1"]))
        )
        first, _, _ = assess(folder, "leads.csv")
        (folder / "out.csv").rename(folder / "again.csv")
        second, rejected, _ = assess(folder, "again.csv")

        assert [(row["id"], row["stage"]) for row in first] == [
            (row["id"], row["stage"]) for row in second
        ]
        assert [] == rejected


class TestHosts:
    """Playbooks whose own functions fail."""

    def test_a_rule_that_fails(self, folder):
        """
        It is told where, and for which line, and nothing of the lead.
        """
        (folder / "leads.csv").write_text(GOOD)
        (folder / "pb.py").write_text(FAILING)
        _, _, output = assess(folder, "leads.csv")

        assert "fails with ZeroDivisionError about the lead on line 3" in output
        assert "(pb.py, line 7)" in output
        assert SECRET not in output

    def test_explain_a_rule_that_fails(self, folder):
        """
        It is told as `assess` tells it.
        """
        (folder / "leads.csv").write_text(GOOD)
        (folder / "pb.py").write_text(FAILING)
        result = CliRunner().invoke(app, ["explain", "leads.csv", "B", *words("")[2:6]])

        assert 2 == result.exit_code
        assert "about the lead on line 3" in result.output

    @pytest.mark.parametrize("name", ["refused", "undecided"])
    @pytest.mark.parametrize("verb", ["assess", "explain"])
    def test_a_rule_that_raises_our_own_errors(self, folder, name, verb):
        """
        What leadkit refuses is told in its own words, and a host's answer too.
        """
        (folder / "leads.csv").write_text(GOOD)
        (folder / "pb.py").write_text(FAILING)
        where = ["--playbook", f"pb.py:{name}"]
        more = words("leads.csv", *where) if verb == "assess" else [
            "explain", "leads.csv", "B", "--as-of", "2026-05-01", *where
        ]  # fmt: skip
        result = CliRunner().invoke(app, more)

        assert 2 == result.exit_code
        assert result.output.splitlines()[-1].startswith("leadkit: ")
        assert "Traceback" not in result.output

    def test_a_playbook_that_is_made_badly(self, folder):
        """
        A function that should make a playbook and fails is told.
        """
        (folder / "leads.csv").write_text(GOOD)
        (folder / "pb.py").write_text("def playbook():\n    return 1 / 0\n")
        _, _, output = assess(folder, "leads.csv")

        assert "playbook() fails with ZeroDivisionError: division by zero" in output


FAILING = f"""
import leadkit as lk


@lk.rule
def failing(lead, as_of):
    return lead.id == "A" or 1 / 0  # "{SECRET}"


@lk.rule
def refusing(lead, as_of):
    raise lk.LeadkitError("no, thank you")


@lk.rule
def strange(lead, as_of):
    return "perhaps"


def made(rule):
    card = lk.Scorecard("card", [lk.Points(1, when=rule, name="it")])
    return lk.Playbook("p", scorecards=[card])


playbook, refused, undecided = map(made, (failing, refusing, strange))
"""
