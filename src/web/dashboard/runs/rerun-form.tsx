import type { ReactElement } from 'react';
import { RERUNS } from '../../../runs/rerun-queries.ts';
import { RUNS_TEXTS } from './runs-texts.ts';

/** Selects the step and day of a re-run and starts its dry run. */
export function RerunForm({ sources, day }: { sources: readonly string[]; day: string }): ReactElement {
  return (
    <form method="get" action="/operator/runs/dry-run" className="filter">
      <label>
        {RUNS_TEXTS.step}{' '}
        <select name="what" defaultValue="rank">
          {RERUNS.map((step) => (
            <option key={step} value={step}>
              {RUNS_TEXTS.steps[step]}
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
      <button type="submit">{RUNS_TEXTS.dryRun}</button>
    </form>
  );
}
