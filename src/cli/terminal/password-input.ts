import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { generatePassword } from '../../accounts/password.ts';
import { PaperboyError } from '../../errors.ts';
import type { Output } from './output.ts';

/**
 * A password for a command: made up and to be printed with `--generate`, typed twice without being shown on a terminal, else the first
 * line of standard input. Never an option, which the machine's list of processes would show. Throws PaperboyError `PASSWORD_MISSING`,
 * `PASSWORDS_DIFFER`.
 */
export async function readPassword(
  output: Output,
  generate: boolean | undefined,
): Promise<{ password: string; made: boolean }> {
  if (generate) return { password: generatePassword(), made: true };
  if (!process.stdin.isTTY) return { password: await firstLine(), made: false };
  const password = await askHidden(output, 'Password: ');
  if ((await askHidden(output, 'The same again: ')) === password) return { password, made: false };
  throw new PaperboyError({
    code: 'PASSWORDS_DIFFER',
    message: 'The two passwords are not the same; nothing was changed.',
    remedy: 'Run the command again.',
  });
}

async function firstLine(): Promise<string> {
  const lines = createInterface({ input: process.stdin });
  try {
    for await (const line of lines) if (line !== '') return line;
  } finally {
    // Whoever pipes may leave the pipe open, and the command would wait for more.
    process.stdin.destroy();
  }
  throw new PaperboyError({
    code: 'PASSWORD_MISSING',
    message: 'Standard input holds no password.',
    remedy: 'Pipe one line into the command, run it on a terminal, or add --generate.',
  });
}

async function askHidden(output: Output, question: string): Promise<string> {
  output.err(question);
  // What is typed is echoed to here.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  try {
    return await terminal.question('');
  } finally {
    terminal.close();
    output.err('\n');
  }
}
