import type { Scenario } from './scenario.ts';
import { summaries } from './summaries/scenario-summaries.ts';
import { text } from './text/scenario-text.ts';
import { topics } from './topics/scenario-topics.ts';
import { withdrawals } from './withdrawals/scenario-withdrawals.ts';

/** All scenarios in the order in which they run. */
export const SCENARIOS: readonly Scenario[] = [summaries, text, topics, withdrawals];
