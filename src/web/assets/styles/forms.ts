/** Buttons, fields, choices, and what is said about them. */
export const FORMS = `
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
input[type=number],input[type=email],input[type=search],input[type=text],input[type=password],input[type=date],select,textarea{font:var(--size-lead)/var(--line-height-text) var(--font-text);color:inherit;
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
`;
