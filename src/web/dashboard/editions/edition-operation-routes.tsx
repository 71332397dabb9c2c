import { Hono } from 'hono';
import { z } from 'zod';
import { readSubscriberLines } from '../../../delivery/status/ledger-queries.ts';
import { PaperboyError } from '../../../errors.ts';
import { fieldOf, readBody } from '../../http/read-body.ts';
import type { WebContext } from '../../http/web-context.ts';
import type { DashboardVariables } from '../frame/dashboard.ts';
import { DashboardForm } from '../frame/dashboard-form.tsx';
import { dashboardPage } from '../frame/dashboard-page.tsx';
import { editionOperationPath, editionPath } from '../frame/dashboard-paths.ts';
import { shownAddress } from '../frame/mask.ts';
import { dashboardRedirect, errorNotice } from '../frame/notice.ts';
import { readEdition } from './edition-facts.ts';
import { isSettling, operationCounts, parseOperation, runEditionOperation } from './edition-operations.ts';
import { CONFIRMATION_TEXTS, EDITIONS_TEXTS, OPERATION_TEXTS } from './editions-texts.ts';

/**
 * Operations on an edition in two steps: a page that names the effect, and the button that carries it out.
 * Pressing the button twice has the effect of pressing it once.
 */
export function editionOperationRoutes(ctx: WebContext): Hono<DashboardVariables> {
  return new Hono<DashboardVariables>()
    .get('/:edition/operations/:operation', async (c) => {
      const operation = parseOperation(c.req.param('operation'));
      const facts = operation && (await readEdition(ctx, c.req.param('edition')));
      if (!operation || !facts) return c.notFound();
      const { id } = facts.totals;
      const dashboard = c.get('dashboard');
      const single = isSettling(operation) ? z.uuid().safeParse(c.req.query('subscriber')).data : undefined;
      const [line] = single === undefined ? [] : await readSubscriberLines(ctx.db, single, id, ['uncertain']);
      const counts = { ...operationCounts(facts), ...(single !== undefined && { uncertain: 1 }) };
      const { effect } = OPERATION_TEXTS[operation];
      const button =
        isSettling(operation) && single !== undefined
          ? CONFIRMATION_TEXTS.single[operation]
          : OPERATION_TEXTS[operation].button;
      return dashboardPage(c, {
        title: button,
        heading: CONFIRMATION_TEXTS.heading(button, id),
        children: (
          <>
            {line && <p>{CONFIRMATION_TEXTS.subscriber(shownAddress(dashboard, line.address))}</p>}
            <p>{effect(counts)}</p>
            <DashboardForm
              dashboard={dashboard}
              action={editionOperationPath(id, operation)}
              className="operations"
            >
              {single !== undefined && <input type="hidden" name="subscriber" value={single} />}
              <button type="submit">{button}</button>
            </DashboardForm>
            <p>
              <a href={editionPath(id)}>{EDITIONS_TEXTS.back(id)}</a>
            </p>
          </>
        ),
      });
    })
    .post('/:edition/operations/:operation', async (c) => {
      const operation = parseOperation(c.req.param('operation'));
      const edition = c.req.param('edition');
      if (!operation) return c.notFound();
      const subscriber = fieldOf((await readBody(c)) ?? {}, 'subscriber') || undefined;
      const operator = c.get('dashboard').session.name;
      try {
        const text = await runEditionOperation(ctx, operation, { edition, operator, subscriber });
        return dashboardRedirect(c, editionPath(edition), { text });
      } catch (error) {
        const code = error instanceof PaperboyError ? error.code : null;
        // Someone else, or a double click, already did it.
        if (code === 'NOTHING_TO_DO')
          return dashboardRedirect(c, editionPath(edition), { text: CONFIRMATION_TEXTS.done.nothing });
        const to = code === 'EDITION_UNKNOWN' ? '/operator/editions' : editionPath(edition);
        return dashboardRedirect(c, to, errorNotice(error));
      }
    });
}
