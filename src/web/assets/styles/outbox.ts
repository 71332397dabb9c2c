/** The mails that a development installation shows. */
export const OUTBOX = `
.mails{list-style:none;margin:var(--space-block) 0 0;padding:0;border-bottom:1px solid var(--rule)}
.mails li{border-top:1px solid var(--rule);padding:var(--space-near) 0}
.mails a{display:inline-block;padding:var(--space-hair) 0;font-weight:bold}
.mails .meta{margin:0}
dl{display:grid;grid-template-columns:auto 1fr;gap:var(--space-hair) var(--space-block);margin:var(--space-near) 0 0;
  font-size:var(--size-small)}
dt{color:var(--faded)}
dd{margin:0;min-width:0}
iframe{display:block;width:100%;resize:vertical;margin:var(--space-block) 0;border:1px solid var(--rule);
  background:var(--paper)}
iframe:not([height]){height:80vh}
.back{display:inline-block;padding:var(--space-tight) 0;font-size:var(--size-small)}
`;
