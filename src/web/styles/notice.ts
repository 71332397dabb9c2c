/** Pages that say one thing. */
export const NOTICE = `
.notice p{font-size:var(--size-lead);max-width:60ch}
.notice .small{font-size:var(--size-text);color:var(--faded)}
`;
