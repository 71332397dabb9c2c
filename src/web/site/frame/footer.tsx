import type { ReactElement } from 'react';
import { LANGUAGES } from '../../../../config/languages.ts';
import { feedPaths } from './feed-addresses.ts';
import type { Site } from './site.ts';

/** Sources, links that are not in the masthead, and the languages. */
export function PageFooter({ site }: { site: Site }): ReactElement {
  const { texts } = site;
  return (
    <footer className="foot">
      <p>{texts.sources}</p>
      <nav aria-label={texts.more}>
        <ul>
          <li>
            <a href="/editions">{texts.archive}</a>
          </li>
          <li>
            <a href={feedPaths(null).atom} type="application/atom+xml">
              {texts.feed}
            </a>
          </li>
        </ul>
      </nav>
      <LanguageChoice site={site} />
    </footer>
  );
}

/**
 * One button for each language, in that language. Buttons, because choosing sets a cookie and a GET changes
 * nothing.
 */
function LanguageChoice({ site }: { site: Site }): ReactElement {
  return (
    <form className="languages" method="post" action="/language" aria-label={site.texts.language}>
      <input type="hidden" name="back" value={site.address} />
      {Object.entries(LANGUAGES).map(([language, name]) => (
        <button
          key={language}
          className="quiet"
          type="submit"
          name="language"
          value={language}
          lang={language}
          aria-current={language === site.language ? 'true' : undefined}
        >
          {name}
        </button>
      ))}
    </form>
  );
}
