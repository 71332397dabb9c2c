import type { Env } from '../../config/env.ts';
import { verifySvix } from './providers/verify-svix.ts';

/**
 * For `doctor`: which webhooks are open, and what stays unknown without the others. Throws when RESEND_WEBHOOK_SECRET is
 * nothing that can sign.
 */
export function describeWebhooks(
  env: Pick<Env, 'RESEND_WEBHOOK_SECRET' | 'SES_TOPIC_ARN' | 'PUBLIC_URL'>,
  now: Date,
): string {
  const secret = env.RESEND_WEBHOOK_SECRET;
  if (secret !== undefined) verifySvix(secret, { id: 'doctor', timestamp: '0', signature: 'v1,' }, '', now);
  const open = [
    ...(secret === undefined ? [] : [`${env.PUBLIC_URL}/webhooks/resend`]),
    ...(env.SES_TOPIC_ARN === undefined ? [] : [`${env.PUBLIC_URL}/webhooks/ses`]),
  ];
  return open.length > 0
    ? `taken at ${open.join(' and ')}`
    : 'none (neither RESEND_WEBHOOK_SECRET nor SES_TOPIC_ARN is set): bounces and complaints are learnt only from mail piped to `paperboy inbound`';
}
