import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { generatePassword } from '../../accounts/password.ts';
import { PaperboyError } from '../../errors.ts';
import type { Output } from './output.ts';

/**
 * Reads a password for a command: generated with `--generate`, typed twice without echo on a terminal, else
 * the first line of standard input. Never an option, which the process list would show. Throws PaperboyError
 * `PASSWORD_MISSING` or `PASSWORDS_DIFFER`.
 */
export async function readPassword(
  output: Output,
  generate: boolean | undefined,
): Promise<{ password: string; generated: boolean }> {
  if (generate) return { password: generatePassword(), generated: true };
  if (!process.stdin.isTTY) return { password: await firstLine(), generated: false };
  const password = await askHidden(output, 'Password: ');
  if ((await askHidden(output, 'Repeat password: ')) === password) return { password, generated: false };
  throw new PaperboyError({
    code: 'PASSWORDS_DIFFER',
    message: 'The passwords do not match. Nothing was changed.',
    remedy: 'Run the command again.',
  });
}

async function firstLine(): Promise<string> {
  const lines = createInterface({ input: process.stdin });
  try {
    for await (const line of lines) if (line !== '') return line;
  } finally {
    // The other end may keep the pipe open, and the command would wait for more.
    process.stdin.destroy();
  }
  throw new PaperboyError({
    code: 'PASSWORD_MISSING',
    message: 'Standard input contains no password.',
    remedy: 'Pipe in one line, run the command on a terminal, or pass --generate.',
  });
}

async function askHidden(output: Output, question: string): Promise<string> {
  output.err(question);
  // Swallows the echo of what is typed.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  try {
    return await terminal.question('');
  } finally {
    terminal.close();
    output.err('\n');
  }
}
