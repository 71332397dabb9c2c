import { countIneligible } from '../../../delivery/status/ineligible-queries.ts';
import { type EditionTotals, readTotals } from '../../../delivery/status/totals-queries.ts';
import { type Edition, parseEditionId, poolOfEdition } from '../../../editions/edition.ts';
import type { WebContext } from '../../http/web-context.ts';

/** Data that every page about one edition needs. */
export interface EditionFacts {
  edition: Edition;
  poolId: string;
  totals: EditionTotals;
  /** Failed deliveries that can't be retried, by reason. */
  ineligible: Record<string, number>;
}

/** Reads an edition by its id; null when there is none. */
export async function readEdition(ctx: Pick<WebContext, 'db'>, id: string): Promise<EditionFacts | null> {
  const edition = parseEditionId(id);
  const totals = edition && (await readTotals(ctx.db, edition.day)).find((each) => each.id === id);
  if (!edition || !totals) return null;
  return {
    edition,
    poolId: poolOfEdition(edition).id,
    totals,
    ineligible: await countIneligible(ctx.db, id),
  };
}
