"""
The report: one page that holds everything, and loads nothing.
"""

from __future__ import annotations

from .figures import Figures
from .page import report
from .reaching import ANSWERS, counted

__all__ = ["ANSWERS", "Figures", "counted", "report"]
