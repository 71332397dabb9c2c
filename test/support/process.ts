import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { UNREACHABLE } from './unreachable.ts';

/** What a process ended with. */
export interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A process of the tests' own: what it has written so far, how it ends, and a way to tell it something. */
export interface TestProcess {
  pid: number;
  out(): string;
  err(): string;
  ended: Promise<Ending>;
  /** Resolves with the match as soon as its standard output or standard error has it; rejects when it ends without. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  /** One line to its standard input. */
  tell(line: string): void;
  kill(signal: NodeJS.Signals): void;
  /** Reads nothing more of its standard output, as `head` does. */
  hangUp(): void;
}

const running = new Set<ChildProcessWithoutNullStreams>();

/** Ends what a test left behind, however it failed. Call it in afterEach. */
export async function endProcesses(): Promise<void> {
  const ended = [...running].map((child) => new Promise((resolve) => child.once('close', resolve)));
  for (const child of running) child.kill('SIGKILL');
  await Promise.all(ended);
}

/**
 * The command line tool, with these variables and nothing of this process's beyond what Node itself needs; a service that
 * they do not name is out of reach.
 */
export function paperboyProcess(args: readonly string[], variables: Record<string, string>): TestProcess {
  return nodeProcess(['src/cli/main.ts', ...args], { ...UNREACHABLE, ...variables });
}

/** `node --import tsx` with these arguments. */
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
  // A process that was killed no longer reads what it is told; how it ended is what a test looks at.
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
    tell: (line) => void child.stdin.write(`${line}\n`),
    kill: (signal) => void child.kill(signal),
    hangUp: () => void child.stdout.destroy(),
  };
}
