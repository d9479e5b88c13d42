// The style sheet: one page of CSS, no framework, no font from elsewhere. Colours are named once,
// for light, dark and paper.
#include "pipeline/report/sheet.hpp"

namespace nuskha::report {

std::string_view style_sheet() {
    return R"css(:root {
  --paper: #f7f4ee; --sheet: #fffdf9; --ink: #211e1a; --quiet: #5f584e; --rule: #ddd5c8;
  --accent: #1d4f63; --error: #93231f; --warning: #7d5200; --note: #3f5873; --good: #2f5d3a;
  --error-wash: #f6e4e0; --warning-wash: #f6ecd4; --note-wash: #e5ebf1; --good-wash: #e3eee3;
  --plate: #e9e3d8; --box: #1d6f8f; --outline: #c2410c;
  --serif: "Iowan Old Style", "Palatino Linotype", Palatino, "TeX Gyre Pagella", "Noto Serif", Georgia, serif;
  --sans: "Source Sans 3", "Noto Sans", "Segoe UI", system-ui, -apple-system, "DejaVu Sans", sans-serif;
  --mono: "Source Code Pro", "Noto Sans Mono", Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #161513; --sheet: #1e1c1a; --ink: #e9e4da; --quiet: #a8a093; --rule: #3a362f;
    --accent: #8cc3d8; --error: #f0938a; --warning: #e3b75a; --note: #9dbbdb; --good: #9acb9f;
    --error-wash: #3b211f; --warning-wash: #352a14; --note-wash: #202a35; --good-wash: #1e2d21;
    --plate: #2a2723; --box: #6fc3e3; --outline: #fb923c;
  }
}
* { box-sizing: border-box; }
html { font: 16px/1.5 var(--sans); color: var(--ink); background: var(--paper);
  -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
body { margin: 0 auto; max-width: 84rem; padding: 0 clamp(1rem, 4vw, 3rem) 3rem; }
h1, h2, h3 { font-family: var(--serif); font-weight: 500; line-height: 1.2; text-wrap: balance; }
h1 { font-size: clamp(1.7rem, 1.2rem + 2.4vw, 2.7rem); margin: .2rem 0 .4rem; letter-spacing: -.01em;
  overflow-wrap: anywhere; }
h2 { font-size: 1.4rem; margin: 0 0 .7rem; }
h3 { font-size: 1rem; margin: 0 0 .4rem; }
section, .pictures { margin: 2.6rem 0 0; padding-top: 1.1rem; border-top: 1px solid var(--rule); }
a { color: var(--accent); text-underline-offset: .18em; text-decoration-thickness: 1px; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
code { font: .86em/1.4 var(--mono); overflow-wrap: anywhere; }
.codes code { white-space: nowrap; }
small { font-size: .8em; color: var(--quiet); font-weight: 400; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--sheet); padding: .5rem 1rem; z-index: 9; }
.masthead { padding: clamp(1.5rem, 4vw, 3.2rem) 0 1.2rem; border-bottom: 3px double var(--rule); }
.page .masthead, .item .masthead { padding-top: 1.4rem; }
.kicker { margin: 0; font-size: .85rem; letter-spacing: .04em; color: var(--quiet); }
.verdict { margin: 0; font: 1.1rem/1.45 var(--serif); color: var(--quiet); }
.crumbs { font-size: .95rem; }
.crumbs a + a::before { content: "›"; display: inline-block; padding: 0 .5em 0 .2em; color: var(--quiet);
  text-decoration: none; }
.aside, figcaption { color: var(--quiet); font-size: .9rem; }
.aside { margin: -.3rem 0 1rem; }
footer { margin-top: 3rem; border-top: 1px solid var(--rule); font-size: .85rem; color: var(--quiet); }

.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(7.2rem, 1fr)); gap: 1rem 1.2rem;
  margin: 1.5rem 0 1.8rem; }
.figures > div { display: flex; flex-direction: column-reverse; justify-content: flex-end; }
.figures dt { font-size: .85rem; color: var(--quiet); }
.figures dd { margin: 0; font: 2rem/1.15 var(--serif); font-variant-numeric: lining-nums tabular-nums; }
.figures .none dd { color: var(--quiet); }
.figures .error dd { color: var(--error); } .figures .warning dd { color: var(--warning); }
.figures .note dd { color: var(--note); } .figures .sealed dd { color: var(--good); }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 15rem), 1fr));
  gap: .6rem 2rem; margin: 1rem 0; font-size: .93rem; }
.facts dt { font-size: .8rem; color: var(--quiet); }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.digests { grid-template-columns: 1fr; }
.digest { font-size: .78rem; word-break: break-all; }
.measures { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); margin: 1.4rem 0 0;
  border: 1px solid var(--rule); background: var(--sheet); }
.measures > div { padding: .55rem .9rem .6rem; box-shadow: 1px 1px 0 var(--rule); }
.measures dt { font-size: .8rem; color: var(--quiet); }
.measures dd { margin: 0; font: 1.3rem/1.3 var(--serif); font-variant-numeric: lining-nums tabular-nums; }
.measures i { font-size: .95rem; color: var(--quiet); }
.measures + .pictures { border-top: 0; margin-top: .6rem; }

.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .93rem; }
th, td { text-align: start; vertical-align: top; padding: .45rem 1.1rem .45rem 0; border-bottom: 1px solid var(--rule); }
thead th { font-size: .8rem; font-weight: 400; color: var(--quiet); white-space: nowrap; padding-bottom: .25rem; }
tbody th { font-weight: 500; }
.items tbody th { min-width: 5.5rem; }
tbody th small { display: block; }
.n { text-align: end; font-variant-numeric: tabular-nums; }
td.path { font-size: .85rem; color: var(--quiet); overflow-wrap: anywhere; }
.version { white-space: nowrap; color: var(--ink); }
.numbers { font-size: .86rem; color: var(--quiet); }
.numbers b { font-weight: 600; color: var(--ink); font-variant-numeric: tabular-nums; }
.tag { display: inline-block; padding: 0 .5em; border-radius: 2px; font-size: .8rem; line-height: 1.5;
  white-space: nowrap; background: var(--note-wash); color: var(--note); }
.tag.error, .tag.held { background: var(--error-wash); color: var(--error); }
.tag.warning, .tag.waiting { background: var(--warning-wash); color: var(--warning); }
.tag.sealed, .tag.unchanged { background: var(--good-wash); color: var(--good); }

.findings { list-style: none; padding: 0; margin: 1.4rem 0 0; display: grid; gap: .7rem; }
.findings li { padding: .6rem 1rem .7rem; background: var(--sheet); border: 1px solid var(--rule); }
.findings p { margin: 0; }
.findings .head { font-size: .9rem; }
.findings .place { color: var(--quiet); overflow-wrap: anywhere; }
.findings .sentence { font: 1.08rem/1.45 var(--serif); margin: .25rem 0; overflow-wrap: anywhere; }
.findings .advice { font-size: .92rem; color: var(--quiet); }
.findings .advice b { font-weight: 600; color: var(--ink); }

.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); gap: 1.6rem 2.4rem;
  margin-top: 1.4rem; }
figure { margin: 0; }
.chart { display: block; width: 100%; height: auto; }
.bar { fill: var(--accent); opacity: .8; } .bar:hover { opacity: 1; }
.axis { stroke: var(--quiet); stroke-width: 1; } .median { stroke: var(--outline); stroke-width: 1.25; }
.tick { font: 9.5px var(--sans); fill: var(--quiet); }
.courses { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.4rem; }
.courses h3 { margin-bottom: .1rem; }
.course { display: block; width: 100%; min-width: 46rem; height: auto; }
.band { fill: var(--sheet); } .band.odd { fill: var(--plate); opacity: .55; }
.course a:hover .band { fill: var(--note-wash); opacity: 1; }
.grid { stroke: var(--rule); stroke-width: .75; }
.limit { fill: none; stroke: var(--error); stroke-width: 1; stroke-dasharray: 5 3; opacity: .75; }
.point { fill: var(--accent); } .range { fill: none; stroke: var(--accent); stroke-width: 1.6; opacity: .45; }
.point.flagged { fill: var(--outline); stroke: var(--sheet); stroke-width: .8; }
.range.flagged { stroke: var(--outline); opacity: .85; }
.course a:hover .point { stroke: var(--ink); stroke-width: 1.5; }
.status { display: block; width: 100%; height: 14px; }
.status .error, .swatch.error { fill: var(--error); background: var(--error); }
.status .warning, .swatch.warning { fill: #c08a1e; background: #c08a1e; }
.status .note, .swatch.note { fill: #7d95b0; background: #7d95b0; }
.status .clean, .swatch.clean { fill: var(--plate); background: var(--plate); }
.swatch { display: inline-block; width: .8em; height: .8em; margin-inline-end: .45em; border: 1px solid var(--rule); }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .3rem 1.6rem; padding: 0; margin: .5rem 0 0;
  font-size: .9rem; color: var(--quiet); }
.legend b { color: var(--ink); font-weight: 600; }

.filters { display: flex; flex-wrap: wrap; align-items: end; gap: .7rem 1rem; margin: 0 0 1.2rem; padding: .8rem 0 1rem;
  border-block: 1px solid var(--rule); }
.filters[hidden] { display: none; }
fieldset { border: 0; padding: 0; margin: 0; flex: 1 1 100%; display: flex; flex-wrap: wrap; gap: .4rem; align-items: center; }
legend { float: left; margin-inline-end: .8rem; padding: 0; font-size: .9rem; color: var(--quiet); }
.break { flex-basis: 100%; }
.chip, .filters [type=reset] { font: .88rem/1.4 var(--sans); color: var(--ink); background: var(--sheet);
  border: 1px solid var(--rule); border-radius: 2px; padding: .25rem .65rem; min-height: 2rem; cursor: pointer; }
.chip b { font-weight: 600; color: var(--quiet); font-variant-numeric: tabular-nums; }
.chip:hover, .filters [type=reset]:hover { border-color: var(--accent); }
.chip[aria-pressed=true] { background: var(--accent); border-color: var(--accent); color: var(--sheet); }
.chip[aria-pressed=true] b { color: inherit; }
.field span { display: block; font-size: .8rem; color: var(--quiet); }
.field select, .field input { font: inherit; font-size: .93rem; color: inherit; background: var(--sheet);
  border: 1px solid var(--quiet); border-radius: 2px; padding: .25rem .5rem; min-height: 2rem; max-width: 16rem; }
.count { margin: 0; margin-inline-start: auto; font-size: .9rem; color: var(--quiet); }
.cards { list-style: none; margin: 0; padding: 0; display: grid; gap: 1.3rem 1.1rem;
  grid-template-columns: repeat(auto-fill, minmax(min(9.5rem, 43%), 1fr)); }
.card { content-visibility: auto; contain-intrinsic-size: auto 16rem; min-width: 0; }
.card[hidden] { display: none; }
.card a { display: block; color: inherit; text-decoration: none; }
.thumb { display: flex; align-items: center; justify-content: center; aspect-ratio: 4 / 5; padding: .5rem;
  background: var(--plate); border-bottom: 3px solid transparent; }
.thumb img { max-width: 100%; max-height: 100%; width: auto; height: auto; object-fit: contain;
  box-shadow: 0 1px 4px rgb(0 0 0 / .28); }
.card.error .thumb { border-color: var(--error); } .card.warning .thumb { border-color: #c08a1e; }
.card.note .thumb { border-color: #7d95b0; }
.card a:hover .label { text-decoration: underline; text-underline-offset: .18em; }
.reason { font: .92rem/1.4 var(--serif); font-style: italic; text-align: center; color: var(--quiet); padding: .4rem; }
.label { display: block; margin-top: .4rem; font-size: .88rem; line-height: 1.3; overflow: hidden; text-overflow: ellipsis;
  white-space: nowrap; }
.meta { display: flex; justify-content: space-between; gap: .4rem; font-size: .82rem; color: var(--quiet);
  font-variant-numeric: tabular-nums; margin-top: .1rem; }
.pager, .turn { display: flex; gap: .4rem 1.4rem; align-items: baseline; font-size: .95rem; margin-top: 1.4rem; }
.turn { float: inline-end; margin: 0 0 0 2rem; }
.turn span, .pager span { color: var(--quiet); font-variant-numeric: tabular-nums; }
[rel=prev]::before { content: "← "; } [rel=next]::after { content: " →"; }

.pictures > input { accent-color: var(--accent); width: 1.05rem; height: 1.05rem; vertical-align: -.2rem; margin: 0 .4rem 0 0; }
.pictures > label { margin-inline-end: 1.6rem; font-size: .93rem; }
.plates { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 1.4rem;
  align-items: start; margin-top: .8rem; }
.plate { background: var(--plate); padding: clamp(.5rem, 1.6vw, 1.2rem); }
.stage { position: relative; width: fit-content; max-width: 100%; margin: 0 auto; line-height: 0;
  box-shadow: 0 1px 6px rgb(0 0 0 / .3); }
.stage img { display: block; max-width: 100%; max-height: 88vh; width: auto; height: auto; }
.stage svg { position: absolute; inset: 0; width: 100%; height: 100%; }
.stage path { fill: none; vector-effect: non-scaling-stroke; stroke-width: 1.25; stroke: var(--box); }
.stage .outline { stroke: var(--outline); stroke-width: 1.5; }
.stage .head { stroke: var(--outline); stroke-width: 4; }
.stage .boxes .t0 { stroke: #1d6f8f; } .stage .boxes .t1 { stroke: #a86400; fill: rgb(214 150 20 / .22); }
.stage .boxes .t2 { stroke: #b3261e; fill: rgb(190 40 30 / .22); }
#show-outline:not(:checked) ~ .plates .outline, #show-outline:not(:checked) ~ .plates .head,
#show-words:not(:checked) ~ .plates .boxes { display: none; }
.plate figcaption { margin-top: .7rem; color: var(--ink); }
.missing { display: grid; place-items: center; min-height: 16rem; padding: 1.5rem; background: var(--sheet);
  border: 1px dashed var(--quiet); }
.missing p { margin: 0; max-width: 32ch; text-align: center; font: italic 1.1rem/1.45 var(--serif); color: var(--quiet);
  overflow-wrap: anywhere; }

.reading { font: 1.1rem/1.65 var(--serif); background: var(--sheet); border: 1px solid var(--rule);
  padding: 1rem clamp(1rem, 3vw, 2.2rem); overflow-wrap: anywhere; max-width: 54rem; }
.reading p { margin: 0 0 1rem; max-width: 46rem; }
.reading p[dir=rtl] { margin-inline-end: auto; margin-inline-start: 0; font-size: 1.2rem; }
.reading p:last-child { margin-bottom: 0; }
.line { display: block; unicode-bidi: isolate; }
.doubt { border-bottom: 2px dotted var(--warning); }
.poor { background: var(--error-wash); border-bottom: 2px solid var(--error); }
details { margin-top: 1rem; font-size: .93rem; } .plain { columns: 20rem; }
.data { margin-top: 2.6rem; font-size: .93rem; }

@media (max-width: 40rem) {
  .turn { float: none; margin: .5rem 0 0; justify-content: space-between; }
  .course { min-width: 62rem; }
  .codes thead { display: none; }
  .codes tr { display: grid; grid-template-columns: auto 1fr auto; gap: .1rem .6rem; padding: .6rem 0;
    border-bottom: 1px solid var(--rule); }
  .codes th, .codes td { border: 0; padding: 0; }
  .codes td:nth-child(n + 4) { grid-column: 1 / -1; }
  .codes td:nth-child(4) { color: var(--quiet); }
  .items td.path, .items thead th:last-child { display: none; }
  .figures { grid-template-columns: repeat(3, 1fr); }
  .facts:not(.digests) { grid-template-columns: 1fr 1fr; gap: .6rem 1.2rem; }
  .measures { grid-template-columns: 1fr 1fr; }
}
@media print {
  :root { --paper: #fff; --sheet: #fff; --ink: #000; --quiet: #444; --rule: #bbb; --accent: #000; --plate: #f3f3f3; }
  html { font-size: 10pt; } body { max-width: none; padding: 0; }
  .filters, .turn, .pager, .keys, .skip, .pictures > input, .pictures > label { display: none; }
  .card { content-visibility: visible; break-inside: avoid; } figure, tr, .findings li { break-inside: avoid; }
  .stage img { max-height: 60vh; } a { text-decoration: none; }
}
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
)css";
}

}  // namespace nuskha::report
