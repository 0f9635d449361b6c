"""
What the tests of the funnel share: values that were worked out elsewhere.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from histories import reference_past

from leadkit.funnel.ways.past import Past


@pytest.fixture(scope="session")
def reference() -> dict[str, Any]:
    """
    The groups of inputs and results that other libraries agree on.
    """
    folder = os.environ.get("LEADKIT_DATA")
    if not folder:
        pytest.skip("LEADKIT_DATA doesn't say where the reference values are")
    text = (Path(folder) / "funnel_reference.json").read_text(encoding="utf-8")
    groups: dict[str, Any] = json.loads(text)
    return groups


@pytest.fixture(scope="session")
def twelve(reference: dict[str, Any]) -> Past:
    """
    The reference's history of twelve leads.
    """
    return reference_past(reference["history"])
