"""
Settings of Sphinx; ``nox -s docs`` builds the pages.
"""

from __future__ import annotations

from importlib.metadata import version as version_of

project = "leadkit"
author = "The leadkit authors"
project_copyright = "2026, The leadkit authors"
release = version_of("leadkit")
version = release

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"leadkit {release}"

# A single-quoted name in a docstring is a link to what it names.
default_role = "any"

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_default_options = {"members": True}
napoleon_use_ivar = True
napoleon_use_rtype = False
