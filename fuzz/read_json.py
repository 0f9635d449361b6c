"""
Reads mutated documents as a tenant might send them, guided by the coverage of leadkit.

Whatever comes in, reading either refuses it with a `RuleError`, or gives a definition
that is written and read again as an equal one. A rule that is read answers compiled as
it does interpreted. Nothing that the document says may stand in an error.

Run it with ``python fuzz/read_json.py --runs 2000000``; see `docs/how-to/fuzzing.md`.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import atheris
import attrs

with atheris.instrument_imports(include=["leadkit"]):
    import leadkit as lk
    from leadkit.rules.compiled import answering
    from leadkit.rules.meaning import ask

    # A name of leadkit is imported when it is first used, which must be here.
    KINDS: dict[bytes, Any] = {
        b'"playbook"': lk.Playbook,
        b'"scorecard"': lk.Scorecard,
        b'"qualification"': lk.Qualification,
        b'"lifecycle"': lk.Lifecycle,
        b'"rule"': lk.Rule,
    }
    STANDARD = lk.standard.playbook()

ROOT = Path(__file__).parent.parent
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
MARK = "Zq7"  # of what the documents in tests/hostile say, and no error may

# Compiling takes longer than all the rest: one rule in so many is enough.
COMPILED = 8


@attrs.frozen(kw_only=True)
class Host(lk.Lead):
    """
    A record with a field of every kind.
    """

    employees: int | None = None
    title: str | None = None
    free_mail: bool | None = None
    trial_ends: datetime | None = None


@lk.rule(name="known")
def known(lead: lk.Lead, _: datetime) -> bool:
    """
    A predicate that documents may name.
    """
    return lead.name is not None


LEAD = Host(
    id="L-1",
    employees=7,
    created_at=NOW,
    activities=[lk.Activity(id="a1", type="call_held", at=NOW)],
)
CARDS = [lk.Scorecard("fit", [lk.Points(1, when=lk.fields(Host).employees >= 2)])]


def read(cls: Any, text: bytes | str) -> Any:
    """
    Read a document as a definition of a class.
    """
    given: dict[str, Any] = {"record": Host, "predicates": [known]}
    if cls is not lk.Playbook:
        given["scorecards"] = CARDS
    return cls.from_json(text, **given)


def try_one(data: bytes) -> None:
    """
    Read one document as a definition of what it seems to be one of.
    """
    for cls in [cls for key, cls in KINDS.items() if key in data] or [lk.Rule]:
        try:
            made = read(cls, data)
        except lk.RuleError as error:
            assert MARK not in str(error), "an error quotes the document"
            continue
        try:
            text = made.to_json()
        except lk.RuleError:  # two cards of one name, say
            continue
        assert read(cls, text) == made, "what is written reads as something else"
        if cls is lk.Rule and len(text) % COMPILED == 0:
            meant = ask(made.node, LEAD, NOW)
            assert answering(made.node)(LEAD, NOW) is meant, "compiled differs"


def mutated(data: bytes, most: int, seed: int) -> bytes:
    """
    Mutate a document: as bytes, or as the tree that it is, so that it stays one.
    """
    chance = random.Random(seed)
    if chance.random() < 0.3:
        return atheris.Mutate(data, most)
    try:
        tree = json.loads(data)
    except (ValueError, RecursionError):
        return atheris.Mutate(data, most)
    for _ in range(chance.randrange(1, 4)):
        tree = _changed(tree, chance)
    try:
        text = json.dumps(tree).encode()
    except (ValueError, RecursionError):
        return atheris.Mutate(data, most)
    return text[:most]


WORDS = [
    "all", "any", "not", "ge", "eq", "between", "is_in", "missing", "field", "trait",
    "count", "activity", "within", "card", "points", "when", "per", "group", "cap",
    "at_least", "or_default", "age", "add", "mul", "instant", "holds", "in_stage",
    "employees", "title", "free_mail", "trial_ends", "fit", "known", "__class__",
]  # fmt: skip
LEAVES: list[Any] = [
    0, 1, -1, 0.5, 1e308, 10**15, 10**16, True, None, "", "a", MARK, [], {}, "\ud800",
    "2026-05-01T12:00:00+00:00", {"days": 1}, {"field": "employees"}, *WORDS,
]  # fmt: skip


def _changed(tree: Any, chance: random.Random) -> Any:
    places = list(_places(tree))
    holder, key = chance.choice(places) if places else (None, None)
    if holder is None:
        return chance.choice(LEAVES)
    match chance.randrange(5):
        case 0:
            holder[key] = chance.choice(LEAVES)
        case 1:
            other, at = chance.choice(places)
            holder[key] = json.loads(json.dumps(other[at]))
        case 2 if isinstance(holder, list):
            holder.insert(key, json.loads(json.dumps(chance.choice(holder))))
        case 3 if isinstance(holder, dict):
            holder[chance.choice(WORDS)] = holder.pop(key)
        case 4:
            holder[key] = {chance.choice(WORDS): holder[key]}
        case _:
            del holder[key]
    return tree


def _places(tree: Any) -> Any:
    # Every place in a tree: what holds it, and its key there.
    fresh = [tree] if isinstance(tree, (dict, list)) else []
    while fresh:
        holder = fresh.pop()
        keys = holder if isinstance(holder, dict) else range(len(holder))
        for key in keys:
            yield holder, key
            if isinstance(holder[key], (dict, list)):
                fresh.append(holder[key])


def seeds(folder: Path) -> None:
    """
    Write what the mutations begin with: the hostile documents, and good ones.
    """
    for file in (ROOT / "tests" / "hostile").glob("*.json"):
        (folder / file.name).write_bytes(file.read_bytes())
    good = [
        STANDARD,
        *STANDARD.scorecards.values(),
        *STANDARD.qualifications.values(),
        STANDARD.lifecycle,
    ]
    for number, one in enumerate(good):
        (folder / f"good_{number}.json").write_text(one.to_json())


def main() -> None:
    """
    Fuzz for a number of runs; what comes after ``--`` goes to libFuzzer.
    """
    parser = argparse.ArgumentParser(description="Fuzz the reading of JSON.")
    parser.add_argument("--runs", type=int, default=100_000)
    parser.add_argument("libfuzzer", nargs="*")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        seeds(Path(name))
        atheris.Setup(
            [
                sys.argv[0],
                f"-runs={given.runs}",
                "-max_len=65536",
                "-timeout=5",
                "-rss_limit_mb=2048",
                "-print_final_stats=1",
                *given.libfuzzer,
                name,
            ],
            try_one,
            custom_mutator=mutated,
        )
        atheris.Fuzz()


if __name__ == "__main__":
    main()
