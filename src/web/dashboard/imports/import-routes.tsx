import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { stringify } from 'csv-stringify/sync';
import { Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import { IMPORT } from '../../../../config/imports.ts';
import {
  readImportPreview,
  readImportProblems,
  readProblemGroups,
} from '../../../subscribers/csv/import-line-queries.ts';
import { type Import, readImport } from '../../../subscribers/csv/import-queries.ts';
import { dropImport, startImport } from '../../../subscribers/csv/start-import.ts';
import { uploadImport } from '../../../subscribers/csv/upload-import.ts';
import { readBody } from '../../http/read-body.ts';
import { allowOwnScript } from '../../http/script-policy.ts';
import type { WebContext } from '../../http/web-context.ts';
import type { DashboardRequest, DashboardVariables } from '../frame/dashboard.ts';
import { dashboardPage } from '../frame/dashboard-page.tsx';
import { IMPORTS_PATH, SUBSCRIBERS_PATH } from '../frame/dashboard-paths.ts';
import { operatorsOnly } from '../frame/guards.ts';
import { LiveScript } from '../frame/live-script.tsx';
import { dashboardRedirect, errorNotice } from '../frame/notice.ts';
import { ImportPage, PROBLEMS } from './import-page.tsx';
import { IMPORT_TEXTS } from './import-texts.ts';

/** `/operator/people/imports`: a file of subscribers in three steps: uploaded, shown with what it would do, carried out by a job. */
export function importRoutes(ctx: WebContext): Hono<DashboardVariables> {
  return new Hono<DashboardVariables>()
    .use(operatorsOnly)
    .get('/', (c) => c.redirect(SUBSCRIBERS_PATH, 302))
    .post('/', async (c) => {
      const file = (await readBody(c))?.file;
      if (!(file instanceof File) || file.size === 0)
        return dashboardRedirect(c, SUBSCRIBERS_PATH, { text: IMPORT_TEXTS.noFile, bad: true });
      try {
        const operator = c.get('desk').session.name;
        const input = Readable.fromWeb(file.stream() as ReadableStream);
        return c.redirect(`${IMPORTS_PATH}/${await uploadImport(ctx, { operator, file: input })}`, 303);
      } catch (error) {
        return dashboardRedirect(c, SUBSCRIBERS_PATH, errorNotice(error));
      }
    })
    .get('/:id', allowOwnScript, async (c) => {
      // As of one moment: what a step takes between two looks would be missing in both.
      const seen = await ctx.db
        .transaction()
        .setIsolationLevel('repeatable read')
        .execute(async (db) => {
          const one = await importOf({ db }, c);
          if (!one) return null;
          const foreseen = await readImportPreview(db, one.id);
          return { import: one, foreseen, problems: await readProblemGroups(db, one.id, PROBLEMS) };
        });
      if (!seen) return unknown(c);
      const shown = { ...seen, now: ctx.clock.now() };
      return dashboardPage(c, {
        title: IMPORT_TEXTS.title(seen.import.id),
        head: <LiveScript />,
        children: <ImportPage desk={c.get('desk')} {...shown} />,
      });
    })
    .get('/:id/bad-lines', async (c) => {
      const one = await importOf(ctx, c);
      if (!one) return unknown(c);
      const rows = await readImportProblems(ctx.db, one.id);
      const columns = [
        { key: 'line', header: 'line' },
        { key: 'problem', header: 'problem' },
      ];
      return c.body(stringify(rows, { header: true, columns, escape_formulas: true }), 200, {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': `attachment; filename="import-${one.id}-bad-lines.csv"`,
      });
    })
    .post('/:id/start', (c) => act(ctx, c, startImport, IMPORT_TEXTS.started))
    .post('/:id/drop', (c) => act(ctx, c, dropImport, IMPORT_TEXTS.dropped));
}

/**
 * What a file of subscribers may weigh. Nothing of it is read before it is known who sends it; what is longer is refused by its
 * length alone.
 */
export const uploadLimit: MiddlewareHandler<DashboardVariables> = bodyLimit({
  // Beside the file the form has its token and its boundaries.
  maxSize: IMPORT.maxBytes + 10_000,
  onError: (c) =>
    dashboardPage(c as DashboardRequest, {
      title: IMPORT_TEXTS.heading,
      status: 413,
      notice: { text: IMPORT_TEXTS.tooLarge, bad: true },
      children: (
        <p>
          <a href={SUBSCRIBERS_PATH}>{IMPORT_TEXTS.back}</a>
        </p>
      ),
    }),
});

async function act(
  ctx: WebContext,
  c: DashboardRequest,
  verb: (ctx: WebContext, input: { importId: number; operator: string }) => Promise<boolean>,
  done: string,
): Promise<Response> {
  const one = await importOf(ctx, c);
  if (!one) return unknown(c);
  const did = await verb(ctx, { importId: one.id, operator: c.get('desk').session.name });
  return dashboardRedirect(c, `${IMPORTS_PATH}/${one.id}`, { text: did ? done : IMPORT_TEXTS.startedBefore });
}

async function importOf(ctx: Pick<WebContext, 'db'>, c: DashboardRequest): Promise<Import | undefined> {
  const id = z.coerce.number().int().positive().max(2_147_483_647).safeParse(c.req.param('id'));
  return id.success ? readImport(ctx.db, id.data) : undefined;
}

function unknown(c: DashboardRequest): Response | Promise<Response> {
  return dashboardPage(c, {
    title: IMPORT_TEXTS.unknown,
    status: 404,
    children: (
      <p>
        {IMPORT_TEXTS.unknownText} <a href={SUBSCRIBERS_PATH}>{IMPORT_TEXTS.back}</a>
      </p>
    ),
  });
}
