import type { BadLine } from './read-json-lines.ts';

/** One figure of a scenario: a row of its table. Keys are the columns, in their order. */
export type ScenarioRow = Record<string, string | number>;

/** Result of a scenario, for the table and for `--json`. */
export interface ScenarioResult {
  /** Meaning of the columns, in full sentences. */
  legend: string;
  rows: readonly ScenarioRow[];
  /** Data that the figures were computed from. */
  data: { files: readonly string[]; lines: number; used: number; bad: number; badLines: readonly BadLine[] };
}

/** One decision of Paperboy, replayed on recorded data. Registered in scenarios.ts. */
export interface Scenario {
  name: string;
  /** One line for `--help`. */
  describe: string;
  /** Files that it reads, relative to the data folder; `*` stands for anything but a slash. */
  needs: readonly string[];
  /** Reads the files that match `needs`, by pattern. Changes nothing. */
  run(files: ReadonlyMap<string, readonly string[]>): Promise<ScenarioResult>;
}
