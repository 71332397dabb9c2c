import { type Context, Hono } from 'hono';
import { checkKeywords } from '../../../editions/keywords/check-keywords.ts';
import type { PoolCache } from '../../../editions/pool-cache.ts';
import { previewComposition } from '../../../editions/preview.ts';
import { PaperboyError } from '../../../errors.ts';
import { cleanLine } from '../../../papers/text/clean-text.ts';
import { mailboxDomain } from '../../../rendering/headers.ts';
import { preferenceSchema } from '../../../subscribers/preferences/preference.ts';
import { requestSignUp, type SignUpRequestInput } from '../../../subscribers/sign-up/sign-up-request.ts';
import { addressProblem } from '../../../subscribers/subscriber.ts';
import { clientNetwork } from '../../http/client-network.ts';
import { fieldOf, readBody } from '../../http/read-body.ts';
import { allowOwnScript } from '../../http/script-policy.ts';
import type { WebContext } from '../../http/web-context.ts';
import { renderFragment, renderPage } from '../frame/document.tsx';
import { NoticePage } from '../frame/notice-page.tsx';
import type { RequestVariables, Site } from '../frame/site.ts';
import { ProblemNote } from '../preferences/form-part.tsx';
import { formOf, mergeForm, type PreferenceForm, parseForm } from '../preferences/preference-form.ts';
import { type PreviewView, previewView } from '../preview/preview-view.ts';
import { isSolved, newChallenge } from './challenge.ts';
import { MyLinkPage } from './my-link-page.tsx';
import { SubscribePage, SubscribePreview } from './subscribe-page.tsx';
import { subscribeTexts } from './subscribe-texts.ts';

type SubscribeContext = WebContext & { pools: PoolCache };
type Request = Context<RequestVariables>;

const NAMES_IN_LEAD = 3;

/** State of the page beside its preferences. */
interface PageState {
  address?: string;
  addressProblem?: string | null;
  searchQuery: string | null;
  lead?: string;
}

/** Time zone to preselect for a language, where no script reports the browser's. */
const LIKELY_ZONE: Record<Site['language'], string> = { en: 'UTC', de: 'Europe/Berlin' };

/**
 * `/subscribe`: the sign-up form with a preview. `/my-link`: requests the link to one's preferences. No
 * answer depends on whether the address is known.
 */
export function subscribeRoutes(ctx: SubscribeContext): Hono<RequestVariables> {
  return new Hono<RequestVariables>()
    .use('/subscribe', allowOwnScript)
    .get('/subscribe', (c) => {
      const given = c.req.queries();
      return show(ctx, c, formFrom(c, given), { searchQuery: searchQueryOf(given) });
    })
    .get('/subscribe/preview', async (c) => {
      const site = c.get('site');
      const form = formFrom(c, c.req.queries());
      const parsed = parseForm(ctx.taxonomy, form);
      c.header('Cache-Control', 'no-store');
      if ('problems' in parsed)
        return c.html(renderFragment(<ProblemNote site={site} problems={parsed.problems} />));
      const view = await viewOf(ctx, site, form);
      return c.html(renderFragment(<SubscribePreview site={site} {...parsed} view={view} />));
    })
    .post('/subscribe', async (c) => {
      const site = c.get('site');
      const body = await readBody(c);
      if (body === null)
        return c.html(renderPage(<NoticePage site={site} {...site.texts.errors.unreadable} />), 400);
      const form = formFrom(c, body);
      const address = fieldOf(body, 'address');
      const state: PageState = { address, searchQuery: searchQueryOf(body) };
      if (fieldOf(body, 'show') !== '') return show(ctx, c, form, state);
      const parsed = parseForm(ctx.taxonomy, form);
      const texts = subscribeTexts[site.language];
      const problem = addressProblem(address);
      if ('problems' in parsed || problem !== null)
        return show(
          ctx,
          c,
          form,
          { ...state, addressProblem: problem && site.texts.addressProblems[problem] },
          422,
        );
      const sent = () => c.html(renderPage(<NoticePage site={site} {...texts.sent} />));
      // A bot that fills in the honeypot gets the same answer.
      if (fieldOf(body, 'website') !== '') return sent();
      const { preference } = parsed;
      const page = await unsolvedPage(ctx, c, body, form, state);
      if (page) return page;
      if (await request(ctx, c, { kind: 'subscribe', address, source: 'web', preference })) return sent();
      return show(ctx, c, form, { ...state, addressProblem: site.texts.rateLimited }, 429);
    })
    .get('/my-link', (c) => c.html(renderPage(<MyLinkPage site={c.get('site')} address="" problem={null} />)))
    .post('/my-link', async (c) => {
      const site = c.get('site');
      const texts = subscribeTexts[site.language];
      const body = (await readBody(c)) ?? {};
      const address = fieldOf(body, 'address');
      const refuse = (problem: string, status: 422 | 429) =>
        c.html(renderPage(<MyLinkPage site={site} address={address} problem={problem} />), status);
      const problem = addressProblem(address);
      if (problem !== null) return refuse(site.texts.addressProblems[problem], 422);
      const sent = () => c.html(renderPage(<NoticePage site={site} {...texts.myLink.sent} />));
      if (fieldOf(body, 'website') !== '') return sent();
      if (await request(ctx, c, { kind: 'link', address, source: 'web' })) return sent();
      return refuse(site.texts.rateLimited, 429);
    });
}

function formFrom(c: Request, given: Record<string, unknown>): PreferenceForm {
  // Emails use the language of the page they were requested on.
  const { language } = c.get('site');
  const timeZone = zoneOf(given.zone) ?? LIKELY_ZONE[language];
  // The search page leads here with its query.
  const query = Array.isArray(given.query) ? given.query[0] : given.query;
  return mergeForm(formOf(preferenceSchema.parse({ timeZone, language })), {
    ...(query === undefined ? {} : { queries: query }),
    ...given,
  });
}

/** Query of the search page that led here, cleaned for display; null without one. */
function searchQueryOf(given: Record<string, unknown>): string | null {
  const [query] = [given.query ?? given.search].flat();
  return typeof query === 'string' ? cleanLine(query) || null : null;
}

/** Lead where the page of an author or organization led here with its name; null without names. */
function namesLead(site: Site, form: PreferenceForm): string | null {
  const names = `${form.authors}\n${form.organizations}`.split('\n').map(cleanLine).filter(Boolean);
  if (names.length === 0) return null;
  return subscribeTexts[site.language].fromNames(names.slice(0, NAMES_IN_LEAD).map(site.format.quoted));
}

/** Time zone reported by the subscribe strip's script; null unless it is a known zone. */
function zoneOf(given: unknown): string | null {
  const [zone] = [given].flat();
  const parsed = preferenceSchema.shape.timeZone.safeParse(zone);
  return zone !== undefined && parsed.success ? parsed.data : null;
}

/** The form again if the browser has not solved the challenge; null if it has. */
async function unsolvedPage(
  ctx: SubscribeContext,
  c: Request,
  body: Record<string, unknown>,
  form: PreferenceForm,
  state: PageState,
): Promise<Response | null> {
  if (ctx.env.SUBSCRIBE_CHALLENGE === 'off') return null;
  const texts = subscribeTexts[c.get('site').language].challenge;
  const challenge = fieldOf(body, 'challenge');
  // The subscribe strip carries no challenge, so this is its first step and not a failure.
  if (challenge === '') return show(ctx, c, form, { ...state, lead: texts.first });
  if (await isSolved(ctx, challenge, fieldOf(body, 'solution'))) return null;
  return show(ctx, c, form, { ...state, addressProblem: texts.failed(mailboxOf(ctx)) }, 422);
}

/** Mailbox that accepts sign-up requests by email, for browsers that cannot solve the challenge. */
function mailboxOf(ctx: SubscribeContext): string {
  return `subscribe@${mailboxDomain(ctx.env.MAIL_FROM)}`;
}

async function show(
  ctx: SubscribeContext,
  c: Request,
  form: PreferenceForm,
  state: PageState,
  status: 200 | 422 | 429 = 200,
): Promise<Response> {
  const site = c.get('site');
  const parsed = parseForm(ctx.taxonomy, form);
  c.header('Cache-Control', 'no-store');
  return c.html(
    renderPage(
      <SubscribePage
        site={site}
        form={form}
        problems={'problems' in parsed ? parsed.problems : []}
        address={state.address ?? ''}
        addressProblem={state.addressProblem ?? null}
        preview={await viewOf(ctx, site, form)}
        searchQuery={state.searchQuery}
        lead={state.lead ?? namesLead(site, form)}
        challenge={
          ctx.env.SUBSCRIBE_CHALLENGE === 'on' ? { token: newChallenge(ctx), mailbox: mailboxOf(ctx) } : null
        }
      />,
    ),
    status,
  );
}

/** Preview of a form. A form with problems previews the default preference. */
async function viewOf(ctx: SubscribeContext, site: Site, form: PreferenceForm): Promise<PreviewView | null> {
  const parsed = parseForm(ctx.taxonomy, form);
  const preference = 'preference' in parsed ? parsed.preference : preferenceSchema.parse({});
  const now = ctx.clock.now();
  const found = await previewComposition(ctx, { preference, subscriberId: null, now });
  const keywords = await checkKeywords(ctx, { interests: preference.interests, now });
  return previewView(site, found, { keywords });
}

/** Requests the sign-up or the link. False, with Retry-After set, if the rate limit refuses. */
async function request(
  ctx: SubscribeContext,
  c: Request,
  input: Omit<SignUpRequestInput, 'network'>,
): Promise<boolean> {
  try {
    await requestSignUp(ctx, { ...input, network: clientNetwork(c, ctx.env.TRUST_PROXY) });
    return true;
  } catch (error) {
    if (!(error instanceof PaperboyError) || error.code !== 'SUBSCRIBE_LIMITED') throw error;
    c.header('Retry-After', String(Math.ceil((error.retryAfterMs ?? 3_600_000) / 1000)));
    return false;
  }
}
