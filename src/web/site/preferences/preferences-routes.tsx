import { type Context, Hono } from 'hono';
import type { Pools } from '../../../editions/pools.ts';
import { preview } from '../../../editions/preview.ts';
import { findChangeOf } from '../../../subscribers/address-queries.ts';
import { pauseDays } from '../../../subscribers/pause.ts';
import { markToken } from '../../../subscribers/preferences/mark.ts';
import type { Preference } from '../../../subscribers/preferences/preference.ts';
import { updatePreference } from '../../../subscribers/preferences/update-preference.ts';
import type { Subscriber } from '../../../subscribers/subscriber-queries.ts';
import { readBody } from '../../http/read-body.ts';
import { ownScript } from '../../http/script-policy.ts';
import { keepPrivate } from '../../http/security-headers.ts';
import type { RequestVariables, WebContext } from '../../http/web-context.ts';
import { feedUrl } from '../feeds/feed-addresses.ts';
import { renderFragment, renderPage } from '../frame/document.tsx';
import { type Refused, RefusedNote } from '../frame/field-error.tsx';
import { ProblemNote } from '../frame/form-problems.tsx';
import { NoticePage } from '../frame/notice-page.tsx';
import { findOwner, findReader, preferenceOf } from '../frame/signed-subscriber.ts';
import { DataPart } from '../your-data/your-data-parts.tsx';
import { formOf, parseForm, readForm } from './preference-form.ts';
import { PreferencesPage, type PreferencesPageProps } from './preferences-page.tsx';
import { PreviewBody } from './preview-part.tsx';
import { type PreviewView, previewView } from './preview-view.ts';

export type ReaderPageContext = WebContext & { pools: Pools };
export type ReaderRequest = Context<RequestVariables>;

/** What of a reader's page differs from how it stands in the tables. */
type Shown = Partial<Pick<PreferencesPageProps, 'form' | 'problems' | 'tried' | 'note' | 'refused'>> & {
  preference?: Preference;
  status?: 200 | 422 | 429;
};

/** `/preferences/:token`: GET shows what a subscriber gets, POST changes it, without a login; `/preview` only looks. */
export function preferencesRoutes(ctx: ReaderPageContext): Hono<RequestVariables> {
  return new Hono<RequestVariables>()
    .use('/preferences/:token/*', keepPrivate, ownScript)
    .get('/preferences/:token', (c) => forReader(ctx, c, (reader) => showReader(ctx, c, reader, {})))
    .post('/preferences/:token', (c) =>
      forReader(ctx, c, async (reader) => {
        const body = await readBody(c);
        if (body === null) return garbled(c);
        const form = readForm(body);
        const parsed = parseForm(form);
        if ('problems' in parsed)
          return showReader(ctx, c, reader, { form, problems: parsed.problems, status: 422 });
        await updatePreference(ctx, { subscriberId: reader.id, preference: parsed.preference });
        const { saved, savedHint } = c.get('site').texts.preferences;
        return showReader(ctx, c, reader, {
          // As it was typed, not in the order of the table.
          form: formOf(parsed.preference),
          note: `${saved} ${savedHint}`,
        });
      }),
    )
    .post('/preferences/:token/preview', (c) =>
      forReader(ctx, c, async (reader) => {
        const body = await readBody(c);
        if (body === null) return garbled(c);
        const form = readForm(body);
        const parsed = parseForm(form);
        if ('problems' in parsed)
          return showReader(ctx, c, reader, { form, problems: parsed.problems, status: 422 });
        return showReader(ctx, c, reader, { form, tried: true, preference: parsed.preference });
      }),
    )
    .get('/preferences/:token/preview', (c) =>
      forReader(ctx, c, async (reader) => {
        const site = c.get('site');
        const parsed = parseForm(readForm(c.req.queries()));
        if ('problems' in parsed)
          return c.html(renderFragment(<ProblemNote site={site} problems={parsed.problems} />));
        const view = await previewOf(ctx, c, reader, parsed.preference);
        return c.html(renderFragment(<PreviewBody site={site} view={view} unsaved />));
      }),
    );
}

/** Answers for the reader that the link belongs to, or says why there is none. */
export async function forReader(
  ctx: ReaderPageContext,
  c: ReaderRequest,
  answer: (reader: Subscriber) => Response | Promise<Response>,
): Promise<Response> {
  const found = await findReader(ctx, c.req.param('token') ?? '');
  if (found === 'ended') return showEnded(c, `/preferences/${c.req.param('token')}`, null);
  return found === 'invalid' ? refuseReader(c) : answer(found);
}

/** The same for what is theirs also after they left. */
export async function forOwner(
  ctx: ReaderPageContext,
  c: ReaderRequest,
  answer: (owner: Subscriber) => Response | Promise<Response>,
): Promise<Response> {
  const found = await findOwner(ctx, c.req.param('token') ?? '');
  return found === 'invalid' ? refuseReader(c) : answer(found);
}

/** The page for a link that does not work. */
export function refuseReader(c: ReaderRequest): Response | Promise<Response> {
  const site = c.get('site');
  return c.html(
    renderPage(
      <NoticePage site={site} {...site.texts.preferences.invalid}>
        <p>
          <a href="/my-link">{site.texts.subscribe.myLink.heading}</a>
        </p>
      </NoticePage>,
    ),
    404,
  );
}

/** The page of somebody who left, which had that path: what is kept of them, and the way back. */
export function showEnded(
  c: ReaderRequest,
  path: string,
  refused: Refused | null,
): Response | Promise<Response> {
  const site = c.get('site');
  return c.html(
    renderPage(
      <NoticePage site={site} {...site.texts.preferences.ended}>
        <p>
          <a href="/subscribe">{site.texts.subscribe.heading}</a>
        </p>
        <p>
          <a href={`${path}/sent`}>{site.texts.ownData.sent.link}</a>
        </p>
        {refused && <RefusedNote site={site} refused={refused} />}
        <DataPart site={site} path={path} refused={refused} />
      </NoticePage>,
    ),
    refused ? 422 : 410,
  );
}

/** The reader's own page as it stands now, but for what is given. */
export async function showReader(
  ctx: ReaderPageContext,
  c: ReaderRequest,
  reader: Subscriber,
  shown: Shown,
): Promise<Response> {
  const stored = await preferenceOf(ctx, reader);
  const { preference = stored, form = formOf(preference), status = 200, ...rest } = shown;
  const change = await findChangeOf(ctx.db, reader.id);
  const own = {
    weights: stored.weights ?? {},
    newAddress: change?.address ?? null,
    pauseDays: pauseDays(ctx.clock.now()),
    feed: feedUrl(ctx.env.PUBLIC_URL, ctx.keys, reader.id),
  };
  const page = {
    site: c.get('site'),
    subscriber: reader,
    path: `/preferences/${c.req.param('token')}`,
    form,
    own,
    preview: await previewOf(ctx, c, reader, preference),
  };
  return c.html(renderPage(<PreferencesPage {...page} {...rest} />), status);
}

/** What a preference, with the reader's marks, would give after what they were sent. */
async function previewOf(
  ctx: ReaderPageContext,
  c: ReaderRequest,
  reader: Subscriber,
  preference: Preference,
): Promise<PreviewView | null> {
  const { weights } = await preferenceOf(ctx, reader);
  const found = await preview(ctx, {
    preference: { ...preference, weights },
    subscriberId: reader.id,
    now: ctx.clock.now(),
  });
  return previewView(found, c.get('site'), {
    marks: (paperId, topic) => {
      const query = topic === null ? '' : `?${new URLSearchParams({ topic })}`;
      const subject = { subscriberId: reader.id, paperId };
      return {
        more: `/more/${markToken(ctx.keys, 'more', subject)}${query}`,
        less: `/less/${markToken(ctx.keys, 'less', subject)}${query}`,
      };
    },
  });
}

function garbled(c: ReaderRequest): Response | Promise<Response> {
  const site = c.get('site');
  return c.html(renderPage(<NoticePage site={site} {...site.texts.failures.garbled} />), 400);
}
