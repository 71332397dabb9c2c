import { Hono } from 'hono';
import { z } from 'zod';
import { cancel } from '../../../delivery/operations/cancel.ts';
import { pause } from '../../../delivery/operations/pause.ts';
import { resume } from '../../../delivery/operations/resume.ts';
import { retry } from '../../../delivery/operations/retry.ts';
import { settleUncertain } from '../../../delivery/operations/settle-uncertain.ts';
import { sumOf } from '../../../delivery/status/counts-by-reason.ts';
import { readSubscriberLines } from '../../../delivery/status/ledger-queries.ts';
import { PaperboyError } from '../../../errors.ts';
import { fieldOf, readBody } from '../../http/read-body.ts';
import type { WebContext } from '../../http/web-context.ts';
import type { DashboardVariables } from '../frame/dashboard.ts';
import { DashboardForm } from '../frame/dashboard-form.tsx';
import { dashboardPage } from '../frame/dashboard-page.tsx';
import { editionPath } from '../frame/dashboard-paths.ts';
import { shownAddress } from '../frame/mask.ts';
import { dashboardRedirect } from '../frame/notice.ts';
import { type EditionFacts, readEdition } from './edition-facts.ts';
import { CONFIRM_TEXTS, EDITIONS_TEXTS, OPERATION_TEXTS } from './editions-texts.ts';

export const OPERATIONS = ['pause', 'resume', 'cancel', 'retry', 'arrived', 'again'] as const;
export type OperationName = (typeof OPERATIONS)[number];

/** Each verb of an edition in two steps: a page that says what it will do, and the button that does it. Pressed twice, it is done once. */
export function editionOperationRoutes(ctx: WebContext): Hono<DashboardVariables> {
  return new Hono<DashboardVariables>()
    .get('/:key/act/:verb', async (c) => {
      const verb = verbOf(c.req.param('verb'));
      const facts = verb && (await readEdition(ctx, c.req.param('key')));
      if (!verb || !facts) return c.notFound();
      const { id } = facts.books;
      const one = z.uuid().safeParse(c.req.query('subscriber')).data;
      const [line] = one === undefined ? [] : await readSubscriberLines(ctx.db, one, id, ['uncertain']);
      const settles = verb === 'arrived' || verb === 'again';
      const button = settles && one !== undefined ? CONFIRM_TEXTS.one[verb] : OPERATION_TEXTS[verb].button;
      const counts = one === undefined ? countsOf(facts) : { ...countsOf(facts), uncertain: 1 };
      return dashboardPage(c, {
        title: button,
        heading: CONFIRM_TEXTS.heading(button, id),
        children: (
          <>
            {line && settles && <p>{CONFIRM_TEXTS.who(shownAddress(c.get('desk'), line.address))}</p>}
            <p>{OPERATION_TEXTS[verb].will(counts)}</p>
            <DashboardForm desk={c.get('desk')} action={`${editionPath(id)}/act/${verb}`} className="acts">
              {one !== undefined && <input type="hidden" name="subscriber" value={one} />}
              <button type="submit">{button}</button>
            </DashboardForm>
            <p>
              <a href={editionPath(id)}>{EDITIONS_TEXTS.back(id)}</a>
            </p>
          </>
        ),
      });
    })
    .post('/:key/act/:verb', async (c) => {
      const verb = verbOf(c.req.param('verb'));
      const edition = c.req.param('key');
      if (!verb) return c.notFound();
      const subscriber = fieldOf((await readBody(c)) ?? {}, 'subscriber') || undefined;
      const operator = c.get('desk').session.name;
      try {
        const text = await act(ctx, verb, { edition, operator, subscriber });
        return dashboardRedirect(c, editionPath(edition), { text });
      } catch (error) {
        if (!(error instanceof PaperboyError)) throw error;
        // A button pressed twice, or one that somebody else pressed meanwhile, has done what it says.
        if (error.code === 'NOTHING_TO_DO')
          return dashboardRedirect(c, editionPath(edition), { text: CONFIRM_TEXTS.done.nothing });
        const to = error.code === 'EDITION_UNKNOWN' ? '/operator/editions' : editionPath(edition);
        return dashboardRedirect(c, to, { text: error.message, bad: true });
      }
    });
}

async function act(
  ctx: WebContext,
  verb: OperationName,
  input: { edition: string; operator: string; subscriber: string | undefined },
): Promise<string> {
  const { done } = CONFIRM_TEXTS;
  switch (verb) {
    case 'pause':
      return done.pause((await pause(ctx, input)).changed);
    case 'resume':
      return done.resume((await resume(ctx, input)).changed);
    case 'cancel':
      return done.cancel((await cancel(ctx, input)).changed);
    case 'retry':
      return done.retry((await retry(ctx, input)).planned);
    case 'arrived':
    case 'again': {
      const outcome = verb === 'arrived' ? ('arrived' as const) : ('send-again' as const);
      return done.settled((await settleUncertain(ctx, { ...input, outcome })).settled, verb === 'arrived');
    }
  }
}

/** What the sentences count. */
function countsOf({ books, notMailable }: EditionFacts) {
  const { planned, accepted, uncertain, failed } = books;
  const lost = sumOf(notMailable);
  return { planned, accepted, uncertain, retried: failed - lost, lost };
}

/** Which verbs make sense as it stands. */
export function possibleOperations({ books, notMailable }: EditionFacts): OperationName[] {
  const { state, failed, uncertain } = books;
  const ended = state === 'cancelled' || state === 'skipped';
  return OPERATIONS.filter((verb) => {
    switch (verb) {
      case 'pause':
        return state === 'open';
      case 'resume':
        return state === 'paused';
      case 'cancel':
        return state === 'open' || state === 'paused';
      case 'retry':
        return !ended && failed > sumOf(notMailable);
      case 'arrived':
        return uncertain > 0;
      case 'again':
        return !ended && uncertain > 0;
      default:
        return false;
    }
  });
}

const verbOf = (text: string): OperationName | null => z.enum(OPERATIONS).safeParse(text).data ?? null;
