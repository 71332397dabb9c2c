import type { Command } from 'commander';
import { describeEnv } from '../../../config/env.ts';
import { type OpenAlert, readOpenAlerts } from '../../alerts/alert-queries.ts';
import { dayOf } from '../../day.ts';
import { pendingMigrations } from '../../db/migrate.ts';
import { asSentence } from '../../delivery/providers/describe-result.ts';
import { type Rest, readRests, restSentence } from '../../delivery/status/backlog.ts';
import { PaperboyError, reasonOf } from '../../errors.ts';
import { describeWebhooks } from '../../feedback/describe-webhooks.ts';
import { readSourceStates } from '../../papers/ingest/source-queries.ts';
import type { Installation } from '../../wiring.ts';
import { describeAlerts } from '../terminal/describe-alerts.ts';
import { type Output, withInstallation, writeReport } from '../terminal/output.ts';

interface Check {
  what: string;
  well: boolean;
  finding: string;
}

/** `doctor`: prints what is in force, secrets left out, and asks everything that must answer. */
export function addDoctor(program: Command, output: Output): void {
  program
    .command('doctor')
    .description('show the configuration in force and check that database, queue, sources and mailers answer')
    .option('--json', 'report as JSON')
    .action(async (options: { json?: boolean }) => {
      const result = await withInstallation({ sourceTries: 1, migrate: 'tolerate' }, async (ctx) => ({
        configuration: describeEnv(ctx.env),
        checks: await examine(ctx),
        // With a database that does not answer, or an old schema, the checks above say so.
        alerts: await readOpenAlerts(ctx.db).catch((): OpenAlert[] => []),
      }));
      writeReport(output, options.json, result, () =>
        [
          describe(result.configuration, result.checks),
          ...(result.alerts.length > 0 ? [describeAlerts(result.alerts)] : []),
        ].join('\n\n'),
      );
      const ill = result.checks.filter((check) => !check.well);
      if (ill.length === 0) return;
      throw new PaperboyError({
        code: 'DOCTOR_FOUND_FAULTS',
        message: `${ill.length} of ${result.checks.length} checks found a fault: ${ill.map((check) => check.what).join(', ')}.`,
        remedy: 'Each line above says what it is.',
      });
    });
}

async function examine(ctx: Installation): Promise<Check[]> {
  const checks = [
    await check('database', async () => {
      const pending = await pendingMigrations(ctx.db);
      if (pending.length > 0) throw new Error(`lacks ${pending.join(', ')}: run npm run paperboy -- migrate`);
      return `${ctx.database.kind}, schema up to date`;
    }),
    await check('queue', async () => {
      await ctx.queue.ping();
      return `${ctx.queue.kind} answers`;
    }),
  ];
  // On an old schema the check of the database says what is wrong.
  const rests = await readRests(ctx).catch((): Rest[] => []);
  for (const { name, mailer } of ctx.providers) {
    const rest = rests.find(({ provider }) => provider === name);
    const answer = await check(`mailer ${name}`, () => mailer.check());
    checks.push(answer.well && rest ? withLastMails(answer, rest) : answer);
  }
  checks.push(await check('webhooks', async () => describeWebhooks(ctx.env, ctx.clock.now())));
  for (const source of ctx.sources.filter((each) => (ctx.env.SOURCES as string[]).includes(each.name))) {
    checks.push(
      await check(`source ${source.name}`, async () => {
        const { day, papers } = await source.fetchDay(dayOf(ctx.clock.now()));
        const known = (await readSourceStates(ctx.db)).find((row) => row.source === source.name);
        return `answers (${papers.length} papers for ${day}); ${known ? `last seen ${known.state}` : 'never ingested'}`;
      }),
    );
  }
  return checks;
}

/** That a provider lets us in proves nothing while it takes no mail: what the last ones met counts as well. */
function withLastMails(answer: Check, rest: Rest): Check {
  const finding = `${asSentence(answer.finding)} But ${restSentence(rest)}`;
  if (rest.kind === 'allowance') return { ...answer, finding };
  const well = rest.state === 'closed';
  const next = well
    ? 'Only the next mails show whether that is over.'
    : 'It is tried again by itself; an edition that was paused for it goes on with: npm run paperboy -- edition resume today';
  return { ...answer, well, finding: `${finding} ${next}` };
}

async function check(what: string, ask: () => Promise<string>): Promise<Check> {
  try {
    return { what, well: true, finding: await ask() };
  } catch (error) {
    return { what, well: false, finding: reasonOf(error) };
  }
}

function describe(configuration: Record<string, string>, checks: readonly Check[]): string {
  const width = Math.max(...Object.keys(configuration).map((name) => name.length));
  return [
    ...Object.entries(configuration).map(([name, value]) => `${name.padEnd(width)}  ${value}`),
    '',
    ...checks.map(({ what, well, finding }) => `${well ? 'well  ' : 'FAULT '} ${what}: ${finding}`),
  ].join('\n');
}
