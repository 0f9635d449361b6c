"""
Which rule it was, where a host's own function raises an error while a law is asked.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from traceback import walk_tb

from ..errors import LeadkitError, RuleError, with_article
from ..leads import Lead
from ..rules.meaning import said
from ..rules.proof.drafts import is_made_up

_WITHOUT_RECORD = "If it reads a field of your leads, write record=YourLead."


@contextmanager
def rules_named() -> Generator[None]:
    """
    Say of an error that a host's function raises which rule it is.

    What else is raised comes out as it is.

    Raises:
        RuleError: A function of a rule raised something; it is the cause.
    """
    try:
        yield
    except LeadkitError:
        raise
    except Exception as error:
        # What any rule asks of a host's function, it asks there.
        for frame, _ in walk_tb(error.__traceback__):
            if frame.f_code is said.__code__:
                lead: object = frame.f_locals["lead"]
                raise RuleError(
                    f"rule {frame.f_locals['node'].name!r}",
                    f"{with_article(type(error))} from its function",
                    "True, False or None",
                    _WITHOUT_RECORD if _is_ours(type(lead)) else "",
                ) from error
        raise


def _is_ours(record: type) -> bool:
    # Whether it lacks what a host's own class has.
    return record is Lead or is_made_up(record)
