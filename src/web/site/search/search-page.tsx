import type { ReactElement } from 'react';
import { arxivPages } from '../../../papers/arxiv-id.ts';
import type { SearchResult } from '../../../papers/search/search.ts';
import { cleanLine } from '../../../rendering/clean-text.ts';
import { Document } from '../frame/document.tsx';
import type { Site } from '../frame/site.ts';
import { PageLinks } from '../papers/list-controls.tsx';
import { PaperCard } from '../papers/paper-card.tsx';
import { SearchForm } from './search-form.tsx';
import { hasFilters, type SearchQuery, searchAddress } from './search-query.ts';
import { searchTexts } from './search-texts.ts';
import type { FoundView } from './search-view.ts';

/** Of every kind that is understood: words, more words, an id. They are English in every language, as papers are. */
const EXAMPLES = [
  'sparse attention for long context',
  'robot manipulation',
  'diffusion models video',
  'arXiv:1706.03762',
];

/** What a search found, and the part of it that this page shows. */
export interface Found {
  result: SearchResult;
  page: number;
  pages: number;
  papers: readonly FoundView[];
}

/** The search box, and under it what was found; without a query what can be asked. */
export function SearchPage({
  site,
  query,
  found,
}: {
  site: Site;
  query: SearchQuery;
  found: Found | null;
}): ReactElement {
  const words = searchTexts[site.language];
  const { format } = site;
  const asked = format.quoted(cleanLine(query.q));
  return (
    <Document
      site={site}
      title={query.q === '' ? words.heading : words.title(asked)}
      here="search"
      facts={{ path: '/search', description: words.description }}
    >
      <h1>{words.heading}</h1>
      <SearchForm site={site} query={query} />
      {found === null ? <Examples site={site} /> : <Results site={site} query={query} found={found} />}
    </Document>
  );
}

function Examples({ site }: { site: Site }): ReactElement {
  const words = searchTexts[site.language];
  return (
    <section aria-labelledby="examples">
      <p>{words.hint}</p>
      <h2 id="examples" className="minor">
        {words.examplesHeading}
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
      {papers.length > 0 && (
        <div className="papers">
          {papers.map(({ paper, lacks }) => (
            <PaperCard key={paper.id} site={site} paper={paper} marks={result.highlights} lacks={lacks} />
          ))}
        </div>
      )}
      <PageLinks
        site={site}
        address={(page) => searchAddress({ ...query, page })}
        page={found.page}
        pages={found.pages}
      />
      <Follow site={site} result={result} />
    </>
  );
}

/** How many there are, and whatever was not taken as it was typed. */
function Notes({
  site,
  query,
  found: { result, papers },
}: {
  site: Site;
  query: SearchQuery;
  found: Found;
}): ReactElement {
  const words = searchTexts[site.language];
  const { format } = site;
  const quoted = (typed: string) => format.quoted(cleanLine(typed));
  if (result.reference)
    return <ReferenceNote site={site} id={result.reference.id} here={papers.length > 0} />;
  return (
    <div role="status">
      {result.corrected.length > 0 && (
        <p>
          {words.corrected(
            result.corrected.map(({ typed }) => quoted(typed)),
            result.corrected.map(({ taken }) => quoted(taken)),
          )}
        </p>
      )}
      {result.unknown.length > 0 && (
        <p>
          {papers.length > 0 || hasFilters(query)
            ? words.unknown(result.unknown.map(quoted))
            : words.nobodyHas(result.unknown.map(quoted))}
        </p>
      )}
      {papers.length > 0 && !result.hasFullMatch && <p>{words.loose}</p>}
      {papers.length > 0 && <p className="meta">{countOf(result, words)}</p>}
      {papers.length === 0 && <NothingFound site={site} query={query} result={result} />}
    </div>
  );
}

function countOf(
  { truncated, papers, query }: SearchResult,
  words: (typeof searchTexts)[Site['language']],
): string {
  if (!truncated) return words.count(papers.length);
  return query.text === '' ? words.newest(papers.length) : words.many(papers.length);
}

function ReferenceNote({ site, id, here }: { site: Site; id: string; here: boolean }): ReactElement {
  const words = searchTexts[site.language];
  if (here) return <p role="status">{words.reference(id)}</p>;
  return (
    <p role="status">
      {words.noReference(id)} <a href={arxivPages(id).abstract}>{words.atArxiv}</a>
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
  const words = searchTexts[site.language];
  const { format } = site;
  if (query.q !== '' && request.words.length === 0)
    return (
      <>
        <p>{words.noWord(format.quoted(cleanLine(query.q)))}</p>
        <Examples site={site} />
      </>
    );
  if (hasFilters(query) && query.q !== '')
    return (
      <p>
        {words.noneFiltered} <a href={searchAddress({ q: query.q })}>{words.withoutFilters}</a>
      </p>
    );
  return (
    <p>
      {unknown.length === 0 && `${words.none} `}
      {words.noneAdvice} <a href="/">{site.texts.links.today}</a>
    </p>
  );
}

/** The query as an interest: the subscribe page takes it from here, for a reader who has no subscription yet. */
function Follow({ site, result }: { site: Site; result: SearchResult }): ReactElement | null {
  const words = searchTexts[site.language];
  const { format } = site;
  const query = cleanLine(result.query.text).slice(0, LONGEST_INTEREST).trim();
  if (result.query.words.length === 0 || result.reference || query.length < SHORTEST_INTEREST) return null;
  return (
    <section className="part" aria-labelledby="follow">
      <h2 id="follow">{words.follow.heading}</h2>
      <p>{words.follow.text(format.quoted(query))}</p>
      <form method="get" action="/subscribe" className="single">
        <input type="hidden" name="query" value={query} />
        <button type="submit">{words.follow.button}</button>
      </form>
    </section>
  );
}

/** What src/subscribers/preference.ts takes for an interest. */
const SHORTEST_INTEREST = 2;
const LONGEST_INTEREST = 120;
