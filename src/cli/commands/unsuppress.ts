import type { Command } from 'commander';
import { pluralize } from '../../plural.ts';
import { type UnsuppressResult, unsuppress } from '../../suppression/unsuppress.ts';
import {
  parseMistake,
  previewUnsuppressMany,
  type UndoCounts,
  type UndoPreview,
  unsuppressMany,
} from '../../suppression/unsuppress-many.ts';
import { withOperatorOptions } from '../terminal/edition-argument.ts';
import { type Output, withInstallation, writeReport } from '../terminal/output.ts';

interface UnsuppressOptions {
  operator: string;
  reason?: string;
  confirm?: string;
  source?: string;
  between?: string[];
  dryRun?: boolean;
  json?: boolean;
}

const TEXTS: Record<UnsuppressResult, string> = {
  asked: 'Unsuppressed. The subscriber was sent a confirmation link and gets no digest until they confirm.',
  unsuppressed: 'Unsuppressed. No subscriber has this address, so no email was sent.',
  unchanged: 'This address is not suppressed. Nothing was changed.',
};

/** The audit entry names source and period; during an incident, operators often know no more. */
const DEFAULT_REASON = 'suppressed by a mistake of the mail server';

const HELP = `
A misconfigured or blocked mail server may suppress many subscribers by mistake. With --source and --between, all of
them return to their previous state, without an email:

  paperboy subscribers unsuppress --source "smtp 550" --between 2026-11-23T06:00 2026-11-23T09:30 --dry-run
  paperboy subscribers unsuppress --source "smtp 550" --between 2026-11-23T06:00 2026-11-23T09:30 --reason "wrong password"

Times are in UTC unless they name a zone. Complaints, and suppressions by operators, stay.`;

/** `subscribers unsuppress`: one address, with a confirmation email, or a source and period, without. */
export function addUnsuppress(subscribers: Command, output: Output): void {
  const command = withOperatorOptions(
    subscribers
      .command('unsuppress')
      .description(
        'unsuppress an address, with a confirmation by email, or undo suppressions made by mistake',
      )
      .argument('[address]')
      .option('--reason <text>', 'reason, for the audit log; required with an address')
      .option('--confirm <address>', 'the address again, required after a complaint')
      .option('--source <source>', 'source of mistaken suppressions, or its first words, e.g. "smtp 550"')
      .option('--between <times...>', 'first and last time of the mistake, in ISO 8601')
      .option('--dry-run', 'show what --source and --between would undo')
      .addHelpText('after', HELP),
  );
  command.action(async (address: string | undefined, options: UnsuppressOptions) => {
    const { source, between, dryRun, json } = options;
    if ((address === undefined) === (source === undefined && between === undefined))
      command.error('error: pass either an address, or --source and --between');
    if (address !== undefined) {
      if (dryRun) command.error('error: --dry-run requires --source and --between');
      const input = { ...options, address, reason: options.reason ?? '' };
      const outcome = await withInstallation({}, (ctx) => unsuppress(ctx, input));
      return writeReport(output, json, { outcome }, () => TEXTS[outcome]);
    }
    const [from = '', to = '', ...others] = between ?? [];
    if (others.length > 0) command.error('error: --between takes two times');
    const mistake = parseMistake({ source: source ?? '', from, to });
    if (dryRun) {
      const preview = await withInstallation({}, (ctx) => previewUnsuppressMany(ctx, mistake));
      return writeReport(output, json, { dryRun: true, ...mistake, ...preview }, () =>
        describePreview(preview),
      );
    }
    const input = { mistake, operator: options.operator, reason: options.reason ?? DEFAULT_REASON };
    const done = await withInstallation({}, (ctx) => unsuppressMany(ctx, input));
    return writeReport(output, json, { dryRun: false, ...mistake, ...done }, () => describeDone(done));
  });
}

function describePreview(preview: UndoPreview): string {
  const { suppressions, kept, samples, otherSources } = preview;
  const lines =
    suppressions === 0
      ? ['Dry run: no suppression matches.']
      : [
          `Dry run: ${countSuppressions(suppressions)} would be removed, without an email.`,
          ...describeCounts(preview),
          `  for example: ${samples.join(', ') || '–'}`,
        ];
  if (kept > 0) lines.push(`${countSuppressions(kept)} by complaints or operators would stay.`);
  if (otherSources.length > 0)
    lines.push('Sources in this period:', ...otherSources.map((each) => `  ${each.source} (${each.count})`));
  return lines.join('\n');
}

function describeDone(done: UndoCounts): string {
  if (done.suppressions === 0)
    return 'No suppression matches; nothing was changed. --dry-run lists the sources of this period.';
  return [
    `${countSuppressions(done.suppressions)} removed. No email was sent.`,
    ...describeCounts(done),
    ...((done.byState.pending ?? 0) > 0
      ? ['Pending subscribers can ask for a new confirmation link by signing up again.']
      : []),
    'Retry failed deliveries of an edition with: npm run paperboy -- edition retry today',
    'Deliveries that were skipped as suppressed stay skipped; their subscribers get the next edition.',
  ].join('\n');
}

function describeCounts({ bySource, byState }: UndoCounts): string[] {
  const list = (counts: Record<string, number>, name = (key: string) => key) =>
    Object.entries(counts)
      .map(([key, count]) => `${name(key)} (${count})`)
      .join(', ');
  const stateNames: Record<string, string> = { none: 'no subscriber' };
  return [`  sources: ${list(bySource)}`, `  subscribers: ${list(byState, (key) => stateNames[key] ?? key)}`];
}

function countSuppressions(count: number): string {
  return pluralize(count, 'suppression', 'suppressions');
}
