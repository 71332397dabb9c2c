import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { stringify } from 'csv-stringify/sync';
import { Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import { IMPORT } from '../../../../config/imports.ts';
import { csvTemplate } from '../../../subscribers/csv/csv-template.ts';
import { readImportFile } from '../../../subscribers/csv/import-file-queries.ts';
import {
  readImportPreview,
  readImportProblems,
  readProblemGroups,
} from '../../../subscribers/csv/import-line-queries.ts';
import { type Import, readImport } from '../../../subscribers/csv/import-queries.ts';
import { dropImport, startImport } from '../../../subscribers/csv/start-import.ts';
import { assignColumns, uploadImport } from '../../../subscribers/csv/upload-import.ts';
import { readBody } from '../../http/read-body.ts';
import { allowOwnScript } from '../../http/script-policy.ts';
import type { WebContext } from '../../http/web-context.ts';
import type { DashboardRequest, DashboardVariables } from '../frame/dashboard.ts';
import { dashboardPage } from '../frame/dashboard-page.tsx';
import { IMPORTS_PATH, SUBSCRIBERS_PATH } from '../frame/dashboard-paths.ts';
import { operatorsOnly } from '../frame/guards.ts';
import { LiveScript } from '../frame/live-script.tsx';
import { dashboardRedirect, errorNotice } from '../frame/notice.ts';
import { readColumnsForm } from './columns-form.ts';
import { ImportPage, PROBLEMS } from './import-page.tsx';
import { IMPORT_TEXTS as TEXTS } from './import-texts.ts';

/** `/operator/subscribers/imports`: a CSV file is uploaded, previewed, and imported by a job. */
export function importRoutes(ctx: WebContext): Hono<DashboardVariables> {
  return new Hono<DashboardVariables>()
    .use(operatorsOnly)
    .get('/', (c) => c.redirect(SUBSCRIBERS_PATH, 302))
    .post('/', async (c) => {
      const file = (await readBody(c))?.file;
      if (!(file instanceof File) || file.size === 0)
        return dashboardRedirect(c, SUBSCRIBERS_PATH, { text: TEXTS.noFile, isError: true });
      try {
        const operator = c.get('dashboard').session.name;
        const input = Readable.fromWeb(file.stream() as ReadableStream);
        return c.redirect(`${IMPORTS_PATH}/${await uploadImport(ctx, { operator, file: input })}`, 303);
      } catch (error) {
        return dashboardRedirect(c, SUBSCRIBERS_PATH, errorNotice(error));
      }
    })
    .get('/template.csv', (c) =>
      c.body(csvTemplate(ctx.taxonomy), 200, {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': 'attachment; filename="subscribers-template.csv"',
      }),
    )
    .get('/:id', allowOwnScript, async (c) => {
      // One snapshot: lines that a running import moves between two reads would be missing in both.
      const data = await ctx.db
        .transaction()
        .setIsolationLevel('repeatable read')
        .execute(async (db) => {
          const found = await findImport({ db }, c);
          if (!found) return null;
          const remaining = await readImportPreview(db, found.id);
          const problems = await readProblemGroups(db, found.id, PROBLEMS);
          return { import: found, remaining, problems, file: await readImportFile(db, found.id) };
        });
      if (!data) return unknownImport(c);
      return dashboardPage(c, {
        title: TEXTS.title(data.import.id),
        head: <LiveScript />,
        children: <ImportPage dashboard={c.get('dashboard')} {...data} now={ctx.clock.now()} />,
      });
    })
    .get('/:id/invalid-lines', async (c) => {
      const found = await findImport(ctx, c);
      if (!found) return unknownImport(c);
      const rows = await readImportProblems(ctx.db, found.id);
      const columns = [
        { key: 'line', header: 'line' },
        { key: 'problem', header: 'problem' },
      ];
      return c.body(stringify(rows, { header: true, columns, escape_formulas: true }), 200, {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': `attachment; filename="import-${found.id}-invalid-lines.csv"`,
      });
    })
    .post('/:id/columns', async (c) => {
      const found = await findImport(ctx, c);
      if (!found) return unknownImport(c);
      const path = `${IMPORTS_PATH}/${found.id}`;
      const file = await readImportFile(ctx.db, found.id);
      if (!file) return dashboardRedirect(c, path, { text: TEXTS.fileGone, isError: true });
      const options = readColumnsForm((await readBody(c)) ?? {}, file);
      try {
        const operator = c.get('dashboard').session.name;
        const done = await assignColumns(ctx, { importId: found.id, operator, options });
        return dashboardRedirect(c, path, {
          text: done ? TEXTS.columnsApplied : TEXTS.fileGone,
          isError: !done,
        });
      } catch (error) {
        return dashboardRedirect(c, path, errorNotice(error));
      }
    })
    .post('/:id/start', (c) => runImportOperation(ctx, c, startImport, TEXTS.started))
    .post('/:id/discard', (c) => runImportOperation(ctx, c, dropImport, TEXTS.discarded));
}

/**
 * Limits an upload to the import's maximum size. It runs before the body is parsed and after the session
 * check, so that an oversized request is refused by its length alone.
 */
export const uploadLimit: MiddlewareHandler<DashboardVariables> = bodyLimit({
  // The form's token and boundaries come on top of the file.
  maxSize: IMPORT.maxBytes + 10_000,
  onError: (c) =>
    dashboardPage(c as DashboardRequest, {
      title: TEXTS.heading,
      status: 413,
      notice: { text: TEXTS.tooLarge, isError: true },
      children: (
        <p>
          <a href={SUBSCRIBERS_PATH}>{TEXTS.back}</a>
        </p>
      ),
    }),
});

/** Runs an operation that returns false when the import was already started or discarded. */
async function runImportOperation(
  ctx: WebContext,
  c: DashboardRequest,
  operation: (ctx: WebContext, input: { importId: number; operator: string }) => Promise<boolean>,
  done: string,
): Promise<Response> {
  const found = await findImport(ctx, c);
  if (!found) return unknownImport(c);
  const changed = await operation(ctx, { importId: found.id, operator: c.get('dashboard').session.name });
  return dashboardRedirect(c, `${IMPORTS_PATH}/${found.id}`, { text: changed ? done : TEXTS.alreadyHandled });
}

async function findImport(ctx: Pick<WebContext, 'db'>, c: DashboardRequest): Promise<Import | undefined> {
  const id = z.coerce.number().int().positive().max(2_147_483_647).safeParse(c.req.param('id'));
  return id.success ? readImport(ctx.db, id.data) : undefined;
}

function unknownImport(c: DashboardRequest): Response | Promise<Response> {
  return dashboardPage(c, {
    title: TEXTS.unknown,
    status: 404,
    children: (
      <p>
        {TEXTS.unknownText} <a href={SUBSCRIBERS_PATH}>{TEXTS.back}</a>
      </p>
    ),
  });
}
