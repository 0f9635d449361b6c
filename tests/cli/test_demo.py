"""
The demo, run as a person runs it: what it prints, and what it writes.
"""

import csv
import io
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from itertools import takewhile

import attrs
import pytest
from rich.console import Console
from typer.testing import CliRunner

from leadkit import Lead, Medium, Stage, label, resolve, standard
from leadkit.cli import demo
from leadkit.cli.app import app
from leadkit.cli.demo.exporting import FILES
from leadkit.cli.demo.masking import masked
from leadkit.cli.demo.persons import live_together, together
from leadkit.cli.demo.seasons import END
from leadkit.cli.demo.showing import show_figures
from leadkit.cli.demo.stories import stories
from leadkit.cli.inputs import Options, opened
from leadkit.cli.reporting import Figures

# So many records are about one person or company fewer.
COUNT, LEADS = 150, 149
SIDES = ("activities", "consents", "touches", "grants", "moves")


def counted(refused=(), **given):
    """
    The figures of a single lead, with others where they are given.
    """
    figures = Figures.of(
        standard.playbook(), [Lead(id="L-1")], as_of=END, refused=dict(refused)
    )
    return attrs.evolve(figures, **given)


def run(*words, **options):
    """
    Run the command line with these words, on a terminal of 80 columns.
    """
    runner = CliRunner(env={"COLUMNS": "80"})
    return runner.invoke(app, [str(word) for word in words], **options)


def table(path):
    """
    The rows of a file that was written.
    """
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(name="made", scope="module")
def _made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "deep" / "out"
    result = run("demo", "--leads", COUNT, "--out", folder)
    assert 0 == result.exit_code, result.output
    return folder, result.output


def part(output, title):
    """
    The rows of the table of a title, as lists of their cells.
    """
    lines = [line.strip() for line in output.partition(title)[2].splitlines()]
    begins = next(n for n, line in enumerate(lines, 1) if line.startswith("─"))
    return [re.split(r"\s{2,}", line) for line in takewhile(bool, lines[begins:])]


def figures_of(output):
    """
    What is printed before it says which files it wrote.
    """
    told, _, files = output.rpartition("\n\n  leadkit assess")[0].rpartition("\n\n")
    assert ": wrote leads.csv" in " ".join(files.split())
    return told


def numbers(output, title, name):
    """
    The numbers in the row of a name, under a title.
    """
    (row,) = [row for row in part(output, title) if row[0] == name]
    return [int(cell) for cell in row if cell.isdigit()]


def in_order(lead):
    """
    The lead with its contact points by medium, in which a table has them.
    """
    media = list(Medium)
    contacts = sorted(lead.contacts, key=lambda one: media.index(one.medium))
    return attrs.evolve(lead, contacts=contacts)


def bare(lead):
    """
    What is read of a lead: whatever a rule may need.
    """
    traits = {name: one for name, one in lead.traits.items() if name != "account"}
    gone = {"name": None, "revision": 0, "merged": ()}
    return in_order(attrs.evolve(lead, **gone, traits=traits))


def leads():
    """
    The leads as the demo made them.
    """
    playbook = standard.playbook()
    for group in together(stories(COUNT)):
        yield from (one.lead for one in live_together(group, playbook))


class TestFiles:
    def test_are_all_there(self, made):
        """
        It makes the folder, and writes all its files and nothing else.
        """
        folder, _ = made

        assert sorted(FILES) == sorted(path.name for path in folder.iterdir())

    def test_assess_makes_the_same_of_them(self, made, tmp_path):
        """
        The command that is shown makes the assessments again, byte for byte, and
        rejects nothing.
        """
        folder, output = made
        shown, _ = output[output.rindex("leadkit assess") :].split("\n\n", 1)
        shown = shown.replace("\\\n", " ").split()
        again = folder / "again.csv"
        assert str(again) == shown.pop()
        out = tmp_path / "again.csv"
        result = run(*shown[1:], out)

        assert 0 == result.exit_code, result.output
        assert (folder / "assessments.csv").read_bytes() == out.read_bytes()
        assert LEADS == len(table(out))

    def test_funnel_tells_more_of_them(self, made, tmp_path):
        """
        The command that is shown finds no fault in the year.
        """
        _, output = made
        shown = output[output.rindex("leadkit funnel") :].split()
        result = run(*shown[1:], "--out", tmp_path / "more.html")

        assert 0 == result.exit_code, result.output
        assert "<svg" in (tmp_path / "more.html").read_text(encoding="utf-8")

    def test_hold_the_leads_as_they_are(self, made):
        """
        Read again, each lead is to the rules what it was.
        """
        folder, _ = made
        sides = {side: folder / f"{side}.csv" for side in SIDES}
        given = {
            "leads": folder / "leads.csv", "where": "leadkit.standard",
            "as_of": "2026-06-01", "missing": (), "sides": sides,
        }  # fmt: skip
        options = Options(**dict.fromkeys(attrs.fields_dict(Options)) | given)
        with opened(options) as inputs:
            read = [lead for _, lead in inputs.reader.leads(inputs.table)]
        known = [bare(masked(lead, n)) for n, lead in enumerate(leads(), 1)]

        assert known == [in_order(one) for one in read]

    def test_redirect_whoever_was_merged(self, made):
        """
        Each record that is no lead of its own leads to the lead that it belongs to.
        """
        folder, _ = made
        stones = {row["id"]: row["into"] for row in table(folder / "tombstones.csv")}
        there = {row["id"] for row in table(folder / "leads.csv")}

        assert {"D-0055": "D-0042"} == stones
        assert "D-0042" == resolve("D-0055", stones)
        assert COUNT == len(there | set(stones))
        assert there.isdisjoint(stones)

    def test_tell_nothing_of_who_was_forgotten(self, made):
        """
        Of a forgotten lead there is no name, address, trait, proof or reason; what
        happened is there.
        """
        folder, _ = made
        rows = {r["id"]: r for r in table(folder / "leads.csv") if r["erased_at"]}
        kept = {"id", "kind", "created_at", "stage", "erased_at"}
        texts = {
            "consents": ["source", "by", "evidence_ref", "notice_version"],
            "grants": ["by", "evidence"],
            "moves": ["by", "reason"],
        }
        about = {
            side: [r for r in table(folder / f"{side}.csv") if r["lead_id"] in rows]
            for side in SIDES
        }

        assert ["D-0011"] == list(rows)
        for row in rows.values():
            assert kept == {name for name, cell in row.items() if cell}
        assert all(about[side] for side in ("activities", "consents", "moves"))
        for side, names in texts.items():
            for row in about[side]:
                assert {row[name] for name in names} <= {"", "erased"}

    def test_nobody_can_be_reached_by_them(self, made):
        """
        No name and no address of a lead is in a table.
        """
        folder, _ = made
        texts = [path.read_text("utf-8") for path in folder.glob("*.csv")]
        for story in stories(COUNT):
            lead = story.lead
            given = [step.contact for step in story.steps if hasattr(step, "contact")]
            for secret in (lead.name, *(one.value for one in (*lead.contacts, *given))):
                assert not any(secret in text for text in texts)

    def test_are_the_same_in_another_process(self, tmp_path):
        """
        Whatever the order of sets, the files and figures are the same.
        """
        outputs = []
        for seed in ("1", "2"):
            folder = tmp_path / seed
            folder.mkdir()
            done = subprocess.run(
                [sys.executable, "-m", "leadkit", "demo", "--leads", "30"],
                capture_output=True, check=True, cwd=folder,
                env={**os.environ, "PYTHONHASHSEED": seed, "COLUMNS": "80"},
            )  # fmt: skip
            written = [(folder / "leadkit-demo" / name).read_bytes() for name in FILES]
            outputs.append((done.stdout, written))

        assert outputs[0] == outputs[1]

    def test_a_second_run_replaces_them(self, tmp_path):
        """
        What was there is replaced by what a run of its own writes.
        """
        for count, name in ((5, "a"), (9, "a"), (9, "b")):
            result = run("demo", "--leads", count, "--out", tmp_path / name)
            assert 0 == result.exit_code

        for name in FILES:
            once, twice = (tmp_path / folder / name for folder in "ab")
            assert once.read_bytes() == twice.read_bytes()

    def test_files_of_others_stay(self, tmp_path):
        """
        Where some file is of the same name as one of its own, and no demo has been, it
        writes nothing.
        """
        mine = tmp_path / "leads.csv"
        mine.write_text("mine")
        result = run("demo", "--leads", 5, "--out", tmp_path)

        assert 2 == result.exit_code
        assert "leads.csv: is there, and not the demo's; name another folder" in (
            " ".join(result.output.split())
        )
        assert [mine] == list(tmp_path.iterdir())
        assert "mine" == mine.read_text()

    def test_nothing_is_half_written(self, tmp_path, monkeypatch):
        """
        Stopped halfway, it leaves what was there before, and says so.
        """
        assert 0 == run("demo", "--leads", 5, "--out", tmp_path).exit_code
        before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
        live, lived = demo.live_together, []

        def stop(stories_, playbook):
            if len(lived) == 3:
                raise KeyboardInterrupt
            lived.append(stories_)
            return live(stories_, playbook)

        monkeypatch.setattr(demo, "live_together", stop)
        result = run("demo", "--leads", 9, "--out", tmp_path)

        assert 130 == result.exit_code
        assert "nothing was written" in result.output
        assert before == {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    @pytest.mark.parametrize("theirs", [(), ("new/theirs.txt",)])
    def test_nothing_is_left_of_a_first_run(self, tmp_path, monkeypatch, theirs):
        """
        Stopped in its first run, it removes the folders that it made, unless somebody
        put something into them.
        """

        def stop(stories_, playbook):
            for name in theirs:
                (tmp_path / name).write_text("theirs")
            raise KeyboardInterrupt

        monkeypatch.setattr(demo, "live_together", stop)
        result = run("demo", "--leads", 9, "--out", tmp_path / "new" / "deep" / "out")
        left = [path for path in tmp_path.rglob("*") if path.is_file()]

        assert 130 == result.exit_code
        assert [tmp_path / name for name in theirs] == left
        assert bool(theirs) is (tmp_path / "new").exists()
        assert not (tmp_path / "new" / "deep").exists()

    def test_what_is_written_is_shown(self, tmp_path, monkeypatch):
        """
        Once the files are there, a Ctrl-C doesn't make it say that there are none.
        """
        show = demo.show_best

        def stop(*given_):
            signal.raise_signal(signal.SIGINT)
            show(*given_)

        monkeypatch.setattr(demo, "show_best", stop)
        result = run("demo", "--leads", 5, "--out", tmp_path)

        assert 0 == result.exit_code
        assert f"{tmp_path}: wrote" in " ".join(result.output.split())
        assert sorted(FILES) == sorted(path.name for path in tmp_path.iterdir())

    @pytest.mark.parametrize(
        ("folder", "why"),
        [
            ("file", "is a file; name a folder"),
            ("file/below", "file: is a file; name a folder"),
            ("new/" + 300 * "x", "can't be made (File name too long)"),
            ("taken", "report.html: is there, and not the demo's"),
        ],
    )
    def test_a_folder_that_is_none(self, tmp_path, folder, why):
        """
        Where there can be no such folder or file, it says so and writes nothing.
        """
        (tmp_path / "file").write_text("mine")
        (tmp_path / "taken" / "report.html").mkdir(parents=True)
        result = run("demo", "--leads", 5, "--out", tmp_path / folder)

        assert 2 == result.exit_code
        assert why in " ".join(result.output.split())
        assert "mine" == (tmp_path / "file").read_text()
        assert ["file", "taken"] == sorted(path.name for path in tmp_path.iterdir())
        assert ["report.html"] == [path.name for path in (tmp_path / "taken").iterdir()]


class TestOutput:
    def test_fits_a_terminal(self, made):
        """
        Of 80 columns, with no colours, and nothing but a command is wider.
        """
        _, output = made
        told = figures_of(output)

        assert "\x1b" not in output
        assert 80 >= max(len(line) for line in told.splitlines())
        assert "…" not in told

    @pytest.mark.parametrize(("columns", "widest"), [(20, 60), (66, 66), (300, 80)])
    def test_fits_any_terminal(self, made, tmp_path, columns, widest):
        """
        On a narrow terminal there are no bars, and no name or number is cut; on a wide
        one nothing is wider than can be read.
        """
        _, output = made
        words = ("demo", "--leads", COUNT, "--out", tmp_path)
        other = run(*words, env={"COLUMNS": str(columns)}).output
        told = figures_of(other)
        bars = re.compile(r"[█▏]+")

        assert widest >= max(len(line) for line in told.splitlines())
        assert "…" not in told
        assert (columns > 70) is ("█" in told)
        for title in ("The funnel", "Qualifications", "moves made, "):
            once, twice = (
                [[cell for cell in row if not bars.fullmatch(cell)] for row in rows]
                for rows in (part(output, title), part(other, title))
            )

            assert once == twice

    def test_the_funnel_is_that_of_the_tables(self, made):
        """
        For each stage it counts who stands there and who ever did, how many of them are
        hot and warm, and how many are late.
        """
        folder, output = made
        stages = {row["id"]: row["stage"] for row in table(folder / "leads.csv")}
        now = Counter(stages.values())
        ever = {(lead_id, "lead") for lead_id in stages}
        ever |= {(row["lead_id"], row["target"]) for row in table(folder / "moves.csv")}
        seen = table(folder / "assessments.csv")
        assert LEADS == now.total()
        for stage in Stage:
            found = numbers(output, "The funnel", label(stage))
            warmth = Counter(
                row["temperature"] for row in seen if row["stage"] == stage
            )
            wanted = [
                sum(one == stage for _, one in ever),
                now[stage],
                *(warmth[code] for code in ("hot", "warm") if warmth[code]),
            ]

            assert wanted == found[: len(wanted)]
            assert len(found) - len(wanted) <= 2
            assert all(late <= now[stage] for late in found[len(wanted) :])

    def test_moves_and_grants_are_those_of_the_tables(self, made):
        """
        It counts which moves were made, and which qualifications were granted and are
        held.
        """
        folder, output = made
        moves = Counter(row["trigger"] for row in table(folder / "moves.csv"))
        grants = table(folder / "grants.csv")
        granted = Counter(r["qualification"] for r in grants if r["granted"] == "yes")
        last = {(r["lead_id"], r["qualification"]): r["granted"] for r in grants}
        held = Counter(code for (_, code), answer in last.items() if answer == "yes")
        title = f"{moves.total()} moves made"
        for trigger, made_ in moves.items():
            assert made_ == numbers(output, title, label(trigger))[0]
        refused = [row[2] for row in part(output, title) if len(row) == 3]
        assert f"{title}, {sum(map(int, refused))} refused" in output
        for code, times in granted.items():
            assert [times, held[code]] == numbers(output, "Qualifications", code)
        assert set(granted) == {row[0] for row in part(output, "Qualifications")}

    def test_the_best_leads_have_not_bought(self, made):
        """
        Five leads are shown by grade and engagement, each with the lines of its scores,
        which sum to what is shown.
        """
        folder, output = made
        seen = {row["id"]: row for row in table(folder / "assessments.csv")}
        blocks = output.partition("best leads that")[2].partition("The story")[0]
        best = [block.splitlines() for block in blocks.split("\n\n")[1:6]]
        keys = []
        for head, *lines in best:
            row = seen[head.split()[0]]
            keys.append((row["grade"], -float(row["engagement"])))
            assert row["stage"] in {"lead", "nurtured", "prospect"}
            assert f"  fit: {row['fit']}" == lines[0]
            assert f"  engagement: {row['engagement']}" in lines
            points = [
                float(word)
                for line in lines
                if line.startswith("    ")
                for word in line.split("(")[0].split()[-1:]
            ]
            assert float(row["fit"]) + float(row["engagement"]) == pytest.approx(
                sum(points)
            )

        assert 5 == len(best)
        assert sorted(keys) == keys

    def test_refusals_are_given_reasons(self, made):
        """
        The commonest reasons come first, in words; each refusal has one.
        """
        _, output = made
        rows = part(output, "The commonest reasons")
        times = [int(row[-1]) for row in rows if row[-1].isdigit()]

        assert "a two-way conversation has to have taken place" in output
        assert sorted(times, reverse=True) == times
        assert sum(times) <= int(re.search(r"made, (\d+) refused", output)[1])

    def test_it_tells_a_whole_story(self, made):
        """
        The story of a lead begins with how it came, and ends with how it stands.
        """
        _, output = made
        told = figures_of(output).partition("The story of ")[2]

        assert "Found us by" in told
        assert "Bought for" in told
        assert "Became an advocate" in told
        assert "1 Jun 2026: Stands as advocate" in told

    def test_of_one_lead(self, tmp_path):
        """
        A year of a single lead can be told, too.
        """
        result = run("demo", "--leads", 1, "--out", tmp_path)

        assert 0 == result.exit_code
        assert "1 made-up lead of a firm" in result.output
        assert (
            "1 person or company: no record was merged into another. Nobody asked to "
            "be forgotten."
        ) in " ".join(result.output.split())

    def test_a_terminal_without_blocks(self):
        """
        Where there are no blocks, a funnel is drawn of what there is.
        """
        file = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
        ever = Counter(lead=14, customer=7)
        show_figures(Console(file=file, width=80), counted(now=ever, ever=ever))
        file.flush()
        output = file.buffer.getvalue().decode("ascii")

        assert "Lead          |   14 | ############## |  14 |" in output
        assert "Customer      |    7 | #######        |   7 |" in output
        assert "Advocate      |    0 |                |   0 |" in output

    def test_what_there_is_none_of(self):
        """
        Where nothing was granted, made or refused, there is no table of it.
        """
        console = Console(file=io.StringIO(), width=80)
        show_figures(console, counted())

        assert "The funnel" in console.file.getvalue()
        assert "Qualifications" not in console.file.getvalue()
        assert "refus" not in console.file.getvalue()

    def test_what_was_only_refused(self):
        """
        A move that was asked for and never made is counted, too.
        """
        console = Console(file=io.StringIO(), width=80)
        why = "it is no time for that"
        show_figures(console, counted({("promote", why): 3}))
        output = console.file.getvalue()

        assert "0 moves made, 3 refused" in output
        assert [["Promote", "3"]] == part(output, "0 moves made")
        assert [["Promote", why, "3"]] == part(output, "The commonest reasons")

    def test_progress_is_shown_on_a_terminal_only(self, tmp_path):
        """
        On a terminal a bar shows how many leads are done; elsewhere there is nothing.
        """
        shown = []
        for terminal in (True, False):
            progress = Console(file=io.StringIO(), force_terminal=terminal)
            demo.run(3, tmp_path, Console(file=io.StringIO()), progress)
            shown.append(progress.file.getvalue())

        assert "a year goes by" in shown[0]
        assert not shown[1]
