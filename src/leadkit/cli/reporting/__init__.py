"""
The report: one page that holds everything, and loads nothing.
"""

from __future__ import annotations

from .figures import Figures
from .page import report

__all__ = ["Figures", "report"]
