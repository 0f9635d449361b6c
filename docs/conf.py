"""
Settings of Sphinx; ``nox -s docs`` builds the pages.
"""

from __future__ import annotations

import pkgutil
import runpy
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.errors import ExtensionError

import leadkit

project = "leadkit"
author = "The leadkit authors"
project_copyright = f"2026, {author}"
version = release = version_of("leadkit")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]

html_theme = "furo"
html_title = f"leadkit {release}"
html_static_path = ["_static"]
html_css_files = ["pages.css"]

# A name in single backticks in a docstring links to what it names.
default_role = "any"

# Headings of three levels can be linked to, as on GitHub.
myst_heading_anchors = 3
myst_enable_extensions = ["colon_fence"]

autodoc_default_options = {"members": True}
autodoc_member_order = "bysource"
napoleon_use_ivar = True
# Our Returns sections have no types, and a colon in them is a colon.
napoleon_use_rtype = False

# What is named in docstrings and signatures, and documented elsewhere. No inventories
# are fetched from there, so that the docs can be built without a network.
nitpick_ignore_regex = [
    # Python's own.
    (r"py:class", r"(collections\.abc|datetime|decimal|enum|fractions)\..*"),
    (r"py:class", r"datetime|timedelta|tzinfo"),
    (r"any", r"datetime\.\w+|cache|datetime|isinstance|AttributeError|Decimal|StrEnum"),
    # Members of an enumeration that isn't public.
    (r"any", r"ValueKind\.\w+"),
    # Other libraries.
    (r"any", r"(attrs|transitions)\.\w+"),
    (r"py:class", r"(_pytest|hypothesis|os|pathlib|re|transitions)\..*"),
    (r"py:class", r"(alt|altair|narwhals|nw)\..*"),
    (r"py:class|py:exc", r"SearchStrategy|UsageError"),
    # What is private has no place in the reference.
    (r"py:class", r"leadkit\.[\w.]+\._\w+"),
    # Type variables and aliases are no classes, and have no place in the reference.
    (r"py:class", r"(leadkit\.[\w.]+\.)?[A-Z](_co)?"),
    (
        r"py:class",
        r"(leadkit\.[\w.]+\.)?(Answer|Domains|Entry|Formula|Key|OwnT|PartT|Plot|Scalar)",
    ),
    (r"py:class", r"PermissionCode|Spoken"),
    (r"py:class", r"n\.\w+"),  # a node, in an alias
]


def _find_public_names(_: Any, tree: Any) -> None:
    # Users write leadkit.Lead, and the reference has it where it is defined.
    for link in tree.findall(pending_xref):
        package, _, path = link["reftarget"].partition(".")
        name, *members = path.split(".")
        home = leadkit._HOMES.get(name)  # noqa: SLF001  the table of the lazy imports
        if package == "leadkit" and home not in {None, name}:
            link["reftarget"] = ".".join(["leadkit", home, name, *members])


def _head_modules(_: Any, what: str, name: str, *rest: Any) -> None:
    # A page has several modules, and automodule gives them no headings.
    if what == "module":
        lines = rest[-1]
        lines[:0] = [f".. rubric:: {name}", "    :heading-level: 3", ""]


def _check_complete(*_: Any) -> None:
    # The pages of the reference are lists of modules; none may be forgotten.
    pages = Path(__file__).with_name("reference").glob("*.md")
    listed = {
        line.partition("automodule::")[2].strip()
        for page in pages
        for line in page.read_text(encoding="utf-8").splitlines()
    }
    modules = {
        module.name
        for module in pkgutil.walk_packages(leadkit.__path__, "leadkit.")
        if not module.name.startswith(("leadkit.cli", "leadkit.__main__"))
    }
    forgotten = ", ".join(sorted(modules - listed))
    if forgotten:
        raise ExtensionError(f"docs/reference has no automodule line for {forgotten}")


def _draw_pictures(app: Any) -> None:
    # They are made by leadkit, so they are made before the pages are read.
    pictures = runpy.run_path(str(Path(app.srcdir, "pictures.py")))
    pictures["draw"](Path(app.srcdir, "_pictures"))


def _set_pictures_in(app: Any, tree: Any) -> None:
    # As a part of the page, a picture has its colours, also those of its dark side.
    for image in list(tree.findall(nodes.image)):
        path = Path(app.srcdir, image["uri"])
        if path.parent.name == "_pictures":
            app.env.note_dependency(path)
            svg = path.read_text(encoding="utf-8")
            image.replace_self(nodes.raw("", svg, format="html"))


def _turn_round(app: Any, tree: Any) -> None:
    # The theme writes from the left to the right; pages in Persian don't.
    if app.env.docname.startswith("fa/"):
        begin = nodes.raw("", '<div dir="rtl" lang="fa">', format="html")
        tree.children[:] = [
            begin,
            *tree.children,
            nodes.raw("", "</div>", format="html"),
        ]


def setup(app: Any) -> None:
    app.connect("autodoc-process-docstring", _head_modules)
    app.connect("builder-inited", _check_complete)
    app.connect("builder-inited", _draw_pictures)
    app.connect("doctree-read", _find_public_names)
    app.connect("doctree-read", _set_pictures_in)
    app.connect("doctree-read", _turn_round)
