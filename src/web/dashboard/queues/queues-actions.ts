import { QUEUE_NAMES, type QueueName } from '../../../../config/queues.ts';
import { clearAlert, raiseAlert } from '../../../alerts/alerts.ts';
import { insertAuditEntry } from '../../../audit/audit-queries.ts';
import type { WebContext } from '../../http/web-context.ts';
import { jobWords } from './job-words.ts';
import { QUEUES_PATH } from './queues-board.ts';
import { QUEUES_TEXTS } from './queues-texts.ts';

type ActContext = Pick<WebContext, 'db' | 'clock' | 'log' | 'queue'>;

/** What one of the dashboard's calls is about. */
interface Target {
  /** e.g. `retry`. */
  verb: string;
  queues: readonly QueueName[];
  jobId: string | null;
}

/**
 * Runs one changing call of the dashboard and writes it down where it was carried out: who, what, and how the job or the queue was before
 * and after. A queue that is paused is an open alert until it runs again, because nothing else would say why no mail goes out.
 */
export async function auditQueueCall(
  ctx: ActContext,
  call: { operator: string; path: string },
  run: () => Promise<Response>,
): Promise<Response> {
  const target = targetOf(call.path);
  const before = target && (await stateOf(ctx, target));
  const answer = await run();
  if (!answer.ok || target === null) return answer;
  const act = { operator: call.operator, verb: `queue ${target.verb}`, before: before?.state };
  const after = await stateOf(ctx, target);
  await insertAuditEntry(
    ctx.db,
    { ...act, subject: (before ?? after).subject, after: after.state },
    ctx.clock.now(),
  );
  if (target.verb === 'pause' || target.verb === 'resume') await notePauses(ctx, target);
  return answer;
}

/** Paths are `/api/queues/<queue>/<job>/<verb>`, `/api/queues/<queue>/<verb>[/<status>]` or `/api/queues/<verb>`. */
function targetOf(path: string): Target | null {
  const [first = '', second, third] = path.slice(`${QUEUES_PATH}/api/queues/`.length).split('/').map(decoded);
  if (second === undefined) return { verb: first, queues: QUEUE_NAMES, jobId: null };
  const queue = QUEUE_NAMES.find((name) => name === first);
  if (queue === undefined) return null;
  const ofAll = third === undefined || second === 'retry' || second === 'clean';
  if (ofAll)
    return {
      verb: [second, third && `all ${third}`].filter(Boolean).join(' '),
      queues: [queue],
      jobId: null,
    };
  return { verb: third, queues: [queue], jobId: second };
}

async function stateOf(
  ctx: ActContext,
  { queues, jobId }: Target,
): Promise<{ subject: string; state: Record<string, unknown> }> {
  const [only] = queues;
  if (jobId !== null && only !== undefined) {
    const job = await ctx.queue.queue(only).getJob(jobId);
    if (!job) return { subject: `${only} ${jobId}`, state: { job: 'gone' } };
    return {
      subject: `${only} ${jobId}`,
      state: { job: jobWords(job.name, job.data), state: await job.getState() },
    };
  }
  const states = await Promise.all(
    queues.map(async (name) => {
      const queue = ctx.queue.queue(name);
      const counts = Object.entries(await queue.getJobCounts()).filter(([, count]) => count > 0);
      return [name, { paused: await queue.isPaused(), ...Object.fromEntries(counts) }] as const;
    }),
  );
  const [first] = states;
  return states.length === 1 && first
    ? { subject: first[0], state: first[1] }
    : { subject: 'all queues', state: Object.fromEntries(states) };
}

async function notePauses(ctx: ActContext, { queues }: Target): Promise<void> {
  for (const name of queues) {
    const which = { code: 'QUEUE_PAUSED', subject: name } as const;
    if (await ctx.queue.queue(name).isPaused()) {
      await raiseAlert(ctx, { ...which, message: QUEUES_TEXTS.pausedAlert(name) });
    } else await clearAlert(ctx, ctx.db, which);
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
