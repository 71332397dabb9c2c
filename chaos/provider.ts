import { type ResendFault, startResend } from '../test/support/resend-server.ts';
import { startSmtpSink } from '../test/support/smtp-sink.ts';
import type { Random } from './random.ts';
import type { TakenMail } from './verdict.ts';

/** The provider of a run, in the one process that nobody kills. It keeps its own count. */
export interface Provider {
  /** What to set for processes to send through it. */
  variables: Record<string, string>;
  taken(): (TakenMail & { to: string })[];
  refused(): ReadonlySet<string>;
  /** Deliveries of which at least one mail was taken. */
  takenCount(): number;
  /** Resolves at the next such moment, or after that time at the latest. */
  next(moment: 'arrived' | 'taken', atMostMs: number): Promise<void>;
  /** While it has trouble calls go wrong in the scenario's way; only for a provider that was given faults. */
  setTrouble(trouble: boolean): void;
  /** Whether it takes two seconds for a call, or a fraction of one. */
  setSlow(slow: boolean): void;
  /** Asks for patience (429) most of the time: a run whose blows are behind must not be over before they are dealt. */
  setBusy(busy: boolean): void;
  /** Every call meets one of these meanwhile; null ends it. */
  setFaults(kinds: readonly ResendFault[] | null): void;
  close(): Promise<void>;
}

export interface ProviderOptions {
  random: Random;
  /** The run's own time. */
  now: () => Date;
  /** The real moment of one of the run's. */
  realTime: (at: Date) => Date;
  /** That share of calls meets one of these. */
  faults?: { kinds: readonly ResendFault[]; share: number } | undefined;
  dailyQuota?: number | undefined;
}

/** A provider that deduplicates, strict as test/support/resend-server.ts is. */
export async function resendProvider(options: ProviderOptions): Promise<Provider> {
  const { random, now, realTime, faults } = options;
  const watch = momentWatch();
  let trouble = true;
  let struck: readonly ResendFault[] | null = null;
  let slow = false;
  let busy = false;
  let counted = 0;
  const seen = new Set<string>();
  const server = await startResend({
    now,
    forgetBodies: true,
    ...(options.dailyQuota === undefined ? {} : { dailyQuota: options.dailyQuota }),
    takesMs: () => (slow ? random.whole(1_500, 2_500) : random.whole(20, 300)),
    onMoment: (moment) => watch.tell(moment),
    plan: () => {
      if (struck) return random.pick(struck);
      if (busy && random.chance(0.8)) return 'limited';
      return faults && trouble && random.chance(faults.share) ? random.pick(faults.kinds) : null;
    },
  });
  const deliveryOf = (tags: readonly { name: string; value: string }[]) =>
    tags.find(({ name }) => name === 'delivery')?.value ?? '';
  const taken = () =>
    server.accepted.map(({ tags, key, at, to }) => ({
      deliveryId: deliveryOf(tags),
      key,
      at: realTime(at),
      to: to[0] ?? '',
    }));
  return {
    variables: {
      MAILER: 'resend',
      RESEND_API_KEY: server.apiKey,
      RESEND_BASE_URL: server.url,
      // Counted in real seconds, where the stand-in counts the run's.
      RESEND_CALLS_PER_SECOND: '500',
    },
    taken,
    refused: () => new Set(server.refused),
    takenCount() {
      for (; counted < server.accepted.length; counted += 1)
        seen.add(deliveryOf(server.accepted[counted]?.tags ?? []));
      return seen.size;
    },
    next: watch.next,
    setTrouble(next) {
      trouble = next;
    },
    setSlow(next) {
      slow = next;
    },
    setBusy(next) {
      busy = next;
    },
    setFaults(kinds) {
      struck = kinds;
    },
    close: () => server.close(),
  };
}

/** Two that know nothing of each other: the second one stands in when the first one takes nothing. Blows strike the first. */
export async function twoProviders(options: ProviderOptions): Promise<Provider> {
  const [first, second] = await Promise.all([resendProvider(options), smtpProvider(options)]);
  const both = [first, second];
  const takenByBoth = () => both.flatMap((each) => each.taken());
  return {
    ...first,
    variables: { ...second.variables, ...first.variables, MAILER: 'resend=1,smtp=0' },
    taken: takenByBoth,
    takenCount: () => new Set(takenByBoth().map(({ deliveryId }) => deliveryId)).size,
    setTrouble(trouble) {
      for (const each of both) each.setTrouble(trouble);
    },
    async close() {
      await Promise.all(both.map((each) => each.close()));
    },
  };
}

/** A provider that knows no keys. Its trouble: the connection is gone after the content, and the mail was taken or not. */
export async function smtpProvider({ random }: ProviderOptions): Promise<Provider> {
  const sink = await startSmtpSink();
  const watch = momentWatch();
  const taken: (TakenMail & { to: string })[] = [];
  /** Mails are counted and let go of: thousands of them would fill the memory. */
  const count = () => {
    const fresh = sink.mails.splice(0);
    for (const { parsed, to } of fresh)
      taken.push({ deliveryId: deliveryOf(parsed.messageId), key: null, at: null, to: to[0] ?? '' });
    if (fresh.length > 0) watch.tell('taken');
    return taken;
  };
  const timer = setInterval(() => {
    count();
    if (random.chance(0.5)) sink.recover();
    else sink.lose('data', '*', random.pick(['lost', 'taken', 'silent']));
  }, 400);
  const deliveryOf = (messageId: string | undefined) =>
    /^<digest\.([0-9a-f-]{36})@/.exec(messageId ?? '')?.[1] ?? '';
  return {
    variables: { MAILER: 'smtp', SMTP_URL: sink.url },
    taken: count,
    refused: () => new Set(),
    takenCount: () => new Set(count().map(({ deliveryId }) => deliveryId)).size,
    next: (_moment, atMostMs) => watch.next('taken', atMostMs),
    setTrouble(trouble) {
      if (trouble) return;
      clearInterval(timer);
      sink.recover();
    },
    setSlow: () => undefined,
    setBusy: () => undefined,
    setFaults: () => undefined,
    async close() {
      clearInterval(timer);
      await sink.close();
    },
  };
}

function momentWatch() {
  const waiting = new Map<string, Set<() => void>>();
  return {
    tell(moment: 'arrived' | 'taken') {
      for (const resolve of waiting.get(moment) ?? []) resolve();
      waiting.delete(moment);
    },
    next: (moment: 'arrived' | 'taken', atMostMs: number) =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, atMostMs);
        const tell = () => {
          clearTimeout(timer);
          resolve();
        };
        waiting.set(moment, (waiting.get(moment) ?? new Set()).add(tell));
      }),
  };
}
