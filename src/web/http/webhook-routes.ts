import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { FEEDBACK } from '../../../config/feedback.ts';
import { fetchSns } from '../../feedback/providers/fetch-sns.ts';
import type { CertificateCache, FetchSns } from '../../feedback/providers/verify-sns.ts';
import { receiveResendWebhook, receiveSnsMessage, type WebhookResult } from '../../feedback/webhooks.ts';
import type { WebContext } from './web-context.ts';

/**
 * `POST /webhooks/resend` and `/webhooks/ses`, each only where its secret or topic is configured. 200:
 * stored, now or before. 401: no valid signature of the provider, or too old. 413: too large. 422: signed,
 * but of an unknown form. Our own failures are 5xx, after which the provider repeats the report.
 * `fetchCertificate` downloads SNS certificates.
 */
export function webhookRoutes(ctx: WebContext, fetchCertificate: FetchSns = fetchSns): Hono {
  const { RESEND_WEBHOOK_SECRET: secret, SES_TOPIC_ARN: topicArn } = ctx.env;
  const app = new Hono();
  if (secret !== undefined) {
    app.post('/webhooks/resend', limitBody(FEEDBACK.resendBodyBytes), async (c) => {
      const body = await readSignedBody(c);
      if (body === null) return c.json({ error: 'not UTF-8' }, 400);
      const header = (name: string) => c.req.header(`svix-${name}`) ?? c.req.header(`webhook-${name}`);
      const headers = { id: header('id'), timestamp: header('timestamp'), signature: header('signature') };
      return respond(ctx, c, 'resend', await receiveResendWebhook(ctx, { secret, headers, body }));
    });
  }
  if (topicArn !== undefined) {
    const certificates: CertificateCache = new Map();
    app.post('/webhooks/ses', limitBody(FEEDBACK.sesBodyBytes), async (c) => {
      const body = await readSignedBody(c);
      if (body === null) return c.json({ error: 'not UTF-8' }, 400);
      return respond(
        ctx,
        c,
        'ses',
        await receiveSnsMessage(ctx, { topicArn, body }, { fetchSns: fetchCertificate, certificates }),
      );
    });
  }
  return app;
}

function limitBody(maxSize: number) {
  return bodyLimit({ maxSize, onError: (c) => c.json({ error: 'too large' }, 413) });
}

/**
 * Body exactly as it was signed, or null: different bytes that are not UTF-8 would decode to the same text.
 */
async function readSignedBody(c: Context): Promise<string | null> {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await c.req.arrayBuffer());
  } catch {
    return null;
  }
}

function respond(
  ctx: Pick<WebContext, 'log'>,
  c: Context,
  provider: string,
  result: WebhookResult,
): Response {
  if (result.accepted) return c.json({ outcome: result.outcome });
  ctx.log.warn({ provider, reason: result.reason }, `webhook ${result.rejection}`);
  // The response does not name the failed check, which would help a forger; the log does.
  return result.rejection === 'refused'
    ? c.json({ error: 'invalid signature or timestamp' }, 401)
    : c.json({ error: 'unsupported payload' }, 422);
}
