import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliver } from '../../../src/delivery/pipeline/deliver.ts';
import { planEditions } from '../../../src/delivery/plan/plan-editions.ts';
import { classifyAndRank } from '../../../src/editions/rank-pools.ts';
import { storeAddressChange } from '../../../src/subscribers/sign-up/address-change-queries.ts';
import { addressChangeToken } from '../../../src/subscribers/sign-up/change-address.ts';
import { confirmToken } from '../../../src/subscribers/sign-up/confirm.ts';
import { subscribe } from '../../../src/subscribers/sign-up/subscribe.ts';
import { findSubscriberByAddress } from '../../../src/subscribers/subscriber-queries.ts';
import { createApp } from '../../../src/web/http/app.ts';
import { subscriberPath } from '../../../src/web/site/preferences/signed-subscriber.ts';
import { formsOf, type PageForm } from '../../support/forms.ts';
import { manyPapers, putList, putSubscriber } from '../../support/list.ts';
import { ownPaths, tagSkeleton } from '../../support/markup.ts';
import { formBody, type TestSite, testSite } from '../../support/site.ts';

const DAY = '2026-11-23';
const CHANGE = '00000000-0000-4000-9000-000000000001';

/** Text that would break out of a tag, a line, a direction or a table. */
const HOSTILE: [name: string, text: string][] = [
  ['script', '<script>alert(1)</script>'],
  ['quotes', `"'><img src=x onerror=alert(1)>`],
  ['RTL override', '\u202Egnp.exe\u2066'],
  ['10,000 characters', 'x'.repeat(10_000)],
  ['emoji', '😀👩‍👩‍👧'.repeat(20)],
  ['control characters', 'a\u0000b\u0007c\u001B[31m\r\nBcc: x@example.com'],
];
/** Values of the fields next to the hostile one, which must all still be there afterward. */
const KEPT: Record<string, string> = {
  address: 'kept@example.com',
  until: '2026-12-24',
  size: '9',
  from: '2026-01-01',
  to: '2026-12-31',
};
const KEPT_TEXT = 'kept "as" <typed>';

/** Forms of public pages, as the crawl finds them; those of operators require a sign-in. */
const EVERY_FORM = [
  'GET /',
  'GET /papers/month/…',
  'GET /papers/week/…',
  'GET /papers/…',
  'GET /search',
  'GET /subscribe',
  'POST /address/…',
  'POST /confirm/…',
  'POST /fewer/…',
  'POST /language',
  'POST /leave/…',
  'POST /less/…',
  'POST /more/…',
  'POST /my-link',
  'POST /pause/…',
  'POST /preferences/…',
  'POST /preferences/…/address',
  'POST /preferences/…/address/cancel',
  'POST /preferences/…/erase',
  'POST /preferences/…/export',
  'POST /preferences/…/pause',
  'POST /preferences/…/preview',
  'POST /preferences/…/reading-list/remember',
  'POST /reading-list/save',
  'POST /save/…',
  'POST /subscribe',
];

let site: TestSite;
let forms: Map<string, PageForm>;
beforeAll(async () => {
  site = await testSite({ now: `${DAY}T03:40:00Z` });
  const { ctx } = site;
  await putList(ctx, DAY, manyPapers(12));
  const reader = await putSubscriber(ctx, 'reader@example.com');
  await subscribe(ctx, { address: 'pending@example.com', source: 'test', network: null });
  const pending = (await findSubscriberByAddress(ctx.db, 'pending@example.com'))?.id ?? '';
  await classifyAndRank(ctx, { day: DAY });
  await planEditions(ctx, { day: DAY });
  ctx.clock.set(`${DAY}T07:00:00Z`);
  await deliver(ctx, {});
  const now = ctx.clock.now();
  await storeAddressChange(ctx.db, {
    id: CHANGE,
    subscriberId: reader.id,
    address: 'n@example.com',
    requestedAt: now,
  });
  forms = await crawl([
    '/',
    '/search?q=robots',
    '/subscribe?query=robots',
    `${subscriberPath(ctx.keys, reader.id)}`,
    `/confirm/${confirmToken(ctx.keys, pending, now)}`,
    `/address/${addressChangeToken(ctx.keys, CHANGE, now)}`,
    `/leave/${reader.unsubscribeKey}`,
    `/fewer/${reader.unsubscribeKey}`,
  ]);
}, 120_000);
afterAll(() => site?.close());

/** Target of a form, without the parts that differ between papers and subscribers. */
const nameOf = ({ method, action }: PageForm) => {
  const [path = ''] = action.split('?');
  const named = path
    .replace(/^(\/(?:preferences|confirm|address|more|less|save|leave|fewer|pause))\/[^/]+/, '$1/…')
    .replace(/\d{4}-\d{2}-\d{2}|\d{4}-W\d+|\d{4}-\d{2}/, '…')
    .replace(/^\/topics\/.*/, '/topics/…');
  return `${method} ${named}`;
};

/** Opens every reachable page, and returns each kind of form found. */
async function crawl(open: string[]): Promise<Map<string, PageForm>> {
  const found = new Map<string, PageForm>();
  const seen = new Set<string>();
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const page = await site.get(path);
    if (!page.headers.get('Content-Type')?.startsWith('text/html')) continue;
    const html = await page.text();
    for (const form of formsOf(html, path)) {
      // The same form may have other fields elsewhere: both the strip and the full page subscribe.
      const key = `${nameOf(form)} ${Object.keys(form.fields).sort().join(' ')}`;
      if (!found.has(key)) found.set(key, form);
    }
    open.push(...ownPaths(html, site.ctx.env.PUBLIC_URL));
  }
  return found;
}

async function send({ method, action }: PageForm, fields: Record<string, string[]>): Promise<Response> {
  await site.ctx.db.deleteFrom('rate_limits').execute();
  const body = formBody(fields);
  if (method === 'POST') return createApp(site.ctx).request(action, { method, body });
  return site.get(`${action.split('?')[0]}?${body}`);
}

/** Valid values in all fields, so that only the hostile one can be at fault. */
function filledIn({ fields, typed }: PageForm): Record<string, string[]> {
  const kept = typed
    .filter((name) => name !== 'website')
    .map((name): [string, string[]] => [name, [KEPT[name] ?? KEPT_TEXT]]);
  return { ...fields, ...Object.fromEntries(kept) };
}

function expectHarmless(html: string): void {
  // Scripts of ours have their name and version in the address, which no typed text can reach.
  const tags = tagSkeleton(html.replace(/<script src="\/[a-z-]+\.js\?v=\w+"[^>]*>/g, ''));
  expect(tags.filter((tag) => /^<(?:script|img|iframe)|\son\w+/i.test(tag))).toEqual([]);
  // A field may hold the typed text as it was; everywhere else it must not reorder, ring or fill the page.
  const told = html.replace(/<textarea.*?<\/textarea>/gs, '').replace(/\svalue="[^"]*"/g, '');
  expect(told.replace(/[\n\t]/g, '')).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
  expect(told.replace(/<[^>]*>/g, '')).not.toMatch(/x{300}/);
}

/** All other values, and the hostile text itself, are in the form again. */
function expectNothingLost(form: PageForm, html: string, sent: Record<string, string[]>): void {
  const again = formsOf(html, form.action);
  const same = again.find(({ action, fields }) => action === form.action && sameFields(fields, form.fields));
  const shown = same ?? again.find(({ action }) => action.split('?')[0] === form.action.split('?')[0]);
  for (const name of form.typed.filter((each) => each !== 'website')) {
    const value = sent[name]?.map((text) => text.replace(/\r\n/g, '\n'));
    expect([name, shown?.fields[name]?.map((text) => text.replace(/\r\n/g, '\n'))]).toEqual([name, value]);
  }
}

const sameFields = (one: object, other: object) =>
  Object.keys(one).sort().join() === Object.keys(other).sort().join();

describe('hostile text', () => {
  it('covers every form of the site', () => {
    const names = new Set([...forms.values()].map(nameOf));
    expect([...names].sort()).toEqual(EVERY_FORM);
  });

  it.each(HOSTILE)(
    'in every field of every form is shown as text or rejected with a message: %s',
    {
      timeout: 120_000,
    },
    async (_, text) => {
      for (const form of forms.values())
        for (const name of Object.keys(form.fields)) {
          const sent = { ...filledIn(form), [name]: [text] };
          const answer = await send(form, sent);
          const where = `${nameOf(form)} ${name}`;
          expect([where, answer.status]).toEqual([where, expect.toBeOneOf([200, 303, 404, 422])]);
          expect(answer.headers.get('Location') ?? '/').toMatch(/^\/(?!\/)[\x21-\x7E]*$/);
          const html = await answer.text();
          if (!answer.headers.get('Content-Type')?.startsWith('text/html')) continue;
          expectHarmless(html);
          if (answer.status !== 422) continue;
          expect([where, /role="alert"/.test(html)]).toEqual([where, true]);
          expectNothingLost(form, html, sent);
        }
      const interests = await site.ctx.db.selectFrom('interests').select('value').execute();
      for (const { value } of interests)
        expect(value).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069]|.{121}/u);
    },
  );
});
