import { freeText } from './free-text/scenario-free-text.ts';
import { readers } from './readers/scenario-readers.ts';
import type { Scenario } from './scenario.ts';
import { people } from './search/scenario-people.ts';
import { judgedSearch, judgedSimilar } from './search/scenario-search.ts';
import { summaries } from './summaries/scenario-summaries.ts';
import { text } from './text/scenario-text.ts';
import { topics } from './topics/scenario-topics.ts';
import { arxiv } from './trending/scenario-arxiv.ts';
import { cold } from './trending/scenario-cold.ts';
import { early } from './trending/scenario-early.ts';
import { firstHours } from './trending/scenario-first-hours.ts';
import { sameMorning } from './trending/scenario-same-morning.ts';
import { withdrawals } from './withdrawals/scenario-withdrawals.ts';

/** All scenarios in the order in which they run. */
export const SCENARIOS: readonly Scenario[] = [
  summaries,
  text,
  topics,
  freeText,
  withdrawals,
  people,
  judgedSearch,
  judgedSimilar,
  cold,
  sameMorning,
  readers,
  early,
  firstHours,
  arxiv,
];
