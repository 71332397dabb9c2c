import { z } from 'zod';
import { TOPIC_SLUGS } from '../../../config/topics.ts';
import type { PreviewAs } from '../../delivery/preview-mail.ts';
import { preferenceSchema } from '../../subscribers/preference.ts';

/** As whom a preview is looked at, and how, in its address. */
export const querySchema = z.object({
  topic: z.array(z.string().max(60)).max(60).catch([]),
  size: z.coerce.number().int().min(1).max(30).catch(7),
  subscriber: z.uuid().optional().catch(undefined),
  view: z.enum(['light', 'dark', 'phone']).catch('light'),
});
export type PreviewQuery = z.infer<typeof querySchema>;

/** The same as it stands in an address. */
export function searchOf({ topic, size, subscriber, view }: PreviewQuery): string {
  const search = new URLSearchParams(
    subscriber === undefined ? { size: String(size), view } : { subscriber, view },
  );
  for (const slug of subscriber === undefined ? topic : []) search.append('topic', slug);
  return search.toString();
}

/** As whom the digest is composed; a topic that there is not is left out. */
export function asWhom({ topic, size, subscriber }: PreviewQuery): PreviewAs {
  if (subscriber !== undefined) return { subscriber };
  const interests = topic
    .filter((slug) => TOPIC_SLUGS.has(slug))
    .map((value) => ({ kind: 'topic', mode: 'follow', value }));
  return { preference: preferenceSchema.parse({ interests, size }) };
}
