import { z } from 'zod';
import { DEFAULT_LANGUAGE, LANGUAGE_CODES } from '../../../../config/languages.ts';
import type { Taxonomy } from '../../../../config/topics/taxonomy.ts';
import type { PreviewRecipient } from '../../../delivery/digest/preview-digest.ts';
import {
  type Interest,
  interestSchema,
  MAX_INTERESTS,
  preferenceSchema,
} from '../../../subscribers/preferences/preference.ts';
import { withOfferedTopics } from '../../../subscribers/preferences/preference-topics.ts';

const topics = z.preprocess((value) => [value ?? []].flat(), z.array(z.string().max(60)).max(60)).catch([]);
/** Several values are separated by semicolons, as in a CSV cell. */
const words = z.string().trim().max(1_000).catch('');

/** Query of a preview: the interests of a made-up subscriber or the id of an existing one, and the view. */
export const querySchema = z.object({
  topic: topics,
  mute: topics,
  query: words,
  author: words,
  organisation: words,
  language: z.enum(LANGUAGE_CODES).catch(DEFAULT_LANGUAGE),
  size: z.coerce.number().int().min(1).max(30).catch(7),
  subscriber: z.uuid().optional().catch(undefined),
  view: z.enum(['light', 'dark', 'phone']).catch('light'),
});
export type PreviewQuery = z.infer<typeof querySchema>;

/** The previewed subscriber as fields of a query string or form. */
export function fieldsOf({
  subscriber,
  view: _,
  topic,
  mute,
  size,
  ...rest
}: PreviewQuery): [string, string][] {
  if (subscriber !== undefined) return [['subscriber', subscriber]];
  const repeated = (name: string, values: readonly string[]) =>
    values.map((value): [string, string] => [name, value]);
  return [
    ['size', String(size)],
    ...repeated('topic', topic),
    ...repeated('mute', mute),
    ...Object.entries(rest).filter(
      ([name, value]) => value !== '' && (name !== 'language' || value !== DEFAULT_LANGUAGE),
    ),
  ];
}

/** The query string of a preview, including the view. */
export function searchOf(query: PreviewQuery): string {
  return new URLSearchParams([...fieldsOf(query), ['view', query.view]]).toString();
}

/** The subscriber to compose for. Invalid interests, for example an unknown topic, are dropped. */
export function previewAs(
  taxonomy: Taxonomy,
  { subscriber, topic, mute, size, language, ...rest }: PreviewQuery,
): PreviewRecipient {
  if (subscriber !== undefined) return { subscriber };
  const split = (text: string) => text.split(';');
  const values: [Interest['kind'], Interest['mode'], string[]][] = [
    ['topic', 'follow', topic],
    ['topic', 'mute', mute],
    ['query', 'follow', split(rest.query)],
    ['author', 'follow', split(rest.author)],
    ['organisation', 'follow', split(rest.organisation)],
  ];
  const interests = values.flatMap(([kind, mode, list]) =>
    list.flatMap((value) => interestSchema.safeParse({ kind, mode, value }).data ?? []),
  );
  const offered = withOfferedTopics(taxonomy, { interests }).interests;
  return {
    preference: preferenceSchema.parse({ interests: offered.slice(0, MAX_INTERESTS), size, language }),
  };
}
