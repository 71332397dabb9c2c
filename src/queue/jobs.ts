import { z } from 'zod';
import type { QueueName } from '../../config/queues.ts';
import { daySchema } from '../day.ts';

/** Ids only: whatever a job needs beyond them is read from PostgreSQL when it runs. */
const day = daySchema;
/** `2026-11-23T07`: an hour in UTC. */
const hour = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d$/);
/** `2026-11-23T07-15`: a send slot (a minute) in UTC, without the colon that job ids must not have. */
const slot = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d-\d\d$/);
const source = z.string().regex(/^[a-z][a-z-]{1,30}$/);
/** Set by a person who wants the same thing again; becomes part of the job id. */
const again = z
  .string()
  .regex(/^[0-9a-z-]{1,40}$/)
  .optional();

interface JobDefinition<Payload> {
  queue: QueueName;
  payload: z.ZodType<Payload>;
  /** Derived from the payload alone, so that two producers, or one that restarts, add the job once. */
  id(payload: Payload): string;
  attempts: number;
  /** First delay of the exponential back-off, in milliseconds. */
  backoffMs: number;
}

function define<Payload>(definition: JobDefinition<Payload>): JobDefinition<Payload> {
  return definition;
}

const suffix = (payload: { hour?: string | undefined; again?: string | undefined }) =>
  `${payload.hour ? `-${payload.hour}` : ''}${payload.again ? `-again-${payload.again}` : ''}`;

/** Every job there is: name → queue, payload, id rule, attempts, back-off. Handlers are in workers/. */
export const JOBS = {
  /** Fetches a source's day, and the days before it that are missing or may still grow. */
  ingest: define({
    queue: 'ingestion',
    payload: z.object({ source, day, hour: hour.optional(), again }),
    id: (payload) => `ingest-${payload.source}-${payload.day}${suffix(payload)}`,
    attempts: 4,
    backoffMs: 30_000,
  }),
  /** Reads attention again for the lists of the last days. */
  observe: define({
    queue: 'ingestion',
    payload: z.object({ day, hour: hour.optional(), again }),
    id: (payload) => `observe-${payload.day}${suffix(payload)}`,
    attempts: 3,
    backoffMs: 30_000,
  }),
  /** Classifies what is new and freezes a pool revision. */
  rank: define({
    queue: 'editions',
    payload: z.object({ day, hour: hour.optional(), again }),
    id: (payload) => `rank-${payload.day}${suffix(payload)}`,
    attempts: 3,
    backoffMs: 10_000,
  }),
  /** Writes one delivery row a subscriber. */
  plan: define({
    queue: 'editions',
    payload: z.object({ day, hour: hour.optional(), again }),
    id: (payload) => `plan-${payload.day}${suffix(payload)}`,
    attempts: 5,
    backoffMs: 10_000,
  }),
  /** The root of a day's run: sends what is due of the day's editions. */
  deliver: define({
    queue: 'delivery',
    payload: z.object({ day, again }),
    id: (payload) => `deliver-${payload.day}${suffix(payload)}`,
    attempts: 5,
    backoffMs: 10_000,
  }),
  /** Sends whatever is due in any open edition; first settles what a crash left behind. */
  'send-slot': define({
    queue: 'delivery',
    payload: z.object({ slot }),
    id: (payload) => `send-slot-${payload.slot}`,
    attempts: 3,
    backoffMs: 10_000,
  }),
  /** Sends one transactional mail. */
  notify: define({
    queue: 'notifications',
    payload: z.object({ notificationId: z.uuid(), again }),
    id: (payload) => `notify-${payload.notificationId}${suffix(payload)}`,
    attempts: 8,
    backoffMs: 5_000,
  }),
  /** Answers what somebody asked for at an address: a confirmation, a link, or nothing. */
  answer: define({
    queue: 'notifications',
    payload: z.object({ askId: z.uuid(), again }),
    id: (payload) => `answer-${payload.askId}${suffix(payload)}`,
    attempts: 8,
    backoffMs: 5_000,
  }),
  /** Brings in the subscribers of a file that an operator uploaded. */
  import: define({
    queue: 'housekeeping',
    payload: z.object({ importId: z.int().positive(), again }),
    id: (payload) => `import-${payload.importId}${suffix(payload)}`,
    attempts: 5,
    backoffMs: 10_000,
  }),
  /** Deletes what is past its time, wakes paused subscribers, enqueues notifications that were lost. */
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

/** A job to add, with the jobs that must be over before it starts. */
export interface JobRequest<Name extends JobName = JobName> {
  name: Name;
  payload: JobPayload<Name>;
  /** An optional child that fails for good does not hold its parent back. */
  optional?: boolean;
  /** Tries instead of the catalogue's, where somebody waits for the result. */
  attempts?: number;
  children?: JobRequest[];
}

/** A checked request. Throws when the payload does not fit its name's schema. */
export function newJob<Name extends JobName>(
  name: Name,
  payload: JobPayload<Name>,
  rest: Omit<JobRequest<Name>, 'name' | 'payload'> = {},
): JobRequest<Name> {
  return { name, payload: JOBS[name].payload.parse(payload) as JobPayload<Name>, ...rest };
}

/** The id that a request's job will have. */
export function jobId(job: JobRequest): string {
  // The union of id rules cannot be called with the union of payloads; request() has matched them.
  const definition = JOBS[job.name] as unknown as JobDefinition<unknown>;
  return definition.id(job.payload);
}
