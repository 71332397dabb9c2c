import type { Command } from 'commander';
import { FEEDBACK } from '../../../config/feedback.ts';
import { PaperboyError } from '../../errors.ts';
import { processInboundEmail } from '../../feedback/process-inbound.ts';
import { collectValues } from '../terminal/arguments.ts';
import { type Output, withInstallation, writeReport } from '../terminal/output.ts';

const HELP = `
Exit codes after sysexits.h: 0 dealt with or ignored, 65 not a mail, 75 try again later.

Postfix, in master.cf and transport (so that recipient and sender are known):
  paperboy unix - n n - 2 pipe user=paperboy directory=/srv/paperboy
    argv=/usr/bin/npm run --silent paperboy -- inbound --recipient \${original_recipient} --sender \${sender}
or one line of /etc/aliases for each of leave, subscribe and the names that mail is sent from:
  leave: "|cd /srv/paperboy && npm run --silent paperboy -- inbound --recipient leave"`;

interface Options {
  recipient: string[];
  sender?: string;
  json?: boolean;
}

/** `inbound`: one mail on standard input, for a mail server to pipe to. */
export function addInbound(program: Command, output: Output): void {
  program
    .command('inbound')
    .description('read one mail on standard input: bounces, complaints, leave@ and subscribe@')
    .option(
      '--recipient <address>',
      "the envelope's recipient; may be given several times",
      collectValues,
      [],
    )
    .option('--sender <address>', "the envelope's sender; empty for a bounce")
    .option('--json', 'report as JSON')
    .addHelpText('after', HELP)
    .action(async (options: Options) => {
      const raw = await readInput(process.stdin);
      const { recipient } = options;
      const result = await later(() =>
        withInstallation({}, (ctx) =>
          processInboundEmail(ctx, {
            raw,
            sender: options.sender ?? null,
            ...(recipient.length > 0 ? { recipients: recipient } : {}),
          }),
        ),
      );
      writeReport(output, options.json, result, () => `${result.action}: ${result.detail}`);
    });
}

/** One byte more than is allowed is enough to know that it is too much; the rest is not read. */
async function readInput(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > FEEDBACK.emailBytes) break;
  }
  return Buffer.concat(chunks);
}

/** Whatever keeps a mail from being dealt with now, a wrong configuration too, must not bounce it: its sender did nothing wrong. */
async function later<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    if (cause instanceof PaperboyError && cause.code === 'MAIL_UNREADABLE') throw cause;
    throw new PaperboyError({
      code: 'INBOUND_DEFERRED',
      message: 'The mail could not be dealt with now.',
      remedy: 'The mail server tries again when it is told so (exit code 75).',
      retry: 'later',
      cause,
    });
  }
}
