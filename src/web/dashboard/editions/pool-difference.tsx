import type { ReactElement } from 'react';
import type { PoolDifference, PoolPlace } from '../../../trending/pool-difference.ts';
import { Table } from '../frame/dashboard-table.tsx';
import { EDITIONS_TEXTS as TEXTS } from './editions-texts.ts';

const SHOWN = 40;

/** What changed from one revision to another: a sentence, then the papers, those that came and went first. */
export function DifferenceTable({
  from,
  to,
  found,
}: {
  from: number;
  to: number;
  found: PoolDifference;
}): ReactElement {
  const { added, removed, moved, decided } = found;
  const rows: { change: keyof typeof TEXTS.changes; before: PoolPlace | null; after: PoolPlace | null }[] = [
    ...added.map((after) => ({ change: 'added' as const, before: null, after })),
    ...removed.map((before) => ({ change: 'removed' as const, before, after: null })),
    ...decided.map((both) => ({ change: 'decided' as const, ...both })),
    ...moved.map((both) => ({ change: 'moved' as const, ...both })),
  ];
  const words = TEXTS.differenceColumns;
  const columns = [
    { name: words.change },
    { name: words.before, number: true },
    { name: words.after, number: true },
    { name: words.paper },
  ];
  return (
    <>
      <h3>{TEXTS.differenceHeading(from, to)}</h3>
      <p>
        {rows.length === 0
          ? TEXTS.same
          : TEXTS.differs(added.length, removed.length, moved.length, decided.length)}
      </p>
      {rows.length > 0 && (
        <Table label={TEXTS.differenceHeading(from, to)} columns={columns}>
          {rows.slice(0, SHOWN).map(({ change, before, after }) => (
            <tr key={`${change} ${(after ?? before)?.paperId}`}>
              <td className="moment">{TEXTS.changes[change]}</td>
              <td className="number">{before?.rank ?? '–'}</td>
              <td className="number">{after?.rank ?? '–'}</td>
              <th scope="row">{(after ?? before)?.title}</th>
            </tr>
          ))}
        </Table>
      )}
    </>
  );
}
