"""
Looking for an example that breaks a law, with Hypothesis.

Hypothesis is imported when something is sampled; whoever only proves needs none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import attrs

from ..errors import missing_extra
from .finding import Kind
from .raising import rules_named

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

T = TypeVar("T")


@attrs.frozen
class Sampled(Generic[T]):
    """
    What came of a search.

    Attributes:
        found: The simplest example that breaks the law, None if there was none.

        examples: How many were tried before one did, or in all.
    """

    found: T | None
    examples: int

    @property
    def kind(self) -> Kind:
        """
        What a law is for which nothing was found; where nothing was tried, undecided.
        """
        return "sampled" if self.examples else "undecided"


class _Drawn(Generic[T]):
    # Hypothesis writes down what broke a law, and warns where that is long. Of an attrs
    # class it would write down every field, whatever its repr leaves out.
    def __init__(self, example: T) -> None:
        self.example: T = example


class _Broken(Exception):  # noqa: N818  it never gets out of this module
    pass


@rules_named()
def search(
    examples_of: Callable[[], SearchStrategy[T]],
    breaks: Callable[[T], bool],
    *,
    examples: int | None = None,
    seed: int | None = None,
    simplest: bool = True,
) -> Sampled[T]:
    """
    Look for an example that breaks a law, and for the simplest one if there is any.

    Args:
        examples_of: Gives the strategy that examples are drawn from.

        breaks: Tells whether an example does. What it raises isn't caught, unless
            something was found by then.

        examples: How many to try; as many as the profile of Hypothesis says if None.

        seed: Where to begin. Without one, each run tries the same examples.

        simplest: Whether to look for simpler examples once there is one.

    Returns:
        What was found.

    Raises:
        MissingExtraError: Hypothesis isn't installed.

        RuleError: A host's function in a rule raised something.
    """
    try:
        import hypothesis  # noqa: PLC0415  only what is sampled needs it
        from hypothesis.errors import Flaky, Unsatisfiable  # noqa: PLC0415
    except ImportError as error:
        raise missing_extra("leadkit.testing", "hypothesis", "testing") from error
    found: list[T] = []
    tried = 0

    def ask(drawn: _Drawn[T]) -> None:
        nonlocal tried
        example = drawn.example
        tried += not found  # what comes later makes the first one simpler
        if breaks(example):
            found[:] = [example]
            raise _Broken

    wanted = hypothesis.settings().max_examples if examples is None else examples
    phases = (hypothesis.Phase.generate, hypothesis.Phase.shrink)
    checks: list[Any] = list(hypothesis.HealthCheck)
    test = hypothesis.given(examples_of().map(_Drawn))(ask)
    test = hypothesis.settings(
        max_examples=wanted,
        database=None,
        deadline=None,
        derandomize=seed is None,
        phases=phases if simplest else phases[:1],
        suppress_health_check=checks,
        verbosity=hypothesis.Verbosity.quiet,
        print_blob=False,
        report_multiple_bugs=False,
    )(test)
    if seed is not None:
        test = hypothesis.seed(seed)(test)
    try:
        test()
    except Flaky as flaky:
        # What has a memory of its own may break a law once, and not when it is tried
        # again, or may be drawn in another way then.
        raised: tuple[Exception, ...] = getattr(flaky, "exceptions", ())
        for failure in () if found else raised:
            raise failure from flaky
    except Unsatisfiable:
        pass  # a class may refuse whatever is drawn
    except Exception:
        # What was found was found, whatever is raised where a simpler one is sought.
        if not found:
            raise
    return Sampled(found[0] if found else None, tried)
