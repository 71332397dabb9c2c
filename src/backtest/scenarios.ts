import type { Scenario } from './scenario.ts';
import { summaries } from './summaries/scenario-summaries.ts';

/** All scenarios in the order in which they run. */
export const SCENARIOS: readonly Scenario[] = [summaries];
