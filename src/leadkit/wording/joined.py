"""
Which records are about one person, and which was merged into which, in words.

What records share is personal data, so it is named by its key alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..matching import Duplicates
from ..redirects import Tombstone
from .phrases import Voice


def duplicates(told: Duplicates[Any], voice: Voice) -> str:
    """
    Say which records seem to be one, and what they share, without its value.
    """
    names = [voice.words.quoted(one) for one in told.ids]
    keys = [_key(one, voice) for one in told.keys]
    return voice.say("alike", _all(names, voice), _all(keys, voice))


def _key(name: str, voice: Voice) -> str:
    return voice.say("name") if name == "name" else voice.words.named(name)


def _all(names: Sequence[str], voice: Voice) -> str:
    *rest, last = names
    return voice.say("and", voice.listed(rest), last) if rest else last


def tombstone(told: Tombstone, voice: Voice) -> str:
    """
    Say where a record is now, and where it stood.
    """
    words = voice.words
    ids = words.quoted(told.id), words.quoted(told.into)
    return voice.say("tombstone", *ids, words.term(told.stage))
