/** Subscribing, preferences, previews, and what readers do with what is theirs. */
export const SUBSCRIBER_PAGES = `
body:has(.beside){max-width:1120px}
.beside form:first-child>fieldset:first-of-type{margin-top:var(--space-block)}
details.rest{margin-top:var(--space-block)}
.rest summary{padding:var(--space-tight) 0}
.rest>fieldset{margin-top:var(--space-block)}
.narrow a{display:inline-block;padding:var(--space-tight) 0}
.last{margin-top:var(--space-section)}
.lead{font-size:var(--size-lead);max-width:60ch}
.preview{border-top:3px solid var(--ink);margin-top:var(--space-section);padding-top:var(--space-near)}
.preview button{margin-top:var(--space-near)}
.picks{list-style:none;margin:var(--space-near) 0 0;padding:0}
.picks li{border-top:1px solid var(--rule);padding:var(--space-near) 0}
.picks h3 a{color:inherit;text-decoration:none}
.picks h3 a:hover{text-decoration:underline}
.picks p{margin-top:var(--space-hair)}
.reason{background:var(--wash);font-size:var(--size-small);padding:var(--space-hair) var(--space-tight)}
.marks a{display:inline-block;font-size:var(--size-small);padding:var(--space-tight) 0}
.fresh,.unsaved{font-size:var(--size-small);font-weight:bold}
.unsaved{border-left:3px solid var(--ink);padding-left:var(--space-tight)}
.gone{font-size:var(--size-small);color:var(--faded)}
.gone ul{margin:0;padding-left:var(--space-block)}
.away{position:absolute;left:-99em;top:auto;width:1px;height:1px;overflow:hidden}
.row{display:flex;flex-wrap:wrap;align-items:end;gap:var(--space-near);margin-top:var(--space-near)}
.row label{display:block;font-weight:bold}
.row input{margin-top:var(--space-hair)}
.row .grow{flex:1 1 15em;min-width:0}
.row .grow input{width:100%}
input[type=date]{font:var(--size-lead)/var(--line-height-text) var(--font-text);color:inherit;background:var(--paper);
  border:1px solid var(--faded);border-radius:2px;padding:var(--space-tight);max-width:100%}
button.second{background:none;color:var(--press);border:1px solid var(--press)}
.own{border-top:1px solid var(--rule);margin-top:var(--space-section);padding-top:var(--space-block)}
.beside .actions{justify-content:flex-start}
.beside .actions a{margin-left:auto}
.own form+form{margin-top:var(--space-near)}
.own details{margin-top:var(--space-near)}
.rather{border-top:1px solid var(--rule);margin-top:var(--space-section);padding-top:var(--space-block)}
.ways{list-style:none;margin:var(--space-near) 0 0;padding:0;display:flex;flex-wrap:wrap;gap:0 var(--space-block)}
.ways a{display:inline-block;padding:var(--space-tight) 0}
.rather h2{margin-top:var(--space-block)}
.sent-day{margin-top:var(--space-section)}
.sent-day ul{margin:var(--space-tight) 0 0;padding-left:var(--space-block)}
.sent-day li{padding:var(--space-hair) 0}
@media (max-width:480px){
.choice small{display:none}
}
@media (min-width:960px){
.narrow{display:none}
.beside{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,25rem);gap:0 var(--space-page)}
.beside>.preview{margin-top:var(--space-block);align-self:start;position:sticky;top:var(--space-block);
  max-height:calc(100vh - 2*var(--space-block));overflow-y:auto}
}
`;
