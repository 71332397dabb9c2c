import { z } from 'zod';
import type { Env } from '../../../config/env.ts';
import { FEEDBACK } from '../../../config/feedback.ts';
import { PaperboyError } from '../../errors.ts';
import { readBounded } from '../../read-bounded.ts';
import { ResendClient } from '../../resend-client.ts';
import { parseUrl } from '../../url.ts';

const TIMEOUT_MS = 5_000;
const MAX_RESPONSE_BYTES = 12 * 1024 * 1024;

const schema = z.object({ raw: z.object({ download_url: z.string() }).nullish() });

/** Hosts of received emails: Resend's own, and CloudFront behind them. */
const DOWNLOAD_HOSTS = /(?:^|\.)(?:resend\.com|resend\.app|cloudfront\.net)$/;

/**
 * Fetches the email of an `email.received` event, byte for byte. The event carries only its id; the API
 * returns a temporary URL that works without our key. Throws PaperboyError `RECEIVED_UNREACHABLE` (retry
 * later) when the email cannot be fetched.
 */
export async function fetchReceivedEmail(
  env: Pick<Env, 'RESEND_API_KEY' | 'RESEND_BASE_URL' | 'PUBLIC_URL'>,
  emailId: string,
): Promise<Buffer> {
  if (!env.RESEND_API_KEY) throw unavailable('RESEND_API_KEY is not set');
  const client = new ResendClient({
    apiKey: env.RESEND_API_KEY,
    baseUrl: env.RESEND_BASE_URL,
    userAgent: `Paperboy (+${env.PUBLIC_URL})`,
    callMs: TIMEOUT_MS,
    maxResponseBytes: MAX_RESPONSE_BYTES,
  });
  const received = await client.emails.receiving.get(encodeURIComponent(emailId)).catch(requestFailed);
  if (received.error) return requestFailed(new Error(received.error.message));
  const url = schema.safeParse(received.data).data?.raw?.download_url;
  if (url === undefined || !isDownloadUrl(url, env.RESEND_BASE_URL))
    throw unavailable('the API returned no download URL');
  return download(url, client.userAgent).catch(requestFailed);
}

/**
 * Downloads without the key. The SDK downloads only to forward an email: it follows redirects and reads any
 * number of bytes.
 */
async function download(url: string, userAgent: string): Promise<Buffer> {
  const response = await fetch(url, {
    headers: { 'user-agent': userAgent },
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const body = await readBounded(response, FEEDBACK.emailBytes);
  if (response.status !== 200) throw new Error(`HTTP ${response.status}`);
  return body;
}

function requestFailed(cause: unknown): never {
  throw unavailable('the request failed', cause);
}

function isDownloadUrl(text: string, baseUrl: string): boolean {
  const url = parseUrl(text);
  if (url === null || url.username !== '' || url.password !== '') return false;
  return (
    url.origin === new URL(baseUrl).origin || (url.protocol === 'https:' && DOWNLOAD_HOSTS.test(url.hostname))
  );
}

function unavailable(reason: string, cause?: unknown): PaperboyError {
  return new PaperboyError({
    code: 'RECEIVED_UNREACHABLE',
    message: `An email that Resend received could not be fetched: ${reason}.`,
    remedy:
      'Check RESEND_API_KEY (it needs read access) and RESEND_BASE_URL. Fetching is retried for two days.',
    retry: 'later',
    cause,
  });
}
