import type { Env } from '../../config/env.ts';
import type { Language } from '../../templates/texts.ts';
import { stylesheetAddress } from './stylesheet.ts';
import { PAGE_TEXTS, type PageTexts } from './texts.ts';

/** What every page needs to know of the place it stands in. */
export interface Site {
  language: Language;
  texts: PageTexts;
  /** The style sheet's address with its version, so that a browser may keep it for ever. */
  stylesheet: string;
  showsOutbox: boolean;
}

/** The site as the environment describes it. */
export function siteOf(env: Pick<Env, 'MAILER' | 'NODE_ENV'>): Site {
  return {
    language: 'en',
    texts: PAGE_TEXTS.en,
    stylesheet: stylesheetAddress(),
    showsOutbox: showsOutbox(env),
  };
}

/** Whether mails can be looked at in the browser. Never in production: every mail holds its reader's own links. */
export function showsOutbox(env: Pick<Env, 'MAILER' | 'NODE_ENV'>): boolean {
  return env.MAILER.some(({ name }) => name === 'outbox') && env.NODE_ENV !== 'production';
}
