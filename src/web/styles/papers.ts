/** Cards of papers and the lists they stand in. */
export const PAPERS = `
.days{display:flex;justify-content:space-between;gap:var(--space-near);font-size:var(--size-small)}
.days a{padding:var(--space-tight) 0}
.days .later{margin-left:auto;text-align:right}
.papers{margin-top:var(--space-block);border-top:1px solid var(--rule);border-bottom:1px solid var(--rule);
  margin-bottom:var(--space-near)}
.paper{padding:var(--space-block) 0}
.paper h2 a{color:inherit;text-decoration:none}
.paper h2 a:hover{text-decoration:underline;text-decoration-thickness:1px;text-underline-offset:3px}
.paper+.paper{border-top:1px solid var(--rule)}
.paper .summary{margin-top:var(--space-tight)}
.summary,.abstract p{max-width:36em}
.facts{background:var(--wash);font-size:var(--size-small);padding:var(--space-hair) var(--space-tight)}
.facts span{display:inline-block}
.links{margin:var(--space-hair) 0 0;padding:0;display:flex;flex-wrap:wrap;list-style:none;font-size:var(--size-small)}
.links a{display:inline-block;padding:var(--space-tight) 0;margin-right:var(--space-block)}
.abstract{font-size:var(--size-small)}
.abstract summary{color:var(--press);width:fit-content}
.abstract p{font-size:var(--size-text);margin-top:var(--space-hair);hyphens:auto}
@media (max-width:480px){
.links a{margin-right:var(--space-near)}
}
@media (min-width:700px){
.summary,.abstract p{font-size:var(--size-lead)}
}
`;
