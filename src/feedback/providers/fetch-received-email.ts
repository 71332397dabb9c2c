import { z } from 'zod';
import type { Env } from '../../../config/env.ts';
import { FEEDBACK } from '../../../config/feedback.ts';
import { PaperboyError } from '../../errors.ts';
import { parseJson } from '../../json.ts';
import { parseUrl } from '../../url.ts';
import { readBounded } from './read-bounded.ts';

const CALL_MS = 5_000;
const LONGEST_ANSWER_BYTES = 12 * 1024 * 1024;

const schema = z.object({ raw: z.object({ download_url: z.string() }).nullish() });

/** Where Resend keeps what it received: its own names, and CloudFront's behind them. */
const STORES = /(?:^|\.)(?:resend\.com|resend\.app|cloudfront\.net)$/;

/**
 * The mail that an `email.received` event is about, byte for byte: the event has only its id, the API has an address where it
 * can be fetched for a while, without our key. Throws PaperboyError `RECEIVED_SILENT` (retry later) when it cannot be had.
 */
export async function fetchReceivedEmail(
  env: Pick<Env, 'RESEND_API_KEY' | 'RESEND_BASE_URL' | 'PUBLIC_URL'>,
  emailId: string,
): Promise<Buffer> {
  if (!env.RESEND_API_KEY) throw silent('RESEND_API_KEY is not set');
  const common = { 'user-agent': `Paperboy (+${env.PUBLIC_URL})` };
  const address = `${env.RESEND_BASE_URL}/emails/receiving/${encodeURIComponent(emailId)}`;
  const headers = { ...common, authorization: `Bearer ${env.RESEND_API_KEY}`, accept: 'application/json' };
  const described = schema.safeParse(
    parseJson((await get(address, headers, LONGEST_ANSWER_BYTES)).toString('utf8')),
  );
  const url = described.data?.raw?.download_url;
  if (url === undefined || !isStore(url, env.RESEND_BASE_URL)) throw silent('no address of the raw mail');
  return get(url, common, FEEDBACK.emailBytes);
}

async function get(url: string, headers: Record<string, string>, most: number): Promise<Buffer> {
  try {
    // A redirect would hand the key, or our asking, to whoever answers there.
    const response = await fetch(url, { headers, redirect: 'error', signal: AbortSignal.timeout(CALL_MS) });
    const body = await readBounded(response, most);
    if (response.status !== 200) throw new Error(`it answered ${response.status}`);
    return body;
  } catch (cause) {
    throw silent('it could not be fetched', cause);
  }
}

function isStore(text: string, baseUrl: string): boolean {
  const url = parseUrl(text);
  if (url === null || url.username !== '' || url.password !== '') return false;
  return url.origin === new URL(baseUrl).origin || (url.protocol === 'https:' && STORES.test(url.hostname));
}

function silent(why: string, cause?: unknown): PaperboyError {
  return new PaperboyError({
    code: 'RECEIVED_SILENT',
    message: `A mail that Resend received could not be read: ${why}.`,
    remedy:
      'Check RESEND_API_KEY (it must be allowed to read) and RESEND_BASE_URL; it is tried again for two days.',
    retry: 'later',
    cause,
  });
}
