import { type Context, Hono } from 'hono';
import type { PoolCache } from '../../../editions/pool-cache.ts';
import { previewComposition } from '../../../editions/preview.ts';
import { PaperboyError } from '../../../errors.ts';
import { cleanLine } from '../../../rendering/clean-text.ts';
import { mailboxDomain } from '../../../rendering/headers.ts';
import { preferenceSchema } from '../../../subscribers/preferences/preference.ts';
import { requestSignUp, type SignUpRequestInput } from '../../../subscribers/sign-up/sign-up-request.ts';
import { parseAddress } from '../../../subscribers/subscriber.ts';
import { clientNetwork } from '../../http/client-network.ts';
import { fieldOf, readBody } from '../../http/read-body.ts';
import { allowOwnScript } from '../../http/script-policy.ts';
import type { WebContext } from '../../http/web-context.ts';
import { renderFragment, renderPage } from '../frame/document.tsx';
import { NoticePage } from '../frame/notice-page.tsx';
import type { RequestVariables, Site } from '../frame/site.ts';
import { ProblemNote } from '../preferences/form-problems.tsx';
import { formOf, formOver, type PreferenceForm, parseForm } from '../preferences/preference-form.ts';
import { PreviewBody } from '../preview/preview-part.tsx';
import { type PreviewView, previewView } from '../preview/preview-view.ts';
import { isSolved, newChallenge } from './challenge.ts';
import { MyLinkPage } from './my-link-page.tsx';
import { SubscribePage } from './subscribe-page.tsx';
import { subscribeTexts } from './subscribe-texts.ts';

type SubscribeContext = WebContext & { pools: PoolCache };
type Request = Context<RequestVariables>;

/** What else the page shows of what was typed, and says of it. */
interface Typed {
  address?: string;
  complaint?: string | null;
  wish: string | null;
  lead?: string;
}

/** Where no script can say where a reader is, their language guesses best. */
const LIKELY_ZONE: Record<Site['language'], string> = { en: 'UTC', de: 'Europe/Berlin' };

/**
 * `/subscribe`: choosing with a preview and asking for the digest; `/my-link`: asking for the link to one's page. What is
 * answered never depends on whether an address is known.
 */
export function subscribeRoutes(ctx: SubscribeContext): Hono<RequestVariables> {
  return new Hono<RequestVariables>()
    .use('/subscribe', allowOwnScript)
    .get('/subscribe', (c) => {
      const given = c.req.queries();
      return show(ctx, c, formFrom(c, given), { wish: wishOf(given) });
    })
    .get('/subscribe/preview', async (c) => {
      const site = c.get('site');
      const form = formFrom(c, c.req.queries());
      const parsed = parseForm(form);
      c.header('Cache-Control', 'no-store');
      if ('problems' in parsed)
        return c.html(renderFragment(<ProblemNote site={site} problems={parsed.problems} />));
      return c.html(renderFragment(<PreviewBody site={site} view={await viewOf(ctx, site, form)} />));
    })
    .post('/subscribe', async (c) => {
      const site = c.get('site');
      const body = await readBody(c);
      if (body === null)
        return c.html(renderPage(<NoticePage site={site} {...site.texts.errors.garbled} />), 400);
      const form = formFrom(c, body);
      const address = fieldOf(body, 'address');
      const typed = { address, wish: wishOf(body) };
      if (fieldOf(body, 'show') !== '') return show(ctx, c, form, typed);
      const parsed = parseForm(form);
      const words = subscribeTexts[site.language];
      const known = parseAddress(address) !== null;
      if ('problems' in parsed || !known)
        return show(ctx, c, form, { ...typed, complaint: known ? null : words.badAddress }, 422);
      const sent = () => c.html(renderPage(<NoticePage site={site} {...words.sent} />));
      // A robot learns nothing by filling in what no person sees.
      if (fieldOf(body, 'website') !== '') return sent();
      const { preference } = parsed;
      const page = await unsolved(ctx, c, body, form, typed);
      if (page) return page;
      if (await asked(ctx, c, { kind: 'subscribe', address, source: 'web', preference })) return sent();
      return show(ctx, c, form, { ...typed, complaint: site.texts.rateLimited }, 429);
    })
    .get('/my-link', (c) =>
      c.html(renderPage(<MyLinkPage site={c.get('site')} address="" complaint={null} />)),
    )
    .post('/my-link', async (c) => {
      const site = c.get('site');
      const words = subscribeTexts[site.language];
      const body = (await readBody(c)) ?? {};
      const address = fieldOf(body, 'address');
      const again = (complaint: string, status: 422 | 429) =>
        c.html(renderPage(<MyLinkPage site={site} address={address} complaint={complaint} />), status);
      if (parseAddress(address) === null) return again(words.badAddress, 422);
      const sent = () => c.html(renderPage(<NoticePage site={site} {...words.myLink.sent} />));
      if (fieldOf(body, 'website') !== '') return sent();
      if (await asked(ctx, c, { kind: 'link', address, source: 'web' })) return sent();
      return again(site.texts.rateLimited, 429);
    });
}

function formFrom(c: Request, given: Record<string, unknown>): PreferenceForm {
  // The mails come in the language of the page on which they were asked for.
  const { language } = c.get('site');
  const timeZone = zoneOf(given.zone) ?? LIKELY_ZONE[language];
  // The search page leads here with what was searched for.
  const query = Array.isArray(given.query) ? given.query[0] : given.query;
  return formOver(formOf(preferenceSchema.parse({ timeZone, language })), {
    ...(query === undefined ? {} : { queries: query }),
    ...given,
  });
}

/** What was searched for before coming here, as it can be shown; null where nothing was. */
function wishOf(given: Record<string, unknown>): string | null {
  const [wish] = [given.query ?? given.wish].flat();
  return typeof wish === 'string' ? cleanLine(wish) || null : null;
}

/** What the strip's script found out, where it is a zone that is known here. */
function zoneOf(given: unknown): string | null {
  const [zone] = [given].flat();
  const parsed = preferenceSchema.shape.timeZone.safeParse(zone);
  return zone !== undefined && parsed.success ? parsed.data : null;
}

/** The page again where the browser has not solved the challenge, or null. */
async function unsolved(
  ctx: SubscribeContext,
  c: Request,
  body: Record<string, unknown>,
  form: PreferenceForm,
  typed: Typed,
): Promise<Response | null> {
  if (ctx.env.SUBSCRIBE_CHALLENGE === 'off') return null;
  const words = subscribeTexts[c.get('site').language].challenge;
  const challenge = fieldOf(body, 'challenge');
  // From the strip, which has none: nothing is wrong, the calculation is only still to come.
  if (challenge === '') return show(ctx, c, form, { ...typed, lead: words.first });
  if (await isSolved(ctx, challenge, fieldOf(body, 'solution'))) return null;
  return show(ctx, c, form, { ...typed, complaint: words.failed(mailboxOf(ctx)) }, 422);
}

/** Takes the wishes of whoever cannot solve the challenge. */
function mailboxOf(ctx: SubscribeContext): string {
  return `subscribe@${mailboxDomain(ctx.env.MAIL_FROM)}`;
}

async function show(
  ctx: SubscribeContext,
  c: Request,
  form: PreferenceForm,
  typed: Typed,
  status: 200 | 422 | 429 = 200,
): Promise<Response> {
  const site = c.get('site');
  const parsed = parseForm(form);
  c.header('Cache-Control', 'no-store');
  return c.html(
    renderPage(
      <SubscribePage
        site={site}
        form={form}
        problems={'problems' in parsed ? parsed.problems : []}
        address={typed.address ?? ''}
        complaint={typed.complaint ?? null}
        preview={await viewOf(ctx, site, form)}
        wish={typed.wish}
        lead={typed.lead ?? null}
        challenge={
          ctx.env.SUBSCRIBE_CHALLENGE === 'on' ? { token: newChallenge(ctx), mailbox: mailboxOf(ctx) } : null
        }
      />,
    ),
    status,
  );
}

/** The preview of a form; of one that is wrong, what everybody would get. */
async function viewOf(ctx: SubscribeContext, site: Site, form: PreferenceForm): Promise<PreviewView | null> {
  const parsed = parseForm(form);
  const preference = 'preference' in parsed ? parsed.preference : preferenceSchema.parse({});
  const found = await previewComposition(ctx, { preference, subscriberId: null, now: ctx.clock.now() });
  return previewView(found, site.language);
}

/** Asks; false where the limits say that it is too much at once. */
async function asked(
  ctx: SubscribeContext,
  c: Request,
  wish: Omit<SignUpRequestInput, 'network'>,
): Promise<boolean> {
  try {
    await requestSignUp(ctx, { ...wish, network: clientNetwork(c, ctx.env.TRUST_PROXY) });
    return true;
  } catch (error) {
    if (!(error instanceof PaperboyError) || error.code !== 'SUBSCRIBE_LIMITED') throw error;
    c.header('Retry-After', String(Math.ceil((error.retryAfterMs ?? 3_600_000) / 1000)));
    return false;
  }
}
