import { type Context, Hono } from 'hono';
import type { Preference } from '../../subscribers/preference.ts';
import { preferenceSchema } from '../../subscribers/preference.ts';
import { findById, readPreferences, type Subscriber } from '../../subscribers/queries.ts';
import { updatePreference } from '../../subscribers/update-preference.ts';
import { readToken } from '../../token.ts';
import type { RequestVariables, WebContext } from '../context.ts';
import { keepPrivate } from '../middleware/security-headers.ts';
import { renderPage } from '../pages/document.tsx';
import { NoticePage } from '../pages/notice-page.tsx';
import { PreferencesPage } from '../pages/preferences-page.tsx';
import { formOf, parseForm, readForm } from '../preference-form.ts';

type PreferencesContext = Pick<WebContext, 'db' | 'clock' | 'keys'>;

/** `/preferences/:token`: GET shows what a subscriber gets, POST changes it, without a login. */
export function preferencesRoutes(ctx: PreferencesContext): Hono<RequestVariables> {
  return new Hono<RequestVariables>()
    .use('/preferences/:token', keepPrivate)
    .get('/preferences/:token', async (c) => {
      const site = c.get('site');
      const found = await findReader(ctx, c.req.param('token'));
      if (typeof found === 'string') return refuse(c, found);
      const form = formOf(await preferenceOf(ctx, found));
      return c.html(renderPage(<PreferencesPage site={site} subscriber={found} form={form} />));
    })
    .post('/preferences/:token', async (c) => {
      const site = c.get('site');
      const found = await findReader(ctx, c.req.param('token'));
      if (typeof found === 'string') return refuse(c, found);
      const body = await readBody(c);
      if (body === null)
        return c.html(renderPage(<NoticePage site={site} {...site.texts.failures.garbled} />), 400);
      const form = readForm(body);
      const parsed = parseForm(form);
      const show = { site, subscriber: found };
      if ('problems' in parsed) {
        return c.html(renderPage(<PreferencesPage {...show} form={form} problems={parsed.problems} />), 422);
      }
      await updatePreference(ctx, { subscriberId: found.id, preference: parsed.preference });
      return c.html(renderPage(<PreferencesPage {...show} form={formOf(parsed.preference)} saved />));
    });
}

function refuse(c: Context<RequestVariables>, why: 'invalid' | 'ended'): Response | Promise<Response> {
  const site = c.get('site');
  const words = site.texts.preferences[why];
  return c.html(renderPage(<NoticePage site={site} {...words} />), why === 'invalid' ? 404 : 410);
}

/** The subscriber that the link belongs to; `ended` alike for one who left and one who was erased. */
async function findReader(ctx: PreferencesContext, token: string): Promise<Subscriber | 'invalid' | 'ended'> {
  const reading = readToken(ctx.keys, 'preferences', token, ctx.clock.now());
  if (!reading.valid) return 'invalid';
  const subscriber = await findById(ctx.db, reading.subject);
  const ended = !subscriber || subscriber.state === 'unsubscribed' || subscriber.state === 'erased';
  return ended ? 'ended' : subscriber;
}

async function preferenceOf(ctx: PreferencesContext, subscriber: Subscriber): Promise<Preference> {
  const preferences = await readPreferences(ctx.db, [subscriber.id]);
  return preferences.get(subscriber.id) ?? preferenceSchema.parse({});
}

/** The fields of a form, or null where the body only claims to be one. */
async function readBody(c: Context): Promise<Record<string, unknown> | null> {
  try {
    return await c.req.parseBody({ all: true });
  } catch {
    return null;
  }
}
