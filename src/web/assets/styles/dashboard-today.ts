/** The desk's first page: the verdict, the bars of the books, the day on a line of hours. Patterns and shapes before colours. */
export const DASHBOARD_TODAY_STYLES = `
.verdict{font-size:var(--size-lead);border-left:4px solid var(--ink);padding:var(--space-tight) var(--space-near);background:var(--wash)}
.verdict::before{content:"○ ";font-weight:bold}
.verdict.good::before{content:"✓ "}
.verdict.busy::before{content:"▶ "}
.verdict.bad{border-left:10px double var(--press)}
.verdict.bad::before{content:"✗ ";color:var(--press)}
.desk .meta a{display:inline-block;padding:var(--space-tight) 0}
.alerts{list-style:none;padding:0;margin:var(--space-near) 0 0;max-width:75ch}
.alerts>li{border-left:4px solid var(--press);padding-left:var(--space-near);margin-top:var(--space-near)}
.alerts .state{white-space:normal}
.alerts p{margin-top:var(--space-hair)}
.lines{margin:var(--space-near) 0 0;padding-left:0;list-style:none;max-width:75ch}
.lines>li{margin-top:var(--space-hair)}
.patterns{position:absolute;width:0;height:0}
.patterns path,.patterns circle{stroke:var(--ink);stroke-width:1.3;fill:none}
.patterns circle{fill:var(--ink);stroke:none}
#portion-failed path{stroke:var(--press);stroke-width:1.6}
.edition-books{margin-top:var(--space-near)}
.edition-books h3{font-size:var(--size-text)}
.edition-books small{font:var(--size-small)/1.5 var(--font-text)}
.edition-books h3 a,.portions a{display:inline-block;padding:var(--space-hair) 0}
.books-bar{display:block;width:100%;height:28px;margin-top:var(--space-hair)}
.portion{stroke:var(--ink);stroke-width:1;vector-effect:non-scaling-stroke}
.portion.accepted{fill:var(--ink)}
.portion.excluded{fill:url(#portion-excluded)}
.portion.failed{fill:url(#portion-failed);stroke:var(--press);stroke-width:2}
.portion.uncertain{fill:url(#portion-uncertain);stroke-width:2}
.portion.sending{fill:url(#portion-sending)}
.portion.planned,.portion.missing{fill:none}
.portion.missing{stroke:var(--press);stroke-dasharray:3 3}
.portions{display:flex;flex-wrap:wrap;gap:0 var(--space-block);list-style:none;padding:0;margin:var(--space-hair) 0 0;
  font-size:var(--size-small)}
.swatch{width:14px;height:14px;vertical-align:-2px}
.day-drawing{display:block;min-width:720px;width:100%;height:auto}
.day-drawing text,.growth text{fill:var(--faded);font-size:12px;font-family:var(--font-text)}
.day-drawing>g>text{fill:var(--ink)}
.day-drawing .grid,.growth .grid{stroke:var(--rule)}
.day-drawing .now{stroke:var(--press);stroke-dasharray:4 3}
.mark{stroke:var(--ink);fill:none;stroke-width:1.5}
.mark.done{fill:var(--ink)}
.mark.failed{stroke:var(--press);stroke-width:3}
.growth{display:block;min-width:520px;width:100%;max-width:44rem;height:auto;margin-top:var(--space-near)}
.growth .axis{stroke:var(--ink)}
.growth .came{fill:var(--ink)}
.growth .left{fill:url(#portion-excluded);stroke:var(--ink)}
`;
