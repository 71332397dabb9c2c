import { QUEUE_NAMES, type QueueName } from '../../../../config/queues.ts';
import { clearAlert, raiseAlert } from '../../../alerts/alerts.ts';
import { insertAuditEntry } from '../../../audit/audit-queries.ts';
import type { WebContext } from '../../http/web-context.ts';
import { describeJob } from './describe-job.ts';
import { QUEUES_PATH } from './queues-board.ts';
import { QUEUES_TEXTS } from './queues-texts.ts';

type AuditContext = Pick<WebContext, 'db' | 'clock' | 'log' | 'queue'>;

/** Target of one bull-board request. */
interface Target {
  /** For example `retry`. */
  action: string;
  queues: readonly QueueName[];
  jobId: string | null;
}

/**
 * Runs one changing request of bull-board and, when it succeeded, audits it with the job's or queue's state
 * before and after. A paused queue is an open alert until it is resumed, because nothing else would explain
 * why no email goes out.
 */
export async function auditQueueCall(
  ctx: AuditContext,
  { operator, path }: { operator: string; path: string },
  run: () => Promise<Response>,
): Promise<Response> {
  const target = targetOf(path);
  const before = target && (await stateOf(ctx, target));
  const response = await run();
  if (!response.ok || target === null) return response;
  const after = await stateOf(ctx, target);
  await insertAuditEntry(
    ctx.db,
    {
      operator,
      verb: `queue ${target.action}`,
      subject: (before ?? after).subject,
      before: before?.state,
      after: after.state,
    },
    ctx.clock.now(),
  );
  if (target.action === 'pause' || target.action === 'resume') await updatePauseAlerts(ctx, target);
  return response;
}

/**
 * Parses a path: `/api/queues/<queue>/<job>/<action>`, `/api/queues/<queue>/<action>[/<status>]` or
 * `/api/queues/<action>`.
 */
function targetOf(path: string): Target | null {
  const [first = '', second, third] = path.slice(`${QUEUES_PATH}/api/queues/`.length).split('/').map(decode);
  if (second === undefined) return { action: first, queues: QUEUE_NAMES, jobId: null };
  const queue = QUEUE_NAMES.find((name) => name === first);
  if (queue === undefined) return null;
  const isWholeQueue = third === undefined || second === 'retry' || second === 'clean';
  if (isWholeQueue)
    return {
      action: [second, third && `all ${third}`].filter(Boolean).join(' '),
      queues: [queue],
      jobId: null,
    };
  return { action: third, queues: [queue], jobId: second };
}

async function stateOf(
  ctx: AuditContext,
  { queues, jobId }: Target,
): Promise<{ subject: string; state: Record<string, unknown> }> {
  const [only] = queues;
  if (jobId !== null && only !== undefined) {
    const job = await ctx.queue.queue(only).getJob(jobId);
    if (!job) return { subject: `${only} ${jobId}`, state: { job: 'gone' } };
    return {
      subject: `${only} ${jobId}`,
      state: { job: describeJob(job.name, job.data), state: await job.getState() },
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

/** Opens or closes the alert of each queue. */
async function updatePauseAlerts(ctx: AuditContext, { queues }: Target): Promise<void> {
  for (const name of queues) {
    const alert = { code: 'QUEUE_PAUSED', subject: name } as const;
    if (await ctx.queue.queue(name).isPaused()) {
      await raiseAlert(ctx, { ...alert, message: QUEUES_TEXTS.pausedAlert(name) });
    } else await clearAlert(ctx, ctx.db, alert);
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
