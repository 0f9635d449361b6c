"""
Persian as a test sees it: without the isolates, or without what stands in them.
"""

import re

INNERMOST = re.compile("[\u2066\u2068][^\u2066-\u2069]*\u2069")


def plain(text):
    """
    A text without its isolates, which nobody sees.
    """
    return re.sub("[\u2066-\u2069]", "", text)


def prose(text):
    """
    A text without its isolates and all that stands in them.
    """
    while INNERMOST.search(text):
        text = INNERMOST.sub("", text)
    return text
