import { createHash } from 'node:crypto';
import { cssVariables } from '../../templates/theme.ts';

/** Everything below speaks in the tokens of templates/theme.ts, which also carry the dark scheme. */
const RULES = `
*,::before,::after{box-sizing:border-box}
html{background:var(--paper);color:var(--ink);font:var(--size-text)/var(--line-height-text) var(--font-text);
  -webkit-text-size-adjust:100%;text-size-adjust:100%}
body{max-width:680px;margin:0 auto;padding:var(--space-block);overflow-wrap:anywhere}
h1,h2,h3{font-family:var(--font-headline);line-height:var(--line-height-headline);margin:0}
h1{font-size:var(--size-heading);text-wrap:balance}
h2{font-size:var(--size-title)}
h3{font-size:var(--size-lead)}
p{margin:var(--space-near) 0 0}
a{color:var(--press)}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:2px solid var(--press);outline-offset:3px}
code,pre{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:var(--size-small)}
pre{background:var(--wash);margin:var(--space-near) 0 0;padding:var(--space-near);overflow-x:auto}
pre.wrapped{white-space:pre-wrap}
summary{cursor:pointer;padding:var(--space-hair) 0}

.masthead{display:flex;flex-wrap:wrap;align-items:baseline;justify-content:space-between;gap:0 var(--space-block);
  padding-bottom:var(--space-tight);border-bottom:3px solid var(--ink);position:relative}
.masthead::after{content:"";position:absolute;left:0;right:0;bottom:-6px;border-bottom:1px solid var(--ink)}
.name{font:bold var(--size-masthead)/var(--line-height-headline) var(--font-headline);margin:0}
.name a,.paper h2 a{color:inherit;text-decoration:none}
.name a:hover,.paper h2 a:hover{text-decoration:underline;text-decoration-thickness:1px;text-underline-offset:3px}
.pages{margin:0;padding:0;display:flex;list-style:none}
.pages li+li{margin-left:var(--space-block)}
.pages a{display:inline-block;padding:var(--space-tight) 0;color:inherit}
.pages a[aria-current]{text-decoration:none;font-weight:bold}
main{display:block;padding:var(--space-section) 0}
.foot{border-top:1px solid var(--ink);padding-top:var(--space-near);color:var(--faded);font-size:var(--size-small)}
.foot p{margin:0}

.meta{color:var(--faded);font-size:var(--size-small);margin-top:var(--space-hair)}
.days{display:flex;justify-content:space-between;gap:var(--space-near);font-size:var(--size-small)}
.days a{padding:var(--space-tight) 0}
.days .later{margin-left:auto;text-align:right}
.papers{margin-top:var(--space-block);border-top:1px solid var(--rule);border-bottom:1px solid var(--rule);
  margin-bottom:var(--space-near)}
.paper{padding:var(--space-block) 0}
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

.notice p{font-size:var(--size-lead);max-width:60ch}
.notice .small{font-size:var(--size-text);color:var(--faded)}
button,.button{display:inline-block;border:0;border-radius:2px;background:var(--press);color:var(--paper);
  font:bold var(--size-text)/var(--line-height-text) var(--font-text);padding:var(--space-near) var(--space-block);
  text-decoration:none;cursor:pointer}
button:hover,.button:hover{filter:brightness(1.12)}
form.single{margin-top:var(--space-block)}

fieldset{border:0;border-top:1px solid var(--rule);margin:var(--space-section) 0 0;padding:var(--space-block) 0 0;
  min-width:0}
legend{float:left;width:100%;padding:0 0 var(--space-tight)}
legend+*{clear:both}
fieldset fieldset{border:0;margin:var(--space-block) 0 0;padding:0}
.hint{color:var(--faded);margin-top:0}
.choices{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,17rem),1fr));gap:0 var(--space-block);
  margin-top:var(--space-tight)}
.choice{display:grid;grid-template-columns:auto 1fr;gap:0 var(--space-tight);align-items:start;
  padding:var(--space-tight) 0}
.choice input{width:18px;height:18px;margin:2px 0 0;accent-color:var(--press)}
.choice small{display:block;color:var(--faded);font-size:var(--size-small)}
.field{margin-top:var(--space-block)}
.field>label,.label{display:block;font-weight:bold;font-size:var(--size-text);font-family:var(--font-text)}
.fields{display:flex;flex-wrap:wrap;gap:0 var(--space-block)}
input[type=number],select,textarea{font:var(--size-lead)/var(--line-height-text) var(--font-text);color:inherit;
  background:var(--paper);border:1px solid var(--faded);border-radius:2px;padding:var(--space-tight);
  margin-top:var(--space-hair);max-width:100%}
textarea{display:block;width:100%;resize:vertical}
input[type=number]{width:6em}
.problem{color:var(--press);font-weight:bold;margin-top:var(--space-hair)}
[aria-invalid=true]{border:2px solid var(--press)!important}
.note{border-left:3px solid var(--ink);background:var(--wash);padding:var(--space-near);margin-top:var(--space-block)}
.note p,.note ul{margin:0}
.note ul{padding-left:var(--space-block)}
.note.bad{border-color:var(--press)}
.actions{margin-top:var(--space-section);padding-top:var(--space-block);border-top:1px solid var(--rule);
  display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:var(--space-near)}
.actions a{padding:var(--space-tight) 0}

.mails{list-style:none;margin:var(--space-block) 0 0;padding:0;border-bottom:1px solid var(--rule)}
.mails li{border-top:1px solid var(--rule);padding:var(--space-near) 0}
.mails a{display:inline-block;padding:var(--space-hair) 0;font-weight:bold}
.mails .meta{margin:0}
dl{display:grid;grid-template-columns:auto 1fr;gap:var(--space-hair) var(--space-block);margin:var(--space-near) 0 0;
  font-size:var(--size-small)}
dt{color:var(--faded)}
dd{margin:0;min-width:0}
iframe{display:block;width:100%;height:80vh;margin:var(--space-block) 0;border:1px solid var(--rule);
  background:var(--paper)}
.back{display:inline-block;padding:var(--space-tight) 0;font-size:var(--size-small)}

@media (max-width:480px){
.links a{margin-right:var(--space-near)}
main{padding-top:var(--space-block)}
}
@media (min-width:700px){
.summary,.abstract p{font-size:var(--size-lead)}
}
@media print{
:root{--paper:#fff;--ink:#000;--faded:#444;--press:#000;--wash:#fff;--rule:#999}
body{max-width:none;padding:0}
.pages,.days,.links,.actions,form,summary{display:none}
details::details-content{content-visibility:visible}
.paper{break-inside:avoid}
.facts{padding:0}
}
`;

/** The one style sheet of all pages; light, dark and print. It loads nothing. */
export const STYLESHEET = `${cssVariables()}${RULES.replace(/\n\s*/g, '\n')}`;

/** Where it is served. The version follows from the contents, so that every release is fetched once and then kept. */
export function stylesheetAddress(): string {
  return `/styles.css?v=${createHash('sha256').update(STYLESHEET).digest('hex').slice(0, 12)}`;
}
