import { createHash } from 'node:crypto';
import { cssVariables } from '../../../templates/theme.ts';
import { ARCHIVE } from './styles/archive.ts';
import { BASE } from './styles/base.ts';
import { DASHBOARD_STYLES } from './styles/dashboard.ts';
import { DASHBOARD_TODAY_STYLES } from './styles/dashboard-today.ts';
import { FORMS } from './styles/forms.ts';
import { FRAME } from './styles/frame.ts';
import { NOTICE } from './styles/notice.ts';
import { OUTBOX } from './styles/outbox.ts';
import { PAPER } from './styles/paper.ts';
import { PAPERS } from './styles/papers.ts';
import { PRINT } from './styles/print.ts';
import { SEARCH } from './styles/search.ts';
import { SUBSCRIBER_PAGES } from './styles/subscriber-pages.ts';

/** In this order: what comes later may refine what came before, and print has the last word. */
const AREAS = [
  BASE,
  FORMS,
  FRAME,
  PAPERS,
  PAPER,
  SEARCH,
  ARCHIVE,
  NOTICE,
  OUTBOX,
  SUBSCRIBER_PAGES,
  DASHBOARD_STYLES,
  DASHBOARD_TODAY_STYLES,
  PRINT,
];

/** The one style sheet of all pages in the tokens of templates/theme.ts; light, dark and print. It loads nothing. */
export const STYLESHEET = `${cssVariables()}${AREAS.join('').replace(/\n\s*/g, '\n')}`;

const ADDRESS = `/styles.css?v=${createHash('sha256').update(STYLESHEET).digest('hex').slice(0, 12)}`;

/** Where it is served. The version follows from the contents, so that every release is fetched once and then kept. */
export function stylesheetAddress(): string {
  return ADDRESS;
}
