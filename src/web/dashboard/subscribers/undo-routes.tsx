import { Hono } from 'hono';
import { PaperboyError } from '../../../errors.ts';
import { type MistakenSuppressions, readSources } from '../../../suppression/mistaken-suppression-queries.ts';
import { parseMistake, previewUnsuppressMany, unsuppressMany } from '../../../suppression/unsuppress-many.ts';
import { fieldOf, readBody } from '../../http/read-body.ts';
import type { WebContext } from '../../http/web-context.ts';
import type { DashboardRequest, DashboardVariables, Notice } from '../frame/dashboard.ts';
import { dashboardPage } from '../frame/dashboard-page.tsx';
import { UNDO_PATH } from '../frame/dashboard-paths.ts';
import { dashboardRedirect, errorNotice } from '../frame/notice.ts';
import { inputTime, type UndoFields, UndoPage } from './undo-page.tsx';
import { UNDO_TEXTS as TEXTS } from './undo-texts.ts';

const RECENT_MS = 7 * 86_400_000;
const RECENT_SOURCES = 20;
/** Steps of one request: 10,000 suppressions, which take a few seconds. Pressing again continues. */
const STEPS_PER_REQUEST = 20;

/**
 * `/operator/subscribers/undo-suppressions`: a form for source and period, a preview by GET, and a button
 * that undoes. Idempotent: a second press finds nothing to undo.
 */
export function undoRoutes(ctx: WebContext): Hono<DashboardVariables> {
  return new Hono<DashboardVariables>()
    .get('/', async (c) => show(ctx, c, fieldsOf(c.req.query())))
    .post('/', async (c) => {
      const body = (await readBody(c)) ?? {};
      const fields = fieldsOf(body);
      const to = `${UNDO_PATH}?${new URLSearchParams({ ...fields })}`;
      try {
        const input = { operator: c.get('dashboard').session.name, reason: fieldOf(body, 'reason') };
        const run = { ...input, mistake: parseMistake(fields), maxSteps: STEPS_PER_REQUEST };
        const { suppressions, complete } = await unsuppressMany(ctx, run);
        if (!complete) return dashboardRedirect(c, to, { text: TEXTS.more(suppressions) });
        const text = suppressions > 0 ? TEXTS.done(suppressions) : TEXTS.nothing;
        return dashboardRedirect(c, UNDO_PATH, { text });
      } catch (error) {
        return dashboardRedirect(c, to, errorNotice(error));
      }
    });
}

function fieldsOf(given: Record<string, unknown>): UndoFields {
  return { source: fieldOf(given, 'source'), from: fieldOf(given, 'from'), to: fieldOf(given, 'to') };
}

async function show(ctx: WebContext, c: DashboardRequest, fields: UndoFields): Promise<Response> {
  const isAsked = Object.values(fields).some((value) => value !== '');
  const { mistake, notice } = isAsked ? readMistake(fields) : { mistake: null, notice: null };
  const now = ctx.clock.now();
  const recent = { from: new Date(now.getTime() - RECENT_MS), to: now };
  return dashboardPage(c, {
    title: TEXTS.title,
    ...(notice === null ? {} : { notice, status: 422 as const }),
    children: (
      <UndoPage
        dashboard={c.get('dashboard')}
        fields={fields}
        shown={mistake ? { ...fields, from: inputTime(mistake.from), to: inputTime(mistake.to) } : fields}
        preview={mistake && (await previewUnsuppressMany(ctx, mistake))}
        recent={{ ...recent, sources: mistake ? [] : await readSources(ctx.db, recent, RECENT_SOURCES) }}
      />
    ),
  });
}

function readMistake(fields: UndoFields): { mistake: MistakenSuppressions | null; notice: Notice | null } {
  try {
    return { mistake: parseMistake(fields), notice: null };
  } catch (error) {
    if (!(error instanceof PaperboyError)) throw error;
    return { mistake: null, notice: errorNotice(error) };
  }
}
