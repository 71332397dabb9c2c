import { type Advice, adviceFor } from '../../../delivery/status/advice.ts';
import { type EditionTotals, readTotals } from '../../../delivery/status/totals-queries.ts';
import { readNotMailable } from '../../../delivery/status/unmailable-queries.ts';
import { type Edition, parseEditionId, poolOfEdition } from '../../../editions/edition.ts';
import type { WebContext } from '../../http/web-context.ts';

/** What every page about one edition knows of it. */
export interface EditionFacts {
  edition: Edition;
  poolId: string;
  books: EditionTotals;
  notMailable: Record<string, number>;
  advice: Advice[];
}

/** The edition of that id, as it stands; null where there is none. */
export async function readEdition(ctx: Pick<WebContext, 'db'>, key: string): Promise<EditionFacts | null> {
  const edition = parseEditionId(key);
  const books = edition && (await readTotals(ctx.db, edition.day)).find(({ id }) => id === key);
  if (!edition || !books) return null;
  const notMailable = await readNotMailable(ctx.db, key);
  return {
    edition,
    poolId: poolOfEdition(edition).id,
    books,
    notMailable,
    advice: adviceFor(books, notMailable),
  };
}
