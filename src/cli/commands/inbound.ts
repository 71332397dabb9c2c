import type { Command } from 'commander';
import { FEEDBACK } from '../../../config/feedback.ts';
import { PaperboyError } from '../../errors.ts';
import { classifyFolder, EMAIL_CLASSES, type FolderClassification } from '../../feedback/classify-folder.ts';
import { processInboundEmail } from '../../feedback/process-inbound.ts';
import { collectValues } from '../terminal/arguments.ts';
import { type Output, withInstallation, writeReport } from '../terminal/output.ts';

const HELP = `
Exit codes (sysexits.h): 0 processed or ignored, 65 not an email, 75 try again later.

Postfix, in master.cf and transport (passes recipient and sender):
  paperboy unix - n n - 2 pipe user=paperboy directory=/srv/paperboy
    argv=/usr/bin/npm run --silent paperboy -- inbound --recipient \${original_recipient} --sender \${sender}
or in /etc/aliases, one line each for leave, subscribe and the local parts you send from:
  leave: "|cd /srv/paperboy && npm run --silent paperboy -- inbound --recipient leave"`;

interface Options {
  classify?: string;
  recipient: string[];
  sender?: string;
  json?: boolean;
}

/** `inbound`: processes one email from standard input, for a mail server to pipe to. */
export function addInbound(program: Command, output: Output): void {
  program
    .command('inbound')
    .description('process one email from standard input: bounces, complaints, leave@ and subscribe@')
    .option('--recipient <address>', 'envelope recipient; repeatable', collectValues, [])
    .option('--sender <address>', 'envelope sender; empty for a bounce')
    .option('--classify <folder>', 'classify the emails in a folder instead; stores nothing')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action(async (options: Options) => {
      if (options.classify !== undefined) {
        const classified = await classifyFolder(options.classify);
        return writeReport(output, options.json, classified, () => describeFolder(classified));
      }
      const raw = await readInput(process.stdin);
      const { recipient } = options;
      const result = await deferOnFailure(() =>
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

function describeFolder({ totals, recognized, ours, oursWithoutVerdict }: FolderClassification): string {
  const width = Math.max(...EMAIL_CLASSES.map((name) => name.length));
  const share = ([count, all]: [number, number]) => `${count} of ${all}`;
  return [
    ...EMAIL_CLASSES.map((name) => `${name.padEnd(width)}  ${totals[name]}`),
    '',
    `reports recognized, of the emails with a machine-readable part: ${share(recognized.machineReadable)}`,
    `reports recognized, of the other files: ${share(recognized.others)}`,
    `quote a Message-ID in the form of ours: ${ours}; not recognized as a report: ${oursWithoutVerdict} of these`,
  ].join('\n');
}

/** Stops reading once the limit is exceeded; the rest is not needed. */
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

/**
 * Defers an email on any other failure, including a wrong configuration: a bounce would punish its sender.
 */
async function deferOnFailure<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    if (cause instanceof PaperboyError && cause.code === 'MAIL_UNREADABLE') throw cause;
    throw new PaperboyError({
      code: 'INBOUND_DEFERRED',
      message: 'The email could not be processed now.',
      remedy: 'Exit code 75 tells the mail server to try again later.',
      retry: 'later',
      cause,
    });
  }
}
