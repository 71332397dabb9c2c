import { Hono } from 'hono';
import type { ReactElement } from 'react';
import { z } from 'zod';
import { daySchema } from '../../../day.ts';
import { newestOpenDay } from '../../../editions/edition.ts';
import { PaperboyError } from '../../../errors.ts';
import { checkPreconditions } from '../../../rerun/check-preconditions.ts';
import { dryRun } from '../../../rerun/dry-run.ts';
import { type DryRunReport, describeDryRun } from '../../../rerun/dry-run-report.ts';
import { rerun } from '../../../rerun/rerun.ts';
import { readRerunOutcome } from '../../../rerun/rerun-outcome.ts';
import { findNewestRerun, RERUNS, type RerunSubject, readReruns } from '../../../runs/rerun-queries.ts';
import { readBody } from '../../http/read-body.ts';
import type { WebContext } from '../../http/web-context.ts';
import type { DashboardRequest, DashboardVariables } from '../frame/dashboard.ts';
import { DashboardForm } from '../frame/dashboard-form.tsx';
import { dashboardPage } from '../frame/dashboard-page.tsx';
import { StateWord, Table } from '../frame/dashboard-table.tsx';
import { formatTime } from '../frame/format-time.ts';
import { dashboardRedirect } from '../frame/notice.ts';
import { RerunForm } from './rerun-form.tsx';
import { RUNS_TEXTS } from './runs-texts.ts';

const HERE = '/operator/runs';
const LISTED = 10;

const empty = z.preprocess((value) => (value === '' ? undefined : value), z.string().max(60).optional());
const subjectSchema = z
  .object({ what: z.enum(RERUNS), day: daySchema, source: empty, edition: empty })
  .transform(
    ({ what, day, source, edition }): RerunSubject => ({
      what,
      day,
      source: what === 'ingest' ? (source ?? null) : null,
      edition: what === 'deliver' ? (edition ?? null) : null,
    }),
  );

/** `/operator/runs`: what was run again, and running something again in two steps: what it would do, then doing it. */
export function runsRoutes(ctx: WebContext): Hono<DashboardVariables> {
  return new Hono<DashboardVariables>()
    .get('/', async (c) => {
      const reruns = await readReruns(ctx.db, { limit: LISTED });
      const rows = await Promise.all(
        reruns.map(async (each) => ({ ...each, outcome: await readRerunOutcome(ctx, each) })),
      );
      return dashboardPage(c, {
        title: RUNS_TEXTS.title,
        children: (
          <>
            <p className="meta">{RUNS_TEXTS.about}</p>
            <RerunForm sources={ctx.env.SOURCES} day={newestOpenDay(ctx.clock.now())} />
            <LastReruns rows={rows} />
          </>
        ),
      });
    })
    .get('/foresee', (c) => orRefusal(c, () => showForesight(ctx, c, c.req.query(), false)))
    .post('/ask', async (c) => {
      const body = (await readBody(c)) ?? {};
      return orRefusal(c, () => showForesight(ctx, c, body, true));
    })
    .post('/', async (c) => {
      const body = (await readBody(c)) ?? {};
      return orRefusal(c, async () => {
        const subject = subjectOf(body);
        const seen = z.coerce.number().int().nonnegative().catch(0).parse(body.seen);
        const { created, job } = await rerun(ctx, { ...subject, seen, operator: c.get('desk').session.name });
        return dashboardRedirect(c, HERE, {
          text: created ? RUNS_TEXTS.started(job) : RUNS_TEXTS.already(job),
        });
      });
    });
}

function subjectOf(fields: unknown): RerunSubject {
  const parsed = subjectSchema.safeParse(fields);
  if (parsed.success) return parsed.data;
  throw new PaperboyError({ code: 'RERUN_UNCLEAR', message: 'That is unclear.', remedy: RUNS_TEXTS.wrong });
}

/** What cannot be is said on the page that it was asked from. */
async function orRefusal(c: DashboardRequest, act: () => Promise<Response>): Promise<Response> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof PaperboyError)) throw error;
    return dashboardRedirect(c, HERE, { text: error.message, bad: true });
  }
}

async function showForesight(
  ctx: WebContext,
  c: DashboardRequest,
  fields: unknown,
  ask: boolean,
): Promise<Response> {
  const subject = subjectOf(fields);
  await checkPreconditions(ctx, subject);
  const sentences = describeDryRun(await dryRun(ctx, { ...subject, ask }));
  const newest = await findNewestRerun(ctx.db, subject);
  const { what, day, source, edition } = subject;
  const hidden = (
    <>
      {Object.entries({ what, day, source: source ?? '', edition: edition ?? '' }).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
    </>
  );
  const desk = c.get('desk');
  const asksSources = what === 'ingest' || what === 'observe';
  return dashboardPage(c, {
    title: RUNS_TEXTS.title,
    heading: RUNS_TEXTS.would([what, source].filter(Boolean).join(' '), edition ?? day),
    children: (
      <>
        <ul className="sentences">
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        <DashboardForm desk={desk} action={HERE} className="acts">
          {hidden}
          <input type="hidden" name="seen" value={newest?.id ?? 0} />
          <button type="submit">{RUNS_TEXTS.doIt}</button>
        </DashboardForm>
        {asksSources && !ask && (
          <DashboardForm desk={desk} action={`${HERE}/ask`} className="acts">
            {hidden}
            <button type="submit">{RUNS_TEXTS.ask}</button>
            <p className="hint">{RUNS_TEXTS.askHint}</p>
          </DashboardForm>
        )}
        <p>
          <a href={HERE}>{RUNS_TEXTS.back}</a>
        </p>
      </>
    ),
  });
}

type RerunRow = Awaited<ReturnType<typeof readReruns>>[number] & {
  outcome: Awaited<ReturnType<typeof readRerunOutcome>>;
};

function LastReruns({ rows }: { rows: readonly RerunRow[] }): ReactElement {
  const columns = Object.values(RUNS_TEXTS.columns).map((name) => ({ name }));
  return (
    <section aria-labelledby="last">
      <h2 id="last">{RUNS_TEXTS.last}</h2>
      {rows.length === 0 ? (
        <p>{RUNS_TEXTS.none}</p>
      ) : (
        <Table label={RUNS_TEXTS.table} columns={columns} stacked>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">{[row.what, row.source, row.edition ?? row.day].filter(Boolean).join(' ')}</th>
              <td>
                {row.operator}, {formatTime(row.requestedAt)}
              </td>
              <td>
                <StateWord state={row.outcome.state} />
              </td>
              <td className="said" data-name={RUNS_TEXTS.columns.foreseen}>
                <Lines lines={describeDryRun(row.dryRun as DryRunReport)} />
              </td>
              <td className="said" data-name={RUNS_TEXTS.columns.done}>
                <Lines lines={row.outcome.sentences} />
              </td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
}

function Lines({ lines }: { lines: readonly string[] }): ReactElement {
  return (
    <>
      {lines.map((line) => (
        <span key={line} className="fact">
          {line}
        </span>
      ))}
    </>
  );
}
