/** Tags: type, colours, focus. */
export const BASE = `
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
sub,sup{font-size:.75em;line-height:0}
.meta{color:var(--faded);font-size:var(--size-small);margin-top:var(--space-hair)}
`;
