import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Kysely } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { PaperboyError } from '../../errors.ts';
import { type ListHistory, readArxivPapers, readListDays, readListHistory } from './history-queries.ts';

/** Age of a list, counted from its opening, from which its newest upvotes stand for the final ones. */
const FINAL_AFTER_MS = 3 * 86_400_000;
const PAPERS_PER_QUERY = 1_000;

/**
 * Writes the installation's own history into a folder, in the shapes of recorded data: lists as first read,
 * lists with their final upvotes, and papers with arXiv's record. A list is final if the upvotes of half of
 * its papers were read three days after its opening or later. Throws PaperboyError `HISTORY_EMPTY`.
 * Changes nothing in the database.
 */
export async function writeHistory(db: Kysely<Database>, folder: string): Promise<void> {
  const days = await readListDays(db);
  if (days.length === 0)
    throw new PaperboyError({
      code: 'HISTORY_EMPTY',
      message: 'This installation has no daily list yet, so there is no history to measure.',
      remedy: 'Run it for some days, or pass a folder with recorded data by --data.',
    });
  await writeLines(join(folder, 'hf/daily_history.jsonl.gz'), captures(db, days));
  await writeLines(join(folder, 'hf/daily_lists.jsonl.gz'), finals(db, days));
  await writeLines(join(folder, 'arxiv/listing.jsonl.gz'), listing(db));
}

async function* captures(db: Kysely<Database>, days: readonly string[]): AsyncGenerator<object> {
  for (const day of days) {
    for (const paper of await readListHistory(db, day)) {
      if (paper.first_at === null) continue;
      yield {
        ...factsOf(paper),
        list_date: day,
        captured_at: paper.first_at.toISOString(),
        upvotes: paper.first_upvotes,
        numComments: paper.first_comments,
        githubStars: paper.first_stars,
      };
    }
  }
}

async function* finals(db: Kysely<Database>, days: readonly string[]): AsyncGenerator<object> {
  for (const day of days) {
    const papers = await readListHistory(db, day);
    const finalFrom = Date.parse(`${day}T00:00:00Z`) + FINAL_AFTER_MS;
    const late = papers.filter(({ last_at }) => last_at !== null && last_at.getTime() >= finalFrom);
    if (late.length * 2 < papers.length) continue;
    for (const paper of papers) {
      if (paper.last_upvotes === null) continue;
      yield { paper: { ...factsOf(paper), upvotes: paper.last_upvotes }, _source: { list_date: day } };
    }
  }
}

async function* listing(db: Kysely<Database>): AsyncGenerator<object> {
  let after = '';
  for (;;) {
    const papers = await readArxivPapers(db, after, PAPERS_PER_QUERY);
    for (const { published_at, ...paper } of papers)
      yield { ...paper, published: published_at.toISOString() };
    const last = papers.at(-1);
    if (!last) return;
    after = last.id;
  }
}

/** Facts known when the list opened. */
function factsOf(paper: ListHistory) {
  const { id, title, abstract, summary, authors, organisation, links, published_at } = paper;
  return {
    id,
    title,
    summary: abstract ?? '',
    ai_summary: summary,
    authors,
    organization: organisation,
    publishedAt: published_at?.toISOString() ?? null,
    githubRepo: links.code ?? null,
    projectPage: links.project ?? null,
  };
}

/** Writes one object a line; no file without rows, because a scenario takes a file as data. */
async function writeLines(path: string, rows: AsyncIterable<object>): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  let count = 0;
  const lines = (async function* () {
    for await (const row of rows) {
      count += 1;
      yield `${JSON.stringify(row)}\n`;
    }
  })();
  await pipeline(Readable.from(lines), createGzip(), createWriteStream(path));
  if (count === 0) await rm(path);
}
