import type { ReactElement } from 'react';
import { z } from 'zod';
import { topicLabel } from '../../../../config/topics/taxonomy.ts';
import type { Decision } from '../../../trending/decision.ts';
import { readDecisions } from '../../../trending/decision-queries.ts';
import { comparePlaces, type PoolDifference } from '../../../trending/pool-difference.ts';
import { type PoolPaperRow, readPoolPapers, readPoolPlaces } from '../../../trending/pool-paper-queries.ts';
import { readPoolRevisions } from '../../../trending/revision-queries.ts';
import type { WebContext } from '../../http/web-context.ts';
import { editionPaperPath } from '../frame/dashboard-paths.ts';
import { StateWord, Table } from '../frame/dashboard-table.tsx';
import { formatTime } from '../frame/format-time.ts';
import type { EditionFacts } from './edition-facts.ts';
import { EDITIONS_TEXTS as TEXTS } from './editions-texts.ts';
import { DifferenceTable } from './pool-difference.tsx';

const SHOWN = 30;

const number = z.coerce.number().int().positive().max(1_000_000).optional().catch(undefined);
const querySchema = z.object({ from: number, to: number, q: z.string().trim().max(100).catch('') });

/** What an edition's page shows of its pool. */
export interface PapersPartData {
  revisions: Awaited<ReturnType<typeof readPoolRevisions>>;
  papers: PoolPaperRow[];
  decisions: Decision[];
  search: string;
  difference: { from: number; to: number; found: PoolDifference } | null;
}

/** Reads the newest revision's papers, and the difference between two revisions where the address asks for one. */
export async function readPapersPart(
  ctx: Pick<WebContext, 'db'>,
  { poolId }: EditionFacts,
  query: unknown,
): Promise<PapersPartData> {
  const { from, to, q: search } = querySchema.parse(query);
  const revisions = await readPoolRevisions(ctx.db, poolId);
  const [newest] = revisions;
  const papers = newest
    ? await readPoolPapers(ctx.db, { poolId, revision: newest.revision, search, limit: SHOWN })
    : [];
  const difference =
    from !== undefined && to !== undefined
      ? {
          from,
          to,
          found: comparePlaces(
            await readPoolPlaces(ctx.db, poolId, from),
            await readPoolPlaces(ctx.db, poolId, to),
          ),
        }
      : null;
  return { revisions, papers, decisions: await readDecisions(ctx.db, poolId), search, difference };
}

export function PapersPart({ part, edition }: { part: PapersPartData; edition: string }): ReactElement {
  const { revisions, papers, decisions, search, difference } = part;
  return (
    <section aria-labelledby="papers">
      <h2 id="papers">{TEXTS.papers}</h2>
      {revisions.length === 0 ? (
        <p>{TEXTS.noPool}</p>
      ) : (
        <>
          <Revisions revisions={revisions} />
          {revisions.length > 1 && <DifferenceForm revisions={revisions} difference={difference} />}
          {difference && <DifferenceTable {...difference} />}
          {decisions.length > 0 && <Decisions decisions={decisions} edition={edition} />}
          <form method="get" className="filter">
            <label>
              {TEXTS.search} <input type="search" name="q" defaultValue={search} />
            </label>
            <button type="submit">{TEXTS.find}</button>
          </form>
          <Papers papers={papers} edition={edition} />
        </>
      )}
    </section>
  );
}

function Revisions({ revisions }: { revisions: PapersPartData['revisions'] }): ReactElement {
  const words = TEXTS.revisionColumns;
  const columns = [
    { name: words.revision, number: true },
    { name: words.made },
    { name: words.papers, number: true },
    { name: words.composed, number: true },
  ];
  return (
    <Table label={TEXTS.revisions} columns={columns}>
      {revisions.slice(0, 12).map(({ revision, createdAt, papers, composed }) => (
        <tr key={revision}>
          <th scope="row" className="number">
            {revision}
          </th>
          <td className="moment">{formatTime(createdAt)}</td>
          <td className="number">{papers}</td>
          <td className="number">{composed}</td>
        </tr>
      ))}
    </Table>
  );
}

function DifferenceForm({
  revisions,
  difference,
}: {
  revisions: PapersPartData['revisions'];
  difference: PapersPartData['difference'];
}): ReactElement {
  const numbers = revisions.map(({ revision }) => revision);
  const choice = (name: 'from' | 'to', label: string, chosen: number | undefined) => (
    <label>
      {label}{' '}
      <select name={name} defaultValue={chosen}>
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
      {choice('from', TEXTS.from, difference?.from ?? numbers[1])}
      {choice('to', TEXTS.to, difference?.to ?? numbers[0])}
      <button type="submit">{TEXTS.difference}</button>
    </form>
  );
}

function Decisions({
  decisions,
  edition,
}: {
  decisions: readonly Decision[];
  edition: string;
}): ReactElement {
  return (
    <>
      <h3>{TEXTS.decisions}</h3>
      <ul className="sentences">
        {decisions.map(({ kind, paperId, poolId, operator, decidedAt, topic }) => (
          <li key={`${kind} ${paperId} ${poolId}`}>
            {kind} <a href={editionPaperPath(edition, paperId)}>{paperId}</a>
            {topic ? ` (${topicLabel(topic, 'en')})` : ''}
            {poolId === '' ? ', everywhere' : ''}: {operator}, {formatTime(decidedAt)}
          </li>
        ))}
      </ul>
    </>
  );
}

function Papers({ papers, edition }: { papers: readonly PoolPaperRow[]; edition: string }): ReactElement {
  const words = TEXTS.paperColumns;
  const columns = [
    { name: words.rank, number: true },
    { name: words.paper },
    { name: words.attention, number: true },
  ];
  return (
    <Table label={TEXTS.papersTable} columns={columns}>
      {papers.map(({ paperId, title, edited, scores }) => (
        <tr key={paperId}>
          <td className="number">{scores.topics.find(({ topic }) => topic === '')?.rank}</td>
          <th scope="row">
            <a href={editionPaperPath(edition, paperId)}>{title}</a>
            {scores.pinned !== undefined && (
              <StateWord state="accepted">
                {TEXTS.pinned(scores.pinned === '' ? TEXTS.everybody : topicLabel(scores.pinned, 'en'))}
              </StateWord>
            )}
            {edited && <StateWord state="accepted">{TEXTS.edited}</StateWord>}
            <Why scores={scores} />
          </th>
          <td className="number">{scores.attention.toFixed(2)}</td>
        </tr>
      ))}
    </Table>
  );
}

/** Folded, because thirty papers' terms are ten screens of a phone. */
function Why({ scores: { terms, topics } }: Pick<PoolPaperRow, 'scores'>): ReactElement {
  return (
    <details className="why">
      <summary>{TEXTS.why}</summary>
      {Object.entries(terms).map(([term, value]) => (
        <span key={term} className="fact">
          {term} {value.toFixed(2)}
        </span>
      ))}
      {topics.map(
        ({ topic, rank, of }) =>
          topic !== '' && (
            <span key={topic} className="fact">
              {topicLabel(topic, 'en')}: {rank} of {of}
            </span>
          ),
      )}
    </details>
  );
}
