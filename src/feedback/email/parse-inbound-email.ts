import { Worker as WorkerThread } from 'node:worker_threads';
import { FEEDBACK } from '../../../config/feedback.ts';
import { PaperboyError } from '../../errors.ts';
import type { EmailReading } from './email-report.ts';
import type { InboundEmail } from './inbound-email.ts';

/** An email with what was found in it. */
export type ParsedEmail = InboundEmail & EmailReading;

/** Message to the worker thread. */
export interface ParseRequest {
  id: number;
  raw: Uint8Array;
  /** Envelope sender, empty for a bounce; null when unknown. */
  sender: string | null;
}

/** Message from the worker thread; `parsed` is null for input that is not an email. */
export interface ParseResponse {
  id: number;
  parsed: ParsedEmail | null;
}

/** Memory of the worker thread in MB. A message of 1 MB needs about 40. */
const MAX_HEAP_MB = 192;

let worker: WorkerThread | null = null;
let last: Promise<unknown> = Promise.resolve();
let nextId = 1;

/**
 * Parses an email and recognizes the report in it, in a worker thread that the whole process shares, one
 * email at a time. Null for input that is not an email. Throws PaperboyError `MAIL_PARSE_FAILED` (retry
 * later) when it takes longer than `timeoutMs` or breaks the worker, which is then replaced.
 */
export function parseInboundEmail(
  input: Pick<ParseRequest, 'raw' | 'sender'>,
  timeoutMs: number = FEEDBACK.parseMs,
): Promise<ParsedEmail | null> {
  const result = last.then(() => parseNext(input, timeoutMs));
  last = result.catch(() => undefined);
  return result;
}

function parseNext(
  { raw, sender }: Pick<ParseRequest, 'raw' | 'sender'>,
  timeoutMs: number,
): Promise<ParsedEmail | null> {
  worker ??= startWorker();
  const current = worker;
  const id = nextId++;
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      current.off('message', onMessage).off('error', fail).off('exit', fail);
      // An idle worker must not keep the process alive.
      current.unref();
    };
    const fail = (cause?: unknown) => {
      end();
      if (worker === current) worker = null;
      void current.terminate();
      reject(failure(cause));
    };
    const onMessage = (response: ParseResponse) => {
      if (response.id !== id) return;
      end();
      resolve(response.parsed);
    };
    const timer = setTimeout(fail, timeoutMs, new Error(`no result within ${timeoutMs} ms`));
    current.on('message', onMessage).on('error', fail).on('exit', fail);
    current.ref();
    // Only the beginning is parsed, and a copy of its own crosses faster than a view into a larger buffer.
    const request: ParseRequest = { id, raw: raw.slice(0, FEEDBACK.parsedEmailBytes), sender };
    current.postMessage(request);
  });
}

/**
 * Starts the thread. From sources it has to load TypeScript by itself: `--import tsx` in `execArgv` registers
 * nothing in a thread on Node 20, so the thread calls tsx before it imports the entry.
 */
function startWorker(): WorkerThread {
  const resourceLimits = { maxOldGenerationSizeMb: MAX_HEAP_MB };
  if (!import.meta.url.endsWith('.ts'))
    return new WorkerThread(new URL('./parse-worker.js', import.meta.url), { resourceLimits });
  return new WorkerThread(
    `const { workerData } = require('node:worker_threads');
    import(workerData.tsx).then(({ register }) => { register(); return import(workerData.entry); });`,
    {
      eval: true,
      execArgv: [],
      resourceLimits,
      workerData: {
        tsx: import.meta.resolve('tsx/esm/api'),
        entry: new URL('./parse-worker.ts', import.meta.url).href,
      },
    },
  );
}

function failure(cause: unknown): PaperboyError {
  return new PaperboyError({
    code: 'MAIL_PARSE_FAILED',
    message: 'An inbound email could not be parsed within its limits of time and memory.',
    remedy: 'It is tried again later. If it fails each time, inspect the email: it may be an attack.',
    retry: 'later',
    cause,
  });
}
