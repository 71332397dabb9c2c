import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RETENTION_PERIODS } from '../../../config/schedule.ts';
import { cleanUpSubscribers } from '../../../src/subscribers/clean-up.ts';
import { eraseByAddress } from '../../../src/subscribers/erase.ts';
import {
  type Interest,
  MAX_INTERESTS,
  type Preference,
  preferenceSchema,
} from '../../../src/subscribers/preferences/preference.ts';
import { readPreferences } from '../../../src/subscribers/preferences/preference-queries.ts';
import { confirmSubscription, confirmToken } from '../../../src/subscribers/sign-up/confirm.ts';
import { addChoices, readSignUpPreference } from '../../../src/subscribers/sign-up/returning.ts';
import { subscribe } from '../../../src/subscribers/sign-up/subscribe.ts';
import { unsubscribe } from '../../../src/subscribers/unsubscribe.ts';
import { type TestInstallation, testInstallation } from '../../support/installation.ts';
import { putSubscriber } from '../../support/list.ts';
import { preferenceArbitrary } from '../../support/preferences.ts';
import { contentsOf, emptyTables } from '../../support/tables.ts';

const ADA = 'ada@example.com';
const robotics: Interest = { kind: 'topic', mode: 'follow', value: 'robotics-embodied' };
const speech: Interest = { kind: 'topic', mode: 'follow', value: 'speech-audio-music' };
const EARLIER = preferenceSchema.parse({
  interests: [robotics, { kind: 'author', mode: 'follow', value: 'Jane Doe' }],
  cadence: 'weekly',
  weeklyDay: 3,
  sendHour: 18,
  size: 12,
  timeZone: 'Asia/Tokyo',
});

let ctx: TestInstallation;
beforeAll(async () => {
  ctx = await testInstallation();
});
afterAll(() => ctx.close());
beforeEach(() => ctx.clock.set('2026-11-23T08:05:00Z'));
afterEach(() => emptyTables(ctx.db));

/** A subscriber who left, and then signs up again with these choices. */
async function signUpAgain(...choices: Partial<Preference>[]): Promise<string> {
  const { id, unsubscribeKey } = await putSubscriber(ctx, ADA, EARLIER);
  await unsubscribe(ctx, unsubscribeKey);
  for (const chosen of choices) {
    const preference = preferenceSchema.parse({ timeZone: 'Europe/Berlin', ...chosen });
    await subscribe(ctx, { address: ADA, source: 'web', network: null, preference });
  }
  return id;
}
const stored = async (id: string) => (await readPreferences(ctx.db, [id])).get(id);
const confirm = (id: string) => confirmSubscription(ctx, confirmToken(ctx.keys, id, ctx.clock.now()));

describe('a returning subscriber', () => {
  it('who chooses nothing finds everything as it was', async () => {
    const id = await signUpAgain({});
    const before = await stored(id);
    await confirm(id);
    expect(await stored(id)).toEqual(before);
  });

  it('who chooses topics keeps the earlier interests and the earlier schedule', async () => {
    const id = await signUpAgain({ interests: [speech] });
    await confirm(id);
    const after = await stored(id);
    expect(after?.interests).toEqual(expect.arrayContaining([...EARLIER.interests, speech]));
    expect(after).toMatchObject({ cadence: 'weekly', sendHour: 18, timeZone: 'Asia/Tokyo', size: 12 });
  });

  it('who chooses a schedule gets it, with the time zone of the form', async () => {
    const id = await signUpAgain({ cadence: 'weekdays', sendHour: 6 });
    await confirm(id);
    const schedule = { cadence: 'weekdays', sendHour: 6, timeZone: 'Europe/Berlin' };
    expect(await stored(id)).toMatchObject({ ...schedule, size: 12, language: EARLIER.language });
  });

  it('sees on the confirmation page what the confirmation puts in force', async () => {
    const id = await signUpAgain({ interests: [speech] });
    const shown = await readSignUpPreference(ctx.db, id);
    expect(shown?.returning).toBe(true);
    await confirm(id);
    expect(await stored(id)).toEqual({ ...shown?.preference, interests: expect.any(Array) });
    expect(await readSignUpPreference(ctx.db, id)).toMatchObject({ returning: false });
  });

  it('keeps only the choices of the latest sign-up', async () => {
    const id = await signUpAgain({ interests: [speech] }, {});
    await confirm(id);
    expect((await stored(id))?.interests).toHaveLength(2);
  });
});

describe('a stranger who types the address of a former subscriber', () => {
  it('changes nothing that is stored, and leaves no trace after a week', async () => {
    const id = await signUpAgain();
    const before = await contentsOf(ctx.db, 'preferences', 'interests');
    await subscribe(ctx, {
      address: ADA,
      source: 'web',
      network: null,
      preference: preferenceSchema.parse({ interests: [speech], cadence: 'daily', size: 30 }),
    });
    expect(await contentsOf(ctx.db, 'preferences', 'interests')).toEqual(before);
    ctx.clock.advance((RETENTION_PERIODS.confirmDays + 1) * 86_400_000);
    await cleanUpSubscribers(ctx);
    expect(await contentsOf(ctx.db, 'preferences', 'interests')).toEqual(before);
    expect(await requested(id)).toBeNull();
  });

  it('has no choices left after another unsubscribe or an erasure', async () => {
    const id = await signUpAgain({ interests: [speech] });
    expect(await requested(id)).not.toBeNull();
    const { leave_key: key } = await ctx.db
      .selectFrom('subscribers')
      .select('leave_key')
      .executeTakeFirstOrThrow();
    await unsubscribe(ctx, key);
    expect(await requested(id)).toBeNull();
    await subscribe(ctx, { address: ADA, source: 'web', network: null, preference: EARLIER });
    await eraseByAddress(ctx, { address: ADA });
    expect(await requested(id)).toBeNull();
  });
});

const requested = async (id: string) =>
  (
    await ctx.db
      .selectFrom('subscribers')
      .select('requested_preference')
      .where('id', '=', id)
      .executeTakeFirst()
  )?.requested_preference;

describe('addChoices', () => {
  it('loses no earlier interest but a mute that is now followed, and stays valid', () => {
    fc.assert(
      fc.property(preferenceArbitrary, preferenceArbitrary, (earlier, chosen) => {
        const merged = addChoices(earlier, chosen);
        expect(preferenceSchema.safeParse(merged).success).toBe(true);
        const values = (preference: Preference) =>
          preference.interests.map(({ kind, value }) => `${kind} ${value.toLocaleLowerCase('en')}`);
        expect(values(merged)).toEqual(expect.arrayContaining([...values(earlier), ...values(chosen)]));
      }),
    );
  });

  it('never exceeds the limit, and drops new interests rather than earlier ones', () => {
    const many = (count: number, prefix: string): Interest[] =>
      Array.from({ length: count }, (_, at) => ({ kind: 'query', mode: 'follow', value: `${prefix} ${at}` }));
    const earlier = preferenceSchema.parse({ interests: many(MAX_INTERESTS, 'old') });
    const merged = addChoices(earlier, preferenceSchema.parse({ interests: many(3, 'new') }));
    expect(merged.interests).toEqual(earlier.interests);
  });
});
