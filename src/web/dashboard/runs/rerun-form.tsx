import type { ReactElement } from 'react';
import { RERUNS } from '../../../runs/rerun-queries.ts';
import { RUNS_TEXTS } from './runs-texts.ts';

/** The first step of a re-run: what, of which day. It only asks what that would do. */
export function RerunForm({ sources, day }: { sources: readonly string[]; day: string }): ReactElement {
  return (
    <form method="get" action="/operator/runs/foresee" className="filter">
      <label>
        {RUNS_TEXTS.what}{' '}
        <select name="what" defaultValue="rank">
          {RERUNS.map((what) => (
            <option key={what} value={what}>
              {RUNS_TEXTS.whats[what]}
            </option>
          ))}
        </select>
      </label>
      <label>
        {RUNS_TEXTS.day} <input type="date" name="day" defaultValue={day} required />
      </label>
      <label>
        {RUNS_TEXTS.source}{' '}
        <select name="source">
          {sources.map((source) => (
            <option key={source} value={source}>
              {source}
            </option>
          ))}
        </select>
      </label>
      <label>
        {RUNS_TEXTS.edition} <input type="text" name="edition" size={22} placeholder={`daily-${day}`} />
      </label>
      <button type="submit">{RUNS_TEXTS.foresee}</button>
    </form>
  );
}
