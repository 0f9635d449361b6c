"""
Laws about what cards give: every rule has its effect, and totals stay within limits.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from ...errors import MissingExtraError, RuleError, described, is_a
from ...hundredths import hundredths, told
from ...leads import Lead
from ...playbook import Playbook
from ...qualification import Qualification
from ...rules.expressions import Rule
from ...rules.proof.witnesses import Example
from ...scoring import Scorecard
from ..finding import Finding, Witness
from ..raising import rules_named
from ..sampling import Sampled
from ..scorers import Scorer, Scoring, class_for, class_of_leads, scorers
from ..stories.card_stories import Setting, described_lead, gives, number, witness
from ..stories.deeds import fewer
from ..stories.regression import law_test
from ..sums import extremes, together
from .edges import edges_of, edges_of_nodes
from .firing import (
    Fired,
    Part,
    decided,
    parts_of_card,
    parts_of_grades,
    parts_of_qualification,
    parts_of_temperature,
)
from .near import Drawing, as_it_is
from .outside import Outside, outside
from .simpler import AS_OF, Case
from .summing_up import summed_up, unbroken


@rules_named()
def every_rule_can_fire(
    card: Scorecard | Qualification | Playbook,
    *,
    record: type[Lead] | None = None,
    examples: int | None = None,
    seed: int | None = None,
) -> Finding:
    """
    Ask whether every rule of a card has an effect for some lead.

    An entry of a card gives points; a qualification is granted, and ended; a letter and
    a temperature are given. That a rule always holds is no breach. Of a playbook, all
    cards, qualifications, letters and temperatures are asked; whether its moves can be
    made is another law.

    Args:
        card: The card, the qualification or the playbook.

        record: The class of leads; that of the playbook, or any that has the fields.

        examples: How many leads to try for what leadkit can't see into.

        seed: Where to begin with them.

    Returns:
        What was found, with the rules that have none.

    Raises:
        RuleError: *card* is none of them, or *record* doesn't fit.

    >>> from leadkit import Points, Scorecard, activity
    >>> calls = activity("call_held").count()
    >>> card = Scorecard("sales", [Points(5, when=(calls >= 3) & (calls < 2))])
    >>> every_rule_can_fire(card).kind
    'refuted'
    """
    law = "every_rule_can_fire"
    name, parts, wanted = _parts(card, record)
    fired = [decided(part, wanted) for part in parts]
    tried = 0
    for place, one in enumerate(fired):
        if one.answer is not None:
            continue
        fires = _found_by_sums(one.part, wanted)
        if not fires:
            found = _found_by_chance(one.part, wanted, examples, seed)
            tried += 0 if found is None else found.examples
            fires = found is not None and found.found is not None
        if fires:
            fired[place] = Fired(one.part, answer=True)
    told_law = f"every rule of {name} has its effect for some lead"
    never = [one for one in fired if one.answer is False]
    if never:
        story = tuple(_never(one) for one in never)
        found_in = Witness(story, law_test(told_law, law, card, record=record))
        how = f"{len(never)} of {len(fired)} never have any"
        return Finding(told_law, "refuted", how, len(fired), witness=found_in)
    undecided = [one for one in fired if one.answer is None]
    if undecided:
        text = "; ".join(f"{one.part.where}: {one.why}" for one in undecided)
        return Finding(told_law, "undecided", text, len(fired), tried or None)
    how = "for each of them there is a lead that shows it"
    return Finding(told_law, "proved", how, len(fired))


def _never(fired: Fired) -> str:
    return f"{fired.part.where}: it {fired.part.what}, because {fired.why}."


def _parts(
    given: Scorecard | Qualification | Playbook, record: type[Lead] | None
) -> tuple[str, list[Part], type[Lead]]:
    law = "every_rule_can_fire"
    if isinstance(given, Playbook):
        return _parts_of_playbook(given, record, law)
    if isinstance(given, Scorecard):
        subject = f"card {given.name!r}"
        wanted = class_for(given.nodes, record, law, subject)
        return subject, [*parts_of_card(given)], wanted
    if is_a(given, Qualification):
        subject = f"qualification {given.name!r}"
        nodes = tuple(rule.node for rule in given.rules)
        wanted = class_for(nodes, record, law, subject)
        return subject, [*parts_of_qualification(given)], wanted
    raise RuleError(
        f"{law}()", described(given), "a Scorecard, a Qualification or a Playbook"
    )


def _parts_of_playbook(
    playbook: Playbook, record: type[Lead] | None, law: str
) -> tuple[str, list[Part], type[Lead]]:
    wanted = class_of_leads(playbook, record, law)
    parts = [p for one in playbook.scorecards.values() for p in parts_of_card(one)]
    for one in playbook.qualifications.values():
        parts += parts_of_qualification(one)
    if playbook.grades is not None:
        card = playbook.scorecards[playbook.grades.card]
        parts += parts_of_grades(playbook.grades, card)
    if playbook.temperature is not None:
        parts += parts_of_temperature(playbook.temperature)
    return f"playbook {playbook.name!r}", parts, wanted


def _found_by_sums(part: Part, record: type[Lead]) -> bool:
    # What takes just so many points may be too rare to be met by chance.
    for true, untrue in part.ways:
        rules = [Rule(one) for one in true] + [~Rule(one) for one in untrue]
        try:
            example = together(*rules, record=record).example
        except MissingExtraError:
            return False
        if example is not None and part.works(example.lead, example.as_of):
            return True
    return False


def _found_by_chance(
    part: Part, record: type[Lead], examples: int | None, seed: int | None
) -> Sampled[Case] | None:
    # What leadkit can't see into may still be seen to happen.
    edges = edges_of_nodes(part.nodes, record)

    def works(case: Case) -> bool:
        return case.lead is not None and part.works(case.lead, AS_OF)

    try:
        return Drawing(edges, record).search(works, examples, seed)
    except MissingExtraError:
        return None


@rules_named()
def bounded(
    card: Scoring,
    low: float | None = None,
    high: float | None = None,
    *,
    record: type[Lead] | None = None,
    examples: int | None = None,
    seed: int | None = None,
) -> Finding:
    """
    Ask whether a total always lies between two limits.

    Args:
        card: A card, a playbook for all of its cards, or a function of a lead and an
            instant.

        low: The least that it may be; None if that doesn't matter.

        high: The most.

        record: The class of leads; that of the playbook, or any that has the fields.

        examples: How many leads to try, where nothing is proved.

        seed: Where to begin with them.

    Returns:
        What was found, with a lead whose total lies outside.

    Raises:
        RuleError: No limit is given, or *low* is above *high*; or *card* is none, or
            *record* doesn't fit.

    >>> from leadkit.standard import fit_card
    >>> print(bounded(fit_card(), 0, 54))
    refuted: the total of card 'fit' lies between 0 and 54
      A lead gets 55.
      1. A lead with kind 'company', company_size 50, decision_maker True, ...
      2. As of ..., card 'fit' gives 55: decides 20; target industry 15; ...
    """
    law = "bounded"
    ends = tuple(
        None if end is None else hundredths(end, f"{what} of {law}()")
        for what, end in (("low", low), ("high", high))
    )
    least, most = ends
    if least is None and most is None:
        raise RuleError(f"{law}()", "no limit", "low, high or both")
    if least is not None and most is not None and least > most:
        raise RuleError(
            f"{law}()", f"{told(least)} as low and {told(most)} as high", "low <= high"
        )
    given = scorers(card, record, law)
    return summed_up(
        [_bounded(one, least, most, examples, seed) for one in given],
        f"the totals of {_all(card)} lie {_between(least, most)}",
    )


def _all(card: Scoring) -> str:
    return f"playbook {card.name!r}" if isinstance(card, Playbook) else "it"


def _between(low: int | None, high: int | None) -> str:
    if low is None or high is None:
        return f"at or {'below' if low is None else 'above'} {told(low or high or 0)}"
    return f"between {told(low)} and {told(high)}"


def _bounded(
    scorer: Scorer,
    low: int | None,
    high: int | None,
    examples: int | None,
    seed: int | None,
) -> Finding:
    law = _law(scorer, low, high)
    sides = [(low, False), (high, True)]
    given = [(limit, above) for limit, above in sides if limit is not None]
    read = (
        None if scorer.card is None else _looked_at(scorer.card, given, scorer.record)
    )
    if read is not None and read.example is not None:
        return _broken(scorer, read.example, low, high, states=read.tried)
    if read is not None and read.answer is False:
        how = "so far do its points, caps, floors and ceilings reach"
        if read.tried:
            how = "what leads beyond is never known true of one lead; looked at were "
            how += f"{read.tried} cases of which rules hold"
        return Finding(law, "proved", how, read.tried or scorer.size)
    by_sums = None if scorer.card is None else _by_sums(scorer, low, high)
    if by_sums is not None:
        return by_sums
    edges = edges_of(scorer)
    for limit, _ in given:
        edges.value(limit / 100)

    def breaks(case: Case) -> bool:
        lead = case.lead
        return lead is not None and _is_outside(scorer.total(lead, AS_OF), low, high)

    drawing = Drawing(edges, scorer.record)
    varied = _ever_more if scorer.opaque else as_it_is
    sampled = drawing.search(breaks, examples, seed, varied)
    lead = None if sampled.found is None else sampled.found.lead
    if lead is not None:
        example = Example(lead, AS_OF)
        return _broken(scorer, example, low, high, examples=sampled.examples)
    return unbroken(law, sampled)


def _ever_more(case: Case) -> Iterator[Case]:
    # A function may have no end, which a few activities don't tell.
    yield case
    for times in (10, 100):
        many = tuple(attrs.evolve(deed, times=times) for deed in case.deeds)
        yield attrs.evolve(case, deeds=many)


def _by_sums(scorer: Scorer, low: int | None, high: int | None) -> Finding | None:
    # What z3 has to say, if it is there and knows.
    assert scorer.card is not None  # noqa: S101  the caller has looked
    try:
        ends = extremes(scorer.card, record=scorer.record)
    except MissingExtraError:
        return None
    found = (ends.least_example, ends.most_example)
    for example in (one for one in found if one is not None):
        if _is_outside(scorer.total(example.lead, example.as_of), low, high):
            return _broken(scorer, example, low, high)
    above = low is None or (ends.least is not None and ends.least >= low / 100)
    below = high is None or (ends.most is not None and ends.most <= high / 100)
    if above and below:
        how = f"no lead gets less or more. {ends.how}"
        return Finding(_law(scorer, low, high), "proved", how, scorer.size)
    return None


def _looked_at(
    card: Scorecard, limits: list[tuple[int, bool]], record: type[Lead]
) -> Outside:
    # Whether the card leads beyond any of its limits.
    answer: bool | None = False
    tried = 0
    for limit, above in limits:
        found = outside(card, limit, above=above, record=record)
        tried += found.tried
        if found.answer is True:
            return attrs.evolve(found, tried=tried)
        if found.answer is None:
            answer = None
    return Outside(answer, tried=tried)


def _is_outside(total: float, low: int | None, high: int | None) -> bool:
    below = low is not None and total < low / 100
    return below or (high is not None and total > high / 100)


def _broken(
    scorer: Scorer,
    example: Example,
    low: int | None,
    high: int | None,
    **tried: int,
) -> Finding:
    law = _law(scorer, low, high)
    as_of = example.as_of

    def is_outside(lead: Lead) -> bool:
        return _is_outside(scorer.total(lead, as_of), low, high)

    lead = fewer(example.lead, is_outside)
    limits = (
        "" if low is None else f"{told(low)} <= ",
        "" if high is None else f" <= {told(high)}",
    )
    seen = witness(
        law,
        (*described_lead(lead), gives(scorer, lead, as_of)),
        scorer,
        Setting({"as_of": as_of}, {"lead": lead}),
        f"{limits[0]}{{lead @ as_of}}{limits[1]}",
    )
    how = f"a lead gets {number(scorer.total(lead, as_of))}"
    return Finding(law, "refuted", how, witness=seen, **tried)


def _law(scorer: Scorer, low: int | None, high: int | None) -> str:
    return f"the total of {scorer.name} lies {_between(low, high)}"
