import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { writeHistory } from '../../backtest/own-history/write-history.ts';
import { type BacktestResult, runBacktest } from '../../backtest/run-backtest.ts';
import type { Figure } from '../../backtest/scenario.ts';
import { SCENARIOS } from '../../backtest/scenarios.ts';
import { pluralize } from '../../plural.ts';
import { parseDay } from '../terminal/arguments.ts';
import { type Output, withInstallation } from '../terminal/output.ts';

const BAD_LINES_SHOWN = 10;

/**
 * `backtest`: replays decisions of Paperboy on recorded data, or on the installation's own history. Changes
 * nothing.
 */
export function addBacktest(program: Command, output: Output): void {
  const scenario = new Option('--scenario <name...>', 'scenarios to run (default: all)').choices(
    SCENARIOS.map(({ name }) => name),
  );
  program
    .command('backtest')
    .description('measure decisions on recorded data; changes nothing')
    .option('--data <folder>', "folder with recorded data (default: this installation's own history)")
    .addOption(scenario)
    .option('--from <day>', 'fit on earlier days and measure from this one on: YYYY-MM-DD', parseDay)
    .option('--json', 'print one JSON object a line for each figure')
    .addHelpText('after', `\nScenarios:\n${SCENARIOS.map(describeScenario).join('\n')}`)
    .action(async (options: { data?: string; scenario?: string[]; from?: string; json?: boolean }) => {
      const chosen = SCENARIOS.filter(({ name }) => options.scenario?.includes(name) ?? true);
      const skipsMissing = options.scenario === undefined;
      const from = options.from ?? null;
      const run = (folder: string) => runBacktest(folder, chosen, { skipsMissing, from });
      const { results, skipped } = await (options.data === undefined ? onOwnHistory(run) : run(options.data));
      for (const each of skipped) output.err(`${each.scenario}: skipped. ${each.reason}\n`);
      if (!options.json) return output.out(`${results.map(describeResult).join('\n\n')}\n`);
      for (const { scenario, figures, data } of results) {
        if (data.bad > 0) output.err(`${scenario}: ${describeBadLines(data).join('\n')}\n`);
        for (const figure of figures) output.out(`${JSON.stringify({ scenario, ...figure })}\n`);
      }
    });
}

/** Runs on the history of this installation, written into a temporary folder. */
async function onOwnHistory<T>(run: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'paperboy-history-'));
  try {
    await withInstallation({}, ({ db }) => writeHistory(db, folder));
    return await run(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function describeScenario({
  name,
  describe,
  needs,
  needsOneOf = [],
  uses = [],
}: (typeof SCENARIOS)[number]): string {
  const reads = [
    ...needs,
    ...(needsOneOf.length > 0 ? [needsOneOf.join(' or ')] : []),
    ...uses.map((pattern) => `${pattern} (optional)`),
  ];
  return `  ${name.padEnd(13)} ${describe}\n  ${''.padEnd(13)} reads ${reads.join(', ')}`;
}

function describeResult({ scenario, figures, legend, data }: BacktestResult): string {
  const used = pluralize(data.used, 'row', 'rows');
  const lines = pluralize(data.lines, 'line', 'lines');
  return [
    `${scenario}: ${used} of ${lines} in ${pluralize(data.files.length, 'file', 'files')}`,
    ...describeBadLines(data),
    table(figures),
    legend,
  ].join('\n');
}

function describeBadLines({ bad, badLines }: BacktestResult['data']): string[] {
  if (bad === 0) return [];
  const shown = badLines.slice(0, BAD_LINES_SHOWN);
  return [
    `${pluralize(bad, 'bad line', 'bad lines')} skipped:`,
    ...shown.map(({ file, line, reason }) => `  ${file}:${line} ${reason}`),
    ...(bad > shown.length ? ['  …'] : []),
  ];
}

function table(figures: readonly Figure[]): string {
  if (figures.length === 0) return 'No figures.';
  const lines = [
    ['measure', 'system', 'value', '95% interval', 'n'],
    ...figures.map(({ measure, system, value, interval, n }) => [
      measure,
      system,
      value === null ? '-' : String(value),
      interval === null ? '-' : `${interval[0]} to ${interval[1]}`,
      String(n),
    ]),
  ];
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const pad = (line: readonly string[]) => line.map((cell, column) => cell.padEnd(widths?.[column] ?? 0));
  return lines.map((line) => pad(line).join('  ').trimEnd()).join('\n');
}
