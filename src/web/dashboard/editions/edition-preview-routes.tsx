import { Hono } from 'hono';
import { RENDERING } from '../../../../config/rendering.ts';
import { type EmailPreview, previewDigest } from '../../../delivery/digest/preview-digest.ts';
import { sendTest } from '../../../delivery/operations/send-test.ts';
import { PaperboyError } from '../../../errors.ts';
import { findSubscriber } from '../../../subscribers/find-subscriber.ts';
import { fieldOf, readBody } from '../../http/read-body.ts';
import type { WebContext } from '../../http/web-context.ts';
import type { DashboardRequest, DashboardVariables } from '../frame/dashboard.ts';
import { dashboardPage } from '../frame/dashboard-page.tsx';
import { editionPath } from '../frame/dashboard-paths.ts';
import { operatorsOnly } from '../frame/guards.ts';
import { dashboardRedirect } from '../frame/notice.ts';
import { EDITIONS_TEXTS as TEXTS } from './editions-texts.ts';
import { PreviewForms } from './preview-forms.tsx';
import { type PreviewQuery, previewAs, querySchema, searchOf } from './preview-query.ts';
import { PreviewResult } from './preview-result.tsx';

/** A mail may style itself and nothing more, and no link in it leads anywhere. */
const FRAME_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'";

/** `/operator/editions/<key>/preview`: the digest as a reader would get it, and a test of it to oneself. */
export function editionPreviewRoutes(ctx: WebContext): Hono<DashboardVariables> {
  return (
    new Hono<DashboardVariables>()
      .get('/:key/preview', async (c) => {
        const query = queryOf(c);
        const edition = c.req.param('key');
        if (query.subscriber !== undefined && c.get('desk').session.role !== 'operator')
          return (await operatorsOnly(c, async () => undefined)) ?? c.notFound();
        const preview = await looked(ctx, edition, query);
        if (preview instanceof PaperboyError) {
          if (preview.code === 'EDITION_UNKNOWN') return c.notFound();
          return dashboardRedirect(c, editionPath(edition), { text: preview.message, bad: true });
        }
        const desk = c.get('desk');
        const search = searchOf(query);
        return dashboardPage(c, {
          title: TEXTS.preview,
          heading: `${TEXTS.preview}: ${edition}`,
          children: (
            <>
              <p>
                <a href={editionPath(edition)}>{TEXTS.back(edition)}</a>
              </p>
              <PreviewResult
                desk={desk}
                preview={preview}
                query={query}
                search={search}
                limit={RENDERING.limitBytes}
              />
              <PreviewForms desk={desk} edition={edition} query={query} />
            </>
          ),
        });
      })
      // An address goes into no address bar and no log: it is looked up here, and only the id goes on.
      .post('/:key/preview', async (c) => {
        const edition = c.req.param('key');
        try {
          const { id } = await findSubscriber(ctx.db, fieldOf((await readBody(c)) ?? {}, 'subscriber'));
          return dashboardRedirect(c, `${editionPath(edition)}/preview?subscriber=${id}`);
        } catch (error) {
          if (!(error instanceof PaperboyError)) throw error;
          return dashboardRedirect(c, editionPath(edition), { text: error.message, bad: true });
        }
      })
      .get('/:key/preview/html', async (c) => {
        const query = queryOf(c);
        if (query.subscriber !== undefined && c.get('desk').session.role !== 'operator') return c.notFound();
        const preview = await looked(ctx, c.req.param('key'), query);
        if (preview instanceof PaperboyError || !preview.mail) return c.notFound();
        return c.html(inScheme(preview.mail.html, query.view === 'dark'), 200, {
          'Content-Security-Policy': FRAME_POLICY,
          'X-Frame-Options': 'SAMEORIGIN',
          'Cross-Origin-Opener-Policy': 'unsafe-none',
        });
      })
      .post('/:key/test', async (c) => {
        const edition = c.req.param('key');
        const body = (await readBody(c)) ?? {};
        const query = querySchema.parse(body);
        const back = `${editionPath(edition)}/preview?${searchOf(query)}`;
        try {
          const operator = c.get('desk').session.name;
          const done = await sendTest(ctx, {
            edition,
            as: previewAs(query),
            to: fieldOf(body, 'to'),
            operator,
          });
          const bad = done.outcome !== 'accepted';
          const reason = done.reason === null ? '' : ` (${done.reason})`;
          return dashboardRedirect(c, back, {
            text: TEXTS.testDone(done.provider, done.outcome) + reason,
            bad,
          });
        } catch (error) {
          if (!(error instanceof PaperboyError)) throw error;
          const to = error.code === 'EDITION_UNKNOWN' ? '/operator/editions' : back;
          return dashboardRedirect(c, to, { text: error.message, bad: true });
        }
      })
  );
}

function queryOf(c: DashboardRequest): PreviewQuery {
  const [topic, mute] = [c.req.queries('topic'), c.req.queries('mute')];
  return querySchema.parse({ ...c.req.query(), topic, mute });
}

/** A frame follows the browser's own scheme; so what the mail says for the dark is said for all of them, or for none. */
function inScheme(html: string, dark: boolean): string {
  const told = html.replace(/\(prefers-color-scheme:\s*dark\)/g, dark ? ' all' : '(max-width:0)');
  return told.replace(/\blight dark\b/g, dark ? 'dark' : 'light');
}

async function looked(
  ctx: WebContext,
  edition: string,
  query: PreviewQuery,
): Promise<EmailPreview | PaperboyError> {
  try {
    return await previewDigest(ctx, { edition, as: previewAs(query) });
  } catch (error) {
    if (error instanceof PaperboyError) return error;
    throw error;
  }
}
