import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { UNREACHABLE } from './unreachable.ts';

/** Result of an ended process. */
export interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A child process of the tests: its output so far, its end, and its standard input. */
export interface TestProcess {
  pid: number;
  out(): string;
  err(): string;
  ended: Promise<Ending>;
  /**
   * Resolves with the match as soon as standard output or standard error has it; rejects when the process
   * ends without it.
   */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  /** Writes one line to its standard input. */
  writeLine(line: string): void;
  kill(signal: NodeJS.Signals): void;
  /** Stops reading its standard output, as `head` does. */
  hangUp(): void;
}

const running = new Set<ChildProcessWithoutNullStreams>();

/** Ends all processes that a test left running, also after a failure. Call it in afterEach. */
export async function endProcesses(): Promise<void> {
  const ended = [...running].map((child) => new Promise((resolve) => child.once('close', resolve)));
  for (const child of running) child.kill('SIGKILL');
  await Promise.all(ended);
}

/**
 * The command line tool with these variables, and of this process's own only those that Node needs. Services
 * that they do not name are out of reach.
 */
export function paperboyProcess(args: readonly string[], variables: Record<string, string>): TestProcess {
  return nodeProcess(['src/cli/main.ts', ...args], { ...UNREACHABLE, ...variables });
}

/** Starts `node --import tsx` with these arguments. */
export function nodeProcess(args: readonly string[], variables: Record<string, string>): TestProcess {
  const { PATH = '', HOME = '', TMPDIR } = process.env;
  const child = spawn(process.execPath, ['--import', 'tsx', ...args], {
    env: { PATH, HOME, ...(TMPDIR === undefined ? {} : { TMPDIR }), ...variables },
    stdio: 'pipe',
  });
  running.add(child);
  const written = { out: '', err: '' };
  const waiting = new Set<() => void>();
  for (const [stream, name] of [
    [child.stdout, 'out'],
    [child.stderr, 'err'],
  ] as const) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      written[name] += text;
      for (const look of waiting) look();
    });
  }
  // A killed process no longer reads its input, so the write may fail.
  child.stdin.on('error', () => undefined);
  let over = false;
  const ended = new Promise<Ending>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      running.delete(child);
      over = true;
      for (const look of waiting) look();
      resolve({ code, signal });
    });
  });
  const says = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(written.out) ?? pattern.exec(written.err);
        if (match) resolve(match);
        else if (over) reject(new Error(`It ended without saying ${pattern}: ${written.out}${written.err}`));
        if (match || over) waiting.delete(look);
      };
      waiting.add(look);
      look();
    });
  return {
    pid: child.pid ?? 0,
    out: () => written.out,
    err: () => written.err,
    ended,
    says,
    writeLine: (line) => void child.stdin.write(`${line}\n`),
    kill: (signal) => void child.kill(signal),
    hangUp: () => void child.stdout.destroy(),
  };
}
