import { parentPort } from 'node:worker_threads';
import { parseEmail } from './inbound-email.ts';
import type { ParseRequest, ParseResponse } from './parse-inbound-email.ts';
import { readEmail } from './read-email.ts';

/** Entry of the worker thread: parses one email per message. Hostile text costs time only here. */
parentPort?.on('message', async ({ id, raw, sender }: ParseRequest) => {
  const email = await parseEmail(raw);
  const response: ParseResponse = { id, parsed: email && { ...email, ...readEmail(email, sender) } };
  parentPort?.postMessage(response);
});
