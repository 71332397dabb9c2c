/** Cards of papers and the lists they stand in. */
export const PAPERS = `
.days,.pages{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 var(--space-near);font-size:var(--size-small)}
.days a,.pages a,.pages span{padding:var(--space-tight) 0}
.days .later{margin-left:auto;text-align:right}
.pages span{color:var(--faded)}
.choose{margin:0;padding:0;display:flex;flex-wrap:wrap;gap:0 var(--space-block);list-style:none;font-size:var(--size-small)}
.choose a{display:inline-block;padding:var(--space-tight) 0}
.choose a[aria-current]{color:inherit;font-weight:bold;text-decoration:none}
.controls{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:0 var(--space-block);
  margin-top:var(--space-tight);border-top:1px solid var(--rule);padding-top:var(--space-hair);font-size:var(--size-small)}
.controls form{display:flex;flex-wrap:wrap;align-items:center;gap:var(--space-tight);padding:var(--space-hair) 0;min-width:0}
.controls select{font-size:var(--size-small);margin:0;padding:var(--space-hair);min-width:0;max-width:15rem;flex:1 1 8rem}
.plain{background:none;color:var(--press);border:1px solid var(--faded);font-weight:normal;font-size:var(--size-small);
  padding:var(--space-hair) var(--space-near)}
.papers{margin-top:var(--space-near);border-top:1px solid var(--rule);border-bottom:1px solid var(--rule);
  margin-bottom:var(--space-near)}
.paper{padding:var(--space-block) 0}
.paper h2 a{color:inherit;text-decoration:none}
.paper h2 a:hover{text-decoration:underline;text-decoration-thickness:1px;text-underline-offset:3px}
.paper+.paper{border-top:1px solid var(--rule)}
.summary,.abstract p{max-width:36em}
.paper .summary{margin-top:var(--space-tight)}
.abstract summary{list-style:none;padding:var(--space-tight) 0 0}
.abstract summary::-webkit-details-marker{display:none}
.abstract .summary{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;line-clamp:2;overflow:hidden;margin:0}
.abstract .more{display:inline-block;color:var(--press);font-size:var(--size-small);text-decoration:underline;
  padding-top:var(--space-hair)}
.abstract .more::after{content:" +"}
.abstract[open] .more::after{content:" \\2212"}
.abstract[open] .summary{display:none}
.abstract p{margin-top:var(--space-hair);hyphens:auto}
.facts{list-style:none;margin:var(--space-near) 0 0;background:var(--wash);font-size:var(--size-small);
  padding:var(--space-hair) var(--space-tight);display:flex;flex-wrap:wrap;gap:0 var(--space-near)}
.facts li{padding:var(--space-hair) 0}
.facts a{color:inherit;display:inline-block}
.links{margin:var(--space-hair) 0 0;padding:0;display:flex;flex-wrap:wrap;list-style:none;font-size:var(--size-small)}
.links a{display:inline-block;padding:var(--space-tight) 0;margin-right:var(--space-block)}
.topics{list-style:none;margin:var(--space-block) 0 0;padding:0;display:grid;gap:0 var(--space-section);
  grid-template-columns:repeat(auto-fill,minmax(min(100%,17rem),1fr))}
.topics li{border-top:1px solid var(--rule);padding:var(--space-near) 0}
.topics h2{font-size:var(--size-lead)}
.topics p{margin-top:var(--space-hair)}
.lead{font-size:var(--size-lead)}
@media (max-width:480px){
.links a{margin-right:var(--space-near)}
}
@media (min-width:700px){
.summary,.abstract p{font-size:var(--size-lead)}
}
`;
