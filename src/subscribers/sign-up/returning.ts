import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import {
  type Interest,
  MAX_INTERESTS,
  type Preference,
  preferenceSchema,
} from '../preferences/preference.ts';
import { readPreferences, storePreference } from '../preferences/preference-queries.ts';
import { findSubscriberById } from '../subscriber-queries.ts';
import { readRequestedPreference, storeRequestedPreference } from './returning-queries.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** Preference of a subscriber once they confirm. */
export interface SignUpPreference {
  preference: Preference;
  /** They were subscribed before, and their earlier preferences return. */
  returning: boolean;
}

/**
 * Preference that a confirmation would put in force: the stored one, and for a returning subscriber with the
 * choices of the latest sign-up added. Undefined without a stored preference.
 */
export async function readSignUpPreference(
  db: Db,
  subscriberId: string,
): Promise<SignUpPreference | undefined> {
  const stored = (await readPreferences(db, [subscriberId])).get(subscriberId);
  if (!stored) return undefined;
  const subscriber = await findSubscriberById(db, subscriberId);
  const requested = await readRequestedPreference(db, subscriberId);
  return {
    preference: requested ? addChoices(stored, requested) : stored,
    returning: subscriber?.state === 'pending' && subscriber.consentAt !== null,
  };
}

/** Puts the requested choices in force and forgets them. Part of the transaction of the confirmation. */
export async function applyRequestedPreference(
  trx: Transaction<Database>,
  subscriberId: string,
  now: Date,
): Promise<void> {
  const requested = await readRequestedPreference(trx, subscriberId);
  if (!requested) return;
  const stored = (await readPreferences(trx, [subscriberId])).get(subscriberId);
  const { weights: _, ...merged } = stored ? addChoices(stored, requested) : requested;
  await storePreference(trx, subscriberId, merged, now);
  await storeRequestedPreference(trx, subscriberId, null);
}

/**
 * Adds the choices of a new sign-up to an earlier preference: its interests join the earlier ones, and its
 * schedule and size replace the earlier ones only where they differ from the form's defaults. A time zone
 * alone is a guess of the browser and not a choice.
 */
export function addChoices(earlier: Preference, chosen: Preference): Preference {
  const defaults = preferenceSchema.parse({});
  const schedule = ['cadence', 'weeklyDay', 'sendHour'] as const;
  const rescheduled = schedule.some((field) => chosen[field] !== defaults[field]);
  const { cadence, weeklyDay, sendHour, timeZone } = rescheduled ? chosen : earlier;
  return {
    ...earlier,
    ...{ cadence, weeklyDay, sendHour, timeZone },
    size: chosen.size === defaults.size ? earlier.size : chosen.size,
    interests: addInterests(earlier.interests, chosen.interests),
  };
}

/** Earlier interests come first, so that the limit can only cost new ones. A new choice ends a mute. */
function addInterests(earlier: readonly Interest[], chosen: readonly Interest[]): Interest[] {
  const key = ({ kind, value }: Interest) => `${kind} ${value.toLocaleLowerCase('en')}`;
  const merged = new Map(earlier.map((interest) => [key(interest), interest]));
  for (const interest of chosen) merged.set(key(interest), interest);
  return [...merged.values()].slice(0, MAX_INTERESTS);
}
