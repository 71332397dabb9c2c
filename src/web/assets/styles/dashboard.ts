/** The operator's desk: denser than the readers' pages, wide tables, state by word and shape. */
export const DASHBOARD_STYLES = `
body.desk{max-width:1200px;padding:var(--space-near) var(--space-block)}
.desk-head{display:flex;flex-wrap:wrap;align-items:baseline;justify-content:space-between;gap:0 var(--space-block);
  border-bottom:1px solid var(--ink)}
.desk-name{margin:0;font:bold var(--size-title)/var(--line-height-headline) var(--font-headline)}
.desk-name a{color:inherit;text-decoration:none}
.desk-name span{font:var(--size-small)/1.5 var(--font-text);color:var(--faded);margin-left:var(--space-tight)}
.desk-account{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 var(--space-near);font-size:var(--size-small)}
.desk-account a{display:inline-block;padding:var(--space-tight) 0}
.desk-head nav{flex-basis:100%}
.desk main{padding:var(--space-block) 0 var(--space-section)}
.desk h1{font-size:var(--size-title)}
.desk h2{font-size:var(--size-lead);margin-top:var(--space-block)}
.desk main>p,.desk section>p{max-width:75ch}
.desk button:not(.quiet){padding:var(--space-tight) var(--space-near)}
.desk-foot{border-top:1px solid var(--rule);font-size:var(--size-small)}
.desk-foot a{display:inline-block;padding:var(--space-tight) 0}
.table{overflow-x:auto;margin-top:var(--space-near)}
.table table{border-collapse:collapse;width:100%;font-size:var(--size-small);line-height:1.4}
.table th,.table td{text-align:left;vertical-align:top;padding:6px var(--space-near) 6px 0;border-bottom:1px solid var(--rule);
  overflow-wrap:normal}
.table td,.table tbody th{max-width:32em;overflow-wrap:break-word}
.table thead th{color:var(--faded);white-space:nowrap;border-bottom-color:var(--ink)}
.table tbody th{font-weight:bold}
.table thead th:not(.moment){white-space:normal;vertical-align:bottom}
.table tbody th{min-width:9em}
.table tbody th.number{min-width:0}
.table .number{text-align:right;font-variant-numeric:tabular-nums}
.table .moment{white-space:nowrap;font-variant-numeric:tabular-nums}
.state{white-space:nowrap}
.state>span{display:inline-block;width:1.2em;text-align:center}
.state.bad{color:var(--press);font-weight:bold}
.state.idle{color:var(--faded)}
.fact{display:block}
.filter{display:flex;flex-wrap:wrap;align-items:end;gap:var(--space-tight) var(--space-block);margin-top:var(--space-near)}
.filter select{font-size:var(--size-text)}
.desk .pages{justify-content:flex-start}
.desk .hint{margin-top:var(--space-tight)}
.desk .login+.hint{margin-top:var(--space-block)}
.login{max-width:24em}
progress{width:100%;max-width:24em;accent-color:var(--press)}
.filter label{display:block;min-width:0;max-width:100%}
.filter input,.filter select{display:block;max-width:100%;margin-top:var(--space-hair)}
.why{margin-top:var(--space-hair);font-weight:normal;font-family:var(--font-text)}
.why summary{color:var(--faded);padding:var(--space-hair) 0;min-height:24px;cursor:pointer}
.books .meta{margin-top:var(--space-hair)}
.table td.said{min-width:16em}
.table td.wide{min-width:16em;width:55%;max-width:none}
ul.acts{list-style:none;display:flex;flex-wrap:wrap;gap:var(--space-near);margin:var(--space-near) 0 0;padding:0}
form.acts{margin-top:var(--space-near)}
form.acts button,form.acts .choice{margin-top:var(--space-tight)}
.desk .button{padding:var(--space-tight) var(--space-near)}
ul.acts a{display:inline-block}
ul.acts a[aria-current]{font-weight:bold;text-decoration:none}
.sentences{padding-left:var(--space-block);max-width:75ch}
.sentences .state{white-space:normal}
.sentences li:has(>.state){list-style:none;margin-left:-1.2em}
.desk h3{font-size:var(--size-text);margin-top:var(--space-near)}
.table a.fact{padding:var(--space-hair) 0;white-space:nowrap}
iframe.mail.phone{width:360px;max-width:100%}
iframe.mail.dark{background:var(--ink)}
.note .login>:not(.field){margin:0}
.note p+p,.note .login,.note .field+.field{margin-top:var(--space-near)}
input[type=file]{max-width:100%;font-size:var(--size-text)}
input[type=file]::file-selector-button{border:1px solid var(--ink);border-radius:2px;background:var(--paper);color:inherit;
  font:bold var(--size-text)/var(--line-height-text) var(--font-text);padding:var(--space-tight) var(--space-near);
  margin:var(--space-hair) var(--space-near) 0 0;cursor:pointer}
@media (max-width:40em){
.desk-head .sections{gap:0 10px;font-size:14px}
.stacked thead{display:none}
.stacked :is(table,tbody){display:block}
.stacked tr{display:block;padding:var(--space-tight) 0;border-bottom:1px solid var(--rule)}
.stacked tbody :is(th,td){display:inline;border:0;padding:0 var(--space-tight) 0 0}
.stacked tbody [data-name]{display:block;max-width:none;overflow-wrap:anywhere}
.stacked [data-name]::before{content:attr(data-name) ": ";color:var(--faded)}
.stacked .fact{display:inline}
.stacked span.fact+span.fact::before{content:" · "}
.stacked a.fact{display:inline-block;margin-right:var(--space-near)}
}
.known{display:grid;grid-template-columns:minmax(6em,max-content) 1fr;gap:var(--space-hair) var(--space-near);max-width:75ch}
.known dt{color:var(--faded)}
.known dd{margin:0}
.act{border-top:1px solid var(--rule);margin-top:var(--space-near);padding-top:var(--space-near)}
.desk input[type=email],.desk input[type=password],.desk .login input{display:block;width:100%}
`;
