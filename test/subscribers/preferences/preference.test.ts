import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eraseByAddress } from '../../../src/subscribers/erase.ts';
import {
  type Interest,
  interestSchema,
  type Preference,
  pickingKey,
  preferenceSchema,
} from '../../../src/subscribers/preferences/preference.ts';
import { readPreferences } from '../../../src/subscribers/preferences/preference-queries.ts';
import { updatePreference } from '../../../src/subscribers/preferences/update-preference.ts';
import { type TestInstallation, testInstallation } from '../../support/installation.ts';
import { following, putSubscriber } from '../../support/list.ts';
import { preferenceArbitrary } from '../../support/preferences.ts';
import { contentsOf, emptyTables } from '../../support/tables.ts';

const query = (value: string, mode: Interest['mode'] = 'follow'): Interest => ({
  kind: 'query',
  mode,
  value,
});
/** In another order: the order of interests has no meaning. */
const ordered = (preference: Preference | undefined) => ({
  ...preference,
  interests: [...(preference?.interests ?? [])].map((interest) => JSON.stringify(interest)).sort(),
});

describe('a preference', () => {
  it('defaults to one daily digest at 7 a.m.', () => {
    expect(preferenceSchema.parse({})).toEqual({
      interests: [],
      cadence: 'daily',
      weeklyDay: 1,
      size: 7,
      sendHour: 7,
      timeZone: 'UTC',
      skipQuietDays: true,
      language: 'en',
    });
  });

  it.each([
    [{ cadence: 'hourly' }, 'cadence'],
    [{ weeklyDay: 0 }, 'weeklyDay'],
    [{ weeklyDay: 8 }, 'weeklyDay'],
    [{ size: 0 }, 'size'],
    [{ size: 31 }, 'size'],
    [{ size: 7.5 }, 'size'],
    [{ sendHour: 24 }, 'sendHour'],
    [{ timeZone: 'Mars/Olympus_Mons' }, 'timeZone'],
    [{ timeZone: '' }, 'timeZone'],
    [{ timeZone: '+05:30' }, 'timeZone'],
    [{ interests: [{ kind: 'topic', mode: 'follow', value: 'No such topic!' }] }, 'interests.0.value'],
    [{ interests: [{ kind: 'mood', mode: 'follow', value: 'anything' }] }, 'interests.0.kind'],
    [{ interests: [query('x')] }, 'interests.0.value'],
    [{ interests: [query('x'.repeat(121))] }, 'interests.0.value'],
    [{ interests: Array(201).fill(query('agents')) }, 'interests'],
  ])('%j is refused with the field that is wrong', (given, path) => {
    const parsed = preferenceSchema.safeParse(given);
    expect(parsed.error?.issues.map((issue) => issue.path.join('.'))).toEqual([path]);
  });

  it('normalizes typed text to one line without invisible or unstorable characters', () => {
    const typed = [
      '  graph \n neural\t networks ',
      'Schro\u0308dinger',
      'a\u0000gents',
      'tab\u0007le',
      'one; two',
      'half \ud800 letter',
    ];
    const kept = typed.map((value) => interestSchema.parse(query(value)).value);
    expect(kept).toEqual([
      'graph neural networks',
      'Schrödinger',
      'a gents',
      'tab le',
      'one two',
      'half letter',
    ]);
  });
});

describe('pickingKey', () => {
  const base = preferenceSchema.parse({
    interests: [...following('robotics-embodied'), query('Agents')],
    size: 5,
  });

  it('does not depend on the order or case of interests, or on the send time', () => {
    const same: Preference = {
      ...base,
      interests: [query('agents'), ...following('robotics-embodied')],
      cadence: 'weekly',
      weeklyDay: 5,
      sendHour: 22,
      timeZone: 'Asia/Tokyo',
      skipQuietDays: false,
    };
    expect(pickingKey(same)).toBe(pickingKey(base));
    fc.assert(
      fc.property(
        preferenceArbitrary.chain((one) =>
          fc.tuple(fc.constant(one), fc.shuffledSubarray(one.interests, { minLength: one.interests.length })),
        ),
        ([preference, interests]) => {
          expect(pickingKey({ ...preference, interests })).toBe(pickingKey(preference));
        },
      ),
    );
  });

  it.each<[string, Preference]>([
    ['the size', { ...base, size: 6 }],
    ['one interest less', { ...base, interests: base.interests.slice(1) }],
    [
      'a mute for a follow',
      { ...base, interests: [...following('robotics-embodied'), query('agents', 'mute')] },
    ],
    [
      'another kind',
      { ...base, interests: [...following('robotics-embodied'), { ...query('agents'), kind: 'author' }] },
    ],
    ['two interests that read like one', { ...base, interests: [query('a","b'), query('c')] }],
  ])('changes with %s', (_what, other) => {
    expect(pickingKey(other)).not.toBe(pickingKey(base));
  });
});

describe('a stored preference', () => {
  let ctx: TestInstallation;
  beforeAll(async () => {
    ctx = await testInstallation();
  });
  afterAll(() => ctx.close());
  afterEach(() => emptyTables(ctx.db));

  const read = async (id: string) => (await readPreferences(ctx.db, [id])).get(id);

  it('is read back as it was stored, for any preference', async () => {
    const { id } = await putSubscriber(ctx, 'ada@example.com');
    await fc.assert(
      fc.asyncProperty(preferenceArbitrary, async (preference) => {
        await updatePreference(ctx, { subscriberId: id, preference });
        expect(ordered(await read(id))).toEqual(ordered(preference));
        const { picking_key } = await ctx.db
          .selectFrom('preferences')
          .select('picking_key')
          .executeTakeFirstOrThrow();
        expect(picking_key).toBe(pickingKey(preference));
      }),
      { numRuns: 60 },
    );
  });

  it('uses the last entry when an interest is repeated or both followed and muted', async () => {
    const { id } = await putSubscriber(ctx, 'ada@example.com');
    const interests = [query('agents'), query('graphs'), query('agents', 'mute'), query('graphs')];
    await updatePreference(ctx, { subscriberId: id, preference: preferenceSchema.parse({ interests }) });
    expect((await read(id))?.interests).toEqual([query('agents', 'mute'), query('graphs')]);
  });

  it('gives different keys to preferences that follow and mute the same interest', async () => {
    const keys = [];
    for (const interests of [
      [query('agents'), query('agents', 'mute')],
      [query('agents', 'mute'), query('agents')],
    ]) {
      const preference = preferenceSchema.parse({ interests });
      const { id } = await putSubscriber(ctx, `ada${keys.length}@example.com`, preference);
      const row = await ctx.db
        .selectFrom('preferences')
        .select('picking_key')
        .where('subscriber_id', '=', id)
        .executeTakeFirstOrThrow();
      keys.push(row.picking_key);
      expect(row.picking_key).toBe(pickingKey((await read(id)) ?? preference));
    }
    expect(new Set(keys).size).toBe(2);
  });

  it('keeps a topic that the taxonomy no longer has', async () => {
    const { id } = await putSubscriber(ctx, 'ada@example.com');
    await ctx.db
      .insertInto('interests')
      .values({ subscriber_id: id, kind: 'topic', mode: 'follow', value: 'once-was' })
      .execute();
    expect((await read(id))?.interests).toEqual([
      ...following('agents-tool-use'),
      { kind: 'topic', mode: 'follow', value: 'once-was' },
    ]);
  });

  it('is absent for an unknown subscriber', async () => {
    expect(await readPreferences(ctx.db, [])).toEqual(new Map());
    expect(await readPreferences(ctx.db, ['00000000-0000-4000-8000-000000000000'])).toEqual(new Map());
  });

  it('is not stored for a subscriber erased while the page was open', async () => {
    const { id } = await putSubscriber(ctx, 'ada@example.com');
    await eraseByAddress(ctx, { address: 'ada@example.com' });
    await updatePreference(ctx, {
      subscriberId: id,
      preference: preferenceSchema.parse({ interests: [query('agents')] }),
    });
    expect(await contentsOf(ctx.db, 'preferences', 'interests')).toEqual({ preferences: [], interests: [] });
  });

  it('is gone when the subscriber is erased while it is written', async () => {
    for (let round = 0; round < 10; round += 1) {
      const address = `ada${round}@example.com`;
      const { id } = await putSubscriber(ctx, address);
      const preference = preferenceSchema.parse({ interests: [query('agents')] });
      await Promise.all([
        updatePreference(ctx, { subscriberId: id, preference }),
        eraseByAddress(ctx, { address }),
      ]);
    }
    expect(await contentsOf(ctx.db, 'preferences', 'interests')).toEqual({ preferences: [], interests: [] });
  });
});
