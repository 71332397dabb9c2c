import type { Role } from '../../../../config/operators.ts';

/** The words around every page of the desk, and those of its refusals. The desk is in English only. */
export const FRAME_TEXTS = {
  skip: 'To the text',
  navigation: 'The desk',
  desk: 'Operator’s desk',
  toReaders: 'The readers’ pages',
  account: (name: string, role: Role) => `${name} (${role})`,
  logOut: 'Log out',
  done: 'Done',
  failed: 'Not done',
  notFound: {
    heading: 'There is no such page',
    text: 'Its address may be cut off, or what it showed is deleted by now.',
  },
  broken: (requestId: string) => ({
    heading: 'This page broke',
    text: `Whether a button did its work, the audit says. The reason is in the log under the request ${requestId}.`,
  }),
  foreign: {
    heading: 'This did not come from the desk',
    text: 'Another site seems to have sent this form, so nothing was done. If it was you, open the page again and press its button there.',
  },
  badToken: {
    heading: 'This form is too old',
    text: 'It does not belong to the session that you have now, so nothing was done. Open the page again and send it once more.',
  },
  viewer: {
    heading: 'Only operators may do this',
    text: 'Your account may look at everything and change nothing. Ask an operator to do it, or to change your role: npm run paperboy -- operator role <name> operator',
  },
} as const;

/** A refusal in words. */
export interface Refusal {
  heading: string;
  text: string;
}
