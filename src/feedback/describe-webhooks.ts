import type { Env } from '../../config/env.ts';
import { verifySvix } from './providers/verify-svix.ts';

/**
 * Describes for `doctor` the webhooks that are enabled, and what stays unknown without them. Throws when
 * RESEND_WEBHOOK_SECRET is not a usable signing secret.
 */
export function describeWebhooks(
  env: Pick<Env, 'RESEND_WEBHOOK_SECRET' | 'SES_TOPIC_ARN' | 'PUBLIC_URL'>,
  now: Date,
): string {
  const secret = env.RESEND_WEBHOOK_SECRET;
  if (secret !== undefined) verifySvix(secret, { id: 'doctor', timestamp: '0', signature: 'v1,' }, '', now);
  const urls = [
    ...(secret === undefined ? [] : [`${env.PUBLIC_URL}/webhooks/resend`]),
    ...(env.SES_TOPIC_ARN === undefined ? [] : [`${env.PUBLIC_URL}/webhooks/ses`]),
  ];
  return urls.length > 0
    ? `accepted at ${urls.join(' and ')}`
    : 'none: neither RESEND_WEBHOOK_SECRET nor SES_TOPIC_ARN is set, so bounces and complaints are known ' +
        'only from email piped to `paperboy inbound`';
}
