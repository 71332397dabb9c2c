import { randomUUID } from 'node:crypto';
import { ARRIVALS, type Arrival } from '../src/feedback/reports/report.ts';
import { RESEND_SECRET, svixHeaders } from '../test/support/webhooks.ts';
import { countOpenReports } from './earlier-queries.ts';
import { type Play, pause, surely } from './play.ts';

/** What a provider says of a mail, and what that means at last. */
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

/** What may be told of one mail, in the order in which it happened. */
const STORIES = {
  anything: [[DELIVERED], [DELIVERED], [DELAYED, DELIVERED], [DELAYED, BOUNCED], [DELIVERED, COMPLAINED], []],
  'bounced or complained': [
    [BOUNCED],
    [DELAYED, BOUNCED],
    [DELIVERED, COMPLAINED],
    [DELIVERED, BOUNCED, COMPLAINED],
  ],
} satisfies Record<string, Report[][]>;

/** A report may be that late, in real milliseconds. */
const LATEST_MS = 15_000;
const PATIENCE_MS = 60_000;
/** Mails at a time: providers have many hands, this machine has not. */
const HANDS = 4;

/** A mail by our id of its delivery. */
interface Told {
  mail: string;
  to: string;
}

/** Reports a mail in the provider's manner: out of order and some of it twice. Resolves when all of it was taken. */
export async function tellOf(play: Play, { mail, to }: Told, story: keyof typeof STORIES): Promise<void> {
  const { random } = play;
  const reports = random.pick(STORIES[story]).map((report) => ({ ...report, id: `msg_${randomUUID()}` }));
  const repeated = reports.filter(() => random.chance(0.3));
  for (const { id, type, arrival, bounce } of random.shuffled([...reports, ...repeated])) {
    const data = { email_id: `mail-${mail}`, to: [to], tags: { delivery: mail }, ...(bounce && { bounce }) };
    await post(play, id, JSON.stringify({ type, created_at: play.clock.now().toISOString(), data }));
    const before = play.told.get(mail);
    if (before === undefined || ARRIVALS.indexOf(before) < ARRIVALS.indexOf(arrival))
      play.told.set(mail, arrival);
  }
}

/** Again until it is answered by success, as Svix does; signed anew each time. */
async function post({ web, clock }: Play, id: string, body: string): Promise<void> {
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
    if (Date.now() > until) throw new Error(`A report was not taken: ${answer?.status ?? 'no answer'}.`);
    await pause(300);
  }
}

/** Reports what the provider takes, each mail some time later, until told to stop and all that was taken before is reported and applied. */
export async function reportAll(play: Play, enough: AbortSignal): Promise<void> {
  const due: { at: number; told: Told }[] = [];
  let seen = 0;
  let last = false;
  const listen = async () => {
    while (!last) {
      last = enough.aborted;
      const taken = play.provider.taken();
      for (const { deliveryId, to } of taken.slice(seen))
        due.push({ at: Date.now() + play.random.whole(0, LATEST_MS), told: { mail: deliveryId, to } });
      seen = taken.length;
      await pause(200);
    }
  };
  const hand = async () => {
    while (!last || due.length > 0) {
      const place = due.findIndex(({ at }) => at <= Date.now());
      const [next] = place < 0 ? [] : due.splice(place, 1);
      if (next) await tellOf(play, next.told, 'anything');
      else await pause(100);
    }
  };
  await Promise.all([listen(), ...Array.from({ length: HANDS }, hand)]);
  await surely(async () => {
    if ((await countOpenReports(play.db)) > 0) throw new Error('Reports wait to be applied.');
  });
}
