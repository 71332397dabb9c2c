/** The words of the way in. */
export const SIGN_IN_TEXTS = {
  title: 'Log in',
  name: 'Name',
  password: 'Password',
  code: 'Code',
  codeHint: 'Of your app, or a recovery code; only if you have switched codes on.',
  button: 'Log in',
  refused: 'Name, password and code do not go together, or the account may not be used.',
  throttled: (minutes: number) =>
    `There were too many tries. Please wait ${minutes === 1 ? 'a minute' : `${minutes} minutes`} and try again.`,
  noAccount: 'No account yet? Whoever runs the server makes one there:',
  command: 'npm run paperboy -- operator add <name> --role operator',
  out: 'You are logged out.',
} as const;
