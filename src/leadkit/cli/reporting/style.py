"""
How the report looks: on a telephone, on a desk, in the dark and on paper.
"""

from __future__ import annotations

from ...markup import Html

# Texts have a contrast of more than 4.5 to their ground, in both.
_LIGHT = (
    "--ground:#fdfcf9;--ink:#1f2225;--faint:#575c63;--rule:#dcd9d1;--soft:#f3f1ea;"
    "--link:#1d5c8f;--leadkit-forward:#2b7bba;--leadkit-exit:#c8553d;"
    "--leadkit-back:#7d55bd;--leadkit-talk:#a8790a"
)
_DARK = (
    "--ground:#15171a;--ink:#e7e4dd;--faint:#a6aab0;--rule:#33373c;--soft:#1d2024;"
    "--link:#86b9e4;--leadkit-forward:#4f9bd6;--leadkit-exit:#e07a62;"
    "--leadkit-back:#a888e0;--leadkit-talk:#d0a13a"
)

STYLE = Html(
    f":root{{color-scheme:light dark;{_LIGHT}}}"
    f"@media (prefers-color-scheme:dark){{:root{{{_DARK}}}}}"
    """
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-behavior:smooth}
body{margin:0 auto;max-width:70rem;padding:1.5rem clamp(1rem,4vw,3rem) 4rem;
background:var(--ground);color:var(--ink);
font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",
"Liberation Sans",sans-serif;overflow-wrap:break-word}
h1,h2,h3{line-height:1.2;text-wrap:balance;margin:0}
h1{font-size:clamp(1.9rem,6vw,3rem);font-weight:300;letter-spacing:-.02em;
margin-top:1.5rem}
h2{font-size:1.5rem;font-weight:400;letter-spacing:-.01em}
h3{font-size:1rem;font-weight:600;margin-top:1.5rem}
p{margin:.6rem 0;max-width:40rem}
a{color:var(--link);text-underline-offset:.2em}
small,figcaption,caption,.lead,footer{color:var(--faint)}
code{font-family:ui-monospace,"Liberation Mono",Consolas,monospace;font-size:.86em;
overflow-wrap:anywhere}
section{border-top:1px solid var(--rule);margin-top:3rem;padding-top:1.25rem;
scroll-margin-top:1rem}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;margin:1.5rem 0 0;
padding:0;font-size:.94rem}
nav a{display:inline-block;padding:.2rem 0}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(7.5rem,1fr));
gap:1rem 1.5rem;margin:1.75rem 0 0}
.tiles div{display:flex;flex-direction:column-reverse;border-top:2px solid var(--ink);
padding-top:.5rem}
.tiles dd{margin:0;font-size:1.9rem;font-weight:300;line-height:1.15;
font-variant-numeric:tabular-nums}
.tiles dt{color:var(--faint);font-size:.88rem}
.beside{display:grid;gap:1.5rem 3rem;align-items:start;
grid-template-columns:repeat(auto-fit,minmax(min(100%,21rem),1fr))}
.roomy{grid-template-columns:repeat(auto-fit,minmax(min(100%,29rem),1fr))}
.beside>*{min-width:0}
figure{margin:1rem 0 0}
figure h3{margin:0 0 .5rem}
figcaption,caption{font-size:.88rem;text-align:start}
figcaption{max-width:30rem;margin-top:.4rem}
.wide{overflow-x:auto;margin-top:1rem;max-width:100%}
.wide:focus-visible,summary:focus-visible,a:focus-visible{outline:2px solid var(--link);
outline-offset:2px}
table{border-collapse:collapse;min-width:60%;font-size:.94rem}
caption{padding-bottom:.35rem}
th,td{padding:.32rem .8rem .32rem 0;text-align:start;vertical-align:top;
border-bottom:1px solid var(--rule)}
th:last-child,td:last-child{padding-inline-end:.1rem}
tbody th{padding-inline-end:1.2rem}
thead th{font-size:.84rem;font-weight:400;color:var(--faint);vertical-align:bottom;
white-space:nowrap}
tbody th{font-weight:400;white-space:nowrap}
.number{text-align:end;white-space:nowrap;font-variant-numeric:tabular-nums}
.reason{display:block;min-width:11rem}
.heat{display:inline-block;min-width:4.8rem;padding:.05rem .4rem;border-radius:.2rem;
background:color-mix(in srgb,var(--leadkit-forward) calc(var(--part)*45%),transparent)}
.heat small{color:inherit;opacity:.85}
details{border-top:1px solid var(--rule);padding:.6rem 0}
details:first-of-type{margin-top:1rem}
summary{cursor:pointer;padding:.2rem 0}
summary .brief{color:var(--faint);margin-inline-start:.75rem}
details>.beside{padding-bottom:.5rem}
.story{list-style:none;margin:1rem 0;padding:0 0 0 1rem;border-left:2px solid
var(--rule);max-width:44rem}
.story li{padding:.18rem 0}
.terms{margin:1rem 0 0;display:grid;gap:.6rem 3rem;
grid-template-columns:repeat(auto-fit,minmax(min(100%,21rem),1fr))}
.terms dt{font-weight:600;display:flex;gap:1rem;justify-content:space-between}
.terms dt span{font-weight:400;color:var(--faint)}
.terms dd{margin:0}
footer{border-top:1px solid var(--rule);margin-top:3rem;font-size:.88rem}
@media screen and (max-width:35rem){
table{font-size:.8rem}
th,td,tbody th{padding-inline-end:.3rem}
thead th{font-size:.74rem}
thead .number,tbody th{white-space:normal}
.heat{min-width:0;padding-inline:.25rem}
}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
@media print{
"""
    f":root{{color-scheme:light;{_LIGHT};--ground:#fff}}"
    """
@page{margin:16mm}
html{font-size:10pt}
body{max-width:none;padding:0}
nav{display:none}
section{break-before:auto;margin-top:1.5rem}
h2,h3,summary{break-after:avoid}
figure,tr,.tiles{break-inside:avoid}
.beside{grid-template-columns:1fr 1fr;gap:1rem 2rem}
.beside:has(.wide){grid-template-columns:1fr}
.wide{overflow:visible}
summary{list-style:none}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
"""
)
