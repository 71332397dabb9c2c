import type { BadLine } from './read-json-lines.ts';

/** One figure of a scenario: a row of its table, and a line of `--json`. */
export interface Figure {
  /** What is measured, for example `ndcg@10`. */
  measure: string;
  /** `paperboy`, or the name of a baseline measured in the same run. */
  system: string;
  /** Shares and scores are between 0 and 1; null if there was nothing to measure. */
  value: number | null;
  /** 95% interval by the bootstrap; null for a count. */
  interval: readonly [low: number, high: number] | null;
  /** Number of lists, papers or queries that the value is a mean of. */
  n: number;
}

/** Result of a scenario, for the table and for `--json`. */
export interface ScenarioResult {
  /** Meaning of the measures and systems, in full sentences. */
  legend: string;
  figures: readonly Figure[];
  /** Data that the figures were computed from. */
  data: { files: readonly string[]; lines: number; used: number; bad: number; badLines: readonly BadLine[] };
}

export interface ScenarioOptions {
  /**
   * YYYY-MM-DD: what is fitted may use earlier days only, and is measured on this day and later ones. Null
   * leaves the choice of the day to the scenario.
   */
  from: string | null;
}

/** One decision of Paperboy, replayed on recorded data. Registered in scenarios.ts. */
export interface Scenario {
  name: string;
  /** One line for `--help`. */
  describe: string;
  /** Files that it reads, relative to the data folder; `*` stands for anything but a slash. */
  needs: readonly string[];
  /** Files of which one kind suffices, written like `needs`. */
  needsOneOf?: readonly string[];
  /** Files that it reads if they are there, written like `needs`. */
  uses?: readonly string[];
  /** Reads the files by the pattern that they match; an empty list for one without. Changes nothing. */
  run(files: ReadonlyMap<string, readonly string[]>, options: ScenarioOptions): Promise<ScenarioResult>;
}
