"""
The standard temperature: how interested a lead is now.
"""

from __future__ import annotations

from ..grading import Temperature
from ..rules.activities import activity


def temperature() -> Temperature:
    """
    Build the temperature: warm after several interactions, hot if it then asks us.
    """
    # Warm: several interactions of the last month (webinar, download, reply ...).
    interactions = activity(
        "page_viewed",
        "content_downloaded",
        "cta_clicked",
        "form_submitted",
        "email_clicked",
        "email_replied",
        "social_engaged",
        "webinar_attended",
        "trial_started",
        "price_requested",
        "demo_requested",
        "call_held",
        "meeting_held",
        "chat_held",
    ).within(days=30)
    warm = interactions.count() >= 3
    # Hot: warm, and a recent high-intent act (demo or price request, call).
    asked = activity("demo_requested", "price_requested", "call_held").within(days=14)
    return Temperature(hot=warm & (asked.count() >= 1), warm=warm)
