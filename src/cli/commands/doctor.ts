import type { Command } from 'commander';
import { describeEnv } from '../../../config/env.ts';
import type { Taxonomy } from '../../../config/topics/taxonomy.ts';
import { type OpenAlert, readOpenAlerts } from '../../alerts/alert-queries.ts';
import { dayOf } from '../../day.ts';
import { pendingMigrations } from '../../db/migrate.ts';
import { endSentence } from '../../delivery/providers/describe-result.ts';
import { describeOutage, type ProviderOutage, readOutages } from '../../delivery/status/backlog.ts';
import { PaperboyError, reasonOf } from '../../errors.ts';
import { describeReports } from '../../feedback/describe-reports.ts';
import { describeWebhooks } from '../../feedback/describe-webhooks.ts';
import { readSourceStates } from '../../papers/ingest/source-queries.ts';
import { checkSummary } from '../../papers/summary/check-summary.ts';
import { readSummaryUse } from '../../papers/summary/generated-summary-queries.ts';
import { pluralize } from '../../plural.ts';
import type { Summarizer } from '../../ports.ts';
import { summarizeTaxonomy } from '../../topics/read-taxonomy.ts';
import type { Installation } from '../../wiring.ts';
import { describeAlerts } from '../terminal/describe-alerts.ts';
import { type Output, withInstallation, writeReport } from '../terminal/output.ts';

interface Check {
  name: string;
  ok: boolean;
  result: string;
}

/** `doctor`: prints the configuration without secrets and checks everything that must respond. */
export function addDoctor(program: Command, output: Output): void {
  program
    .command('doctor')
    .description('show the configuration and check database, queue, providers, webhooks and sources')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      const result = await withInstallation({ sourceTries: 1, migrate: 'tolerate' }, async (ctx) => ({
        configuration: describeEnv(ctx.env),
        checks: await examine(ctx),
        // When the database does not respond or has an old schema, the checks above report it.
        alerts: await readOpenAlerts(ctx.db).catch((): OpenAlert[] => []),
      }));
      // --json keeps its keys.
      const checks = result.checks.map(({ name, ok, result: finding }) => ({ what: name, ok, finding }));
      writeReport(output, options.json, { ...result, checks }, () =>
        [
          describe(result.configuration, result.checks),
          ...(result.alerts.length > 0 ? [describeAlerts(result.alerts)] : []),
        ].join('\n\n'),
      );
      const failed = result.checks.filter((check) => !check.ok);
      if (failed.length === 0) return;
      throw new PaperboyError({
        code: 'DOCTOR_CHECKS_FAILED',
        message:
          `${failed.length} of ${pluralize(result.checks.length, 'check', 'checks')} failed: ` +
          `${failed.map((check) => check.name).join(', ')}.`,
        remedy: 'See the FAIL lines above.',
      });
    });
}

async function examine(ctx: Installation): Promise<Check[]> {
  const checks = [
    await check('database', async () => {
      const pending = await pendingMigrations(ctx.db);
      if (pending.length > 0)
        throw new Error(`pending migrations: ${pending.join(', ')}. Run: npm run paperboy -- migrate`);
      return `${ctx.database.kind}, schema up to date`;
    }),
    await check('queue', async () => {
      await ctx.queue.ping();
      return `${ctx.queue.kind} responds`;
    }),
  ];
  if (ctx.env.TOPICS_FILE !== undefined)
    checks.push(await check('topics', async () => describeTopicsFile(ctx.taxonomy)));
  // An old schema is reported by the database check.
  const outages = await readOutages(ctx).catch((): ProviderOutage[] => []);
  for (const { name, mailer } of ctx.providers) {
    const outage = outages.find(({ provider }) => provider === name);
    const signIn = await check(`mailer ${name}`, () => mailer.check());
    checks.push(signIn.ok && outage ? withLastResult(signIn, outage) : signIn);
  }
  checks.push(await check('webhooks', async () => describeWebhooks(ctx.env, ctx.clock.now())));
  // An old schema is reported by the database check.
  const coverage = await describeReports(ctx, ctx.clock.now()).catch(() => null);
  if (coverage !== null) checks.push({ name: 'reports', ...coverage });
  const { summarizer } = ctx;
  if (summarizer !== null) checks.push(await check('summary model', () => askSummaryModel(ctx, summarizer)));
  for (const source of ctx.sources.filter((each) => (ctx.env.SOURCES as string[]).includes(each.name))) {
    checks.push(
      await check(`source ${source.name}`, async () => {
        const { day, papers } = await source.fetchDay(dayOf(ctx.clock.now()));
        const state = (await readSourceStates(ctx.db)).find((row) => row.source === source.name);
        const ingest = state ? `last ingest: ${state.state}` : 'never ingested';
        return `responds (${pluralize(papers.length, 'paper', 'papers')} for ${day}); ${ingest}`;
      }),
    );
  }
  return checks;
}

/** An invalid file is reported before the checks: nothing starts with one. */
function describeTopicsFile(taxonomy: Taxonomy): string {
  const { topics, groups, taxonomyVersion } = summarizeTaxonomy(taxonomy);
  return (
    `${pluralize(topics, 'topic', 'topics')} in ${pluralize(groups.length, 'group', 'groups')}, ` +
    `taxonomy version ${taxonomyVersion}`
  );
}

/**
 * Asks the model about a sample paper, outside of the budget. A rejected answer is no failure of the check.
 */
async function askSummaryModel(ctx: Installation, summarizer: Summarizer): Promise<string> {
  const { text, complete } = await summarizer.summarize(SAMPLE_PAPER);
  const checked = checkSummary(text, SAMPLE_PAPER);
  const answer =
    complete && checked.ok
      ? 'its summary of a sample passes the check'
      : `its summary of a sample is rejected: it ${checked.ok ? 'is incomplete' : checked.reason}`;
  const { calls, accepted, rejected, failed } = await readSummaryUse(ctx.db, dayOf(ctx.clock.now()));
  return (
    `${summarizer.model} responds; ${answer}; ${calls} of ${ctx.env.SUMMARY_MODEL_PER_DAY} calls used today ` +
    `(${accepted} accepted, ${rejected} rejected, ${failed} failed)`
  );
}

const SAMPLE_PAPER = {
  title: 'Shelf: a cache for long conversations',
  abstract:
    'Assistants read a whole conversation again for every answer. Shelf is a cache that keeps the parts of a ' +
    'conversation that later answers need. On 400 recorded conversations, it halves the time to the first ' +
    'word and answers 97% of the questions as before.',
};

/** A successful sign-in proves nothing while the provider accepts no email: its last results count too. */
function withLastResult(passed: Check, outage: ProviderOutage): Check {
  const result = `${endSentence(passed.result)} But ${describeOutage(outage)}`;
  if (outage.kind === 'allowance') return { ...passed, result };
  const ok = outage.state === 'closed';
  const next = ok ? 'Only the next emails show whether that is resolved.' : retryHint(outage.kind);
  return { ...passed, ok, result: `${result} ${next}` };
}

function retryHint(kind: ProviderOutage['kind']): string {
  return kind === 'quota'
    ? 'It is retried automatically. After raising the quota, retry at once with: ' +
        'npm run paperboy -- edition resume today'
    : 'It is retried automatically. Resume an edition that was paused for it with: ' +
        'npm run paperboy -- edition resume today';
}

async function check(name: string, probe: () => Promise<string>): Promise<Check> {
  try {
    return { name, ok: true, result: await probe() };
  } catch (error) {
    return { name, ok: false, result: reasonOf(error) };
  }
}

function describe(configuration: Record<string, string>, checks: readonly Check[]): string {
  const width = Math.max(...Object.keys(configuration).map((name) => name.length));
  return [
    ...Object.entries(configuration).map(([name, value]) => `${name.padEnd(width)}  ${value}`),
    '',
    ...checks.map(({ name, ok, result }) => `${ok ? 'OK  ' : 'FAIL'} ${name}: ${result}`),
  ].join('\n');
}
