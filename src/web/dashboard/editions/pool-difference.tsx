import type { ReactElement } from 'react';
import type { PoolDifference, PoolPlace } from '../../../trending/pool-difference.ts';
import { Table } from '../frame/dashboard-table.tsx';
import { PAPERS_TEXTS as TEXTS } from './papers-texts.ts';

const ROWS_SHOWN = 40;

/** Changes from one revision to another: a summary, then the papers, added and removed ones first. */
export function DifferenceTable({
  from,
  to,
  difference: { added, removed, moved, decided },
}: {
  from: number;
  to: number;
  difference: PoolDifference;
}): ReactElement {
  const rows: { change: keyof typeof TEXTS.changes; before: PoolPlace | null; after: PoolPlace | null }[] = [
    ...added.map((after) => ({ change: 'added' as const, before: null, after })),
    ...removed.map((before) => ({ change: 'removed' as const, before, after: null })),
    ...decided.map((both) => ({ change: 'decided' as const, ...both })),
    ...moved.map((both) => ({ change: 'moved' as const, ...both })),
  ];
  const texts = TEXTS.differenceColumns;
  const columns = [
    { name: texts.change },
    { name: texts.before, number: true },
    { name: texts.after, number: true },
    { name: texts.paper },
  ];
  const heading = TEXTS.differenceHeading(from, to);
  return (
    <>
      <h3>{heading}</h3>
      <p>
        {rows.length === 0
          ? TEXTS.noDifference
          : TEXTS.difference(added.length, removed.length, moved.length, decided.length)}
      </p>
      {rows.length > 0 && (
        <Table label={heading} columns={columns}>
          {rows.slice(0, ROWS_SHOWN).map(({ change, before, after }) => (
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
