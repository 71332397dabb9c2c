import type { ReactElement } from 'react';
import { z } from 'zod';
import { type Taxonomy, topicLabel } from '../../../../config/topics/taxonomy.ts';
import type { Decision } from '../../../trending/decision.ts';
import { readDecisions } from '../../../trending/decision-queries.ts';
import { comparePlaces, type PoolDifference } from '../../../trending/pool-difference.ts';
import { type PoolPaperRow, readPoolPapers, readPoolPlaces } from '../../../trending/pool-paper-queries.ts';
import { readPoolRevisions } from '../../../trending/revision-queries.ts';
import type { WebContext } from '../../http/web-context.ts';
import { COLD_MODEL_PATH, editionPaperPath } from '../frame/dashboard-paths.ts';
import { StateLabel, Table } from '../frame/dashboard-table.tsx';
import { formatNumber, formatTime } from '../frame/format.ts';
import type { EditionFacts } from './edition-facts.ts';
import { PAPERS_TEXTS as TEXTS } from './papers-texts.ts';
import { DifferenceTable } from './pool-difference.tsx';

const PAPERS_SHOWN = 30;
const REVISIONS_SHOWN = 12;

const revisionNumber = z.coerce.number().int().positive().max(1_000_000).optional().catch(undefined);
const querySchema = z.object({
  from: revisionNumber,
  to: revisionNumber,
  q: z.string().trim().max(100).catch(''),
});

/** Data of an edition's pool for its page. */
export interface PapersPartData {
  revisions: Awaited<ReturnType<typeof readPoolRevisions>>;
  papers: PoolPaperRow[];
  decisions: Decision[];
  search: string;
  comparison: { from: number; to: number; difference: PoolDifference } | null;
}

/** Reads the papers of the newest revision, and compares two revisions when the query asks for it. */
export async function readPapersPart(
  ctx: Pick<WebContext, 'db'>,
  { poolId }: EditionFacts,
  query: unknown,
): Promise<PapersPartData> {
  const { from, to, q: search } = querySchema.parse(query);
  const revisions = await readPoolRevisions(ctx.db, poolId);
  const [newest] = revisions;
  const papers = newest
    ? await readPoolPapers(ctx.db, { poolId, revision: newest.revision, search, limit: PAPERS_SHOWN })
    : [];
  const comparison =
    from !== undefined && to !== undefined
      ? {
          from,
          to,
          difference: comparePlaces(
            await readPoolPlaces(ctx.db, poolId, from),
            await readPoolPlaces(ctx.db, poolId, to),
          ),
        }
      : null;
  return { revisions, papers, decisions: await readDecisions(ctx.db, poolId), search, comparison };
}

/** Revisions, their comparison, editorial decisions and the top papers of an edition's pool. */
export function PapersPart({
  taxonomy,
  part,
  edition,
}: {
  taxonomy: Taxonomy;
  part: PapersPartData;
  edition: string;
}): ReactElement {
  const { revisions, papers, decisions, search, comparison } = part;
  return (
    <section aria-labelledby="papers">
      <h2 id="papers">{TEXTS.heading}</h2>
      {revisions.length === 0 ? (
        <p>{TEXTS.noPool}</p>
      ) : (
        <>
          <Revisions revisions={revisions} />
          <p>
            {TEXTS.coldModel} <a href={COLD_MODEL_PATH}>{TEXTS.coldModelLink}</a>.
          </p>
          {revisions.length > 1 && <CompareForm revisions={revisions} comparison={comparison} />}
          {comparison && <DifferenceTable {...comparison} />}
          {decisions.length > 0 && <Decisions taxonomy={taxonomy} decisions={decisions} edition={edition} />}
          <form method="get" className="filter">
            <label>
              {TEXTS.search} <input type="search" name="q" defaultValue={search} />
            </label>
            <button type="submit">{TEXTS.searchButton}</button>
          </form>
          <Papers taxonomy={taxonomy} papers={papers} edition={edition} />
        </>
      )}
    </section>
  );
}

function Revisions({ revisions }: Pick<PapersPartData, 'revisions'>): ReactElement {
  const texts = TEXTS.revisionColumns;
  const columns = [
    { name: texts.revision, number: true },
    { name: texts.created },
    { name: texts.papers, number: true },
    { name: texts.composed, number: true },
  ];
  return (
    <Table label={TEXTS.revisions} columns={columns}>
      {revisions.slice(0, REVISIONS_SHOWN).map(({ revision, createdAt, papers, composed }) => (
        <tr key={revision}>
          <th scope="row" className="number">
            {revision}
          </th>
          <td className="moment">{formatTime(createdAt)}</td>
          <td className="number">{formatNumber(papers)}</td>
          <td className="number">{formatNumber(composed)}</td>
        </tr>
      ))}
    </Table>
  );
}

function CompareForm({
  revisions,
  comparison,
}: Pick<PapersPartData, 'revisions' | 'comparison'>): ReactElement {
  const numbers = revisions.map(({ revision }) => revision);
  const choice = (name: 'from' | 'to', selected: number | undefined) => (
    <label>
      {TEXTS.compare[name]}{' '}
      <select name={name} defaultValue={selected}>
        {numbers.map((revision) => (
          <option key={revision} value={revision}>
            {revision}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <form method="get" className="filter">
      {choice('from', comparison?.from ?? numbers[1])}
      {choice('to', comparison?.to ?? numbers[0])}
      <button type="submit">{TEXTS.compare.button}</button>
    </form>
  );
}

function Decisions({
  taxonomy,
  decisions,
  edition,
}: {
  taxonomy: Taxonomy;
  decisions: readonly Decision[];
  edition: string;
}): ReactElement {
  return (
    <>
      <h3>{TEXTS.decisions}</h3>
      <ul className="sentences">
        {decisions.map(({ kind, paperId, poolId, operator, decidedAt, topic }) => (
          <li key={`${kind} ${paperId} ${poolId}`}>
            {TEXTS.decisionKinds[kind]}: <a href={editionPaperPath(edition, paperId)}>{paperId}</a>
            {topic ? ` (${topicLabel(taxonomy, topic, 'en')})` : ''}
            {poolId === '' ? TEXTS.inAllEditions : ''}, {operator}, {formatTime(decidedAt)}
          </li>
        ))}
      </ul>
    </>
  );
}

function Papers({
  taxonomy,
  papers,
  edition,
}: {
  taxonomy: Taxonomy;
  papers: readonly PoolPaperRow[];
  edition: string;
}): ReactElement {
  const texts = TEXTS.columns;
  const columns = [
    { name: texts.rank, number: true },
    { name: texts.paper },
    { name: texts.attention, number: true },
  ];
  const audience = (topic: string) =>
    topic === '' ? TEXTS.allSubscribers : topicLabel(taxonomy, topic, 'en');
  return (
    <Table label={TEXTS.table} columns={columns}>
      {papers.map(({ paperId, title, edited, generated, scores }) => (
        <tr key={paperId}>
          <td className="number">{scores.topics.find(({ topic }) => topic === '')?.rank}</td>
          <th scope="row">
            <a href={editionPaperPath(edition, paperId)}>{title}</a>
            {scores.pinned !== undefined && (
              <StateLabel state="accepted">{TEXTS.pinned(audience(scores.pinned))}</StateLabel>
            )}
            {edited && <StateLabel state="accepted">{TEXTS.edited}</StateLabel>}
            {generated && <StateLabel state="accepted">{TEXTS.generated}</StateLabel>}
            <Scores taxonomy={taxonomy} scores={scores} />
          </th>
          <td className="number">{scores.attention.toFixed(2)}</td>
        </tr>
      ))}
    </Table>
  );
}

/** Folded, because the terms of thirty papers fill ten screens of a phone. */
function Scores({
  taxonomy,
  scores: { terms, topics },
}: Pick<PoolPaperRow, 'scores'> & { taxonomy: Taxonomy }): ReactElement {
  return (
    <details className="score-terms">
      <summary>{TEXTS.scores}</summary>
      {Object.entries(terms).map(([term, value]) => (
        <span key={term} className="fact">
          {term} {value.toFixed(2)}
        </span>
      ))}
      {topics.map(
        ({ topic, rank, of }) =>
          topic !== '' && (
            <span key={topic} className="fact">
              {TEXTS.topicRank(topicLabel(taxonomy, topic, 'en'), rank, of)}
            </span>
          ),
      )}
    </details>
  );
}
