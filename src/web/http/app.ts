import { Hono } from 'hono';
import { requestId } from 'hono/request-id';
import { createPoolCache } from '../../editions/pool-cache.ts';
import type { FetchSns } from '../../feedback/providers/verify-sns.ts';
import { assetRoutes } from '../assets/asset-routes.ts';
import { dashboardRoutes } from '../dashboard/dashboard-routes.ts';
import { dashboardFailure } from '../dashboard/frame/dashboard-page.tsx';
import { DASHBOARD_TEXTS } from '../dashboard/frame/dashboard-texts.ts';
import { archiveRoutes } from '../site/archive/archive-routes.tsx';
import { digestRoutes } from '../site/digest/digest-routes.tsx';
import { feedRoutes } from '../site/feeds/feeds-routes.ts';
import { sitemapRoutes } from '../site/feeds/sitemap-routes.ts';
import { bodyLimits } from '../site/frame/body-limits.tsx';
import { errorPages } from '../site/frame/error-pages.tsx';
import { languageRoutes, provideSite } from '../site/frame/language-routes.ts';
import type { RequestVariables } from '../site/frame/site.ts';
import { showsOutbox } from '../site/frame/site.ts';
import { markRoutes } from '../site/marks/marks-routes.tsx';
import { outboxRoutes } from '../site/outbox/outbox-routes.tsx';
import { singlePaperRoutes } from '../site/paper/paper-routes.tsx';
import { paperRoutes } from '../site/papers/papers-routes.tsx';
import { thumbnailRoutes } from '../site/papers/thumbnail-routes.ts';
import { peopleRoutes } from '../site/people/people-routes.tsx';
import { preferencesRoutes } from '../site/preferences/preferences-routes.tsx';
import { readingListRoutes } from '../site/reading-list/reading-list-routes.tsx';
import { searchRoutes } from '../site/search/search-routes.tsx';
import { confirmRoutes } from '../site/subscribe/confirm-routes.tsx';
import { subscribeRoutes } from '../site/subscribe/subscribe-routes.tsx';
import { topicRoutes } from '../site/topics/topics-routes.tsx';
import { unsubscribeRoutes } from '../site/unsubscribe/unsubscribe-routes.tsx';
import { yourDataRoutes } from '../site/your-data/your-data-routes.tsx';
import { compression } from './compression.ts';
import { healthRoutes } from './health-routes.ts';
import { type Metrics, metricsRoutes } from './metrics-routes.ts';
import { requestLog } from './request-log.ts';
import { requestSpan } from './request-span.ts';
import { securityHeaders } from './security-headers.ts';
import type { WebContext } from './web-context.ts';
import { webhookRoutes } from './webhook-routes.ts';

/**
 * All routes as one function from request to response. It listens nowhere (server.ts does), so tests call
 * `app.request('/path')`. GET and HEAD change nothing. `fetchSns` replaces the network behind SNS in tests.
 */
export function createApp(ctx: WebContext, fetchSns?: FetchSns, metrics?: Metrics): Hono<RequestVariables> {
  const app = new Hono<RequestVariables>();
  const { notFound, failed } = errorPages(ctx, app, (c, error) =>
    error === 'notFound'
      ? dashboardFailure(c, DASHBOARD_TEXTS.notFound, 404)
      : dashboardFailure(c, DASHBOARD_TEXTS.failed(c.get('requestId')), 500),
  );
  // Always a new id: one from a request header would put a stranger's text into every log line and span.
  app.use(requestId({ limitLength: 0 }));
  app.use(requestSpan(ctx.tracing));
  app.use(requestLog(ctx.log));
  app.use(securityHeaders(ctx.env.PUBLIC_URL));
  app.use(compression);
  app.use(provideSite(ctx));
  app.use(bodyLimits());
  app.route('/', healthRoutes(ctx));
  if (metrics) app.route('/', metricsRoutes(ctx, metrics));
  app.route('/', assetRoutes());
  app.route('/', paperRoutes(ctx));
  app.route('/', thumbnailRoutes(ctx));
  app.route('/', archiveRoutes(ctx));
  app.route('/', feedRoutes(ctx));
  app.route('/', sitemapRoutes(ctx));
  app.route('/', singlePaperRoutes(ctx));
  app.route('/', topicRoutes(ctx));
  app.route('/', peopleRoutes(ctx));
  app.route('/', searchRoutes(ctx));
  app.route('/', confirmRoutes(ctx));
  app.route('/', unsubscribeRoutes(ctx));
  const withPools = { ...ctx, pools: createPoolCache(ctx.taxonomy) };
  app.route('/', subscribeRoutes(withPools));
  app.route('/', preferencesRoutes(withPools));
  // Before yourDataRoutes, which catch every other path below the preferences.
  app.route('/', readingListRoutes(withPools));
  app.route('/', yourDataRoutes(withPools));
  app.route('/', markRoutes(withPools));
  app.route('/', digestRoutes(withPools));
  app.route('/', languageRoutes(ctx.env));
  app.route('/', webhookRoutes(ctx, fetchSns));
  app.route('/', dashboardRoutes(ctx));
  if (showsOutbox(ctx.env)) app.route('/', outboxRoutes(ctx));
  app.notFound(notFound);
  app.onError(failed);
  return app;
}
