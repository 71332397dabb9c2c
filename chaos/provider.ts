import { type ResendFault, startResend } from '../test/support/resend-server.ts';
import { startSmtpSink } from '../test/support/smtp-sink.ts';
import type { Random } from './random.ts';
import type { AcceptedEmail } from './verdict.ts';

/** Provider of a run. It lives in the main process, which is never killed, and keeps its own record. */
export interface Provider {
  /** Environment with which processes send through it. */
  variables: Record<string, string>;
  accepted(): (AcceptedEmail & { to: string })[];
  refused(): ReadonlySet<string>;
  /** Number of deliveries with at least one accepted email. */
  acceptedCount(): number;
  /** Resolves at the next such moment, or after `atMostMs` at the latest. */
  next(moment: 'arrived' | 'taken', atMostMs: number): Promise<void>;
  /** Turns the scenario's random faults on or off. */
  setFaultsEnabled(trouble: boolean): void;
  /** Slow calls take two seconds, others a fraction of one. */
  setSlow(slow: boolean): void;
  /**
   * Answers most calls with 429, so that a run does not end before its remaining disruptions are injected.
   */
  setBusy(busy: boolean): void;
  /** Forces one of these faults on every call; null ends it. */
  forceFaults(kinds: readonly ResendFault[] | null): void;
  close(): Promise<void>;
}

export interface ProviderOptions {
  random: Random;
  /** The run's own time. */
  now: () => Date;
  /** Converts the run's time to real time. */
  realTime: (at: Date) => Date;
  /** Share of calls that meet one of these faults. */
  faults?: { kinds: readonly ResendFault[]; share: number } | undefined;
  dailyQuota?: number | undefined;
}

/** Provider that deduplicates by idempotency key, as strict as test/support/resend-server.ts. */
export async function resendProvider(options: ProviderOptions): Promise<Provider> {
  const { random, now, realTime, faults } = options;
  const watch = momentNotifier();
  let trouble = true;
  let forced: readonly ResendFault[] | null = null;
  let slow = false;
  let busy = false;
  let counted = 0;
  const seen = new Set<string>();
  const server = await startResend({
    now,
    forgetBodies: true,
    ...(options.dailyQuota === undefined ? {} : { dailyQuota: options.dailyQuota }),
    takesMs: () => (slow ? random.whole(1_500, 2_500) : random.whole(20, 300)),
    onMoment: (moment) => watch.notify(moment),
    plan: () => {
      if (forced) return random.pick(forced);
      if (busy && random.chance(0.8)) return 'limited';
      return faults && trouble && random.chance(faults.share) ? random.pick(faults.kinds) : null;
    },
  });
  const deliveryOf = (tags: readonly { name: string; value: string }[]) =>
    tags.find(({ name }) => name === 'delivery')?.value ?? '';
  const accepted = () =>
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
      // In real seconds, while the stand-in server counts in the run's time.
      RESEND_CALLS_PER_SECOND: '500',
    },
    accepted,
    refused: () => new Set(server.refused),
    acceptedCount() {
      for (; counted < server.accepted.length; counted += 1)
        seen.add(deliveryOf(server.accepted[counted]?.tags ?? []));
      return seen.size;
    },
    next: watch.next,
    setFaultsEnabled(next) {
      trouble = next;
    },
    setSlow(next) {
      slow = next;
    },
    setBusy(next) {
      busy = next;
    },
    forceFaults(kinds) {
      forced = kinds;
    },
    close: () => server.close(),
  };
}

/**
 * Two independent providers: the second one is used when the first accepts nothing. Disruptions affect the
 * first.
 */
export async function twoProviders(options: ProviderOptions): Promise<Provider> {
  const [first, second] = await Promise.all([resendProvider(options), smtpProvider(options)]);
  const both = [first, second];
  const acceptedByBoth = () => both.flatMap((each) => each.accepted());
  return {
    ...first,
    variables: { ...second.variables, ...first.variables, MAILER: 'resend=1,smtp=0' },
    accepted: acceptedByBoth,
    acceptedCount: () => new Set(acceptedByBoth().map(({ deliveryId }) => deliveryId)).size,
    setFaultsEnabled(trouble) {
      for (const each of both) each.setFaultsEnabled(trouble);
    },
    async close() {
      await Promise.all(both.map((each) => each.close()));
    },
  };
}

/**
 * SMTP provider without idempotency keys. Its fault: the connection breaks after the content, and the email
 * was accepted or not.
 */
export async function smtpProvider({ random }: ProviderOptions): Promise<Provider> {
  const sink = await startSmtpSink();
  const watch = momentNotifier();
  const taken: (AcceptedEmail & { to: string })[] = [];
  /** Counts emails and drops them: thousands of them would fill the memory. */
  const count = () => {
    const fresh = sink.mails.splice(0);
    for (const { parsed, to } of fresh)
      taken.push({ deliveryId: deliveryOf(parsed.messageId), key: null, at: null, to: to[0] ?? '' });
    if (fresh.length > 0) watch.notify('taken');
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
    accepted: count,
    refused: () => new Set(),
    acceptedCount: () => new Set(count().map(({ deliveryId }) => deliveryId)).size,
    next: (_moment, atMostMs) => watch.next('taken', atMostMs),
    setFaultsEnabled(trouble) {
      if (trouble) return;
      clearInterval(timer);
      sink.recover();
    },
    setSlow: () => undefined,
    setBusy: () => undefined,
    forceFaults: () => undefined,
    async close() {
      clearInterval(timer);
      await sink.close();
    },
  };
}

function momentNotifier() {
  const waiting = new Map<string, Set<() => void>>();
  return {
    notify(moment: 'arrived' | 'taken') {
      for (const resolve of waiting.get(moment) ?? []) resolve();
      waiting.delete(moment);
    },
    next: (moment: 'arrived' | 'taken', atMostMs: number) =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, atMostMs);
        const notify = () => {
          clearTimeout(timer);
          resolve();
        };
        waiting.set(moment, (waiting.get(moment) ?? new Set()).add(notify));
      }),
  };
}
