"""
Everything that is held about somebody, as text to hand out to them.
"""

from __future__ import annotations

import json

from .errors import LeadError, described, is_a, with_article
from .leads import Lead


def export(lead: Lead) -> str:
    """
    Write down everything that a record holds about somebody.

    That is each field of it, the host's own too, with all histories, and the records
    that it was merged from. Fields that a class derives from others aren't repeated.

    Args:
        lead: The record.

    Returns:
        JSON, indented and readable in any script; the class of the lead makes the same
        record of it: ``SaasLead.from_dict(json.loads(text))``.

    Raises:
        LeadError: A field of the host holds something that JSON has no word for.

    >>> print(export(Lead(id="L-1", name="سارا"))[:41])
    {
      "id": "L-1",
      "kind": "person",
      "n
    """
    if not is_a(lead, Lead):
        raise LeadError("export of a lead", described(lead), with_article(Lead))
    text = json.dumps(lead.to_dict(), indent=2, ensure_ascii=False, allow_nan=False)
    # Half of a character, which no encoding can write, is escaped as JSON would.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
