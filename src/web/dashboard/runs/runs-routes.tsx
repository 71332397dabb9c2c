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
import { StateLabel, Table } from '../frame/dashboard-table.tsx';
import { formatTime } from '../frame/format.ts';
import { dashboardRedirect, errorNotice } from '../frame/notice.ts';
import { RerunForm } from './rerun-form.tsx';
import { RUNS_TEXTS } from './runs-texts.ts';

const PATH = '/operator/runs';
const RERUNS_SHOWN = 10;

const optionalText = z.preprocess(
  (value) => (value === '' ? undefined : value),
  z.string().max(60).optional(),
);
const subjectSchema = z
  .object({ what: z.enum(RERUNS), day: daySchema, source: optionalText, edition: optionalText })
  .transform(
    ({ what, day, source, edition }): RerunSubject => ({
      what,
      day,
      source: what === 'ingest' ? (source ?? null) : null,
      edition: what === 'deliver' ? (edition ?? null) : null,
    }),
  );

/** `/operator/runs`: the latest re-runs, and a new one in two steps: dry run, then confirmation. */
export function runsRoutes(ctx: WebContext): Hono<DashboardVariables> {
  return new Hono<DashboardVariables>()
    .get('/', async (c) => {
      const reruns = await readReruns(ctx.db, { limit: RERUNS_SHOWN });
      const rows = await Promise.all(
        reruns.map(async (each) => ({ ...each, outcome: await readRerunOutcome(ctx, each) })),
      );
      return dashboardPage(c, {
        title: RUNS_TEXTS.title,
        children: (
          <>
            <p className="meta">{RUNS_TEXTS.about}</p>
            <RerunForm sources={ctx.env.SOURCES} day={newestOpenDay(ctx.clock.now())} />
            <LatestReruns rows={rows} />
          </>
        ),
      });
    })
    .get('/dry-run', (c) => withErrorNotice(c, () => showDryRun(ctx, c, c.req.query(), false)))
    .post('/dry-run', async (c) => {
      const body = (await readBody(c)) ?? {};
      return withErrorNotice(c, () => showDryRun(ctx, c, body, true));
    })
    .post('/', async (c) => {
      const body = (await readBody(c)) ?? {};
      return withErrorNotice(c, async () => {
        const subject = subjectOf(body);
        const seen = z.coerce.number().int().nonnegative().catch(0).parse(body.seen);
        const { created, job } = await rerun(ctx, {
          ...subject,
          seen,
          operator: c.get('dashboard').session.name,
        });
        return dashboardRedirect(c, PATH, {
          text: created ? RUNS_TEXTS.started(job) : RUNS_TEXTS.alreadyStarted(job),
        });
      });
    });
}

function subjectOf(fields: unknown): RerunSubject {
  const parsed = subjectSchema.safeParse(fields);
  if (parsed.success) return parsed.data;
  throw new PaperboyError({
    code: 'RERUN_UNCLEAR',
    message: RUNS_TEXTS.invalid.message,
    remedy: RUNS_TEXTS.invalid.remedy,
  });
}

/** Redirects to the form with the error as a notice. */
async function withErrorNotice(c: DashboardRequest, respond: () => Promise<Response>): Promise<Response> {
  try {
    return await respond();
  } catch (error) {
    return dashboardRedirect(c, PATH, errorNotice(error));
  }
}

/**
 * Shows the dry run of a re-run. With `ask`, ingest and observe query their sources without storing the
 * result.
 */
async function showDryRun(
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
  const dashboard = c.get('dashboard');
  const asksSources = what === 'ingest' || what === 'observe';
  return dashboardPage(c, {
    title: RUNS_TEXTS.title,
    heading: RUNS_TEXTS.dryRunOf([what, source].filter(Boolean).join(' '), edition ?? day),
    children: (
      <>
        <ul className="sentences">
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        <DashboardForm dashboard={dashboard} action={PATH} className="operations">
          {hidden}
          <input type="hidden" name="seen" value={newest?.id ?? 0} />
          <button type="submit">{RUNS_TEXTS.confirm}</button>
        </DashboardForm>
        {asksSources && !ask && (
          <DashboardForm dashboard={dashboard} action={`${PATH}/dry-run`} className="operations">
            {hidden}
            <button type="submit">{RUNS_TEXTS.askSources}</button>
            <p className="hint">{RUNS_TEXTS.askSourcesHint}</p>
          </DashboardForm>
        )}
        <p>
          <a href={PATH}>{RUNS_TEXTS.back}</a>
        </p>
      </>
    ),
  });
}

type RerunRow = Awaited<ReturnType<typeof readReruns>>[number] & {
  outcome: Awaited<ReturnType<typeof readRerunOutcome>>;
};

function LatestReruns({ rows }: { rows: readonly RerunRow[] }): ReactElement {
  const columns = Object.values(RUNS_TEXTS.columns).map((name) => ({ name }));
  return (
    <section aria-labelledby="latest">
      <h2 id="latest">{RUNS_TEXTS.latest}</h2>
      {rows.length === 0 ? (
        <p>{RUNS_TEXTS.none}</p>
      ) : (
        <Table label={RUNS_TEXTS.latest} columns={columns} stacked>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">{[row.what, row.source, row.edition ?? row.day].filter(Boolean).join(' ')}</th>
              <td>
                {row.operator}, {formatTime(row.requestedAt)}
              </td>
              <td>
                <StateLabel state={row.outcome.state} />
              </td>
              <td className="sentences-cell" data-name={RUNS_TEXTS.columns.dryRun}>
                <Lines lines={describeDryRun(row.dryRun as DryRunReport)} />
              </td>
              <td className="sentences-cell" data-name={RUNS_TEXTS.columns.result}>
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
