import { readBounded } from './read-bounded.ts';
import type { FetchSns } from './verify-sns.ts';

const CALL_MS = 5_000;
/** A certificate has two kilobytes, and the answer to a confirmation less. */
const LONGEST_ANSWER_BYTES = 16 * 1024;

/** GET at SNS: five seconds, 16 kB, no redirect. The host was checked by whoever asks (sns.ts). */
export const fetchSns: FetchSns = async (url) => {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(CALL_MS) });
  const body = await readBounded(response, LONGEST_ANSWER_BYTES);
  if (response.status !== 200) throw new Error(`SNS answered ${response.status}.`);
  return body.toString('utf8');
};
