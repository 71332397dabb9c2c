import { Command, CommanderError } from 'commander';
import { addClassify } from './commands/classify.ts';
import { addDemo } from './commands/demo.ts';
import { addDoctor } from './commands/doctor.ts';
import { addEdition } from './commands/edition.ts';
import { addInbound } from './commands/inbound.ts';
import { addIngest } from './commands/ingest.ts';
import { addLedger } from './commands/ledger.ts';
import { addMigrate } from './commands/migrate.ts';
import { addOperatorCommands } from './commands/operator.ts';
import { addPreview } from './commands/preview.ts';
import { addRank } from './commands/rank.ts';
import { addRerun } from './commands/rerun.ts';
import { addRestored } from './commands/restored.ts';
import { addStart } from './commands/start.ts';
import { addSubscribers } from './commands/subscribers.ts';
import { type ExitCode, explain, type Output, STANDARD_OUTPUT } from './run.ts';

const COMMANDS = [
  addDemo,
  addStart,
  addMigrate,
  addDoctor,
  addIngest,
  addClassify,
  addRank,
  addPreview,
  addEdition,
  addRerun,
  addLedger,
  addSubscribers,
  addInbound,
  addRestored,
  addOperatorCommands,
];

/** Runs one command line (what follows `paperboy`) and returns the exit code; never throws. */
export async function paperboy(argv: readonly string[], output: Output = STANDARD_OUTPUT): Promise<ExitCode> {
  const program = new Command('paperboy')
    .description("Trending research papers in people's inboxes, chosen for each of them.")
    .exitOverride()
    .configureOutput({ writeOut: output.out, writeErr: output.err })
    .showHelpAfterError('(add --help to see what is possible)');
  for (const add of COMMANDS) add(program, output);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return explain(error, output);
  }
}
