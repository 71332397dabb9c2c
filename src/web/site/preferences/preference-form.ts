import { z } from 'zod';
import type { Taxonomy } from '../../../../config/topics/taxonomy.ts';
import { cleanLine } from '../../../papers/text/clean-text.ts';
import type { Interest, Preference } from '../../../subscribers/preferences/preference.ts';
import { keptPreferenceSchema } from '../../../subscribers/preferences/preference-topics.ts';

/** Fields of interests that are typed one per line. The names are those of the posted form. */
const LINE_FIELDS = {
  queries: { kind: 'query', mode: 'follow' },
  authors: { kind: 'author', mode: 'follow' },
  organizations: { kind: 'organisation', mode: 'follow' },
  mutedQueries: { kind: 'query', mode: 'mute' },
  mutedAuthors: { kind: 'author', mode: 'mute' },
  mutedOrganizations: { kind: 'organisation', mode: 'mute' },
} as const satisfies Record<string, Pick<Interest, 'kind' | 'mode'>>;

export type LineFieldName = keyof typeof LINE_FIELDS;
type ChoiceFieldName = 'cadence' | 'weeklyDay' | 'size' | 'sendHour' | 'timeZone' | 'language';
export type FieldName = LineFieldName | ChoiceFieldName | 'topics' | 'mutedTopics';

/** Every field, in the order of the page. */
export const FIELD_ORDER: readonly FieldName[] = [
  'topics',
  'queries',
  'authors',
  'organizations',
  'cadence',
  'weeklyDay',
  'sendHour',
  'timeZone',
  'size',
  'language',
  'mutedTopics',
  'mutedQueries',
  'mutedAuthors',
  'mutedOrganizations',
];

/** The form as typed, valid or not. */
export type PreferenceForm = Record<LineFieldName | ChoiceFieldName, string> & {
  topics: string[];
  mutedTopics: string[];
  skipQuietDays: boolean;
};

/** A problem of a field; `value` is the invalid entry. */
export interface FieldProblem {
  field: FieldName;
  problem: 'topics' | ChoiceFieldName | 'length' | 'contradiction' | 'tooMany';
  value: string;
}

const text = z.preprocess((value) => (Array.isArray(value) ? value[0] : value), z.string().catch(''));
const slugs = z.preprocess(
  (value) => (Array.isArray(value) ? value : value === undefined ? [] : [value]),
  z.array(z.string()).catch([]),
);

const bodySchema = z.object({
  topics: slugs,
  mutedTopics: slugs,
  queries: text,
  authors: text,
  organizations: text,
  mutedQueries: text,
  mutedAuthors: text,
  mutedOrganizations: text,
  cadence: text,
  weeklyDay: text,
  size: text,
  sendHour: text,
  timeZone: text,
  language: text,
  skipQuietDays: z.preprocess((value) => value !== undefined, z.boolean()),
});

/**
 * Reads the posted fields. Missing and non-text values count as empty; validation is left to `parseForm`. A
 * page served before the fields were renamed posts `organisations`; ignoring them would delete interests.
 */
export function readForm(body: Record<string, unknown>): PreferenceForm {
  return bodySchema.parse(withNewNames(body));
}

function withNewNames(body: Record<string, unknown>): Record<string, unknown> {
  const { organisations, mutedOrganisations, ...named } = body;
  return {
    ...(organisations === undefined ? {} : { organizations: organisations }),
    ...(mutedOrganisations === undefined ? {} : { mutedOrganizations: mutedOrganisations }),
    ...named,
  };
}

/** Replaces the fields of a form that are present in a body. */
export function mergeForm(form: PreferenceForm, body: Record<string, unknown>): PreferenceForm {
  const named = withNewNames(body);
  const present = Object.entries(readForm(named)).filter(([name]) => Object.hasOwn(named, name));
  return { ...form, ...Object.fromEntries(present) };
}

/** Adds the authors and organizations of a query to those followed; the same form if it already has them. */
export function addNames(form: PreferenceForm, query: Record<string, string>): PreferenceForm {
  const added = (['authors', 'organizations'] as const).flatMap((field) => {
    const name = cleanLine(query[field] ?? '');
    const names = form[field].split('\n').filter((line) => line !== '');
    const isNew =
      name !== '' && !names.some((line) => line.toLocaleLowerCase('en') === name.toLocaleLowerCase('en'));
    return isNew ? [[field, [...names, name].join('\n')]] : [];
  });
  return added.length === 0 ? form : { ...form, ...Object.fromEntries(added) };
}

/** The form that represents a preference. */
export function formOf(preference: Preference): PreferenceForm {
  const values = ({ kind, mode }: Pick<Interest, 'kind' | 'mode'>) =>
    preference.interests
      .filter((interest) => interest.kind === kind && interest.mode === mode)
      .map((interest) => interest.value);
  const lines = (field: LineFieldName) => values(LINE_FIELDS[field]).join('\n');
  return {
    topics: values({ kind: 'topic', mode: 'follow' }),
    mutedTopics: values({ kind: 'topic', mode: 'mute' }),
    queries: lines('queries'),
    authors: lines('authors'),
    organizations: lines('organizations'),
    mutedQueries: lines('mutedQueries'),
    mutedAuthors: lines('mutedAuthors'),
    mutedOrganizations: lines('mutedOrganizations'),
    cadence: preference.cadence,
    weeklyDay: String(preference.weeklyDay),
    size: String(preference.size),
    sendHour: String(preference.sendHour),
    timeZone: preference.timeZone,
    language: preference.language,
    skipQuietDays: preference.skipQuietDays,
  };
}

/**
 * Parses a form into a preference, or into all of its problems. An empty form is a problem and not a request
 * for the defaults: a scanner that posts to every address it finds must not reset a subscriber's preference.
 * Topics that are no longer offered are valid if they are among the `stored` interests.
 */
export function parseForm(
  taxonomy: Taxonomy,
  form: PreferenceForm,
  stored: readonly Interest[] = [],
): { preference: Preference } | { problems: FieldProblem[] } {
  const entries = withoutRepeats(readEntries(form));
  const parsed = keptPreferenceSchema(taxonomy, stored).safeParse({
    interests: entries.map((entry) => entry.interest),
    cadence: form.cadence,
    weeklyDay: wholeNumber(form.weeklyDay),
    size: wholeNumber(form.size),
    sendHour: wholeNumber(form.sendHour),
    timeZone: form.timeZone,
    language: form.language,
    skipQuietDays: form.skipQuietDays,
  });
  const problems = [
    ...(parsed.success ? [] : parsed.error.issues.map((issue) => toProblem(issue.path, entries))),
    ...contradictions(entries),
  ];
  return parsed.success && problems.length === 0 ? { preference: parsed.data } : { problems };
}

interface Entry {
  field: LineFieldName | 'topics' | 'mutedTopics';
  interest: Interest;
}

function readEntries(form: PreferenceForm): Entry[] {
  const topics = (field: 'topics' | 'mutedTopics', mode: Interest['mode']): Entry[] =>
    form[field].map((value) => ({ field, interest: { kind: 'topic', mode, value } }));
  const typed = Object.entries(LINE_FIELDS) as [LineFieldName, Pick<Interest, 'kind' | 'mode'>][];
  return [
    ...topics('topics', 'follow'),
    ...topics('mutedTopics', 'mute'),
    ...typed.flatMap(([field, interest]) =>
      form[field]
        .split(/\r\n|\r|\n/)
        .map((line) => cleanLine(line).normalize('NFC'))
        .filter(Boolean)
        .map((value): Entry => ({ field, interest: { ...interest, value } })),
    ),
  ];
}

const interestKey = ({ interest }: Entry): string =>
  `${interest.kind} ${interest.value.toLocaleLowerCase('en')}`;

function withoutRepeats(entries: readonly Entry[]): Entry[] {
  const known = new Set<string>();
  return entries.filter((entry) => {
    const key = `${entry.interest.mode} ${interestKey(entry)}`;
    return !known.has(key) && known.add(key);
  });
}

function contradictions(entries: readonly Entry[]): FieldProblem[] {
  const followed = new Set(entries.filter((each) => each.interest.mode === 'follow').map(interestKey));
  return entries
    .filter((each) => each.interest.mode === 'mute' && followed.has(interestKey(each)))
    .map(({ field, interest }) => ({ field, problem: 'contradiction', value: interest.value }));
}

function toProblem(path: readonly PropertyKey[], entries: readonly Entry[]): FieldProblem {
  const [name, place] = path;
  if (name !== 'interests') {
    const field = name as ChoiceFieldName;
    return { field, problem: field, value: '' };
  }
  const entry = typeof place === 'number' ? entries[place] : undefined;
  if (!entry) return { field: 'topics', problem: 'tooMany', value: '' };
  const { field, interest } = entry;
  return { field, problem: interest.kind === 'topic' ? 'topics' : 'length', value: interest.value };
}

/** NaN for anything but a whole number of up to three digits, which the schema then rejects. */
function wholeNumber(typed: string): number {
  return /^\s*\d{1,3}\s*$/.test(typed) ? Number(typed) : Number.NaN;
}
