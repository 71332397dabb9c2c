import { Command, CommanderError } from 'commander';
import { type ExitCode, type Output, OutputClosed, reportError } from './terminal/output.ts';

type AddCommand = (program: Command, output: Output) => void;

/**
 * Commands in the order of `--help`, each loaded on demand: loading the dashboard alone would double the time
 * of a quick command.
 */
const COMMANDS: Record<string, () => Promise<AddCommand>> = {
  demo: async () => (await import('./commands/demo.ts')).addDemo,
  start: async () => (await import('./commands/start.ts')).addStart,
  migrate: async () => (await import('./commands/migrate.ts')).addMigrate,
  doctor: async () => (await import('./commands/doctor.ts')).addDoctor,
  ingest: async () => (await import('./commands/ingest.ts')).addIngest,
  classify: async () => (await import('./commands/classify.ts')).addClassify,
  rank: async () => (await import('./commands/rank.ts')).addRank,
  preview: async () => (await import('./commands/preview.ts')).addPreview,
  edition: async () => (await import('./commands/edition/edition.ts')).addEdition,
  rerun: async () => (await import('./commands/rerun.ts')).addRerun,
  ledger: async () => (await import('./commands/ledger.ts')).addLedger,
  subscribers: async () => (await import('./commands/subscribers.ts')).addSubscribers,
  inbound: async () => (await import('./commands/inbound.ts')).addInbound,
  restored: async () => (await import('./commands/restored.ts')).addRestored,
  backtest: async () => (await import('./commands/backtest.ts')).addBacktest,
  operator: async () => (await import('./commands/operator/operator.ts')).addOperatorCommands,
};

/** Loaders of the named command, or of all commands, so that help and "did you mean" know each one. */
function commandsFor([name = '']: readonly string[]): readonly (() => Promise<AddCommand>)[] {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  return command ? [command] : Object.values(COMMANDS);
}

/** Runs a command line (the part after `paperboy`) and returns the exit code. Never throws. */
export async function runCommandLine(argv: readonly string[], output: Output): Promise<ExitCode> {
  const program = new Command('paperboy')
    .description('Sends personal email digests of trending research papers.')
    .exitOverride()
    .configureOutput({ writeOut: output.out, writeErr: output.err })
    .showHelpAfterError('(run with --help for usage)');
  try {
    for (const load of commandsFor(argv)) (await load())(program, output);
    await program.parseAsync([...argv], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof OutputClosed) return 0;
    return reportError(error, output);
  }
}
