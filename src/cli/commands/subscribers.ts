import { type Command, Option } from 'commander';
import type { Taxonomy } from '../../../config/topics/taxonomy.ts';
import { PaperboyError } from '../../errors.ts';
import { addSubscriber } from '../../subscribers/csv/import-subscribers.ts';
import { eraseByAddress } from '../../subscribers/erase.ts';
import { CADENCES, type Interest, type Preference } from '../../subscribers/preferences/preference.ts';
import { offeredPreferenceSchema } from '../../subscribers/preferences/preference-topics.ts';
import { subscribe } from '../../subscribers/sign-up/subscribe.ts';
import { parseAddress, requireAddress } from '../../subscribers/subscriber.ts';
import { collectValues, parseWholeNumber } from '../terminal/arguments.ts';
import { type Output, withInstallation, writeReport } from '../terminal/output.ts';
import { addSubscriberFiles } from './subscriber-files.ts';
import { addUnsuppress } from './unsuppress.ts';

interface AddOptions {
  topic: string[];
  mute: string[];
  query: string[];
  author: string[];
  organization: string[];
  /** Earlier spelling of `--organization`, still accepted. */
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

/** `subscribers add|import|export|unsuppress|erase`. */
export function addSubscribers(program: Command, output: Output): void {
  const subscribers = program
    .command('subscribers')
    .description('add, import, export, unsuppress and erase subscribers');
  addAdd(subscribers, output);
  addSubscriberFiles(subscribers, output);
  addUnsuppress(subscribers, output);
  subscribers
    .command('erase')
    .description('erase a subscriber: address, preferences and history; totals are kept')
    .argument('<address>')
    .requiredOption('--confirm <address>', 'the address again, because this cannot be undone')
    .action(async (address: string, options: { confirm: string }) => {
      if (parseAddress(address) !== parseAddress(options.confirm)) {
        throw new PaperboyError({
          code: 'NOT_CONFIRMED',
          message: 'The addresses do not match. Nothing was erased.',
          remedy: 'Repeat the same address after --confirm.',
        });
      }
      await withInstallation({}, (ctx) => eraseByAddress(ctx, { address }));
      output.err('Erased.\n');
    });
}

function addAdd(subscribers: Command, output: Output): void {
  subscribers
    .command('add')
    .description('add a subscriber who has consented, or email them a confirmation link')
    .argument('<address>')
    .addOption(
      new Option('--topic <slugs>', 'topics to follow; repeatable or comma-separated')
        .argParser(collectValues)
        .default([], 'none'),
    )
    .addOption(new Option('--mute <slugs>', 'topics to mute').argParser(collectValues).default([], 'none'))
    .addOption(
      new Option('--query <text>', 'keywords to follow').argParser(collectValues).default([], 'none'),
    )
    .addOption(new Option('--author <name>', 'author to follow').argParser(collectValues).default([], 'none'))
    .addOption(
      new Option('--organization <name>', 'organization to follow')
        .argParser(collectValues)
        .default([], 'none'),
    )
    .addOption(new Option('--organisation <name>').argParser(collectValues).default([]).hideHelp())
    .addOption(new Option('--cadence <cadence>', 'how often to send').choices(CADENCES))
    .option('--weekly-day <day>', '1 = Monday … 7 = Sunday', parseWholeNumber(1, 7))
    .option('--size <papers>', 'maximum number of papers per digest', parseWholeNumber(1, 30))
    .option('--send-hour <hour>', 'local hour, 0 to 23', parseWholeNumber(0, 23))
    .option('--time-zone <zone>', 'IANA time zone, for example Europe/Berlin')
    .option('--quiet-days', 'also send a short email on days without papers')
    .option('--consent-source <text>', 'where consent was given', 'operator')
    .option('--ask', 'email a confirmation link instead of recording consent')
    .option('--json', 'print JSON')
    .action(async (text: string, options: AddOptions) => {
      const address = requireAddress(text);
      const result = await withInstallation({}, async (ctx) => {
        const preference = toPreference(ctx.taxonomy, options);
        if (options.ask) {
          await subscribe(ctx, { address, source: options.consentSource, network: null, preference });
          return 'asked' as const;
        }
        const consent = { consentAt: ctx.clock.now(), consentSource: options.consentSource };
        return addSubscriber(ctx, { address, ...consent, preference });
      });
      const sentences = {
        asked: 'A confirmation link is sent unless the address is suppressed or has reached its limit.',
        added: 'Added.',
        known: 'This subscriber already exists. Nothing was changed.',
        suppressed: 'This address is suppressed. Nothing was changed.',
      };
      writeReport(output, options.json, { result }, () => sentences[result]);
    });
}

function toPreference(taxonomy: Taxonomy, options: AddOptions): Preference {
  const each = (kind: Interest['kind'], mode: Interest['mode'], values: readonly string[]) =>
    values.map((value) => ({ kind, mode, value }));
  const interests = [
    ...each('topic', 'follow', options.topic),
    ...each('topic', 'mute', options.mute),
    ...each('query', 'follow', options.query),
    ...each('author', 'follow', options.author),
    ...each('organisation', 'follow', [...options.organization, ...options.organisation]),
  ];
  const parsed = offeredPreferenceSchema(taxonomy).safeParse({
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
    message: `${parsed.error.issues.map((issue) => describeIssue(issue, interests)).join('; ')}.`,
    remedy: 'Correct these options.',
  });
}

/** Describes an issue with the value as typed, e.g. `"agents" must be a topic …`. */
function describeIssue(
  issue: { path: PropertyKey[]; message: string },
  interests: readonly Interest[],
): string {
  const [field, index] = issue.path;
  const typed = field === 'interests' && typeof index === 'number' ? interests[index]?.value : undefined;
  return typed === undefined ? `${issue.path.join(' ')} ${issue.message}` : `"${typed}" ${issue.message}`;
}
