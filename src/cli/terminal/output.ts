import { once } from 'node:events';
import { EnvError, readEnv } from '../../../config/env.ts';
import { PaperboyError, reasonOf } from '../../errors.ts';
import { createLog } from '../../log.ts';
import { type Installation, type InstallOptions, install } from '../../wiring.ts';

/** Where a command writes: what it reports to `out` (JSON alone with --json), everything else to `err`. */
export interface Output {
  out(text: string): void;
  err(text: string): void;
  /** Resolves when what was written has left, for commands that write more than memory should hold. */
  drained?(): Promise<void>;
}

/** Whoever read the output has gone, as `head` does: nothing is left to do, and nothing went wrong. */
export class OutputClosed extends Error {}

/** The process's own output. It ends quietly when its reader goes first; a command that is at work is let finish. */
export function standardOutput(): Output {
  let gone = false;
  const onError = (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    gone = true;
  };
  process.stdout.on('error', onError);
  process.stderr.on('error', onError);
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    async drained() {
      if (!gone && process.stdout.writableNeedDrain) await once(process.stdout, 'drain').catch(onError);
      if (gone) throw new OutputClosed();
    },
  };
}

/**
 * The status a process ends with: 0 well, 1 the command failed, 2 it was called wrongly, 78 the configuration is wrong. 65 and 75
 * are for mail servers, which go by sysexits.h.
 */
export type ExitCode = 0 | 1 | 2 | 65 | 75 | 78;

const MAIL_SERVER_CODES: Record<string, ExitCode> = { MAIL_UNREADABLE: 65, INBOUND_DEFERRED: 75 };

/** Opens the installation that the environment describes, runs the command on it, and closes it whatever happens. */
export async function withInstallation<T>(
  options: InstallOptions,
  command: (ctx: Installation) => Promise<T>,
): Promise<T> {
  const env = readEnv();
  // A person who runs a command reads its report; the log tells only what went wrong unless asked for more.
  const log =
    options.log ?? createLog(process.stderr.isTTY && env.LOG_LEVEL === 'info' ? 'warn' : env.LOG_LEVEL);
  const ctx = await install(env, { ...options, log });
  try {
    return await command(ctx);
  } finally {
    await ctx.close();
  }
}

/** Says on `err` what went wrong and what to do, and returns the exit code that goes with it. */
export function reportError(thrown: unknown, output: Output): ExitCode {
  if (thrown instanceof EnvError) {
    output.err('Paperboy cannot start: its configuration is wrong.\n');
    for (const { variable, remedy } of thrown.problems) output.err(`  ${variable} ${remedy}\n`);
    output.err('See .env.example for every variable.\n');
    return 78;
  }
  if (thrown instanceof PaperboyError) {
    output.err(`${thrown.message} (${thrown.code})\n`);
    if (thrown.cause !== undefined) output.err(`  because: ${reasonOf(thrown.cause)}\n`);
    return MAIL_SERVER_CODES[thrown.code] ?? 1;
  }
  output.err(
    `Something unexpected went wrong: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : thrown}\n`,
  );
  return 1;
}

/** Writes a report: as JSON on one line, or as text for a person. */
export function writeReport(
  output: Output,
  json: boolean | undefined,
  value: unknown,
  text: () => string,
): void {
  output.out(json ? `${JSON.stringify(value)}\n` : `${text()}\n`);
}
