import type { ReactElement } from 'react';
import { type Taxonomy, topicLabel } from '../../../../config/topics/taxonomy.ts';
import { RANK_TERMS, type RankExplanation } from '../../../trending/explain-rank.ts';
import { COLD_MODEL_PATH } from '../frame/dashboard-paths.ts';
import { Table } from '../frame/dashboard-table.tsx';
import { PAPER_TEXTS } from './papers-texts.ts';

const TEXTS = PAPER_TEXTS.explanation;

/** Ranks of a paper by topic, then each term of the ranking and of the cold model, as `rank --explain` prints them. */
export function RankExplanationPart({
  explained,
  taxonomy,
}: {
  explained: RankExplanation;
  taxonomy: Taxonomy;
}): ReactElement {
  const { scores, cold, coldModel } = explained;
  const ranks = scores.topics.filter(({ topic }) => topic !== '');
  return (
    <section aria-labelledby="explanation">
      <h2 id="explanation">{TEXTS.heading}</h2>
      {ranks.length > 0 && (
        <ul className="sentences">
          {ranks.map(({ topic, rank, of }) => (
            <li key={topic}>{TEXTS.inTopic(topicLabel(taxonomy, topic, 'en'), rank, of)}</li>
          ))}
        </ul>
      )}
      <Terms
        label={TEXTS.ranking}
        terms={[
          { name: TEXTS.attention, value: scores.attention },
          ...Object.entries(scores.terms).map(([term, value]) => ({ name: RANK_TERMS[term] ?? term, value })),
        ]}
      />
      {cold ? (
        <>
          <h3>{TEXTS.cold}</h3>
          <p>
            {TEXTS.byModel} <a href={COLD_MODEL_PATH}>{coldModel}</a>
          </p>
          <Terms
            label={TEXTS.cold}
            terms={[
              ...cold.terms.map(({ name, contribution }) => ({ name, value: contribution })),
              { name: TEXTS.inAll, value: cold.value },
            ]}
          />
        </>
      ) : (
        <p>{coldModel === null ? TEXTS.withoutModel : TEXTS.modelDeleted(coldModel)}</p>
      )}
    </section>
  );
}

function Terms({
  label,
  terms,
}: {
  label: string;
  terms: readonly { name: string; value: number }[];
}): ReactElement {
  return (
    <Table label={label} columns={[{ name: TEXTS.term }, { name: TEXTS.value, number: true }]}>
      {terms.map(({ name, value }) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          <td className="number">{signed(value)}</td>
        </tr>
      ))}
    </Table>
  );
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}
