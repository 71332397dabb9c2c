/** The page of one paper, with its drawings. */
export const PAPER = `
.whole>h1{margin-bottom:var(--space-tight)}
.authors{margin-top:0}
.part{margin-top:var(--space-section);border-top:1px solid var(--rule);padding-top:var(--space-near)}
.part h2{font-size:var(--size-lead)}
.part .text{font-size:var(--size-lead);max-width:68ch;hyphens:auto;margin-top:var(--space-tight)}
.charts{display:grid;gap:var(--space-near) var(--space-section);margin-top:var(--space-near);
  grid-template-columns:repeat(auto-fill,minmax(min(100%,17rem),1fr))}
figure{margin:0}
figcaption{font-size:var(--size-small)}
.chart{display:block;width:100%;height:auto;max-width:26rem}
.chart text{fill:var(--faded);font-size:12px;font-family:var(--font-text)}
.chart .axis{stroke:var(--faded)}
.chart .grid{stroke:var(--rule)}
.chart polyline{fill:none;stroke:var(--press);stroke-width:2;stroke-linejoin:round}
.chart circle{fill:var(--press)}
.scrolls{overflow-x:auto}
table{border-collapse:collapse;font-size:var(--size-small);margin-top:var(--space-tight)}
th,td{text-align:right;font-variant-numeric:tabular-nums;padding:var(--space-hair) var(--space-near) var(--space-hair) 0;
  border-bottom:1px solid var(--rule);font-weight:normal}
th:first-child{text-align:left}
.inline{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:0 var(--space-near)}
.similar{list-style:none;margin:0;padding:0}
.similar li{padding:var(--space-tight) 0}
.similar p{margin:0}
`;
