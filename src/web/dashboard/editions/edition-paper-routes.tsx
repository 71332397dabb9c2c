import { Hono } from 'hono';
import type { ReactElement, ReactNode } from 'react';
import { DECISION_LIMITS } from '../../../../config/decisions.ts';
import { TOPICS } from '../../../../config/topics/taxonomy.ts';
import { decide } from '../../../delivery/operations/decide-paper.ts';
import { PaperboyError } from '../../../errors.ts';
import { DECISION_KINDS, type Decision, type DecisionKind } from '../../../trending/decision.ts';
import { findPaperTexts, readDecisions } from '../../../trending/decision-queries.ts';
import { type PoolPaperRow, readPoolPapers } from '../../../trending/pool-paper-queries.ts';
import { findNewestRevision } from '../../../trending/revision-queries.ts';
import { fieldOf, readBody } from '../../http/read-body.ts';
import type { WebContext } from '../../http/web-context.ts';
import type { Dashboard, DashboardVariables } from '../frame/dashboard.ts';
import { DashboardForm } from '../frame/dashboard-form.tsx';
import { dashboardPage } from '../frame/dashboard-page.tsx';
import { editionPaperPath, editionPath } from '../frame/dashboard-paths.ts';
import { dashboardRedirect } from '../frame/notice.ts';
import { readEdition } from './edition-facts.ts';
import { PAPER_TEXTS as TEXTS } from './edition-paper-texts.ts';
import { EDITIONS_TEXTS } from './editions-texts.ts';

/** `/operator/editions/<key>/paper?id=`: one paper of an edition's pool, and what a person may decide about it. */
export function editionPaperRoutes(ctx: WebContext): Hono<DashboardVariables> {
  return new Hono<DashboardVariables>()
    .get('/:key/paper', async (c) => {
      const facts = await readEdition(ctx, c.req.param('key'));
      const id = c.req.query('id') ?? '';
      const known = facts && (await findPaperTexts(ctx.db, id));
      if (!facts || !known) return c.notFound();
      const revision = (await findNewestRevision(ctx.db, facts.poolId))?.revision ?? 0;
      const found = await readPoolPapers(ctx.db, {
        poolId: facts.poolId,
        revision,
        search: id,
        limit: 1,
      });
      const decisions = (await readDecisions(ctx.db, facts.poolId)).filter(({ paperId }) => paperId === id);
      const { id: edition } = facts.books;
      return dashboardPage(c, {
        title: known.title,
        children: (
          <>
            <p>
              <a href={editionPath(edition)}>{EDITIONS_TEXTS.back(edition)}</a>
            </p>
            <Standing paper={found[0]} />
            <p className="meta">{TEXTS.follows}</p>
            <Forms
              desk={c.get('desk')}
              id={id}
              action={`${editionPath(edition)}/paper`}
              decisions={decisions}
              summary={found[0]?.summary ?? known.summary ?? known.abstract ?? ''}
            />
          </>
        ),
      });
    })
    .post('/:key/paper', async (c) => {
      const body = (await readBody(c)) ?? {};
      const [edition, paper] = [c.req.param('key'), fieldOf(body, 'id')];
      const kind = DECISION_KINDS.find((each) => each === fieldOf(body, 'kind'));
      if (!kind) return c.notFound();
      try {
        const done = await decide(ctx, {
          edition,
          paper,
          kind,
          operator: c.get('desk').session.name,
          topic: fieldOf(body, 'topic'),
          text: fieldOf(body, 'text'),
          everywhere: fieldOf(body, 'everywhere') !== '',
          undo: fieldOf(body, 'undo') !== '',
        });
        const text = done.changed ? TEXTS.changed(done.revision) : TEXTS.same;
        return dashboardRedirect(c, editionPaperPath(edition, paper), { text });
      } catch (error) {
        if (!(error instanceof PaperboyError)) throw error;
        const to = error.code === 'EDITION_UNKNOWN' ? '/operator/editions' : editionPaperPath(edition, paper);
        return dashboardRedirect(c, to, { text: error.message, bad: true });
      }
    });
}

function Standing({ paper }: { paper: PoolPaperRow | undefined }): ReactElement {
  const all = paper?.scores.topics.find(({ topic }) => topic === '');
  return <p>{all ? TEXTS.stands(all.rank, all.of) : TEXTS.absent}</p>;
}

interface FormsProps {
  desk: Dashboard;
  id: string;
  action: string;
  decisions: readonly Decision[];
  summary: string;
}

function Forms({ decisions, summary, ...form }: FormsProps): ReactElement {
  const of = (kind: DecisionKind) => decisions.filter((each) => each.kind === kind);
  const [edited] = of('summary');
  return (
    <>
      <h2>{TEXTS.pin}</h2>
      <DecisionForm {...form} kind="pin" words={TEXTS.pinDo}>
        <label>
          {TEXTS.pinFor}{' '}
          <select name="topic" defaultValue={of('pin')[0]?.topic ?? ''}>
            <option value="">{TEXTS.everybody}</option>
            {TOPICS.map(({ slug, label }) => (
              <option key={slug} value={slug}>
                {label}
              </option>
            ))}
          </select>
        </label>
      </DecisionForm>
      <Undo {...form} kind="pin" taken={of('pin')} words={TEXTS.unpin} />
      <h2>{TEXTS.hide}</h2>
      <DecisionForm {...form} kind="hide" words={TEXTS.hideDo}>
        <p className="hint">{TEXTS.hideHint}</p>
        <Everywhere />
      </DecisionForm>
      <Undo {...form} kind="hide" taken={of('hide')} words={TEXTS.unhide} />
      <h2>{TEXTS.summary}</h2>
      <DecisionForm {...form} kind="summary" words={TEXTS.summaryDo}>
        <label>
          {TEXTS.summaryHint}
          <textarea name="text" rows={5} maxLength={DECISION_LIMITS.summary.most} defaultValue={summary} />
        </label>
        <Everywhere />
      </DecisionForm>
      {edited && (
        <p>
          {TEXTS.original} {edited.original}
        </p>
      )}
      <Undo {...form} kind="summary" taken={of('summary')} words={TEXTS.unsummary} />
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
  desk: Dashboard;
  id: string;
  action: string;
  kind: DecisionKind;
  words: string;
}

function DecisionForm({
  desk,
  id,
  action,
  kind,
  words,
  children,
}: DecisionFormProps & { children?: ReactNode }): ReactElement {
  return (
    <DashboardForm desk={desk} action={action} className="acts">
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="kind" value={kind} />
      {children}
      <button type="submit">{words}</button>
    </DashboardForm>
  );
}

/** One button for each place in which it was decided: this edition's pool, or all of them. */
function Undo({ taken, words, ...form }: DecisionFormProps & { taken: readonly Decision[] }): ReactElement {
  return (
    <>
      {taken.map(({ poolId }) => (
        <DecisionForm key={poolId} {...form} words={poolId === '' ? `${words} (${TEXTS.everywhere})` : words}>
          <input type="hidden" name="undo" value="yes" />
          {poolId === '' && <input type="hidden" name="everywhere" value="yes" />}
        </DecisionForm>
      ))}
    </>
  );
}
