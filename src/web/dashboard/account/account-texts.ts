/** The words of one's own account. */
export const ACCOUNT_TEXTS = {
  title: 'Your account',
  role: {
    viewer: 'You may look at everything. Whatever changes something needs the role operator.',
    operator: 'You may look at everything and change it.',
  },
  sessions: 'Where you are logged in',
  columns: { browser: 'Browser', end: 'End it', seen: 'Last used', since: 'Since' },
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
  codes: {
    heading: 'Codes of an app',
    off: 'A login needs name and password alone.',
    on: (left: number) =>
      `A login needs a code of your app, too. ${left === 1 ? 'One recovery code is' : `${left} recovery codes are`} left.`,
    offer: 'Set codes up',
    otherKey: 'Make another key',
    scan: 'Give this key to your authenticator app, or open the link on the phone that has it:',
    open: 'Open in the app',
    code: 'The code that it shows now',
    confirm: 'Switch codes on',
    drop: 'Switch codes off',
    dropped: 'Codes are switched off; every other session has ended.',
    wrongCode: 'That is not the code of this key; nothing was changed.',
    switchedOn: 'Codes are switched on; every other session has ended.',
    keep: 'Each of these stands in for a code once, should the app be lost. They are shown only now: print them or write them down.',
    kept: 'I have them',
  },
  throttled: 'There were too many tries. Wait a quarter of an hour.',
} as const;
