import { Fragment, type ReactElement } from 'react';
import type { Site } from '../frame/site.ts';
import type { NameLink } from '../people/person-view.ts';
import type { PaperDetailView } from './paper-detail-view.ts';
import { paperTexts } from './paper-texts.ts';

/** Up to so many authors are shown at once; a longer list begins with fewer and folds the rest. */
const AUTHORS_SHOWN = { all: 40, beginning: 30 } as const;

/** All authors and the organization, each linked to the page of its papers. */
export function Byline({ site, paper }: { site: Site; paper: PaperDetailView }): ReactElement {
  const texts = paperTexts[site.language];
  const { authors, unnamedAuthors, organization } = paper;
  const shown = authors.length <= AUTHORS_SHOWN.all ? authors : authors.slice(0, AUTHORS_SHOWN.beginning);
  const folded = authors.slice(shown.length);
  return (
    <>
      {shown.length > 0 && (
        <p dir="auto" className="authors">
          <Names names={shown} />
        </p>
      )}
      {folded.length > 0 && (
        <details className="authors">
          <summary>{texts.moreAuthors(folded.length)}</summary>
          <p dir="auto">
            <Names names={folded} />
          </p>
        </details>
      )}
      {unnamedAuthors > 0 && authors.length > 0 && (
        <p className="meta">{texts.unnamedAuthors(unnamedAuthors)}</p>
      )}
      {organization && (
        <p dir="auto" className="meta">
          <Name {...organization} />
        </p>
      )}
    </>
  );
}

function Names({ names }: { names: readonly NameLink[] }): ReactElement {
  return (
    <>
      {names.map((name, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: authors never move, and two may have one name.
        <Fragment key={place}>
          {place > 0 && ', '}
          <Name {...name} />
        </Fragment>
      ))}
    </>
  );
}

function Name({ name, path }: NameLink): ReactElement {
  return path === null ? (
    <bdi>{name}</bdi>
  ) : (
    <a href={path}>
      <bdi>{name}</bdi>
    </a>
  );
}
