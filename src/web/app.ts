import { Hono } from 'hono';
import { requestId } from 'hono/request-id';
import { openPools } from '../editions/pools.ts';
import type { AskSns } from '../feedback/providers/sns.ts';
import type { RequestVariables, WebContext } from './context.ts';
import { deskRoutes } from './desk/desk-routes.ts';
import { bodyLimits } from './middleware/body-limits.tsx';
import { inLanguage } from './middleware/language.ts';
import { requestLog } from './middleware/request-log.ts';
import { requestSpan } from './middleware/request-span.ts';
import { securityHeaders } from './middleware/security-headers.ts';
import { transfer } from './middleware/transfer.ts';
import { archiveRoutes } from './routes/archive.tsx';
import { assetRoutes } from './routes/assets.ts';
import { confirmRoutes } from './routes/confirm.tsx';
import { failures } from './routes/failures.tsx';
import { feedRoutes } from './routes/feeds.ts';
import { healthRoutes } from './routes/health.ts';
import { languageRoutes } from './routes/language.ts';
import { leaveRoutes } from './routes/leave.tsx';
import { markRoutes } from './routes/marks.tsx';
import { type Metrics, metricsRoutes } from './routes/metrics.ts';
import { outboxRoutes } from './routes/outbox.tsx';
import { ownDataRoutes } from './routes/own-data.tsx';
import { singlePaperRoutes } from './routes/paper.tsx';
import { paperRoutes } from './routes/papers.tsx';
import { preferencesRoutes } from './routes/preferences.tsx';
import { searchRoutes } from './routes/search.tsx';
import { sitemapRoutes } from './routes/sitemap.ts';
import { subscribeRoutes } from './routes/subscribe.tsx';
import { topicRoutes } from './routes/topics.tsx';
import { webhookRoutes } from './routes/webhooks.ts';
import { showsOutbox } from './site.ts';

/**
 * The whole web side as one function from request to response; it listens nowhere (main.ts does), so that a test asks it
 * with `app.request('/path')`. GET and HEAD change nothing anywhere. `askSns` stands for the network behind SNS.
 */
export function createApp(ctx: WebContext, askSns?: AskSns, metrics?: Metrics): Hono<RequestVariables> {
  const app = new Hono<RequestVariables>();
  const { notFound, failed } = failures(ctx, app);
  // Always our own: one that a stranger's header names would reach every line and span.
  app.use(requestId({ limitLength: 0 }));
  app.use(requestSpan(ctx.tracing));
  app.use(requestLog(ctx.log));
  app.use(securityHeaders(ctx.env.PUBLIC_URL));
  app.use(transfer);
  app.use(inLanguage(ctx.env));
  app.use(bodyLimits());
  app.route('/', healthRoutes(ctx));
  if (metrics) app.route('/', metricsRoutes(ctx, metrics));
  app.route('/', assetRoutes());
  app.route('/', paperRoutes(ctx));
  app.route('/', archiveRoutes(ctx));
  app.route('/', feedRoutes(ctx));
  app.route('/', sitemapRoutes(ctx));
  app.route('/', singlePaperRoutes(ctx));
  app.route('/', topicRoutes(ctx));
  app.route('/', searchRoutes(ctx));
  app.route('/', confirmRoutes(ctx));
  app.route('/', leaveRoutes(ctx));
  const withPools = { ...ctx, pools: openPools() };
  app.route('/', subscribeRoutes(withPools));
  app.route('/', preferencesRoutes(withPools));
  app.route('/', ownDataRoutes(withPools));
  app.route('/', markRoutes(withPools));
  app.route('/', languageRoutes(ctx.env));
  app.route('/', webhookRoutes(ctx, askSns));
  app.route('/', deskRoutes(ctx));
  if (showsOutbox(ctx.env)) app.route('/', outboxRoutes(ctx));
  app.notFound(notFound);
  app.onError(failed);
  return app;
}
