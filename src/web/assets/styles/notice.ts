/** Pages that say one thing. */
export const NOTICE = `
.notice p{font-size:var(--size-lead);max-width:60ch}
.notice li a{display:inline-block;padding:var(--space-tight) 0}
.notice .small{font-size:var(--size-text);color:var(--faded)}
`;
