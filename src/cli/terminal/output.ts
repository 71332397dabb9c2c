import { once } from 'node:events';
import { EnvError, readEnv } from '../../../config/env.ts';
import { PaperboyError, reasonOf } from '../../errors.ts';
import { createLog } from '../../log.ts';
import { type Installation, type InstallOptions, install } from '../../wiring.ts';

/** Output of a command: its report goes to `out` (only JSON with --json), everything else to `err`. */
export interface Output {
  out(text: string): void;
  err(text: string): void;
  /** Resolves once the output is flushed, for commands that write more than memory should hold. */
  drained?(): Promise<void>;
}

/** The reader of the output is closed, as with `head`. Nothing is left to do, and it is not an error. */
export class OutputClosed extends Error {}

/**
 * Returns the output of the process. A closed pipe ends it without an error, and lets a command that is at
 * work finish.
 */
export function standardOutput(): Output {
  let closed = false;
  const onError = (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    closed = true;
  };
  process.stdout.on('error', onError);
  process.stderr.on('error', onError);
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    async drained() {
      if (!closed && process.stdout.writableNeedDrain) await once(process.stdout, 'drain').catch(onError);
      if (closed) throw new OutputClosed();
    },
  };
}

/**
 * Exit code: 0 success, 1 the command failed, 2 wrong call, 78 wrong configuration. 65 and 75 are for mail
 * servers (sysexits.h).
 */
export type ExitCode = 0 | 1 | 2 | 65 | 75 | 78;

const MAIL_SERVER_CODES: Record<string, ExitCode> = { MAIL_UNREADABLE: 65, INBOUND_DEFERRED: 75 };

/** Opens the installation that the environment describes, runs the command on it, and always closes it. */
export async function withInstallation<T>(
  options: InstallOptions,
  command: (ctx: Installation) => Promise<T>,
): Promise<T> {
  const env = readEnv();
  // On a terminal the report is what counts; the log is limited to warnings unless more is asked for.
  const log =
    options.log ?? createLog(process.stderr.isTTY && env.LOG_LEVEL === 'info' ? 'warn' : env.LOG_LEVEL);
  const ctx = await install(env, { ...options, log });
  try {
    return await command(ctx);
  } finally {
    await ctx.close();
  }
}

/** Prints an error with its remedy to `err` and returns its exit code. */
export function reportError(thrown: unknown, output: Output): ExitCode {
  if (thrown instanceof EnvError) {
    output.err('Paperboy cannot start: the configuration is invalid.\n');
    for (const { variable, remedy } of thrown.problems) output.err(`  ${variable} ${remedy}\n`);
    output.err('See .env.example for every variable.\n');
    return 78;
  }
  if (thrown instanceof PaperboyError) {
    output.err(`${thrown.message} (${thrown.code})\n`);
    if (thrown.cause !== undefined) output.err(`  Cause: ${reasonOf(thrown.cause)}\n`);
    return MAIL_SERVER_CODES[thrown.code] ?? 1;
  }
  output.err(`Unexpected error: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : thrown}\n`);
  return 1;
}

/** Prints a report: as JSON on one line, or as text. */
export function writeReport(
  output: Output,
  json: boolean | undefined,
  value: unknown,
  text: () => string,
): void {
  output.out(json ? `${JSON.stringify(value)}\n` : `${text()}\n`);
}
