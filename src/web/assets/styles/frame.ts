/** What stands around every page: masthead, foot, languages, the subscribe strip. */
export const FRAME = `
.masthead{display:flex;flex-wrap:wrap;align-items:baseline;justify-content:space-between;gap:0 var(--space-block);
  padding-bottom:var(--space-tight);border-bottom:3px solid var(--ink);position:relative}
.masthead::after{content:"";position:absolute;left:0;right:0;bottom:-6px;border-bottom:1px solid var(--ink)}
.name{font:bold var(--size-masthead)/var(--line-height-headline) var(--font-headline);margin:0}
.name a{color:inherit;text-decoration:none}
.name a:hover{text-decoration:underline;text-decoration-thickness:1px;text-underline-offset:3px}
.sections{margin:0;padding:0;display:flex;flex-wrap:wrap;gap:0 var(--space-near);list-style:none}
.sections a{display:inline-block;padding:var(--space-tight) 0;color:inherit;white-space:nowrap}
@media (min-width:30em){.sections{gap:0 var(--space-block)}}
.sections a[aria-current]{text-decoration:none;font-weight:bold}
main{display:block;padding:var(--space-section) 0}
.foot{border-top:1px solid var(--ink);padding-top:var(--space-near);color:var(--faded);font-size:var(--size-small)}
.foot p{margin:0;max-width:68ch}
.foot ul{list-style:none;margin:var(--space-tight) 0 0;padding:0;display:flex;flex-wrap:wrap;gap:0 var(--space-block)}
.foot li a{display:inline-block;padding:var(--space-tight) 0}
.skip{position:absolute;left:-99em;background:var(--paper);padding:var(--space-tight)}
.skip:focus{left:var(--space-block);z-index:1}
.languages{display:flex;flex-wrap:wrap;gap:0 var(--space-block)}
.quiet{background:none;color:var(--press);font-weight:normal;font-size:inherit;padding:var(--space-tight) 0;
  text-decoration:underline}
.quiet[aria-current]{color:inherit;font-weight:bold;text-decoration:none}
.strip{border-top:1px solid var(--rule);padding:var(--space-block) 0 var(--space-section)}
.strip form{margin-top:var(--space-near)}
.strip label{font-weight:bold}
.ask{display:flex;flex-wrap:wrap;align-items:stretch;gap:var(--space-tight);margin-top:var(--space-hair)}
.ask input{flex:1 1 15em;min-width:0;margin:0}
@media (max-width:480px){
main{padding-top:var(--space-block)}
}
`;
