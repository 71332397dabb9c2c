import { Hono } from 'hono';
import { RENDERING } from '../../../../config/rendering.ts';
import { type EmailPreview, previewDigest } from '../../../delivery/digest/preview-digest.ts';
import { sendTestDigest } from '../../../delivery/operations/send-test-digest.ts';
import { PaperboyError } from '../../../errors.ts';
import { findSubscriber } from '../../../subscribers/find-subscriber.ts';
import { fieldOf, readBody } from '../../http/read-body.ts';
import type { WebContext } from '../../http/web-context.ts';
import type { DashboardRequest, DashboardVariables } from '../frame/dashboard.ts';
import { dashboardPage } from '../frame/dashboard-page.tsx';
import { editionPath } from '../frame/dashboard-paths.ts';
import { operatorsOnly } from '../frame/guards.ts';
import { dashboardRedirect, errorNotice } from '../frame/notice.ts';
import { EDITIONS_TEXTS } from './editions-texts.ts';
import { PreviewForms } from './preview-forms.tsx';
import { type PreviewQuery, previewAs, querySchema, searchOf } from './preview-query.ts';
import { PreviewResult } from './preview-result.tsx';
import { DIGEST_PREVIEW_TEXTS as TEXTS } from './preview-texts.ts';

/** Allows an email its own styles and nothing else; the sandbox disables its links. */
const FRAME_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'";

/** `/operator/editions/<id>/preview`: the digest as a subscriber would get it, and a test email of it. */
export function editionPreviewRoutes(ctx: WebContext): Hono<DashboardVariables> {
  return (
    new Hono<DashboardVariables>()
      .get('/:edition/preview', async (c) => {
        const query = queryOf(c);
        const edition = c.req.param('edition');
        const dashboard = c.get('dashboard');
        if (query.subscriber !== undefined && dashboard.session.role !== 'operator')
          return (await operatorsOnly(c, async () => undefined)) ?? c.notFound();
        const preview = await tryPreview(ctx, edition, query);
        if (preview instanceof PaperboyError) {
          if (preview.code === 'EDITION_UNKNOWN') return c.notFound();
          return dashboardRedirect(c, editionPath(edition), errorNotice(preview));
        }
        return dashboardPage(c, {
          title: TEXTS.title(edition),
          children: (
            <>
              <p>
                <a href={editionPath(edition)}>{EDITIONS_TEXTS.back(edition)}</a>
              </p>
              <PreviewResult
                dashboard={dashboard}
                preview={preview}
                query={query}
                limit={RENDERING.limitBytes}
              />
              <PreviewForms dashboard={dashboard} edition={edition} query={query} />
            </>
          ),
        });
      })
      // Looks the address up and redirects with the id only, which keeps addresses out of URLs and logs.
      .post('/:edition/preview', async (c) => {
        const edition = c.req.param('edition');
        try {
          const { id } = await findSubscriber(ctx.db, fieldOf((await readBody(c)) ?? {}, 'subscriber'));
          return dashboardRedirect(c, `${editionPath(edition)}/preview?subscriber=${id}`);
        } catch (error) {
          return dashboardRedirect(c, editionPath(edition), errorNotice(error));
        }
      })
      .get('/:edition/preview/html', async (c) => {
        const query = queryOf(c);
        if (query.subscriber !== undefined && c.get('dashboard').session.role !== 'operator')
          return c.notFound();
        const preview = await tryPreview(ctx, c.req.param('edition'), query);
        if (preview instanceof PaperboyError || !preview.email) return c.notFound();
        return c.html(withColorScheme(preview.email.html, query.view === 'dark'), 200, {
          'Content-Security-Policy': FRAME_POLICY,
          'X-Frame-Options': 'SAMEORIGIN',
          'Cross-Origin-Opener-Policy': 'unsafe-none',
        });
      })
      .post('/:edition/test', (c) => postTest(ctx, c, c.req.param('edition')))
  );
}

async function postTest(ctx: WebContext, c: DashboardRequest, edition: string): Promise<Response> {
  const body = (await readBody(c)) ?? {};
  const query = querySchema.parse(body);
  const back = `${editionPath(edition)}/preview?${searchOf(query)}`;
  try {
    const { provider, outcome, reason } = await sendTestDigest(ctx, {
      edition,
      as: previewAs(ctx.taxonomy, query),
      to: fieldOf(body, 'to'),
      operator: c.get('dashboard').session.name,
    });
    const text = TEXTS.tested(provider, outcome, reason);
    return dashboardRedirect(c, back, { text, isError: outcome !== 'accepted' });
  } catch (error) {
    const isUnknown = error instanceof PaperboyError && error.code === 'EDITION_UNKNOWN';
    return dashboardRedirect(c, isUnknown ? '/operator/editions' : back, errorNotice(error));
  }
}

function queryOf(c: DashboardRequest): PreviewQuery {
  const [topic, mute] = [c.req.queries('topic'), c.req.queries('mute')];
  return querySchema.parse({ ...c.req.query(), topic, mute });
}

/** Forces the email's dark styles on or off, because a frame follows the browser's own color scheme. */
function withColorScheme(html: string, dark: boolean): string {
  const forced = html.replace(/\(prefers-color-scheme:\s*dark\)/g, dark ? ' all' : '(max-width:0)');
  return forced.replace(/\blight dark\b/g, dark ? 'dark' : 'light');
}

async function tryPreview(
  ctx: WebContext,
  edition: string,
  query: PreviewQuery,
): Promise<EmailPreview | PaperboyError> {
  try {
    return await previewDigest(ctx, { edition, as: previewAs(ctx.taxonomy, query) });
  } catch (error) {
    if (error instanceof PaperboyError) return error;
    throw error;
  }
}
