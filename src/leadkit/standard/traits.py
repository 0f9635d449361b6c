"""
The traits that the standard playbook reads: what people find out about a lead.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..mapping import FrozenMap

# What sales and marketing find out about a lead; a lead without them is just not known.
TRAITS: Mapping[str, type] = FrozenMap(
    {
        # fit: who the lead is
        "company_size": int,
        "decision_maker": bool,
        "target_industry": bool,
        "free_mail": bool,
        "competitor": bool,
        # what sales confirmed in a conversation: need, budget, authority, timeline
        "need": bool,
        "budget": bool,
        "authority": bool,
        "timeline": bool,
    }
)
