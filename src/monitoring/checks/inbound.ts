import { INBOUND_REPORTS } from '../../../config/alerts.ts';
import { readInboundCounts } from '../../feedback/inbound-count-queries.ts';
import { pluralize } from '../../plural.ts';
import type { Check } from './check.ts';

/** Alerts when many bounces and complaints by email, and more than half of all, could not be used. */
export const checkInbound: Check = async (ctx, now) => {
  const { hours, minimum, share } = INBOUND_REPORTS;
  const counts = await readInboundCounts(ctx.db, new Date(now.getTime() - hours * 3_600_000));
  const unused = counts.unmatched + counts['not-understood'];
  const total = unused + counts.matched;
  const isMany = unused >= minimum && unused > total * share;
  const message =
    `Last ${hours} hours: ${unused} of ${pluralize(total, 'bounce email', 'bounce emails')} had no effect ` +
    `(${counts['not-understood']} not understood, ${counts.unmatched} without an id of ours).`;
  return {
    codes: ['REPORTS_NOT_UNDERSTOOD'],
    alerts: isMany ? [{ code: 'REPORTS_NOT_UNDERSTOOD', subject: 'email', message }] : [],
  };
};
