import type { ReactElement, ReactNode } from 'react';

interface Column {
  name: string;
  /** Right-aligned, with tabular figures. */
  number?: boolean;
}

/** A table in its own scroll container, which the keyboard reaches. */
export function Table({
  label,
  columns,
  stacked,
  children,
}: {
  label: string;
  columns: readonly Column[];
  /** Stacks the cells of a row on a phone; cells with `data-name` are prefixed with that name. */
  stacked?: boolean;
  children: ReactNode;
}): ReactElement {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scroll containers need keyboard access (WCAG 2.1.1)
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

interface StateStyle {
  shape: string;
  kind: 'good' | 'busy' | 'bad' | 'idle';
  /** Word on the page, where it differs from the stored state. */
  name?: string;
}

/** Shape, kind and word of every state, so that no state is told by color alone. */
const STATES: Record<string, StateStyle> = {
  finished: { shape: '✓', kind: 'good' },
  accepted: { shape: '✓', kind: 'good' },
  fresh: { shape: '✓', kind: 'good' },
  open: { shape: '▶', kind: 'busy' },
  sending: { shape: '▶', kind: 'busy' },
  planned: { shape: '○', kind: 'idle', name: 'scheduled' },
  waiting: { shape: '○', kind: 'idle' },
  quiet: { shape: '○', kind: 'idle' },
  skipped: { shape: '–', kind: 'idle' },
  excluded: { shape: '–', kind: 'idle', name: 'skipped' },
  cancelled: { shape: '–', kind: 'idle', name: 'canceled' },
  dropped: { shape: '–', kind: 'idle', name: 'discarded' },
  shown: { shape: '○', kind: 'idle' },
  done: { shape: '✓', kind: 'good' },
  running: { shape: '▶', kind: 'busy' },
  'not-yet': { shape: '○', kind: 'idle', name: 'not started' },
  'put-off': { shape: '○', kind: 'idle', name: 'deferred' },
  late: { shape: '!', kind: 'bad' },
  lost: { shape: '✗', kind: 'bad' },
  paused: { shape: '‖', kind: 'bad' },
  uncertain: { shape: '?', kind: 'bad' },
  failed: { shape: '✗', kind: 'bad' },
  stalled: { shape: '✗', kind: 'bad' },
};

/**
 * Shows a state by shape and word; its color is only a second signal. `children` replaces the state's own
 * word.
 */
export function StateLabel({ state, children }: { state: string; children?: ReactNode }): ReactElement {
  const { shape, kind } = STATES[state] ?? { shape: '·', kind: 'idle' };
  return (
    <span className={`state ${kind}`} data-state={state}>
      <span aria-hidden="true">{shape}</span> {children ?? stateName(state)}
    </span>
  );
}

/** The word that pages use for a stored state. */
export function stateName(state: string): string {
  return STATES[state]?.name ?? state;
}
