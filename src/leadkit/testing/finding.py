"""
What came of asking whether a law holds, and the error that says it doesn't.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import attrs

from ..errors import LeadkitError, RuleError, described, is_a, listing, near_miss
from ..leads import Lead
from ..markup import FAINT, element, sentence

#: What a finding can be; only the first two let a check pass.
Kind: TypeAlias = Literal["proved", "sampled", "refuted", "undecided"]
_KINDS: tuple[Kind, ...] = ("proved", "sampled", "refuted", "undecided")
#: What may be asked of a check at least.
Required: TypeAlias = Literal["proved", "sampled"]
_PASSING: dict[str, tuple[Kind, ...]] = {
    "proved": ("proved",),
    "sampled": ("proved", "sampled"),
}


@attrs.frozen
class Witness:
    """
    What breaks a law, the shortest that was found.

    It is made up: no person's data is in it.

    Attributes:
        story: What happens, a sentence for each step.

        test: The same as a test to paste into your own: it fails as long as the law is
            broken.

        moves: The triggers of the moves that are made in it.

        lead: The lead at the end; None if the witness is no lead, as where a move can
            never be made.
    """

    story: tuple[str, ...]
    test: str
    moves: tuple[str, ...] = ()
    lead: Lead | None = attrs.field(default=None, repr=False)

    def __str__(self) -> str:
        return "\n".join(f"{n}. {line}" for n, line in enumerate(self.story, 1))


def as_sentence(text: str) -> str:
    """
    Write a sentence with a capital and a full stop, as all that is found is told.

    Args:
        text: The sentence, which may have neither.
    """
    return f"{text[:1].upper()}{text[1:].removesuffix('.')}."


@attrs.frozen
class Finding:
    """
    What came of asking whether a law holds.

    Attributes:
        law: What was asked, as a sentence.

        kind: ``"proved"``: it holds for every lead there can be. ``"sampled"``: no
            example broke it, which proves nothing. ``"refuted"``: the witness breaks
            it. ``"undecided"``: neither was shown.

        how: How that was found out, or what stands in the way.

        states: For what was walked through, how many situations there are.

        examples: For what was sampled, how many examples were tried.

        witness: What breaks it, for a law that is refuted.
    """

    law: str
    kind: Kind = attrs.field(validator=attrs.validators.in_(_KINDS))
    how: str = attrs.field(converter=as_sentence)
    states: int | None = None
    examples: int | None = None
    witness: Witness | None = None

    @property
    def holds(self) -> bool | None:
        """
        Whether the law holds, as far as is known; None if undecided.
        """
        if self.kind == "undecided":
            return None
        return self.kind != "refuted"

    def check(self, *, require: Required = "sampled") -> Finding:
        """
        Insist on the law.

        Args:
            require: The least to be content with: ``"sampled"``, or ``"proved"``.

        Returns:
            The finding itself.

        Raises:
            LawBroken: The law is refuted or undecided, or was sampled where a proof is
                required.

            RuleError: *require* is neither of the two.
        """
        if require not in _PASSING:
            raise RuleError(
                "require of check()",
                repr(require) if is_a(require, str) else described(require),
                listing(_PASSING),
                near_miss(require, _PASSING) if is_a(require, str) else "",
            )
        if self.kind not in _PASSING[require]:
            raise LawBroken(self)
        return self

    def __bool__(self) -> bool:
        """
        Whether `check` lets it pass, so that an ``assert`` of it means what it says.
        """
        return self.kind in _PASSING["sampled"]

    def __str__(self) -> str:
        lines = [f"{self.kind}: {self.law}", f"  {self.how}"]
        if self.witness is not None:
            lines += [f"  {line}" for line in str(self.witness).splitlines()]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        parts = [
            element("p", element("b", self.kind), ": ", sentence(self.law)),
            element("p", sentence(self.how), style=FAINT),
        ]
        if self.witness is not None:
            steps = [element("li", sentence(step)) for step in self.witness.story]
            parts.append(element("ol", *steps))
        return element("div", *parts)


class LawBroken(LeadkitError, AssertionError):  # noqa: N818  as pytest says it
    """
    A law doesn't hold, or isn't shown as well as is required.

    It is an ``AssertionError`` too, so that a test that meets it fails.

    Attributes:
        finding: What was found.
    """

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding)
        self.finding: Finding = finding

    def __str__(self) -> str:
        text = str(self.finding)
        witness = self.finding.witness
        if witness is None:
            return text
        return f"{text}\n\nAs a test:\n\n{witness.test}"
