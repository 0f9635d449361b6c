"""
What can be different between two leads, as far as some rules can tell.

The constants that quantities are compared with cut their ranges into regions, and each
question becomes a formula about regions. Quantities are taken as independent of one
another but for the relations that are modelled: there are more worlds than leads, never
fewer.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any

from ...codes import CONVERSATIONS, Medium
from ...kinds import ValueKind
from ...leads import Lead
from ...records import types_of_record
from .. import nodes as n
from .domains import Cuts, StagesAsked, domain_of
from .grouping import MOST_REGIONS, MOST_RELATED, combined, groups
from .patterns import Patterns
from .quantities import (
    MIRRORED,
    PATTERNS,
    Fact,
    Key,
    Reading,
    Stages,
    answer_at,
    by_itself,
    inside,
    is_text,
    read,
)
from .ranges import on_range, threshold
from .regions import Listed, Range
from .relations import days, is_part
from .solving import (
    NO,
    YES,
    Atom,
    Formula,
    all_of,
    any_of,
    enough,
    opposite,
)


class World:
    """
    All that some questions can tell apart.

    Args:
        nodes: The questions.

        record: The class of leads, None if that is open: then every field may be
            missing, and a number may have a fraction.
    """

    def __init__(
        self, nodes: Iterable[n.Question], record: type[Lead] | None = None
    ) -> None:
        self.record: type[Lead] = Lead if record is None else record
        self._cuts: dict[Key, Cuts] = {}
        self._media: set[str] = set()
        self._stages = StagesAsked()
        asked = tuple(nodes)
        for node in asked:
            self._note_facts(node)
        for node in asked:
            self._known(node, self._note)
        self._add_window_cuts()
        self._apart: set[Key] = set()
        self._set_apart()
        types = {} if record is None else types_of_record(record)
        self.domains: dict[Key, Range | Listed] = {
            key: domain_of(key, cuts, types, self._stages)
            for key, cuts in self._cuts.items()
        }
        # Each quantity has a number; some hold several keys that depend on each other.
        self.keys: list[tuple[Key, ...]] = []
        self.cases: list[list[tuple[int, ...]] | None] = []
        self._place: dict[Key, tuple[int, int]] = {}
        self._join()

    @property
    def everything(self) -> list[int]:
        """
        All regions of each quantity.
        """
        return [
            self.domains[keys[0]].all if cases is None else (1 << len(cases)) - 1
            for keys, cases in zip(self.keys, self.cases, strict=True)
        ]

    def known_true(self, node: n.Question) -> Formula:
        """
        Say that a question's answer is True.
        """
        return self._known(node, self._atom)

    def known_false(self, node: n.Question) -> Formula:
        """
        Say that a question's answer is False.
        """
        return self._known(node, self._atom, yes=False)

    def not_known_true(self, node: n.Question) -> Formula:
        """
        Say that a question's answer is False or unknown.
        """
        return opposite(self.known_true(node), self.everything)

    def region(self, quantity: int, case: int) -> dict[Key, int]:
        """
        Take a region of a quantity apart.

        Args:
            quantity: Its number.

            case: The number of its region.

        Returns:
            The number of the region of each key in it.
        """
        keys, cases = self.keys[quantity], self.cases[quantity]
        if cases is None:
            return {keys[0]: case}
        return dict(zip(keys, cases[case], strict=True))

    def limited(self, key: Key, fits: Callable[[Any], bool]) -> Formula:
        """
        Say that a value or fact lies in one of some regions.

        Args:
            key: The value or fact; one that the questions ask about.

            fits: Tells it of each region: of a number a `Region`, None if it is
                missing, of all else the sample.
        """
        domain = self.domains[key]
        pieces: tuple[Any, ...] = (
            (None, *domain.regions) if isinstance(domain, Range) else domain.samples
        )
        regions = sum(fits(piece) << index for index, piece in enumerate(pieces))
        return self._within(key, regions & domain.all)

    # Questions as formulas ------------------------------------------------------------

    def _known(
        self,
        node: n.Question,
        atom: Callable[[Reading, bool], Formula],
        *,
        yes: bool = True,
    ) -> Formula:
        match node:
            case n.Always(answer=answer):
                return YES if answer is yes else NO
            case n.Not(part=part):
                return self._known(part, atom, yes=not yes)
            case n.And(parts=parts) | n.Or(parts=parts):
                formulas = [self._known(part, atom, yes=yes) for part in parts]
                every = isinstance(node, n.And) is yes
                return all_of(formulas) if every else any_of(formulas)
            case n.AtLeast(needed=needed, parts=parts):
                formulas = [self._known(part, atom, yes=yes) for part in parts]
                return enough(needed if yes else len(parts) - needed + 1, formulas)
            case n.Reachable(purpose=purpose, medium=medium):
                return self._reachable(purpose, medium, atom, yes=yes)
            case n.Conversed(since=since):
                query = n.Query(CONVERSATIONS, (("actor", "human"),), since=since)
                some = n.Aggregate("count", query)
                return atom(Reading(some, "ge", 1), yes)
            case n.Compare() | n.Between() | n.IsIn() | n.IsMissing() | n.Truth():
                reading = read(node)
                if isinstance(reading, Reading):
                    return atom(reading, yes)
                return YES if reading is yes else NO
            case _:
                return atom(self._fact(node), yes)

    def _reachable(
        self,
        purpose: str,
        medium: str | None,
        atom: Callable[[Reading, bool], Formula],
        *,
        yes: bool,
    ) -> Formula:
        # Exact: a contact point and a consent of one medium.
        ways: list[Formula] = []
        for one in sorted(self._media) if medium is None else [medium]:
            keys = (Fact("contact", (one,)), Fact("consent", (purpose, one)))
            both = [atom(Reading(key, "truth"), yes) for key in keys]
            ways.append(all_of(both) if yes else any_of(both))
        if medium is None and len(self._media) < len(Medium):
            ways.append(atom(Reading(Fact("reach", (purpose,)), "truth"), yes))
        return any_of(ways) if yes else all_of(ways)

    def _fact(self, node: n.Question) -> Reading:
        match node:
            case n.Consented(purpose=purpose, medium=medium):
                return Reading(Fact("consent", (purpose, medium)), "truth")
            case n.Holds(qualification=code):
                return Reading(Fact("holds", (code,)), "truth")
            case n.IsLead():
                return Reading(Fact("is_lead"), "truth")
            case n.InStage(stages=stages):
                return Reading(Stages(), "in", stages)
            case n.HasBeen(stage=stage):
                return Reading(Stages(), "been", stage)
            case n.CameFrom(stage=stage):
                return Reading(Stages(), "from", stage)
            case _:
                return Reading(Fact("opaque", (node,)), "truth")

    def _atom(self, reading: Reading, yes: bool) -> Formula:  # noqa: FBT001
        if reading.op in PATTERNS and reading.key in self._apart:
            reading = by_itself(reading)
        return self._within(reading.key, self._answers(reading)[0 if yes else 1])

    def _within(self, key: Key, regions: int) -> Formula:
        quantity, part = self._place[key]
        cases = self.cases[quantity]
        if cases is not None:
            regions = sum(
                1 << index
                for index, case in enumerate(cases)
                if regions >> case[part] & 1
            )
        return Atom(quantity, regions) if regions else NO

    # Where a question is answered yes, and where no -----------------------------------

    def _answers(self, reading: Reading) -> tuple[int, int]:
        domain = self.domains[reading.key]
        if isinstance(domain, Range):
            return on_range(reading, domain)
        yes = no = 0
        if reading.op in {"eq", "in"} and is_text(reading):
            # Not one by one: there may be thousands of texts.
            for text in [reading.operand] if reading.op == "eq" else reading.operand:
                yes |= domain.at(text)
            no = domain.all & ~yes & ~domain.missing
            answer = answer_at(reading, None)
            return (
                yes | (domain.missing if answer is True else 0),
                no | (domain.missing if answer is False else 0),
            )
        for index, sample in enumerate(domain.samples):
            answer = answer_at(reading, sample)
            yes |= (answer is True) << index
            no |= (answer is False) << index
        return yes, no

    # Quantities -----------------------------------------------------------------------

    def _note_facts(self, node: n.Question) -> None:
        for part in inside(node):
            match part:
                case n.Consented(medium=medium) | n.Reachable(medium=str(medium)):
                    self._media.add(medium)
                case n.InStage(stages=stages):
                    self._stages.stood.update(dict.fromkeys(stages))
                case n.HasBeen(stage=stage):
                    self._stages.been[stage] = None
                case n.CameFrom(stage=stage):
                    self._stages.source[stage] = None
                case _:
                    pass

    def _note(self, reading: Reading, _: bool) -> Formula:  # noqa: FBT001
        cuts = self._cuts.setdefault(reading.key, Cuts())
        values: tuple[Any, ...] = ()
        if reading.op in {*MIRRORED, "between", "in"}:
            several = reading.op in {"between", "in"}
            values = reading.operand if several else (reading.operand,)
        if isinstance(reading.key, n.Value):
            if reading.op in PATTERNS:
                cuts.patterns[reading.op, reading.operand] = None
            elif reading.key.kind is ValueKind.TEXT:
                cuts.texts.update(dict.fromkeys(values))
            elif reading.key.kind in {ValueKind.NUMBER, ValueKind.INSTANT}:
                cuts.numbers.update(threshold(reading.key, value) for value in values)
        return YES

    def _add_window_cuts(self) -> None:
        # Whether something happened within 30 days is told by the days since, too.
        alike: dict[Hashable, list[n.Query]] = {}
        found = [key for key in self._cuts if isinstance(key, n.Aggregate)]
        for one in found:
            alike.setdefault(_but_for_window(one.query), []).append(one.query)
        for one in found:
            if one.op == "days_since_last":
                near = alike[_but_for_window(one.query)][:MOST_RELATED]
                parts = (days(query) for query in near if is_part(query, one.query))
                self._cuts[one].numbers.update(span for span in parts if span)

    def _set_apart(self) -> None:
        # Where patterns are too many to combine, each is a quantity of its own.
        for key, cuts in list(self._cuts.items()):
            if Patterns(tuple(cuts.texts), tuple(cuts.patterns)).ways > MOST_REGIONS:
                self._apart.add(key)
                for op, pattern in cuts.patterns:
                    self._cuts[by_itself(Reading(key, op, pattern)).key] = Cuts()
                cuts.patterns.clear()

    def _join(self) -> None:
        for keys in groups(self.domains):
            cases = combined(self.domains, keys) if len(keys) > 1 else None
            if len(keys) > 1 and cases is None:
                for key in keys:  # too many to combine: taken as independent
                    self._add((key,), None)
            else:
                self._add(keys, cases)

    def _add(self, keys: tuple[Key, ...], cases: list[tuple[int, ...]] | None) -> None:
        for part, key in enumerate(keys):
            self._place[key] = len(self.keys), part
        self.keys.append(keys)
        self.cases.append(cases)


def _but_for_window(query: n.Query) -> Hashable:
    return frozenset(query.types), query.where, query.since
