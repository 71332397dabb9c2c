/** The words of the audit. */
export const AUDIT_TEXTS = {
  title: 'Audit',
  about: 'Every act with who did it, how it was before and how after, the newest first.',
  columns: { at: 'When', who: 'Who', what: 'What', subject: 'To what', before: 'Before', after: 'After' },
  who: 'Who',
  what: 'What',
  everybody: 'everybody',
  everything: 'everything',
  filter: 'Show',
  none: 'Nobody has done any such thing.',
  older: 'Older acts',
  newest: 'The newest acts',
} as const;
