import type { ReactElement, ReactNode } from 'react';

interface Column {
  name: string;
  /** Right-aligned, in figures of equal width. */
  number?: boolean;
}

/** A table of the desk, in a frame that scrolls by itself on a phone and that the keyboard reaches. */
export function Table({
  label,
  columns,
  stacked,
  children,
}: {
  label: string;
  columns: readonly Column[];
  /** On a phone a row's cells stand below each other, those with `data-name` behind that name. */
  stacked?: boolean;
  children: ReactNode;
}): ReactElement {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a pointer (WCAG 2.1.1)
    // biome-ignore lint/a11y/useSemanticElements: a section would be a second landmark of its heading's name
    <div className={stacked ? 'table stacked' : 'table'} role="group" aria-label={label} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {columns.map(({ name, number }) => (
              <th key={name} scope="col" className={number ? 'number' : undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

/** The sign before a state: a shape for each kind, so that nothing hangs on colour. */
const SHAPES: Record<string, { shape: string; kind: 'good' | 'busy' | 'bad' | 'idle' }> = {
  finished: { shape: '✓', kind: 'good' },
  accepted: { shape: '✓', kind: 'good' },
  fresh: { shape: '✓', kind: 'good' },
  open: { shape: '▶', kind: 'busy' },
  sending: { shape: '▶', kind: 'busy' },
  planned: { shape: '○', kind: 'idle' },
  waiting: { shape: '○', kind: 'idle' },
  quiet: { shape: '○', kind: 'idle' },
  skipped: { shape: '–', kind: 'idle' },
  excluded: { shape: '–', kind: 'idle' },
  cancelled: { shape: '–', kind: 'idle' },
  dropped: { shape: '–', kind: 'idle' },
  shown: { shape: '○', kind: 'idle' },
  done: { shape: '✓', kind: 'good' },
  running: { shape: '▶', kind: 'busy' },
  'not-yet': { shape: '○', kind: 'idle' },
  'put-off': { shape: '○', kind: 'idle' },
  late: { shape: '!', kind: 'bad' },
  lost: { shape: '✗', kind: 'bad' },
  paused: { shape: '‖', kind: 'bad' },
  uncertain: { shape: '?', kind: 'bad' },
  failed: { shape: '✗', kind: 'bad' },
  stalled: { shape: '✗', kind: 'bad' },
};

/** A state by shape and word; its colour says nothing that these do not. */
export function StateWord({ state, children }: { state: string; children?: ReactNode }): ReactElement {
  const { shape, kind } = SHAPES[state] ?? { shape: '·', kind: 'idle' as const };
  return (
    <span className={`state ${kind}`}>
      <span aria-hidden="true">{shape}</span> {children ?? state}
    </span>
  );
}
