/** The search page and the words it found. */
export const SEARCH = `
.search{margin-top:var(--space-near)}
.search>label{font-weight:bold}
.search summary{width:fit-content;font-size:var(--size-small);padding:var(--space-tight) 0}
.search .field{margin-top:var(--space-tight)}
.search .field select,.search .field input{display:block;font-size:var(--size-text)}
.search-examples a{display:inline-block;padding:var(--space-hair) 0}
.minor{font-size:var(--size-lead);margin-top:var(--space-block)}
mark{background:var(--wash);color:inherit;text-decoration:underline 2px var(--press);text-underline-offset:3px}
.lacks{font-style:italic}
.papers+.part{margin-top:0;border-top:0;padding-top:0}
`;
