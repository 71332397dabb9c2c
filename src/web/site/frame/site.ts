import type { Env } from '../../../../config/env.ts';
import type { Language } from '../../../../config/languages.ts';
import type { Taxonomy } from '../../../../config/topics/taxonomy.ts';
import { FORMATS, type Formats } from '../../../../templates/formats.ts';
import { siteStylesheet } from '../../assets/stylesheets.ts';
import { type FrameTexts, frameTexts } from './frame-texts.ts';

/** Data about the installation and the request that a page needs. */
export interface Site {
  taxonomy: Taxonomy;
  /** Picks a feature's own texts: `papersTexts[site.language]`. */
  language: Language;
  /** Texts of the frame alone: masthead, footer, head, errors and the links that many pages share. */
  texts: FrameTexts;
  format: Formats;
  /** Versioned address of the style sheet, which browsers may cache forever. */
  stylesheet: string;
  /** Public address of the site, without a trailing slash. */
  publicUrl: string;
  /** Path and query of the request; a change of language leads back here. */
  address: string;
  showsOutbox: boolean;
}

/** Variables that middleware sets for the handlers of one request. */
export interface RequestVariables {
  Variables: { requestId: string; site: Site };
}

/** Takes the language and the address (path and query) of a request. */
export function siteOf(
  { env, taxonomy }: { env: Pick<Env, 'MAILER' | 'NODE_ENV' | 'PUBLIC_URL'>; taxonomy: Taxonomy },
  language: Language,
  address: string,
): Site {
  return {
    taxonomy,
    language,
    texts: frameTexts[language],
    format: FORMATS[language],
    stylesheet: siteStylesheet().address,
    publicUrl: env.PUBLIC_URL,
    address,
    showsOutbox: showsOutbox(env),
  };
}

/**
 * True where emails can be read in the browser. Never in production: each one holds its subscriber's own
 * links.
 */
export function showsOutbox(env: Pick<Env, 'MAILER' | 'NODE_ENV'>): boolean {
  return env.MAILER.some(({ name }) => name === 'outbox') && env.NODE_ENV !== 'production';
}
