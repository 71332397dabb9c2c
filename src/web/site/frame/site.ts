import type { Env } from '../../../../config/env.ts';
import type { Language } from '../../../../config/languages.ts';
import { siteStylesheet } from '../../assets/stylesheets.ts';
import { PAGE_TEXTS, type PageTexts } from './page-texts.ts';

/** What a page needs to know of the place it stands in and of the request it answers. */
export interface Site {
  language: Language;
  texts: PageTexts;
  /** The style sheet's address with its version, so that a browser may keep it for ever. */
  stylesheet: string;
  /** Where the site is for everybody outside, without a slash at its end. */
  publicUrl: string;
  /** Path and query that were asked for: where a reader who changes the language comes back to. */
  address: string;
  showsOutbox: boolean;
}

/** The site as the environment describes it, in that language, for a request of that address. */
export function siteOf(
  env: Pick<Env, 'MAILER' | 'NODE_ENV' | 'PUBLIC_URL'>,
  language: Language,
  address: string,
): Site {
  return {
    language,
    texts: PAGE_TEXTS[language],
    stylesheet: siteStylesheet().address,
    publicUrl: env.PUBLIC_URL,
    address,
    showsOutbox: showsOutbox(env),
  };
}

/** Whether mails can be looked at in the browser. Never in production: every mail holds its reader's own links. */
export function showsOutbox(env: Pick<Env, 'MAILER' | 'NODE_ENV'>): boolean {
  return env.MAILER.some(({ name }) => name === 'outbox') && env.NODE_ENV !== 'production';
}
