import { counted } from '../frame/format.ts';

/** Texts of the sign-in page. */
export const SIGN_IN_TEXTS = {
  title: 'Sign in',
  name: 'Name',
  password: 'Password',
  code: 'Two-factor code',
  codeHint: 'Only if you use two-factor authentication. A recovery code works, too.',
  button: 'Sign in',
  refused: 'Incorrect name, password or code.',
  throttled: (minutes: number) => `Too many attempts. Try again in ${counted(minutes, 'minute')}.`,
  noAccount: 'No account? Create one on the server:',
  command: 'npm run paperboy -- operator add <name> --role operator',
  signedOut: 'You’re signed out.',
} as const;
