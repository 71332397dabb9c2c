import type { ReactElement } from 'react';
import { TOPICS } from '../../../config/topics.ts';
import type { Desk } from './desk.ts';
import { DeskForm } from './desk-form.tsx';
import { editionAddress } from './edition-facts.ts';
import { EDITIONS_TEXTS as TEXTS } from './editions-texts.ts';

/** As whom an edition is looked at: somebody with these topics, or one subscriber, whose address goes into no link. */
export function PreviewForms({
  desk,
  edition,
  topics = [],
  size = 7,
}: {
  desk: Desk;
  edition: string;
  topics?: readonly string[];
  size?: number;
}): ReactElement {
  const action = `${editionAddress(edition)}/preview`;
  return (
    <section aria-labelledby="look">
      <h2 id="look">{TEXTS.preview}</h2>
      <form method="get" action={action} className="filter">
        <label>
          {TEXTS.previewTopics}{' '}
          <select name="topic" multiple size={5} defaultValue={[...topics]}>
            {TOPICS.map(({ slug, label }) => (
              <option key={slug} value={slug}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <label>
          {TEXTS.previewSize} <input type="number" name="size" min={1} max={30} defaultValue={size} />
        </label>
        <button type="submit">{TEXTS.look}</button>
      </form>
      {desk.session.role === 'operator' && (
        <DeskForm desk={desk} action={action} className="filter">
          <label>
            {TEXTS.previewPerson} <input type="text" name="subscriber" autoComplete="off" required />
          </label>
          <button type="submit">{TEXTS.look}</button>
        </DeskForm>
      )}
    </section>
  );
}
