import { Hono } from 'hono';
import type { ReactElement, ReactNode } from 'react';
import { DECISION_LIMITS } from '../../../../config/decisions.ts';
import { RENDERING } from '../../../../config/rendering.ts';
import { decidePaper } from '../../../delivery/operations/decide-paper.ts';
import { PaperboyError } from '../../../errors.ts';
import { summarize } from '../../../papers/summary/summarize.ts';
import { DECISION_KINDS, type Decision, type DecisionKind } from '../../../trending/decision.ts';
import { findPaperTexts, readDecisions } from '../../../trending/decision-queries.ts';
import { explainRank } from '../../../trending/explain-rank.ts';
import { type PoolPaperRow, readPoolPapers } from '../../../trending/pool-paper-queries.ts';
import { findNewestRevision } from '../../../trending/revision-queries.ts';
import { fieldOf, readBody } from '../../http/read-body.ts';
import type { WebContext } from '../../http/web-context.ts';
import type { Dashboard, DashboardVariables } from '../frame/dashboard.ts';
import { DashboardForm } from '../frame/dashboard-form.tsx';
import { dashboardPage } from '../frame/dashboard-page.tsx';
import { editionPaperPath, editionPath } from '../frame/dashboard-paths.ts';
import { dashboardRedirect, errorNotice } from '../frame/notice.ts';
import { readEdition } from './edition-facts.ts';
import { EDITIONS_TEXTS } from './editions-texts.ts';
import { PAPER_TEXTS as TEXTS } from './papers-texts.ts';
import { RankExplanationPart } from './rank-explanation.tsx';

/**
 * `/operator/editions/<id>/paper?id=`: one paper of an edition's pool with the editorial decisions about it.
 */
export function editionPaperRoutes(ctx: WebContext): Hono<DashboardVariables> {
  return new Hono<DashboardVariables>()
    .get('/:edition/paper', async (c) => {
      const facts = await readEdition(ctx, c.req.param('edition'));
      const id = c.req.query('id') ?? '';
      const known = facts && (await findPaperTexts(ctx.db, id));
      if (!facts || !known) return c.notFound();
      const { poolId } = facts;
      const revision = (await findNewestRevision(ctx.db, poolId))?.revision ?? 0;
      const [paper] = await readPoolPapers(ctx.db, { poolId, revision, search: id, limit: 1 });
      const decisions = (await readDecisions(ctx.db, poolId)).filter(({ paperId }) => paperId === id);
      const explained = paper && (await explainRank(ctx, { poolId, paperId: paper.paperId }));
      const shown = paper ?? known;
      const { id: edition } = facts.totals;
      return dashboardPage(c, {
        title: known.title,
        children: (
          <>
            <p>
              <a href={editionPath(edition)}>{EDITIONS_TEXTS.back(edition)}</a>
            </p>
            <Rank paper={paper} />
            <p className="meta">{TEXTS.scope}</p>
            <DecisionForms
              dashboard={c.get('dashboard')}
              id={id}
              action={`${editionPath(edition)}/paper`}
              decisions={decisions}
              generated={paper?.generated ?? false}
              summary={shown.summary || summarize(shown, RENDERING.summaryLength)}
            />
            {explained && <RankExplanationPart explained={explained} taxonomy={ctx.taxonomy} />}
          </>
        ),
      });
    })
    .post('/:edition/paper', async (c) => {
      const body = (await readBody(c)) ?? {};
      const [edition, paper] = [c.req.param('edition'), fieldOf(body, 'id')];
      const kind = DECISION_KINDS.find((each) => each === fieldOf(body, 'kind'));
      if (!kind) return c.notFound();
      try {
        const { changed, revision } = await decidePaper(ctx, {
          edition,
          paper,
          kind,
          operator: c.get('dashboard').session.name,
          topic: fieldOf(body, 'topic'),
          text: fieldOf(body, 'text'),
          everywhere: fieldOf(body, 'everywhere') !== '',
          undo: fieldOf(body, 'undo') !== '',
        });
        const text = changed ? TEXTS.changed(revision) : TEXTS.unchanged;
        return dashboardRedirect(c, editionPaperPath(edition, paper), { text });
      } catch (error) {
        const isUnknown = error instanceof PaperboyError && error.code === 'EDITION_UNKNOWN';
        const to = isUnknown ? '/operator/editions' : editionPaperPath(edition, paper);
        return dashboardRedirect(c, to, errorNotice(error));
      }
    });
}

function Rank({ paper }: { paper: PoolPaperRow | undefined }): ReactElement {
  const overall = paper?.scores.topics.find(({ topic }) => topic === '');
  return <p>{overall ? TEXTS.rank(overall.rank, overall.of) : TEXTS.absent}</p>;
}

interface DecisionFormsProps {
  dashboard: Dashboard;
  id: string;
  action: string;
  decisions: readonly Decision[];
  summary: string;
  /** True if the summary is a language model's. */
  generated: boolean;
}

function DecisionForms({ decisions, summary, generated, ...form }: DecisionFormsProps): ReactElement {
  const ofKind = (kind: DecisionKind) => decisions.filter((each) => each.kind === kind);
  const [edited] = ofKind('summary');
  return (
    <>
      <h2>{TEXTS.pin.heading}</h2>
      <DecisionForm {...form} kind="pin" button={TEXTS.pin.button}>
        <label>
          {TEXTS.pin.audience}{' '}
          <select name="topic" defaultValue={ofKind('pin')[0]?.topic ?? ''}>
            <option value="">{TEXTS.pin.allSubscribers}</option>
            {form.dashboard.taxonomy.topics.map(({ slug, label }) => (
              <option key={slug} value={slug}>
                {label.en}
              </option>
            ))}
          </select>
        </label>
      </DecisionForm>
      <Undo {...form} kind="pin" decisions={ofKind('pin')} button={TEXTS.pin.undo} />
      <h2>{TEXTS.hide.heading}</h2>
      <DecisionForm {...form} kind="hide" button={TEXTS.hide.button}>
        <p className="hint">{TEXTS.hide.hint}</p>
        <Everywhere />
      </DecisionForm>
      <Undo {...form} kind="hide" decisions={ofKind('hide')} button={TEXTS.hide.undo} />
      <h2>{TEXTS.summary.heading}</h2>
      {generated && <p>{TEXTS.summary.generated}</p>}
      <DecisionForm {...form} kind="summary" button={TEXTS.summary.button}>
        <label>
          {TEXTS.summary.hint}
          <textarea name="text" rows={5} maxLength={DECISION_LIMITS.summary.most} defaultValue={summary} />
        </label>
        <Everywhere />
      </DecisionForm>
      {edited && (
        <p>
          {TEXTS.summary.original} {edited.original}
        </p>
      )}
      <Undo {...form} kind="summary" decisions={ofKind('summary')} button={TEXTS.summary.undo} />
    </>
  );
}

function Everywhere(): ReactElement {
  return (
    <label className="choice">
      <input type="checkbox" name="everywhere" value="yes" />
      <span>{TEXTS.everywhere}</span>
    </label>
  );
}

interface DecisionFormProps {
  dashboard: Dashboard;
  id: string;
  action: string;
  kind: DecisionKind;
  button: string;
}

function DecisionForm({
  dashboard,
  id,
  action,
  kind,
  button,
  children,
}: DecisionFormProps & { children?: ReactNode }): ReactElement {
  return (
    <DashboardForm dashboard={dashboard} action={action} className="operations">
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="kind" value={kind} />
      {children}
      <button type="submit">{button}</button>
    </DashboardForm>
  );
}

/** One button per decision to undo: this edition's pool, or all editions. */
function Undo({
  decisions,
  button,
  ...form
}: DecisionFormProps & { decisions: readonly Decision[] }): ReactElement {
  return (
    <>
      {decisions.map(({ poolId }) => {
        const isEverywhere = poolId === '';
        const label = isEverywhere ? `${button} (${TEXTS.everywhere.toLowerCase()})` : button;
        return (
          <DecisionForm key={poolId} {...form} button={label}>
            <input type="hidden" name="undo" value="yes" />
            {isEverywhere && <input type="hidden" name="everywhere" value="yes" />}
          </DecisionForm>
        );
      })}
    </>
  );
}
