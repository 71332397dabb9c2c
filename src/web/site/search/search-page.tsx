import { Fragment, type ReactElement } from 'react';
import { topicLabel } from '../../../../config/topics/taxonomy.ts';
import { arxivPages } from '../../../papers/arxiv-id.ts';
import type { SearchResult } from '../../../papers/search/search.ts';
import { cleanLine } from '../../../papers/text/clean-text.ts';
import { classifyByPhrases } from '../../../topics/classify-by-phrases.ts';
import { Document } from '../frame/document.tsx';
import type { Site } from '../frame/site.ts';
import { PageLinks, ViewLinks } from '../papers/list-controls.tsx';
import { PaperList } from '../papers/paper-list.tsx';
import { topicPath } from '../papers/paper-view.ts';
import { SearchForm } from './search-form.tsx';
import { hasFilters, type SearchQuery, searchAddress } from './search-query.ts';
import { searchTexts } from './search-texts.ts';
import type { FoundView } from './search-view.ts';

/** One example of every kind of query. English in every language, as the papers are. */
const EXAMPLES = [
  'sparse attention for long context',
  'robot manipulation',
  'diffusion models video',
  'arXiv:1706.03762',
];

/** Result of a search, and the page of it to show. */
export interface Found {
  result: SearchResult;
  page: number;
  pages: number;
  papers: readonly FoundView[];
}

/** Search form with the results below it, or with examples where there is no query yet. */
export function SearchPage({
  site,
  query,
  found,
}: {
  site: Site;
  query: SearchQuery;
  found: Found | null;
}): ReactElement {
  const texts = searchTexts[site.language];
  const { format } = site;
  const shownQuery = format.quoted(cleanLine(query.q));
  return (
    <Document
      site={site}
      title={query.q === '' ? texts.heading : texts.title(shownQuery)}
      section="search"
      metadata={{ path: '/search', description: texts.description }}
    >
      <h1>{texts.heading}</h1>
      <SearchForm site={site} query={query} />
      {found === null ? <Examples site={site} /> : <Results site={site} query={query} found={found} />}
    </Document>
  );
}

function Examples({ site }: { site: Site }): ReactElement {
  const texts = searchTexts[site.language];
  return (
    <section aria-labelledby="examples">
      <p>{texts.hint}</p>
      <h2 id="examples" className="minor">
        {texts.examples}
      </h2>
      <ul className="search-examples">
        {EXAMPLES.map((example) => (
          <li key={example}>
            <a href={searchAddress({ q: example })}>{example}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Results({ site, query, found }: { site: Site; query: SearchQuery; found: Found }): ReactElement {
  const { result, papers } = found;
  return (
    <>
      <Notes site={site} query={query} found={found} />
      <TopicsOfQuery site={site} query={query} result={result} />
      {papers.length > 0 && (
        <>
          <div className="controls">
            <ViewLinks site={site} view={query.view} address={(view) => searchAddress({ ...query, view })} />
          </div>
          <PaperList site={site} view={query.view} entries={papers} highlights={result.highlights} />
        </>
      )}
      <PageLinks
        site={site}
        address={(page) => searchAddress({ ...query, page })}
        page={found.page}
        pages={found.pages}
      />
      <FollowSearch site={site} result={result} />
    </>
  );
}

/** Number of results, and every way in which the query was changed before the search. */
function Notes({
  site,
  query,
  found: { result, papers },
}: {
  site: Site;
  query: SearchQuery;
  found: Found;
}): ReactElement {
  const texts = searchTexts[site.language];
  const { format } = site;
  const quoted = (typed: string) => format.quoted(cleanLine(typed));
  if (result.reference)
    return <ReferenceNote site={site} id={result.reference.id} here={papers.length > 0} />;
  return (
    <div role="status">
      {result.corrected.length > 0 && (
        <p>
          {texts.corrected(
            result.corrected.map(({ typed }) => quoted(typed)),
            result.corrected.map(({ replacement }) => quoted(replacement)),
          )}
        </p>
      )}
      {result.unknown.length > 0 && (
        <p>
          {papers.length > 0 || hasFilters(query)
            ? texts.ignored(result.unknown.map(quoted))
            : texts.noPaperContains(result.unknown.map(quoted))}
        </p>
      )}
      {papers.length > 0 && !result.hasFullMatch && <p>{texts.closest}</p>}
      {papers.length > 0 && <p className="meta">{countOf(result, texts)}</p>}
      {papers.length === 0 && <NothingFound site={site} query={query} result={result} />}
    </div>
  );
}

function countOf(
  { truncated, papers, query }: SearchResult,
  texts: (typeof searchTexts)[Site['language']],
): string {
  if (!truncated) return texts.count(papers.length);
  return query.text === '' ? texts.newest(papers.length) : texts.mostRelevant(papers.length);
}

function ReferenceNote({ site, id, here }: { site: Site; id: string; here: boolean }): ReactElement {
  const texts = searchTexts[site.language];
  if (here) return <p role="status">{texts.reference(id)}</p>;
  return (
    <p role="status">
      {texts.noReference(id)} <a href={arxivPages(id).abstract}>{texts.viewOnArxiv}</a>
    </p>
  );
}

function NothingFound({
  site,
  query,
  result: { query: request, unknown },
}: {
  site: Site;
  query: SearchQuery;
  result: SearchResult;
}): ReactElement {
  const texts = searchTexts[site.language];
  const { format } = site;
  if (query.q !== '' && request.words.length === 0)
    return (
      <>
        <p>{texts.noWord(format.quoted(cleanLine(query.q)))}</p>
        <Examples site={site} />
      </>
    );
  if (hasFilters(query) && query.q !== '')
    return (
      <p>
        {texts.noneFiltered} <a href={searchAddress({ q: query.q })}>{texts.withoutFilters}</a>
      </p>
    );
  return (
    <p>
      {unknown.length === 0 && `${texts.none} `}
      {texts.noneAdvice} <a href="/">{site.texts.links.today}</a>
    </p>
  );
}

/** Links to the topics whose own phrases are in the query, unless it is narrowed to a topic or names a paper. */
function TopicsOfQuery({
  site,
  query,
  result,
}: {
  site: Site;
  query: SearchQuery;
  result: SearchResult;
}): ReactElement | null {
  if (query.topic !== null || result.reference || result.query.words.length > MOST_WORDS_ABOUT_TOPIC)
    return null;
  const topics = classifyByPhrases(site.taxonomy, {
    title: result.query.text,
    abstract: null,
    categories: [],
  });
  if (topics.length === 0) return null;
  return (
    <p className="meta">
      {searchTexts[site.language].topics(topics.length)}{' '}
      {topics.map(({ topic }, place) => (
        <Fragment key={topic}>
          {place > 0 && ' · '}
          <a href={topicPath(topic)}>{topicLabel(site.taxonomy, topic, site.language)}</a>
        </Fragment>
      ))}
    </p>
  );
}

/** A longer query is a title, not a subject. */
const MOST_WORDS_ABOUT_TOPIC = 4;

/** Form that takes the query to the subscribe page as an interest. */
function FollowSearch({ site, result }: { site: Site; result: SearchResult }): ReactElement | null {
  const texts = searchTexts[site.language];
  const { format } = site;
  const query = cleanLine(result.query.text).slice(0, MAX_INTEREST_LENGTH).trim();
  if (result.query.words.length === 0 || result.reference || query.length < MIN_INTEREST_LENGTH) return null;
  return (
    <section className="part" aria-labelledby="follow">
      <h2 id="follow">{texts.follow.heading}</h2>
      <p>{texts.follow.text(format.quoted(query))}</p>
      <form method="get" action="/subscribe" className="single">
        <input type="hidden" name="query" value={query} />
        <button type="submit">{texts.follow.button}</button>
      </form>
    </section>
  );
}

/** Limits of an interest in subscribers/preferences/preference.ts. */
const MIN_INTEREST_LENGTH = 2;
const MAX_INTEREST_LENGTH = 120;
