import { readBounded } from '../../read-bounded.ts';
import type { FetchSns } from './verify-sns.ts';

const TIMEOUT_MS = 5_000;
/** A certificate is about 2 kB, the answer to a confirmation smaller. */
const MAX_RESPONSE_BYTES = 16 * 1024;

/**
 * Fetches a URL at SNS: five seconds, 16 kB, no redirect. The caller has checked the host (verify-sns.ts).
 */
export const fetchSns: FetchSns = async (url) => {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
  const body = await readBounded(response, MAX_RESPONSE_BYTES);
  if (response.status !== 200) throw new Error(`SNS responded with status ${response.status}.`);
  return body.toString('utf8');
};
