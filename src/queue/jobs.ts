import { z } from 'zod';
import type { QueueName } from '../../config/queues.ts';
import { daySchema } from '../day.ts';

// Payloads carry ids only; a job reads everything else from PostgreSQL when it runs.
const day = daySchema;
/** UTC hour, `2026-11-23T07`. */
const hour = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d$/);
/** Send slot (UTC minute), `2026-11-23T07-15`, without the colon that BullMQ forbids in job ids. */
const slot = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d-\d\d$/);
const source = z.string().regex(/^[a-z][a-z-]{1,30}$/);
/** Set for a repeated run; part of the job id, so the job is not taken for the first one. */
const again = z
  .string()
  .regex(/^[0-9a-z-]{1,40}$/)
  .optional();

interface JobDefinition<Payload> {
  queue: QueueName;
  payload: z.ZodType<Payload>;
  /** Derived from the payload alone: two producers, or one that restarts, add the job once. */
  id(payload: Payload): string;
  attempts: number;
  /** First delay of the exponential back-off in milliseconds. */
  backoffMs: number;
  /** Set for jobs that wait while the queue has any without a priority. */
  priority?: number;
}

function define<Payload>(definition: JobDefinition<Payload>): JobDefinition<Payload> {
  return definition;
}

const suffix = (payload: { hour?: string | undefined; again?: string | undefined }) =>
  `${payload.hour ? `-${payload.hour}` : ''}${payload.again ? `-again-${payload.again}` : ''}`;

/** Every job: queue, payload, id rule, attempts and back-off by name. Handlers are in workers/jobs/. */
export const JOBS = {
  /** Fetches a day of a source, and earlier days that are missing or may still grow. */
  ingest: define({
    queue: 'ingestion',
    payload: z.object({ source, day, hour: hour.optional(), again }),
    id: (payload) => `ingest-${payload.source}-${payload.day}${suffix(payload)}`,
    attempts: 4,
    backoffMs: 30_000,
  }),
  /** Fetches some of a source's earlier lists, until all are there. */
  'back-fill': define({
    queue: 'ingestion',
    payload: z.object({ source, hour }),
    id: (payload) => `back-fill-${payload.source}${suffix(payload)}`,
    attempts: 3,
    backoffMs: 60_000,
  }),
  /** Reads attention again for the lists of recent days. */
  observe: define({
    queue: 'ingestion',
    payload: z.object({ day, hour: hour.optional(), again }),
    id: (payload) => `observe-${payload.day}${suffix(payload)}`,
    attempts: 3,
    backoffMs: 30_000,
  }),
  /** Classifies new papers and freezes a pool revision. */
  rank: define({
    queue: 'editions',
    payload: z.object({ day, hour: hour.optional(), again }),
    id: (payload) => `rank-${payload.day}${suffix(payload)}`,
    attempts: 3,
    backoffMs: 10_000,
  }),
  /** Writes one delivery row per subscriber. */
  plan: define({
    queue: 'editions',
    payload: z.object({ day, hour: hour.optional(), again }),
    id: (payload) => `plan-${payload.day}${suffix(payload)}`,
    attempts: 5,
    backoffMs: 10_000,
  }),
  /** Root of the daily run: sends due deliveries of the day's editions. */
  deliver: define({
    queue: 'delivery',
    payload: z.object({ day, again }),
    id: (payload) => `deliver-${payload.day}${suffix(payload)}`,
    attempts: 5,
    backoffMs: 10_000,
  }),
  /**
   * Sends due deliveries of all open editions, after settling attempts that a crash left open. Also enqueues
   * lost `notify`, `answer` and `import` jobs again (PostgreSQL has their rows, the queue may lose
   * everything).
   */
  'send-slot': define({
    queue: 'delivery',
    payload: z.object({ slot }),
    id: (payload) => `send-slot-${payload.slot}`,
    attempts: 3,
    backoffMs: 10_000,
  }),
  /** Sends its share of the due deliveries; `round` counts the jobs that followed each other in it. */
  'send-due': define({
    queue: 'delivery',
    payload: z.object({ slot, share: z.int().positive(), round: z.int().positive(), again }),
    id: (payload) => `send-due-${payload.slot}-${payload.share}-${payload.round}${suffix(payload)}`,
    attempts: 3,
    backoffMs: 10_000,
    priority: 1,
  }),
  /** Sends one transactional email. */
  notify: define({
    queue: 'notifications',
    payload: z.object({ notificationId: z.uuid(), again }),
    id: (payload) => `notify-${payload.notificationId}${suffix(payload)}`,
    attempts: 8,
    backoffMs: 5_000,
  }),
  /** Answers one sign-up request with a confirmation, a preferences link, or nothing. */
  answer: define({
    queue: 'notifications',
    payload: z.object({ askId: z.uuid(), again }),
    id: (payload) => `answer-${payload.askId}${suffix(payload)}`,
    attempts: 8,
    backoffMs: 5_000,
  }),
  /** Imports the subscribers of an uploaded CSV file. */
  import: define({
    queue: 'housekeeping',
    payload: z.object({ importId: z.int().positive(), again }),
    id: (payload) => `import-${payload.importId}${suffix(payload)}`,
    attempts: 5,
    backoffMs: 10_000,
  }),
  /** Fits the cold model on the installation's own lists, if it is due. */
  refit: define({
    queue: 'housekeeping',
    payload: z.object({ day }),
    id: (payload) => `refit-${payload.day}`,
    attempts: 3,
    backoffMs: 60_000,
  }),
  /** Deletes rows past their retention and resumes paused subscribers. */
  housekeeping: define({
    queue: 'housekeeping',
    payload: z.object({ day, again }),
    id: (payload) => `housekeeping-${payload.day}${suffix(payload)}`,
    attempts: 3,
    backoffMs: 60_000,
  }),
} as const;

export type JobName = keyof typeof JOBS;
export type JobPayload<Name extends JobName> = z.infer<(typeof JOBS)[Name]['payload']>;

/** Job to add, with the child jobs that must end before it starts. */
export interface JobRequest<Name extends JobName = JobName> {
  name: Name;
  payload: JobPayload<Name>;
  /** As a child: its final failure does not stop the parent. */
  optional?: boolean;
  /** Overrides the attempts of JOBS, for a caller that waits for the result. */
  attempts?: number;
  children?: JobRequest[];
}

/** Creates a job request. Throws ZodError when the payload does not match the schema of its name. */
export function newJob<Name extends JobName>(
  name: Name,
  payload: JobPayload<Name>,
  options: Omit<JobRequest<Name>, 'name' | 'payload'> = {},
): JobRequest<Name> {
  return { name, payload: JOBS[name].payload.parse(payload) as JobPayload<Name>, ...options };
}

/** Id of the requested job. */
export function jobId(job: JobRequest): string {
  // The union of id rules cannot be called with the union of payloads; newJob() has matched them.
  return definitionOf(job.name).id(job.payload);
}

/** Definition of a job whose name is known at run time only. */
export function definitionOf(name: JobName): JobDefinition<unknown> {
  return JOBS[name] as unknown as JobDefinition<unknown>;
}

/**
 * Name of the current minute, `2026-11-23T07-15`. A clock that is set back repeats names, and the queue takes
 * none of them twice, so there are no slots until it catches up. Nothing is lost or repeated: deliveries due
 * in those minutes were sent the first time, and deferred ones wait for a later time. Only requests of an
 * operator in between wait for as long as the clock was set back.
 */
export function slotOf(now: Date): string {
  return now.toISOString().slice(0, 16).replace(':', '-');
}
