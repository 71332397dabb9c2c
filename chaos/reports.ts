import { randomUUID } from 'node:crypto';
import { ARRIVALS, type Arrival } from '../src/feedback/reports/report.ts';
import { RESEND_SECRET, svixHeaders } from '../test/support/webhooks.ts';
import { countOpenReports } from './previous-edition-queries.ts';
import { pause, type RunContext, retryUntilSuccess } from './run-context.ts';

/** One report of a provider about an email, and the arrival state it leads to. */
interface Report {
  type: string;
  arrival: Arrival;
  bounce?: { type: string; subType: string };
}

const DELAYED: Report = { type: 'email.delivery_delayed', arrival: 'delayed' };
const DELIVERED: Report = { type: 'email.delivered', arrival: 'delivered' };
const BOUNCED: Report = {
  type: 'email.bounced',
  arrival: 'hard-bounced',
  bounce: { type: 'Permanent', subType: 'General' },
};
const COMPLAINED: Report = { type: 'email.complained', arrival: 'complained' };

/** Possible report sequences about one email, in the order of the events. */
const REPORT_SEQUENCES = {
  anything: [[DELIVERED], [DELIVERED], [DELAYED, DELIVERED], [DELAYED, BOUNCED], [DELIVERED, COMPLAINED], []],
  'bounced or complained': [
    [BOUNCED],
    [DELAYED, BOUNCED],
    [DELIVERED, COMPLAINED],
    [DELIVERED, BOUNCED, COMPLAINED],
  ],
} satisfies Record<string, Report[][]>;

/** Longest delay of a report, in real milliseconds. */
const LATEST_MS = 15_000;
const PATIENCE_MS = 60_000;
/** Reports sent at a time. A real provider sends more, but this machine has few cores. */
const CONCURRENT_REPORTS = 4;

/** An email by the id of its delivery. */
interface ReportedEmail {
  email: string;
  to: string;
}

/**
 * Sends the reports about one email as a provider does: out of order and some of them twice. Resolves when
 * all were accepted.
 */
export async function sendReports(
  run: RunContext,
  { email, to }: ReportedEmail,
  sequence: keyof typeof REPORT_SEQUENCES,
): Promise<void> {
  const { random } = run;
  const reports = random
    .pick(REPORT_SEQUENCES[sequence])
    .map((report) => ({ ...report, id: `msg_${randomUUID()}` }));
  const repeated = reports.filter(() => random.chance(0.3));
  for (const { id, type, arrival, bounce } of random.shuffled([...reports, ...repeated])) {
    const data = {
      email_id: `email-${email}`,
      to: [to],
      tags: { delivery: email },
      ...(bounce && { bounce }),
    };
    await post(run, id, JSON.stringify({ type, created_at: run.clock.now().toISOString(), data }));
    const before = run.reported.get(email);
    if (before === undefined || ARRIVALS.indexOf(before) < ARRIVALS.indexOf(arrival))
      run.reported.set(email, arrival);
  }
}

/** Repeats the request until it succeeds, as Svix does; signs each one anew. */
async function post({ web, clock }: RunContext, id: string, body: string): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await fetch(`${web}/webhooks/resend`, {
      method: 'POST',
      body,
      headers: svixHeaders(body, clock.now(), { id, secret: RESEND_SECRET }),
      signal: AbortSignal.timeout(10_000),
    }).catch(() => null);
    await answer?.arrayBuffer().catch(() => undefined);
    if (answer?.status === 200) return;
    if (Date.now() > until) throw new Error(`A report was not accepted: ${answer?.status ?? 'no response'}.`);
    await pause(300);
  }
}

/**
 * Reports every accepted email some time later, until stopped and all earlier ones are reported and applied.
 */
export async function reportAll(run: RunContext, stop: AbortSignal): Promise<void> {
  const due: { at: number; email: ReportedEmail }[] = [];
  let seen = 0;
  let last = false;
  const listen = async () => {
    while (!last) {
      last = stop.aborted;
      const taken = run.provider.accepted();
      for (const { deliveryId, to } of taken.slice(seen))
        due.push({ at: Date.now() + run.random.whole(0, LATEST_MS), email: { email: deliveryId, to } });
      seen = taken.length;
      await pause(200);
    }
  };
  const reportDue = async () => {
    while (!last || due.length > 0) {
      const place = due.findIndex(({ at }) => at <= Date.now());
      const [next] = place < 0 ? [] : due.splice(place, 1);
      if (next) await sendReports(run, next.email, 'anything');
      else await pause(100);
    }
  };
  await Promise.all([listen(), ...Array.from({ length: CONCURRENT_REPORTS }, reportDue)]);
  await retryUntilSuccess(async () => {
    if ((await countOpenReports(run.db)) > 0) throw new Error('Some reports are not applied yet.');
  });
}
