import type { Role } from '../../../../config/operators.ts';

/** Texts around every dashboard page, and those of its error pages. The dashboard is in English only. */
export const DASHBOARD_TEXTS = {
  skip: 'Skip to content',
  navigation: 'Dashboard',
  dashboard: 'Dashboard',
  publicSite: 'Public site',
  account: (name: string, role: Role) => `${name} (${role})`,
  signOut: 'Sign out',
  done: 'Done',
  error: 'Error',
  notFound: {
    heading: 'Page not found',
    text: 'The address may be incomplete, or the data it showed has been deleted.',
  },
  failed: (requestId: string) => ({
    heading: 'Something went wrong',
    text:
      'Check the audit log to see if your change was made. The cause is in the log under request ' +
      `${requestId}.`,
  }),
  foreignOrigin: {
    heading: 'Request blocked',
    text:
      'This request came from another site, so nothing was changed. If you sent it, open the page again ' +
      'and retry.',
  },
  invalidToken: {
    heading: 'This form has expired',
    text:
      'It belongs to an earlier session, so nothing was changed. Open the page again and resubmit the ' +
      'form.',
  },
  operatorsOnly: {
    heading: 'Operator role required',
    text:
      'Your account is read-only. Ask an operator to make this change, or to change your role: npm run ' +
      'paperboy -- operator role <name> operator',
  },
} as const;

/** Heading and explanation of an error page. */
export interface ErrorText {
  heading: string;
  text: string;
}
