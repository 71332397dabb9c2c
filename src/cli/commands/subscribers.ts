import { createReadStream } from 'node:fs';
import { type Command, Option } from 'commander';
import { PaperboyError } from '../../errors.ts';
import { exportSubscribers } from '../../subscribers/csv/export-subscribers.ts';
import { addSubscriber, importSubscribers } from '../../subscribers/csv/import-subscribers.ts';
import { eraseByAddress } from '../../subscribers/erase.ts';
import {
  CADENCES,
  type Interest,
  type Preference,
  preferenceSchema,
} from '../../subscribers/preferences/preference.ts';
import { subscribe } from '../../subscribers/sign-up/subscribe.ts';
import { parseAddress } from '../../subscribers/subscriber.ts';
import { type UnsuppressResult, unsuppress } from '../../suppression/unsuppress.ts';
import { collectValues, parseWholeNumber } from '../terminal/arguments.ts';
import { withOperatorOptions } from '../terminal/edition-argument.ts';
import { type Output, withInstallation, writeReport } from '../terminal/output.ts';

interface AddOptions {
  topic: string[];
  mute: string[];
  query: string[];
  author: string[];
  organisation: string[];
  cadence?: string;
  weeklyDay?: number;
  size?: number;
  sendHour?: number;
  timeZone?: string;
  quietDays?: boolean;
  consentSource: string;
  ask?: boolean;
  json?: boolean;
}

interface LiftOptions {
  operator: string;
  reason: string;
  confirm?: string;
  json?: boolean;
}

const LIFTED: Record<UnsuppressResult, string> = {
  asked: 'Lifted. A letter asks them to confirm; until they do, they get no digest.',
  unsuppressed: 'Lifted. Nobody waits for mail at this address, so nobody was asked.',
  unchanged: 'This address is not suppressed; nothing was changed.',
};

/** `subscribers add|import|export|unsuppress|erase`. */
export function addSubscribers(program: Command, output: Output): void {
  const subscribers = program.command('subscribers').description('add, import, export and erase subscribers');
  addAdd(subscribers, output);
  subscribers
    .command('import')
    .description(
      'read subscribers from a CSV file; bad lines are reported with their number, the rest goes in',
    )
    .argument(
      '<file>',
      'a CSV file with a header line, or - for standard input; columns as `subscribers export` writes them',
    )
    .option('--json', 'report as JSON')
    .action(async (file: string, options: { json?: boolean }) => {
      // Opened inside, where somebody listens: a file that is not there would end the process before the database answers.
      const open = () => (file === '-' ? process.stdin : createReadStream(file));
      const done = await withInstallation({}, (ctx) => importSubscribers(ctx, open()));
      for (const { line, problems } of done.problems) output.err(`line ${line}: ${problems.join('; ')}\n`);
      writeReport(
        output,
        options.json,
        done,
        () => `${done.added} added, ${done.known} known already, ${done.problems.length} not taken.`,
      );
    });
  subscribers
    .command('export')
    .description('write everybody as CSV to standard output; `subscribers import` reads it back')
    .action(async () => {
      await withInstallation({}, async (ctx) => {
        for await (const piece of exportSubscribers(ctx)) output.out(piece);
      });
    });
  withOperatorOptions(
    subscribers
      .command('unsuppress')
      .description('lift the suppression of an address; whoever subscribes with it is asked again by mail')
      .argument('<address>')
      .requiredOption('--reason <text>', 'why it may be mailed again, for the audit')
      .option('--confirm <address>', 'the same address again, needed after a complaint'),
  ).action(async (address: string, options: LiftOptions) => {
    const outcome = await withInstallation({}, (ctx) => unsuppress(ctx, { ...options, address }));
    writeReport(output, options.json, { outcome }, () => LIFTED[outcome]);
  });
  subscribers
    .command('erase')
    .description('erase a person: address, preference and history; past editions still balance')
    .argument('<address>')
    .requiredOption('--confirm <address>', 'the same address again, because this cannot be undone')
    .action(async (address: string, options: { confirm: string }) => {
      if (parseAddress(address) !== parseAddress(options.confirm)) {
        throw new PaperboyError({
          code: 'NOT_CONFIRMED',
          message: 'The two addresses are not the same, so nobody was erased.',
          remedy: 'Write the address after --confirm exactly as before.',
        });
      }
      await withInstallation({}, (ctx) => eraseByAddress(ctx, { address }));
      output.err('Erased.\n');
    });
}

function addAdd(subscribers: Command, output: Output): void {
  subscribers
    .command('add')
    .description('add one subscriber who has given their consent to you, or ask them for it by mail')
    .argument('<address>')
    .addOption(
      new Option('--topic <slugs>', 'topics to follow, repeatable or a comma list')
        .argParser(collectValues)
        .default([], 'none'),
    )
    .addOption(new Option('--mute <slugs>', 'topics to mute').argParser(collectValues).default([], 'none'))
    .addOption(
      new Option('--query <text>', 'a free-text interest').argParser(collectValues).default([], 'none'),
    )
    .addOption(
      new Option('--author <name>', 'an author to follow').argParser(collectValues).default([], 'none'),
    )
    .addOption(
      new Option('--organisation <name>', 'an organisation to follow')
        .argParser(collectValues)
        .default([], 'none'),
    )
    .addOption(new Option('--cadence <cadence>').choices(CADENCES))
    .option('--weekly-day <day>', '1 = Monday … 7 = Sunday', parseWholeNumber(1, 7))
    .option('--size <papers>', 'papers a digest, at most', parseWholeNumber(1, 30))
    .option('--send-hour <hour>', 'local hour', parseWholeNumber(0, 23))
    .option('--time-zone <zone>', 'IANA name, e.g. Europe/Berlin')
    .option('--quiet-days', 'send a line also on a day without papers')
    .option('--consent-source <text>', 'where the consent was given', 'operator')
    .option('--ask', 'do not take consent for granted: mail a confirmation link')
    .option('--json', 'report as JSON')
    .action(async (text: string, options: AddOptions) => {
      const address = parseAddress(text);
      const preference = toPreference(options);
      if (address === null) {
        throw new PaperboyError({
          code: 'ADDRESS_INVALID',
          message: `${text} is not an e-mail address.`,
          remedy: 'Write it like name@example.org.',
        });
      }
      const result = await withInstallation({}, async (ctx) => {
        if (options.ask) {
          await subscribe(ctx, { address, source: options.consentSource, network: null, preference });
          return 'asked' as const;
        }
        const consent = { consentAt: ctx.clock.now(), consentSource: options.consentSource };
        return addSubscriber(ctx, { address, ...consent, preference });
      });
      const sentences = {
        asked: 'A confirmation is on its way, if the address may be asked.',
        added: 'Added.',
        known: 'This address is known already; nothing was changed.',
        suppressed: 'This address is suppressed; nobody was added.',
      };
      writeReport(output, options.json, { result }, () => sentences[result]);
    });
}

function toPreference(options: AddOptions): Preference {
  const each = (kind: Interest['kind'], mode: Interest['mode'], values: readonly string[]) =>
    values.map((value) => ({ kind, mode, value }));
  const interests = [
    ...each('topic', 'follow', options.topic),
    ...each('topic', 'mute', options.mute),
    ...each('query', 'follow', options.query),
    ...each('author', 'follow', options.author),
    ...each('organisation', 'follow', options.organisation),
  ];
  const parsed = preferenceSchema.safeParse({
    interests,
    cadence: options.cadence,
    weeklyDay: options.weeklyDay,
    size: options.size,
    sendHour: options.sendHour,
    timeZone: options.timeZone,
    skipQuietDays: options.quietDays === undefined ? undefined : !options.quietDays,
  });
  if (parsed.success) return parsed.data;
  throw new PaperboyError({
    code: 'PREFERENCE_INVALID',
    message: `${parsed.error.issues.map((issue) => wordsOf(issue, interests)).join('; ')}.`,
    remedy: 'Correct these options.',
  });
}

/** An issue with what was typed, e.g. `"agents" must be a topic …`. */
function wordsOf(issue: { path: PropertyKey[]; message: string }, interests: readonly Interest[]): string {
  const [field, index] = issue.path;
  const typed = field === 'interests' && typeof index === 'number' ? interests[index]?.value : undefined;
  return typed === undefined ? `${issue.path.join(' ')} ${issue.message}` : `"${typed}" ${issue.message}`;
}
