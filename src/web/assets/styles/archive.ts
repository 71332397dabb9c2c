/** What was trending on other days. */
export const ARCHIVE = `
.month{margin-top:var(--space-section)}
.month ul{list-style:none;margin:var(--space-tight) 0 0;padding:0;
  display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,18rem),1fr));gap:0 var(--space-block)}
.month li{border-top:1px solid var(--rule);display:flex;justify-content:space-between;align-items:baseline}
.month a{padding:var(--space-tight) 0}
.month .meta{margin:0;font-variant-numeric:tabular-nums}
.ranked{list-style:none;margin:var(--space-block) 0 0;padding:0;counter-reset:rank;border-bottom:1px solid var(--rule)}
.ranked>li{counter-increment:rank;border-top:1px solid var(--rule);padding:var(--space-block) 0;
  display:grid;grid-template-columns:2.4em 1fr}
.ranked>li::before{content:counter(rank);font:var(--size-title)/var(--line-height-headline) var(--font-headline);
  color:var(--faded);font-variant-numeric:tabular-nums}
.ranked h2 a{color:inherit;text-decoration:none}
.ranked h2 a:hover{text-decoration:underline;text-decoration-thickness:1px;text-underline-offset:3px}
.ranked p:not(.meta,.facts){max-width:36em}
.by-topic{margin:var(--space-section) 0}
.by-topic section{margin-top:var(--space-block)}
.by-topic ol{margin:var(--space-hair) 0 0;padding-left:1.6em}
.by-topic li::marker{color:var(--faded);font-variant-numeric:tabular-nums}
.by-topic li a{display:block;width:fit-content;padding:var(--space-hair) 0}
@media (max-width:480px){
.ranked>li{grid-template-columns:1.8em 1fr}
}
`;
