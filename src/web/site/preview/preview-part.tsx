import type { ReactElement, ReactNode } from 'react';
import type { Site } from '../frame/site.ts';
import { previewTexts } from './preview-texts.ts';
import type { PreviewKeyword, PreviewPick, PreviewView } from './preview-view.ts';

/** The digest that a form's preferences would give. The form's script replaces the content of `#preview`. */
export function PreviewPart({
  site,
  view,
  unsaved = false,
  children,
}: {
  site: Site;
  view: PreviewView | null;
  unsaved?: boolean;
  /** Button that updates the preview where no script does. */
  children?: ReactNode;
}): ReactElement {
  return (
    <section className="preview" aria-labelledby="preview-heading">
      <h2 id="preview-heading">{previewTexts[site.language].heading}</h2>
      {children}
      <div id="preview" aria-live="polite">
        <PreviewBody site={site} view={view} unsaved={unsaved} />
      </div>
    </section>
  );
}

/** Link to the preview, shown on narrow screens, where the preview lies below the form. */
export function PreviewLink({ site }: { site: Site }): ReactElement {
  return (
    <p className="narrow">
      <a href="#preview-heading">{previewTexts[site.language].jump}</a>
    </p>
  );
}

/** Content of the preview, without its heading. */
export function PreviewBody({
  site,
  view,
  unsaved = false,
}: {
  site: Site;
  view: PreviewView | null;
  unsaved?: boolean;
}): ReactElement {
  const texts = previewTexts[site.language];
  if (view === null) return <p>{texts.notRanked}</p>;
  const empty = view.picks.length === 0;
  return (
    <>
      {unsaved && <p className="unsaved">{texts.notSaved}</p>}
      <p className="meta">
        {site.format.date(view.day)}
        {!empty && ` · ${texts.picked(view.picks.length, view.poolSize)}`}
      </p>
      {empty && <p>{emptyText(texts, view)}</p>}
      {view.removed !== null && !empty && <Difference site={site} view={view} />}
      {!empty && (
        <ol className="picks">
          {view.picks.map((pick) => (
            <PickEntry key={pick.id} site={site} pick={pick} />
          ))}
        </ol>
      )}
      {!empty && view.trending > 0 && <p className="meta">{texts.alsoTrending(view.trending)}</p>}
      {view.keywords.length > 0 && <Keywords site={site} keywords={view.keywords} />}
    </>
  );
}

/** What each keyword would have matched, so that one that is too narrow or too wide is noticed before saving. */
function Keywords({ site, keywords }: { site: Site; keywords: readonly PreviewKeyword[] }): ReactElement {
  const texts = previewTexts[site.language];
  return (
    <div className="keyword-matches">
      <h3>{texts.keywords}</h3>
      <ul>
        {keywords.map(({ query, muted, count, hasMore, papers }) => (
          <li key={`${query} ${muted}`}>
            <p>
              <strong dir="auto">{query}</strong>: {texts.matched({ count, hasMore, muted })}
            </p>
            {papers.length > 0 && (
              <ul>
                {papers.map(({ id, title, url }) => (
                  <li key={id} dir="auto">
                    <a href={url}>{title}</a>
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Reason for an empty preview: nothing matches, or all that matches was sent already. */
function emptyText(
  texts: (typeof previewTexts)[Site['language']],
  { trending, alreadySent }: PreviewView,
): string {
  if (trending > 0) return texts.titlesOnly(trending);
  return alreadySent ? texts.nothingNew : texts.noMatch;
}

function Difference({ site, view }: { site: Site; view: PreviewView }): ReactElement | null {
  const texts = previewTexts[site.language];
  const removed = view.removed ?? [];
  if (removed.length === 0 && !view.picks.some((pick) => pick.added)) return <p>{texts.same}</p>;
  if (removed.length === 0) return null;
  return (
    <div className="removed-papers">
      <p>{texts.removed(removed.length)}</p>
      <ul>
        {removed.map((title) => (
          <li key={title} dir="auto">
            <s>{title}</s>
          </li>
        ))}
      </ul>
    </div>
  );
}

function PickEntry({ site, pick }: { site: Site; pick: PreviewPick }): ReactElement {
  const texts = previewTexts[site.language];
  const mark = [pick.added ? texts.added : '', pick.exploration ? texts.exploration : '']
    .filter(Boolean)
    .join(' · ');
  return (
    <li>
      {mark !== '' && <p className={pick.added ? 'fresh' : 'meta'}>{mark}</p>}
      <h3 dir="auto">
        <a href={pick.url}>{pick.title}</a>
      </h3>
      {pick.byline !== '' && (
        <p dir="auto" className="meta">
          {pick.byline}
        </p>
      )}
      <p dir="auto" className="reason">
        {pick.reason}
      </p>
      {pick.links && (
        <p className="marks">
          <a href={pick.links.more} aria-label={`${texts.more}: ${pick.title}`}>
            {texts.more}
          </a>
          {' · '}
          <a href={pick.links.less} aria-label={`${texts.less}: ${pick.title}`}>
            {texts.less}
          </a>
        </p>
      )}
    </li>
  );
}
