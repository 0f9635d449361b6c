"""
What a planted fault is: something wrong, and the law that is to find it.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import attrs

from leadkit.testing.finding import Finding
from leadkit.testing.standard_laws import standard_laws


@attrs.frozen
class Fault:
    """
    A mistake in a funnel, as people make it.

    Attributes:
        wrong: What is wrong, as a sentence.

        law: The law that finds it.

        subject: Where it is: a lifecycle, a card, a function or a playbook. It has a
            name of its own in its module, so that tests to paste can import it.

        given: What else the law is given.

        asked: And by name.
    """

    wrong: str
    law: Callable[..., Finding]
    subject: Any
    given: tuple[Any, ...] = ()
    asked: dict[str, Any] = attrs.field(factory=dict)

    @property
    def name(self) -> str:
        """
        What to call it in a list.
        """
        return f"{self.law.__name__}: {self.wrong}"

    @property
    def is_drawn(self) -> bool:
        """
        Whether the law may draw examples.
        """
        return "seed" in inspect.signature(self.law).parameters

    def found(self, **options: Any) -> Finding:
        """
        Ask the law.

        Args:
            options: How many examples, and where drawing begins.
        """
        given = options if self.is_drawn else {}
        return self.law(self.subject, *self.given, **self.asked, **given)


def fault(
    wrong: str, law: Callable[..., Finding], subject: Any, *given: Any, **asked: Any
) -> Fault:
    """
    Write down a fault, with the law as it is called.
    """
    return Fault(wrong, law, subject, given, asked)


def standard(subject: Any, name: str, **options: Any) -> Finding:
    """
    Ask one of the laws that any playbook keeps.

    Args:
        subject: The playbook.

        name: The name of the law: ``"bounded[fit]"``.

        options: What the laws are given.
    """
    laws = {law.name: law for law in standard_laws(subject, **options)}
    return laws[name].ask()


def found_by_standard(wrong: str, subject: Any, name: str) -> Fault:
    """
    Write down a fault that one of the laws for any playbook finds.
    """

    def ask(
        playbook: Any, *, examples: int | None = None, seed: int | None = None
    ) -> Finding:
        return standard(playbook, name, examples=examples, seed=seed)

    ask.__name__ = f"standard {name}"
    return Fault(wrong, ask, subject)
