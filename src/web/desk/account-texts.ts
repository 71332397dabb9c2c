/** The words of one's own account. */
export const ACCOUNT_TEXTS = {
  title: 'Your account',
  role: {
    viewer: 'You may look at everything. Whatever changes something needs the role operator.',
    operator: 'You may look at everything and change it.',
  },
  sessions: 'Where you are logged in',
  columns: { browser: 'Browser', since: 'Since', seen: 'Last used', end: 'End it' },
  thisOne: 'this one',
  end: 'End',
  endOthers: 'End all others',
  ended: (count: number) =>
    count === 0
      ? 'There was no such session any more.'
      : count === 1
        ? 'One session ended.'
        : `${count} sessions ended.`,
  password: 'Change the password',
  passwordHint: 'At least 12 characters. Every other session ends.',
  now: 'The present password',
  next: 'The new password',
  again: 'The new password again',
  change: 'Change my password',
  changed: 'Your password is changed; every other session has ended.',
  wrong: 'The present password is not right; nothing was changed.',
  differ: 'The two new passwords are not the same; nothing was changed.',
  throttled: 'There were too many tries. Wait a quarter of an hour.',
} as const;
