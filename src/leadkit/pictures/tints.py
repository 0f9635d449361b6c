"""
The tints of pictures, and the style sheet that lets a page choose them.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from ..markup import Html

Tint: TypeAlias = Literal["", "forward", "exit", "back", "talk"]

#: Tints that can be seen on white and on black.
TINTS: dict[Tint, str] = {
    "": "",
    "forward": "#2b7bba",
    "exit": "#c8553d",
    "back": "#8a63c9",
    "talk": "#a8790a",
}
# Pictures in a page are as wide as there is room; a file of its own knows the viewer's
# wish for dark, and paints its own ground, since its ink has to be seen on it.
STYLE = Html(
    "svg.leadkit:not(:root){display:block;width:100%;max-width:30rem;height:auto}"
    + "".join(
        f"svg.leadkit .{tint}{{color:var(--leadkit-{tint},{colour})}}"
        for tint, colour in TINTS.items()
        if tint
    )
    + "svg.leadkit:root{color-scheme:light dark;color:#1d1f21;background:#fff}"
    "@media (prefers-color-scheme:dark){"
    "svg.leadkit:root{color:#e6e4df;background:#16181b}}"
)
