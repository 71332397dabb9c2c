import { counted } from '../frame/format.ts';

/** Texts of the account page. */
export const ACCOUNT_TEXTS = {
  title: 'Your account',
  role: {
    viewer: 'Role: viewer. You can view everything; changes require the operator role.',
    operator: 'Role: operator. You can view and change everything.',
  },
  sessions: 'Sessions',
  columns: { browser: 'Browser', end: 'Action', seen: 'Last used', since: 'Signed in' },
  thisOne: 'this session',
  end: 'Sign out',
  endOthers: 'Sign out all other sessions',
  ended: (count: number) => `${counted(count, 'session')} signed out.`,
  endedBefore: 'That session had already ended.',
  password: 'Change password',
  passwordHint: 'Use at least 12 characters. All other sessions are signed out.',
  currentPassword: 'Current password',
  newPassword: 'New password',
  repeatPassword: 'Repeat new password',
  change: 'Change password',
  changed: 'Password changed. All other sessions were signed out.',
  wrongPassword: 'The current password is incorrect. Nothing was changed.',
  passwordsDiffer: 'The new passwords don’t match. Nothing was changed.',
  throttled: 'Too many attempts. Try again in 15 minutes.',
  twoFactor: {
    heading: 'Two-factor authentication',
    off: 'Off. Signing in needs only your name and password.',
    on: (left: number) =>
      `On. Signing in also needs a code from your authenticator app. ${counted(left, 'recovery code')} left.`,
    setUp: 'Set up two-factor authentication',
    newKey: 'Generate a new key',
    scan: 'Enter this key in your authenticator app, or open the link on the phone that has it:',
    open: 'Open in authenticator app',
    code: 'Code from the app',
    turnOn: 'Turn on',
    turnOff: 'Turn off two-factor authentication',
    turnedOff: 'Two-factor authentication is off. All other sessions were signed out.',
    turnedOn: 'Two-factor authentication is on. All other sessions were signed out.',
    wrongCode: 'The code doesn’t match this key. Nothing was changed.',
    recoveryCodes:
      'Each recovery code replaces one code from the app if you lose it. They’re shown only once: save or ' +
      'print them now.',
    saved: 'I’ve saved them',
  },
} as const;
