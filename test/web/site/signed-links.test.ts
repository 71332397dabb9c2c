import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BUILT_IN_TAXONOMY } from '../../../config/topics/built-in.ts';
import { composeDigest } from '../../../src/editions/compose.ts';
import { createPoolCache } from '../../../src/editions/pool-cache.ts';
import { classifyAndRank } from '../../../src/editions/rank-pools.ts';
import { NOTHING_RECEIVED } from '../../../src/editions/sent-papers-queries.ts';
import { eraseSubscriber } from '../../../src/subscribers/erase.ts';
import { preferenceSchema } from '../../../src/subscribers/preferences/preference.ts';
import { storeAddressChange } from '../../../src/subscribers/sign-up/address-change-queries.ts';

import { subscribe } from '../../../src/subscribers/sign-up/subscribe.ts';
import { findSubscriberByAddress, findSubscriberById } from '../../../src/subscribers/subscriber-queries.ts';
import { signToken, type TokenKeys, type TokenKind } from '../../../src/token.ts';
import { createApp } from '../../../src/web/http/app.ts';
import { putDelivery } from '../../support/deliveries.ts';
import { manyPapers, putList, putSubscriber } from '../../support/list.ts';
import { mainOf } from '../../support/markup.ts';
import { formBody, hashDatabase, recordStatements, type TestSite, testSite } from '../../support/site.ts';

const DAY = '2026-11-23';
const NOBODY = '00000000-0000-4000-8000-000000000000';
const PAPER = '2611_00001';
const PREVIOUS = 'the secret that signed until last year';
const STRANGER: TokenKeys = { current: 'a key of another installation', previous: [] };
const DAYS_MS = 86_400_000;

/** Every route that a signed link opens, and the kind of token that it accepts. */
const ROUTES: [method: 'GET' | 'POST', path: string, kind: TokenKind][] = [
  ['GET', '/confirm/:token', 'confirm'],
  ['POST', '/confirm/:token', 'confirm'],
  ['GET', '/preferences/:token', 'preferences'],
  ['POST', '/preferences/:token', 'preferences'],
  ['GET', '/preferences/:token/preview', 'preferences'],
  ['POST', '/preferences/:token/preview', 'preferences'],
  ['GET', '/preferences/:token/sent', 'preferences'],
  ['GET', '/preferences/:token/sent.bib', 'preferences'],
  ['GET', '/preferences/:token/reading-list', 'preferences'],
  ['POST', '/preferences/:token/reading-list', 'preferences'],
  ['POST', '/preferences/:token/reading-list/remember', 'preferences'],
  ['GET', '/preferences/:token/reading-list.bib', 'preferences'],
  ['GET', '/preferences/:token/reading-list.csv', 'preferences'],
  ['GET', '/preferences/:token/reading-list.json', 'preferences'],
  ['GET', '/save/:token', 'save'],
  ['POST', '/save/:token', 'save'],
  ['POST', '/preferences/:token/pause', 'preferences'],
  ['POST', '/preferences/:token/resume', 'preferences'],
  ['POST', '/preferences/:token/address', 'preferences'],
  ['POST', '/preferences/:token/address/cancel', 'preferences'],
  ['POST', '/preferences/:token/forget-marks', 'preferences'],
  ['POST', '/preferences/:token/export', 'preferences'],
  ['POST', '/preferences/:token/erase', 'preferences'],
  ['GET', '/preferences/:token/:below{.+}', 'preferences'],
  ['GET', '/digests/:token', 'digest'],
  ['GET', '/more/:token', 'more'],
  ['POST', '/more/:token', 'more'],
  ['GET', '/less/:token', 'less'],
  ['POST', '/less/:token', 'less'],
  ['GET', '/feed/:token/picks.atom', 'feed'],
  ['GET', '/feed/:token/picks.json', 'feed'],
  ['GET', '/address/:token', 'address'],
  ['POST', '/address/:token', 'address'],
];
const KINDS = [...new Set(ROUTES.map(([, , kind]) => kind))];

let site: TestSite;
let keys: TokenKeys;
let people = 0;
/** Subject of each kind of token: a subscriber, an unconfirmed one, an address change. */
let subjects: Record<string, string>;
let erase: () => Promise<void>;

beforeAll(async () => {
  site = await testSite({ now: `${DAY}T03:40:00Z`, env: { APP_SECRET_PREVIOUS: PREVIOUS } });
  keys = site.ctx.keys;
  await putList(site.ctx, DAY, manyPapers(8));
  await classifyAndRank(site.ctx, { day: DAY });
});
afterAll(() => site?.close());

beforeEach(async () => {
  people += 1;
  const { ctx } = site;
  const reader = await putSubscriber(ctx, `reader${people}@example.com`);
  const address = `pending${people}@example.com`;
  await subscribe(ctx, { address, source: 'test', network: null });
  const pending = (await findSubscriberByAddress(ctx.db, address))?.id ?? '';
  const id = `00000000-0000-4000-9000-${String(people).padStart(12, '0')}`;
  const next = `next${people}@example.com`;
  await storeAddressChange(ctx.db, {
    id,
    subscriberId: reader.id,
    address: next,
    requestedAt: ctx.clock.now(),
  });
  subjects = { ...subjectsOf(reader.id, pending, id), digest: await putComposedDelivery(ctx, reader.id) };
  erase = async () => {
    for (const gone of [reader.id, pending]) await eraseSubscriber(ctx, gone);
  };
});

/** A delivery as it is stored after composing. */
async function putComposedDelivery(ctx: TestSite['ctx'], subscriberId: string): Promise<string> {
  const pool = await createPoolCache(BUILT_IN_TAXONOMY).newest(ctx.db, `day-${DAY}`);
  const composition = pool && composeDigest(pool, preferenceSchema.parse({}), NOTHING_RECEIVED);
  if (!pool || !composition) throw new Error('There is nothing to compose.');
  const id = await putDelivery(ctx, { subscriberId, day: DAY });
  await ctx.db
    .updateTable('deliveries')
    .set({ pool_id: pool.poolId, pool_revision: pool.revision, digest: JSON.stringify(composition) })
    .where('id', '=', id)
    .execute();
  return id;
}

function subjectsOf(reader: string, pending: string, change: string): Record<string, string> {
  const mark = `${reader}-${PAPER}`;
  return {
    confirm: pending,
    preferences: reader,
    feed: reader,
    more: mark,
    less: mark,
    save: mark,
    address: change,
  };
}

const subjectOf = (kind: TokenKind) => subjects[kind] ?? '';
const later = () => new Date(site.ctx.clock.now().getTime() + DAYS_MS);
/** A link as it is emailed; expiring kinds have an expiry. */
const tokenOf = (by: TokenKeys, kind: TokenKind, subject: string) =>
  signToken(by, kind, subject, kind === 'confirm' || kind === 'address' ? later() : null);

/** Response to opening or pressing a link, and its effect on the database, as one comparable text. */
async function answerTo(method: string, path: string, token: string): Promise<string> {
  const { db, statements } = recordStatements(site.ctx);
  const address = path.replace(':token', token).replace(/:below\{.*/, 'elsewhere');
  const answer = await createApp({ ...site.ctx, db }).request(address, {
    method,
    ...(method === 'POST' ? { body: formBody({ until: '2026-12-24', address: 'a@example.com' }) } : {}),
  });
  const html = await answer.text();
  expect(html).not.toMatch(/node_modules|\bat .*\.tsx?:\d+/);
  return JSON.stringify([answer.status, mainOf(html), statements]);
}

describe('signed links', () => {
  it('are all covered by this test', () => {
    const routes = createApp(site.ctx)
      .routes.filter(({ method, path }) => path.includes(':token') && method !== 'ALL')
      .map(({ method, path }) => `${method} ${path}`);
    expect(new Set(ROUTES.map(([method, path]) => `${method} ${path}`))).toEqual(new Set(routes));
  });

  it.each(ROUTES)('%s %s accepts the current and the previous key', async (method, path, kind) => {
    for (const by of [keys, { current: PREVIOUS, previous: [] }]) {
      const token = tokenOf(by, kind, subjectOf(kind));
      const [status] = JSON.parse(await answerTo(method, path, token));
      // An empty form is refused as a form, and the page is shown.
      const expected = method === 'POST' && /\/(?:preferences\/:token|preview|erase)$/.test(path) ? 422 : 200;
      // A confirmation or change by the first press also holds for the second.
      const pressed = path === '/address/:token' && method === 'POST' && by !== keys;
      expect(status).toBe(pressed ? 404 : expected);
    }
  });

  it.each(ROUTES)(
    '%s %s rejects invalid tokens alike, without a database query',
    async (method, path, kind) => {
      const good = tokenOf(keys, kind, subjectOf(kind));
      const [subject = '', expiry = '', signature = ''] = good.split('.');
      const altered = (text: string) => `${text.startsWith('1') ? '2' : '1'}${text.slice(1)}`;
      const before = await hashDatabase(site.ctx);
      const seen = new Set<string>();
      for (const token of [
        `${altered(subject)}.${expiry}.${signature}`,
        `${subject}.${expiry}.${altered(signature)}`,
        `${subject}.zzzzzz.${signature}`,
        good.slice(0, -3),
        subject,
        'x',
        ...KINDS.filter((other) => other !== kind).map((other) => tokenOf(keys, other, subjectOf(kind))),
        tokenOf(STRANGER, kind, subjectOf(kind)),
        tokenOf(STRANGER, kind, subjectOf(kind).replace(/^.{36}/, NOBODY)),
      ])
        seen.add(await answerTo(method, path, token));
      expect([...seen]).toEqual([expect.stringMatching(/^\[404,"<.*",\[\]\]$/)]);
      expect(await hashDatabase(site.ctx)).toBe(before);
    },
  );

  it.each(ROUTES)(
    '%s %s returns the same page, with the same queries, for erased and unknown subscribers',
    async (method, path, kind) => {
      const known = subjectOf(kind);
      await erase();
      const before = await hashDatabase(site.ctx);
      const erased = await answerTo(method, path, tokenOf(keys, kind, known));
      const never = known.replace(/^.{36}/, NOBODY);
      expect(erased).toBe(await answerTo(method, path, tokenOf(keys, kind, never)));
      const [status, words] = JSON.parse(erased);
      const [, foreign] = JSON.parse(await answerTo(method, path, tokenOf(STRANGER, kind, known)));
      expect([status, words]).toEqual([404, foreign]);
      expect(await hashDatabase(site.ctx)).toBe(before);
    },
  );

  it.each(ROUTES.filter(([, , kind]) => kind === 'confirm' || kind === 'address'))(
    '%s %s expires with the same response for everyone, without a database query',
    async (method, path, kind) => {
      const expired = new Date(site.ctx.clock.now().getTime() - 1_000);
      const token = signToken(keys, kind, subjectOf(kind), expired);
      const answers = [await answerTo(method, path, token)];
      await erase();
      answers.push(await answerTo(method, path, token));
      const never = signToken(keys, kind, NOBODY, expired);
      answers.push(await answerTo(method, path, never));
      expect(new Set(answers)).toEqual(
        new Set([expect.stringMatching(/^\[410,".*This link has expired.*",\[\]\]$/)]),
      );
    },
  );
});

describe('links by the unsubscribe key', () => {
  const paths = ['leave/:token', 'leave/:token/undo', 'fewer/:token', 'pause/:token'] as const;

  it.each(paths)(
    '/%s shows the same page, at the same cost, for erased and unknown subscribers',
    async (name) => {
      const { unsubscribeKey } = await putSubscriber(site.ctx, `key${people}@example.com`);
      const { id = '' } = (await findSubscriberByAddress(site.ctx.db, `key${people}@example.com`)) ?? {};
      await eraseSubscriber(site.ctx, id);
      for (const method of ['GET', 'POST']) {
        const withoutKey = (text: string) => text.replace(/\/(leave|fewer|pause)\/[\w-]+/g, '/$1/…');
        const erased = withoutKey(await answerTo(method, `/${name}`, unsubscribeKey));
        expect(erased).toBe(withoutKey(await answerTo(method, `/${name}`, 'A'.repeat(22))));
        // A value that cannot be a key is not looked up, and returns the same page.
        const [status, words] = JSON.parse(erased);
        for (const broken of [unsubscribeKey.slice(0, -1), 'x', '%00', '%3Cscript%3E']) {
          const found = JSON.parse(withoutKey(await answerTo(method, `/${name}`, broken)));
          expect(found).toEqual([status, words, []]);
        }
      }
    },
  );

  it('unsubscribe after a rotation of every signing key', async () => {
    const { id, unsubscribeKey } = await putSubscriber(site.ctx, `rotated${people}@example.com`);
    const app = createApp({ ...site.ctx, keys: STRANGER });
    expect((await app.request(`/leave/${unsubscribeKey}`, { method: 'POST' })).status).toBe(200);
    expect((await findSubscriberById(site.ctx.db, id))?.state).toBe('unsubscribed');
  });
});
