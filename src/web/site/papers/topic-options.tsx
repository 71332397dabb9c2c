import type { ReactElement } from 'react';
import { topicLabel } from '../../../../config/topics/taxonomy.ts';
import type { Site } from '../frame/site.ts';
import { papersTexts } from './papers-texts.ts';

/**
 * Options of a topic filter in the groups of the taxonomy. With `counts`, each option names its number of
 * papers, and topics without papers are left out unless chosen.
 */
export function TopicOptions({
  site,
  counts,
  chosen,
}: {
  site: Site;
  counts?: ReadonlyMap<string, number>;
  chosen: string | null;
}): ReactElement {
  const { taxonomy, language } = site;
  const label = (slug: string) =>
    counts
      ? papersTexts[language].topicCount(topicLabel(taxonomy, slug, language), counts.get(slug) ?? 0)
      : topicLabel(taxonomy, slug, language);
  const groups = taxonomy.groups.map((group) => ({
    label: group.label[language],
    topics: group.topics.filter(({ slug }) => !counts || counts.has(slug) || slug === chosen),
  }));
  return (
    <>
      {groups
        .filter(({ topics }) => topics.length > 0)
        .map((group) => (
          <optgroup key={group.label} label={group.label}>
            {group.topics.map(({ slug }) => (
              <option key={slug} value={slug}>
                {label(slug)}
              </option>
            ))}
          </optgroup>
        ))}
    </>
  );
}
