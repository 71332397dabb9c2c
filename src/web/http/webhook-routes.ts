import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { FEEDBACK } from '../../../config/feedback.ts';
import { fetchSns } from '../../feedback/providers/fetch-sns.ts';
import type { CertificateCache, FetchSns } from '../../feedback/providers/verify-sns.ts';
import { receiveResendWebhook, receiveSnsMessage, type WebhookResult } from '../../feedback/webhooks.ts';
import type { WebContext } from './web-context.ts';

/**
 * `POST /webhooks/resend` and `/webhooks/ses`, each only where its secret or topic is configured. 200: stored, now or earlier.
 * 401: not signed by the provider, or old. 413: too large. 422: signed, and nothing that the provider sends. What fails on our
 * side is a 5xx, and the provider sends it again. `ask` stands for the network that SNS's certificates come from.
 */
export function webhookRoutes(ctx: WebContext, ask: FetchSns = fetchSns): Hono {
  const { RESEND_WEBHOOK_SECRET: secret, SES_TOPIC_ARN: topicArn } = ctx.env;
  const app = new Hono();
  if (secret !== undefined) {
    app.post('/webhooks/resend', limit(FEEDBACK.resendBodyBytes), async (c) => {
      const body = await bodyOf(c);
      if (body === null) return c.json({ error: 'not UTF-8' }, 400);
      const header = (name: string) => c.req.header(`svix-${name}`) ?? c.req.header(`webhook-${name}`);
      const headers = { id: header('id'), timestamp: header('timestamp'), signature: header('signature') };
      return answer(ctx, c, 'resend', await receiveResendWebhook(ctx, { secret, headers, body }));
    });
  }
  if (topicArn !== undefined) {
    const certificates: CertificateCache = new Map();
    app.post('/webhooks/ses', limit(FEEDBACK.sesBodyBytes), async (c) => {
      const body = await bodyOf(c);
      if (body === null) return c.json({ error: 'not UTF-8' }, 400);
      return answer(
        ctx,
        c,
        'ses',
        await receiveSnsMessage(ctx, { topicArn, body }, { fetchSns: ask, certificates }),
      );
    });
  }
  return app;
}

function limit(maxSize: number) {
  return bodyLimit({ maxSize, onError: (c) => c.json({ error: 'too large' }, 413) });
}

/** The body exactly as it was signed. Bytes that are no UTF-8 would read alike after decoding, so they are refused. */
async function bodyOf(c: Context): Promise<string | null> {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await c.req.arrayBuffer());
  } catch {
    return null;
  }
}

function answer(ctx: Pick<WebContext, 'log'>, c: Context, provider: string, result: WebhookResult): Response {
  if (result.accepted) return c.json({ outcome: result.outcome });
  ctx.log.warn({ provider, reason: result.reason }, `webhook ${result.rejection}`);
  // The answer does not say which check failed: a forger would learn from it, and our own log has it.
  return result.rejection === 'refused'
    ? c.json({ error: 'not signed by the provider, or too old' }, 401)
    : c.json({ error: 'not understood' }, 422);
}
