/** Texts of the audit log. */
export const AUDIT_TEXTS = {
  title: 'Audit log',
  about: 'Every change: who made it, and the values before and after. Newest first.',
  columns: {
    at: 'Time',
    operator: 'Operator',
    action: 'Action',
    subject: 'Subject',
    before: 'Before',
    after: 'After',
  },
  filter: {
    operator: 'Operator',
    action: 'Action',
    allOperators: 'All operators',
    allActions: 'All actions',
    button: 'Filter',
  },
  none: 'No matching entries.',
  older: 'Older',
  newest: 'Newest',
  /** Names of stored actions, where they differ. */
  actions: {
    login: 'sign in',
    'login failed': 'sign-in failed',
    logout: 'sign out',
    'import drop': 'import discard',
    'operator code': 'operator two-factor',
    'suppression lift': 'subscriber unsuppress',
    'suppression undo': 'subscribers unsuppress',
  } as Record<string, string>,
  /** Names of stored actors that are no operators. */
  operators: { reader: 'subscriber', nobody: 'unknown' } as Record<string, string>,
} as const;
