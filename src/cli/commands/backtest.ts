import { type Command, Option } from 'commander';
import { type BacktestResult, runBacktest } from '../../backtest/run-backtest.ts';
import type { ScenarioRow } from '../../backtest/scenario.ts';
import { SCENARIOS } from '../../backtest/scenarios.ts';
import { pluralize } from '../../plural.ts';
import { type Output, writeReport } from '../terminal/output.ts';

const BAD_LINES_SHOWN = 10;

/** `backtest`: replays decisions of Paperboy on recorded data. Needs no installation and changes nothing. */
export function addBacktest(program: Command, output: Output): void {
  const scenario = new Option('--scenario <name...>', 'scenarios to run (default: all)').choices(
    SCENARIOS.map(({ name }) => name),
  );
  program
    .command('backtest')
    .description('measure decisions on recorded data; needs no database and changes nothing')
    .requiredOption('--data <folder>', 'folder with the recorded data')
    .addOption(scenario)
    .option('--json', 'print JSON')
    .addHelpText('after', `\nScenarios:\n${SCENARIOS.map(describeScenario).join('\n')}`)
    .action(async (options: { data: string; scenario?: string[]; json?: boolean }) => {
      const chosen = SCENARIOS.filter(({ name }) => options.scenario?.includes(name) ?? true);
      const skipsMissing = options.scenario === undefined;
      const { results, skipped } = await runBacktest(options.data, chosen, { skipsMissing });
      for (const each of skipped) output.err(`${each.scenario}: skipped. ${each.reason}\n`);
      writeReport(output, options.json, results, () => results.map(describeResult).join('\n\n'));
    });
}

function describeScenario({ name, describe, needs }: (typeof SCENARIOS)[number]): string {
  return `  ${name.padEnd(12)} ${describe}\n  ${''.padEnd(12)} reads ${needs.join(', ')}`;
}

function describeResult({ scenario, rows, legend, data }: BacktestResult): string {
  const files = pluralize(data.files.length, 'file', 'files');
  const bad = data.badLines
    .slice(0, BAD_LINES_SHOWN)
    .map(({ file, line, reason }) => `  ${file}:${line} ${reason}`);
  return [
    `${scenario}: ${data.used} papers of ${pluralize(data.lines, 'line', 'lines')} in ${files}`,
    ...(data.bad === 0 ? [] : [`${pluralize(data.bad, 'bad line', 'bad lines')} skipped:`]),
    ...bad,
    ...(data.bad > bad.length ? ['  …'] : []),
    table(rows),
    legend,
  ].join('\n');
}

/** Formats rows as a table. Columns `x_low` and `x_high` are shown behind `x`, in brackets. */
function table(rows: readonly ScenarioRow[]): string {
  const [first] = rows;
  if (!first) return 'No figures.';
  const names = Object.keys(first).filter((name) => !/_(?:low|high)$/.test(name));
  const cells = rows.map((row) => names.map((name) => cellOf(row, name)));
  const widths = names.map((name, column) =>
    Math.max(name.length, ...cells.map((each) => each[column]?.length ?? 0)),
  );
  const line = (values: readonly string[]) =>
    values
      .map((value, column) => value.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [names, ...cells].map(line).join('\n');
}

function cellOf(row: ScenarioRow, name: string): string {
  const [low, high] = [row[`${name}_low`], row[`${name}_high`]];
  return low === undefined || high === undefined ? `${row[name]}` : `${row[name]} [${low}, ${high}]`;
}
