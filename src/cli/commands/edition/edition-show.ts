import type { Command } from 'commander';
import { readOpenAlerts } from '../../../alerts/alert-queries.ts';
import { adviseOnEdition } from '../../../delivery/status/advice.ts';
import { describeBacklog, readBacklog } from '../../../delivery/status/backlog.ts';
import { describeCounts, sumCounts } from '../../../delivery/status/counts-by-reason.ts';
import { countIneligible } from '../../../delivery/status/ineligible-queries.ts';
import { editionStateName } from '../../../delivery/status/state-names.ts';
import { sumTotals } from '../../../delivery/status/totals.ts';
import type { EditionTotals } from '../../../delivery/status/totals-queries.ts';
import { readEditionDays } from '../../../editions/edition-queries.ts';
import { PaperboyError } from '../../../errors.ts';
import type { Installation } from '../../../wiring.ts';
import { describeAlerts } from '../../terminal/describe-alerts.ts';
import { type EditionArgument, parseEdition, readEditionArgument } from '../../terminal/edition-argument.ts';
import { type Output, withInstallation, writeReport } from '../../terminal/output.ts';

/** `edition show`: the totals of an edition, its problems, and what to do about them. */
export function addEditionShow(edition: Command, output: Output): void {
  edition
    .command('show')
    .description('show the status of an edition: totals, problems, and the command to run next')
    .argument('<edition>', 'edition id (daily-2026-11-23), or a day for all of its editions', parseEdition)
    .option('--json', 'print JSON')
    .action(async (argument: EditionArgument, options: { json?: boolean }) => {
      const { advised, newest, alerts, now } = await withInstallation({}, async (ctx) => ({
        advised: await Promise.all(
          (await readEditionArgument(ctx, argument)).map((totals) => withAdvice(ctx, totals)),
        ),
        newest: (await readEditionDays(ctx.db, '0001-01-01')).at(-1),
        alerts: await readOpenAlerts(ctx.db),
        now: ctx.clock.now(),
      }));
      if (advised.length > 0 || options.json) {
        writeReport(
          output,
          options.json,
          { day: argument.day, ...sumTotals(advised), editions: advised, alerts },
          () =>
            [
              ...advised.map((totals) => describeTotals(totals, now)),
              ...(alerts.length > 0 ? [describeAlerts(alerts)] : []),
            ].join('\n\n'),
        );
      } else if (alerts.length > 0) output.out(`${describeAlerts(alerts)}\n`);
      if (advised.length === 0) throw noEdition(argument, newest);
    });
}

async function withAdvice(ctx: Installation, totals: EditionTotals) {
  const ineligible = await countIneligible(ctx.db, totals.id);
  const waiting = await readBacklog(ctx, totals);
  return { ...totals, notMailable: ineligible, waiting, advice: adviseOnEdition(totals, ineligible) };
}

const NONE_AT_ALL = ', and no other day has one';

/**
 * A missing edition is an error: it is never what the caller hoped for. Operations and the ledger do the
 * same.
 */
function noEdition({ id, day }: EditionArgument, newest: string | undefined): PaperboyError {
  const planIt = `npm run paperboy -- edition plan ${day}`;
  const missing = id === null ? `${day} has no edition` : `There is no edition ${id}`;
  return new PaperboyError({
    code: 'EDITION_UNKNOWN',
    message: `${missing}${newest === undefined ? NONE_AT_ALL : ''}.`,
    remedy:
      newest === undefined || newest < day
        ? `The daily run plans it; to plan it now: ${planIt}` +
          `${newest === undefined ? '' : `. The newest edition is of ${newest}.`}`
        : 'No digest was sent, and past days are not caught up automatically. ' +
          `The newest edition is of ${newest}: npm run paperboy -- edition show ${newest}`,
  });
}

function describeTotals(totals: Awaited<ReturnType<typeof withAdvice>>, now: Date): string {
  const skipped = Object.entries(totals.excluded).map(([reason, count]) => `${count} ${reason}`);
  return [
    `${totals.id} is ${editionStateName(totals.state)}${totals.reason ? ` (${totals.reason})` : ''}`,
    `  audience   ${totals.audience}`,
    `  accepted   ${totals.accepted}`,
    `  skipped    ${skipped.length === 0 ? '0' : skipped.join(', ')}`,
    `  failed     ${totals.failed}${describeBlocked(totals.notMailable)}`,
    `  uncertain  ${totals.uncertain}`,
    `  scheduled  ${totals.planned}`,
    ...describeBacklog(totals.waiting, now).map((sentence) => `    ${sentence}`),
    totals.balanced ? '  All recipients are accounted for.' : '  TOTALS DO NOT ADD UP.',
    ...(totals.advice.length > 0 ? ['  Next steps:'] : []),
    ...totals.advice.flatMap(({ why, command }) => [`    ${why}`, `      npm run paperboy -- ${command}`]),
  ].join('\n');
}

function describeBlocked(ineligible: Record<string, number>): string {
  const blocked = sumCounts(ineligible);
  return blocked === 0 ? '' : `, of which ${blocked} cannot be retried (${describeCounts(ineligible)})`;
}
