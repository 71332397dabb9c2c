import type { ReactElement, ReactNode } from 'react';
import type { Site } from '../frame/site.ts';
import { previewTexts } from './preview-texts.ts';
import type { PreviewPick, PreviewView } from './preview-view.ts';

/** The digest that would come, beside or under what decides it. The script replaces what is inside the inner box. */
export function PreviewPart({
  site,
  view,
  unsaved = false,
  children,
}: {
  site: Site;
  view: PreviewView | null;
  unsaved?: boolean;
  /** What makes it follow the form, where no script does. */
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

/** The way to the preview where it lies far below, which is where there is no room beside the form. */
export function PreviewLink({ site }: { site: Site }): ReactElement {
  return (
    <p className="narrow">
      <a href="#preview-heading">{previewTexts[site.language].look}</a>
    </p>
  );
}

/** What a preview says, without its heading. */
export function PreviewBody({
  site,
  view,
  unsaved = false,
}: {
  site: Site;
  view: PreviewView | null;
  unsaved?: boolean;
}): ReactElement {
  const words = previewTexts[site.language];
  if (view === null) return <p>{words.none}</p>;
  const quiet = view.picks.length === 0;
  return (
    <>
      {unsaved && <p className="unsaved">{words.notSaved}</p>}
      <p className="meta">
        {words.day(view.day)}
        {!quiet && ` · ${words.offer(view.picks.length, view.poolSize)}`}
      </p>
      {quiet && <p>{quietText(words, view)}</p>}
      {view.gone !== null && !quiet && <Difference site={site} view={view} />}
      {!quiet && (
        <ol className="picks">
          {view.picks.map((pick) => (
            <PickEntry key={pick.id} site={site} pick={pick} />
          ))}
        </ol>
      )}
      {!quiet && view.trending > 0 && <p className="meta">{words.further(view.trending)}</p>}
    </>
  );
}

/** Why there is nothing: because nothing matches, or because what does was sent. */
function quietText(
  words: (typeof previewTexts)[Site['language']],
  { trending, hadSome }: PreviewView,
): string {
  if (trending > 0) return words.titlesOnly(trending);
  return hadSome ? words.nothingMore : words.nothing;
}

function Difference({ site, view }: { site: Site; view: PreviewView }): ReactElement | null {
  const words = previewTexts[site.language];
  const gone = view.gone ?? [];
  if (gone.length === 0 && !view.picks.some((pick) => pick.fresh)) return <p>{words.same}</p>;
  if (gone.length === 0) return null;
  return (
    <div className="gone">
      <p>{words.gone(gone.length)}</p>
      <ul>
        {gone.map((title) => (
          <li key={title} dir="auto">
            <s>{title}</s>
          </li>
        ))}
      </ul>
    </div>
  );
}

function PickEntry({ site, pick }: { site: Site; pick: PreviewPick }): ReactElement {
  const words = previewTexts[site.language];
  const mark = [pick.fresh ? words.fresh : '', pick.exploration ? words.exploration : '']
    .filter(Boolean)
    .join(' · ');
  return (
    <li>
      {mark !== '' && <p className={pick.fresh ? 'fresh' : 'meta'}>{mark}</p>}
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
      {pick.marks && (
        <p className="marks">
          <a href={pick.marks.more} aria-label={`${words.more}: ${pick.title}`}>
            {words.more}
          </a>
          {' · '}
          <a href={pick.marks.less} aria-label={`${words.less}: ${pick.title}`}>
            {words.less}
          </a>
        </p>
      )}
    </li>
  );
}
