import { z } from 'zod';
import { DEFAULT_LANGUAGE, LANGUAGE_CODES } from '../../../../config/languages.ts';
import type { PreviewAs } from '../../../delivery/digest/preview-digest.ts';
import {
  type Interest,
  interestSchema,
  preferenceSchema,
} from '../../../subscribers/preferences/preference.ts';

const topics = z.preprocess((value) => [value ?? []].flat(), z.array(z.string().max(60)).max(60)).catch([]);
/** Several are parted by semicolons, as in a cell of the CSV. */
const words = z.string().trim().max(1_000).catch('');

/** As whom a preview is looked at, and how, in its address: somebody with these wishes, or one subscriber. */
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

/** As whom, in fields of an address or a form. */
export function fieldsOf({
  subscriber,
  view: _,
  topic,
  mute,
  size,
  ...rest
}: PreviewQuery): [string, string][] {
  if (subscriber !== undefined) return [['subscriber', subscriber]];
  const several = (name: string, values: readonly string[]) =>
    values.map((value): [string, string] => [name, value]);
  return [
    ['size', String(size)],
    ...several('topic', topic),
    ...several('mute', mute),
    ...Object.entries(rest).filter(
      ([name, value]) => value !== '' && (name !== 'language' || value !== DEFAULT_LANGUAGE),
    ),
  ];
}

/** The same, and how it is looked at, as it stands in an address. */
export function searchOf(query: PreviewQuery): string {
  return new URLSearchParams([...fieldsOf(query), ['view', query.view]]).toString();
}

/** As whom the digest is composed; what is no interest, such as a topic that there is not, is left out. */
export function previewAs({ subscriber, topic, mute, size, language, ...rest }: PreviewQuery): PreviewAs {
  if (subscriber !== undefined) return { subscriber };
  const parted = (text: string) => text.split(';');
  const wishes: [Interest['kind'], Interest['mode'], string[]][] = [
    ['topic', 'follow', topic],
    ['topic', 'mute', mute],
    ['query', 'follow', parted(rest.query)],
    ['author', 'follow', parted(rest.author)],
    ['organisation', 'follow', parted(rest.organisation)],
  ];
  const interests = wishes.flatMap(([kind, mode, values]) =>
    values.flatMap((value) => interestSchema.safeParse({ kind, mode, value }).data ?? []),
  );
  return { preference: preferenceSchema.parse({ interests: interests.slice(0, 200), size, language }) };
}
