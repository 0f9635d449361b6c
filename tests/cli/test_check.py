"""
`leadkit check`, run as a person runs it.
"""

import sys

import pytest
from typer.testing import CliRunner

import leadkit as lk
from leadkit.cli.app import app
from leadkit.cli.checking import Source
from leadkit.cli.finding import find_playbook

PLAYBOOK = """\
from datetime import timedelta

import attrs
import leadkit as lk


@attrs.frozen(kw_only=True)
class Account(lk.Lead):
    employees: int | None = None


F = lk.fields(Account, traits={"region": str})
clicks = lk.activity("email_clicked").within(days=30)


def web():
    return lk.Group("web", [lk.Points(0, per=clicks, name="clicks")])


fit = lk.Scorecard(
    "fit",
    [
        lk.Points(20, when=F.employees >= 50, name="large"),
        lk.Points(
            5,
            when=(F.employees >= 50) & (F.employees < 10),
            name="nobody",
        ),
        lk.Points(1, when=F.region == "north", name="north"),
        web(),
    ],
)
calls = lk.Scorecard("calls", [lk.Points(1, per=lk.activity("call_held"))])
debts = lk.Scorecard("debts", [lk.Points(-1, per=lk.activity("cancelled"))])
both = lk.Scorecard("both", [*calls.entries, *debts.entries])


@lk.rule(name="asks us")
def asks(lead, as_of):
    return None


playbook = lk.Playbook(
    "accounts",
    record=Account,
    scorecards=[fit],
    qualifications=[lk.Qualification("MQL", when=fit >= 30)],
    lifecycle=lk.Lifecycle(
        "l",
        stages=["lead", "lost"],
        initial="lead",
        transitions=[lk.Transition("lose", "lead", "lost", kind="exit")],
    ),
)
fine = lk.Playbook("fine", scorecards=[lk.Scorecard("calls", calls.entries, 0, 9)])
open_ = lk.Playbook("open", scorecards=[calls, debts, both])
opaque = lk.Playbook("opaque", qualifications=[lk.Qualification("MQL", when=asks)])
lead = lk.Playbook("lead", qualifications=[lk.Qualification("MQL", when=lk.is_lead())])
steps = lk.Scorecard(
    "steps",
    [
        lk.Points(2, when=F.employees >= 50, name="more"),
        lk.Points(1, when=F.employees >= 10, name="some"),
    ],
)
stepped = lk.Playbook("stepped", record=Account, scorecards=[steps])
moving = lk.Playbook(
    "moving",
    record=Account,
    lifecycle=lk.Lifecycle(
        "m",
        ["lead", "won"],
        "lead",
        [
            lk.Transition(
                "win", "lead", "won", (F.employees >= 50) & (F.employees < 10)
            ),
            lk.Transition("keep", "lead", "lead", F.employees >= 10),
            lk.Transition("keep", "lead", "won", F.employees >= 50),
            lk.Transition("lose", ["won", "lead"], "lead", lk.has_been("wom")),
            lk.Transition("leave", "lead", "won"),
        ],
    ),
)
empty = lk.Playbook("empty")
large = F.employees >= 10
derived = lk.Playbook(
    "derived",
    record=Account,
    scorecards=[fit],
    grades=lk.Grades("fit", {"A": 20, "B": 2.5}),
    temperature=lk.Temperature(hot=(fit >= 20) & large, warm=fit >= 5),
    qualifications=[
        lk.Qualification(
            "LIVE", when=large & lk.conversed(), applies_to=["lead", "won"]
        ),
        lk.Qualification("CALM", when=large, until=F.employees < 5),
        lk.Qualification("STICKY", when=large, until=lk.NEVER),
        lk.Qualification("GIVEN"),
        lk.Qualification("LENT", until=F.employees < 5),
    ],
    lifecycle=lk.Lifecycle(
        "d",
        ["lead", "won", "lost"],
        "lead",
        [
            lk.Transition(
                "win", "lead", "won", large | lk.conversed(), automatic=True
            ),
            lk.Transition(
                "lose", ["lead", "won"], "lost", kind="exit", after=timedelta(days=30)
            ),
            lk.Transition(
                "forget",
                "won",
                "lost",
                after=timedelta(hours=36),
                since="activity",
            ),
            lk.Transition("reopen", "lost", lk.PREVIOUS, kind="back"),
        ],
    ),
)
"""


@pytest.fixture(name="folder")
def _folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "accounts.py").write_text(PLAYBOOK)
    return tmp_path


def check(*words):
    """Run `check` with these words."""
    result = CliRunner().invoke(app, ["check", *words])
    sys.modules.pop("accounts", None)
    return result


class TestCheck:
    def test_everything(self, folder):
        """
        It tells what each card gives and needs, and every problem with its line.
        """
        result = check("accounts.py")

        lines = result.output.splitlines()
        version = lines[1].removeprefix("version ")

        assert 64 == len(version)
        assert (
            f"""\
playbook accounts for Account: fit; MQL
version {version}

cards
  fit: 0 to 26 points
    fields: employees
    traits: region
    activities: email_clicked
    looks back: 30 days

qualifications
  MQL
    waits for: fit >= 30
    ends: when that no longer holds

lifecycle
  stages: lead (first), lost
  'lose' from 'lead' to 'lost', with a reason

reads, all in all
  fields: employees
  traits: region
  histories: grants
  qualifications: MQL
  activities: email_clicked
  looks back: 30 days

diagram
```mermaid
stateDiagram-v2
    [*] --> lead
    lead --> lost : lose
```

problems
  accounts.py:27: card 'fit', points 'nobody': <(employees >= 50) & (employees < 10)> \
can never hold
  accounts.py:17: card 'fit', group 'web': it never gives points: every lead gets 0
  accounts.py:47: qualification 'MQL', when: <fit >= 30> is out of reach: card 'fit' \
gives 0 to 26
  accounts.py:50: stage 'lost' has no way out: no move starts from it (there by \
'lose' from 'lead' to 'lost')

4 problems, 0 undecided
"""
            == result.output
        )
        assert 1 == result.exit_code

    def test_nothing_wrong(self, folder):
        """
        Without a problem the exit status is 0.
        """
        result = check("accounts.py:fine", "--strict")

        lines = result.output.splitlines()

        assert [
            "playbook fine for Lead: calls; no qualifications",
            lines[1],
            "",
            "cards",
            "  calls: 0 to 9 points",
            "    activities: call_held",
            "    looks back: without end",
            "",
            "reads, all in all",
            "  activities: call_held",
            "  looks back: without end",
            "",
            "0 problems, 0 undecided",
        ] == lines
        assert 0 == result.exit_code

    def test_goes_together(self, folder):
        """
        Points that come only with others are told, with their line, as no problem.
        """
        result = check("accounts.py:stepped")
        line = 1 + PLAYBOOK[: PLAYBOOK.index('name="more"')].count("\n")

        assert result.output.endswith(
            f"""\
goes together
  accounts.py:{line}: card 'steps', points 'more': they come only with 'some'

0 problems, 0 undecided
"""
        )

    def test_moves(self, folder):
        """
        Moves that are never made, and guards that ask for what there isn't, are told
        once each and with their line.
        """
        result = check("accounts.py:moving")
        lines = [
            1 + PLAYBOOK[: PLAYBOOK.index(trigger)].count("\n")
            for trigger in ('"win"', '"keep"', '"lose", ["won"')
        ]

        assert f"""\
problems
  accounts.py:{lines[0]}: transition 'win' from 'lead' to 'won': <(employees >= 50) \
& (employees < 10)> can never hold
  accounts.py:{lines[1]}: transition 'keep' from 'lead' to 'won': it makes no \
difference beside transition 'keep' from 'lead' to 'lead': from 'lead', that is made \
whenever this could be
  accounts.py:{lines[2]}: transition 'lose' from 'won' or 'lead' to 'lead': <has been \
'wom'> asks for stage 'wom', which there is not. Did you mean 'won'?

3 problems, 0 undecided
""" == result.output[result.output.index("problems") :]
        assert 1 == result.exit_code

    def test_open_ends(self, folder):
        """
        Cards without an end are told, and where they are open.
        """
        result = check("accounts.py:open_")

        assert [
            "  calls: at least 0 points",
            "  debts: at most 0 points",
            "  both: any number of points",
        ] == [line for line in result.output.splitlines() if line.endswith(" points")]
        assert result.output.endswith("3 problems, 0 undecided\n")

    @pytest.mark.parametrize(("words", "status"), [((), 0), (("--strict",), 1)])
    def test_undecided(self, folder, words, status):
        """
        What is undecided comes last, and is a problem only if that is asked for.
        """
        result = check("accounts.py:opaque", *words)

        assert result.output.endswith(
            """\
undecided
  accounts.py:57: qualification 'MQL', when: it is undecided whether <asks us> can \
hold: leadkit can't see into the rule <asks us>

0 problems, 1 undecided
"""
        )
        assert status == result.exit_code

    def test_all_types(self, folder):
        """
        A rule that reads all activities needs all types.
        """
        assert "  activities: all types\n" in check("accounts.py:lead").output

    @pytest.mark.parametrize(
        ("types", "meant"),
        [
            (["webinar_atended", "call_booked", "call_held"], {"webinar_atended"}),
            (["page_view", "emails_opened"], {"page_view", "emails_opened"}),
            ([str(one) for one in lk.ActivityType], set()),
        ],
    )
    def test_activity_that_is_nearly_a_standard_one(self, folder, types, meant):
        """
        A type of one's own that looks like a standard one misspelt is asked about, and
        is no problem.
        """
        (folder / "typed.py").write_text(
            "import leadkit as lk\n"
            f"points = lk.Points(1, per=lk.activity(*{types}), cap=5)\n"
            "card = lk.Scorecard('c', [points])\n"
            "playbook = lk.Playbook('p', record=lk.Lead, scorecards=[card])\n"
        )
        result = check("typed.py")
        asked = [line for line in result.output.splitlines() if "did you mean" in line]

        assert 0 == result.exit_code
        assert meant == {line.split("'")[1] for line in asked}

    def test_empty(self, folder):
        """
        A playbook without anything reads nothing, and has no sections for what it
        hasn't.
        """
        result = check("accounts.py:empty")
        titles = [line for line in result.output.splitlines() if line[:1].isalpha()]

        assert [
            "playbook empty for Lead: no scorecards; no qualifications",
            titles[1],
            "reads, all in all",
        ] == titles
        assert "\n  nothing\n" in result.output

    def test_version(self, folder):
        """
        The version is that of the playbook, to be compared with what was stored.
        """
        version = find_playbook("accounts.py:fine").version

        assert version in check("accounts.py:fine").output

    def test_diagram(self):
        """
        The diagram is the lifecycle's own, in a block that Markdown understands.
        """
        drawn = lk.standard.lifecycle().mermaid()
        output = check("leadkit.standard").output

        assert f"\ndiagram\n```mermaid\n{drawn}```\n" in output

    def test_ends_with_what_is_wrong(self, folder):
        """
        What is wrong comes behind all that is merely told, so that it is seen.
        """
        output = check("accounts.py").output

        assert output.index("```mermaid") < output.index("\nproblems\n")

    def test_derived(self, folder):
        """
        Grades tell what each letter needs, and temperatures what they wait for.
        """
        assert (
            """
grades
  of fit: A from 20, B from 2.5

temperature
  hot: fit >= 20
       employees >= 10
  warm: fit >= 5
"""
            in check("accounts.py:derived").output
        )

    def test_qualifications(self, folder):
        """
        A qualification tells where it applies, what it waits for and what ends it.
        """
        assert (
            """
qualifications
  LIVE, in stage 'lead' or 'won'
    waits for: employees >= 10
               conversed
    ends: when that no longer holds
  CALM
    waits for: employees >= 10
    ends when: employees < 5
  STICKY
    waits for: employees >= 10
    ends: never
  GIVEN
    waits for: a person
    ends: when a person says so
  LENT
    waits for: a person
    ends when: employees < 5
"""
            in check("accounts.py:derived").output
        )

    def test_transitions(self, folder):
        """
        A transition tells when it is made by itself or due, and if it wants a reason.
        """
        assert (
            """
lifecycle
  stages: lead (first), won, lost
  'win' from 'lead' to 'won', by itself
    waits for: (employees >= 10) | conversed
  'lose' from 'lead' or 'won' to 'lost', with a reason, due 30 days after it entered \
the stage
  'forget' from 'won' to 'lost', due 36 hours after the last activity by a human
  'reopen' from 'lost' to where it was before, with a reason
"""
            in check("accounts.py:derived").output
        )

    def test_module(self, folder):
        """
        A module is found as well, and its file is named.
        """
        result = check("accounts:playbook")

        assert f"{folder / 'accounts.py'}:27: card 'fit'" in result.output

    def test_function(self):
        """
        Entries that aren't in the file are told without a line.
        """
        result = check("leadkit.standard")

        assert 0 == result.exit_code
        assert result.output.endswith("0 problems, 0 undecided\n")

    @pytest.mark.parametrize(
        ("where", "told"),
        [
            ("nowhere.py", "no such file"),
            ("accounts.py:playbok", "'playbok'. Did you mean 'playbook'? Name it"),
            ("accounts.py:x", "nothing called 'x'. Name it after a colon"),
            ("", "expected module:NAME or file.py:NAME"),
            ("./folder", "expected module:NAME or file.py:NAME"),
        ],
    )
    def test_not_found(self, folder, where, told):
        """
        A playbook that isn't there is told in a sentence, with the exit status 2.
        """
        result = check(where)

        assert 2 == result.exit_code
        assert told in result.output

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("raise SystemExit", "its module ends the program"),
            ("def playbook(): raise SystemExit(0)", "playbook() ends the program"),
        ],
    )
    def test_ends_the_program(self, folder, text, told):
        """
        A script that ends the program, even in peace, isn't taken for a good playbook.
        """
        (folder / "script.py").write_text(text)
        result = check("script.py")

        assert 2 == result.exit_code
        assert told in result.output

    @pytest.mark.parametrize(
        ("where", "told"),
        [
            ("own.py", "ValueError: not rules (own.py, line 4)"),
            ("own", "ValueError: not rules (own.py, line 4)"),
            ("importing.py", "ValueError: not rules (own.py, line 4)"),
            (
                "calling.py",
                "got a str, expected a number of points. (calling.py, line 2)",
            ),
            ("made.py", "playbook() fails with KeyError: 'x' (made.py, line 3)"),
            ("unread.py", "SyntaxError: '(' was never closed (unread.py, line 1)\n"),
        ],
    )
    def test_names_the_line_that_fails(self, folder, where, told):
        """
        What fails is told with the last line that is the host's own, and not leadkit's.
        """
        (folder / "own.py").write_text(
            "\n\ndef wrong():\n    raise ValueError('not rules')\n\nwrong()\n"
        )
        (folder / "importing.py").write_text("import own")
        (folder / "calling.py").write_text(
            "import leadkit as lk\nlk.Points('5', when=lk.ALWAYS)\n"
        )
        (folder / "made.py").write_text("def playbook():\n    x = {}\n    x['x']\n")
        (folder / "unread.py").write_text("print(")
        result = check(where)
        sys.modules.pop("own", None)

        assert 2 == result.exit_code
        assert told in result.output

    @pytest.mark.parametrize(
        ("value", "told"),
        [("dict", "is a class"), ("{}", "is a dict"), ("None", "is a missing value")],
    )
    def test_is_no_playbook(self, folder, value, told):
        """
        What is no playbook is told by its type.
        """
        (folder / "other.py").write_text(f"playbook = {value}")
        result = check("other.py")

        assert 2 == result.exit_code
        assert f"'playbook' {told}, not a Playbook" in result.output


class TestSource:
    @pytest.mark.parametrize(
        ("names", "line"),
        [
            (("fit", "nobody"), 3),
            (("other", "nobody"), 5),
            (("early",), 1),
            (("other", "early"), 1),
            (("other", "unknown"), 4),
            (("unknown",), None),
            ((), None),
        ],
    )
    def test_place(self, tmp_path, names, line):
        """
        A name is looked for behind the one around it, or anywhere, or that one itself.
        """
        path = tmp_path / "p.py"
        path.write_text(
            "early = 'early'\nfit = card('fit',\n'nobody')\nother = card('other',\n"
            "'nobody')\n"
        )
        wanted = "" if line is None else f"{path}:{line}: "

        assert wanted == Source.read(path).place(names)

    def test_unreadable(self, tmp_path):
        """
        A file that can't be read, or isn't Python, has no lines.
        """
        path = tmp_path / "p.py"
        path.write_text("a b c")

        assert "" == Source.read(path).place(("a",))
        assert "" == Source.read(tmp_path / "none.py").place(("a",))
        assert "" == Source.read(None).place(("a",))
