import type { Language } from '../../config/languages.ts';
import { COMPARISON } from '../../config/scoring.ts';
import { SIGNAL_NAMES, type SignalName } from '../../config/signals.ts';
import { topicLabel } from '../../config/topics/taxonomy.ts';
import { WRITING } from '../../templates/sentences.ts';
import { TEXTS } from '../../templates/texts.ts';
import { dayOf } from '../day.ts';
import type { PoolPaper } from './pool-paper.ts';

/** The interest a pick is based on. `everything`: the subscriber follows nothing in particular. */
export type PickBasis =
  | { kind: 'topic'; topic: string }
  | { kind: 'query'; query: string }
  | { kind: 'author'; name: string }
  | { kind: 'organisation'; name: string }
  | { kind: 'everything' }
  | { kind: 'outside' }
  | { kind: 'editor' };

/** The signal that speaks for a paper. Its value is at least 1. */
interface LeadingSignal {
  signal: SignalName;
  value: number;
  /** Gain since a reading 20–28 h before the ranking; null without one. */
  gained: number | null;
}

/** Reason for a pick: facts only, as plain JSON, from which pickReasonText makes the line. */
export interface PickReason {
  why: PickBasis;
  /** Null without any attention yet. */
  lift: LeadingSignal | null;
  /**
   * Whole percent (50–100) of the topic's, or of all, observed papers with strictly fewer upvotes; null if
   * too few to mention.
   */
  beatsPercent: number | null;
  /** True if no paper of the pool, from any day, has as many upvotes. */
  mostUpvotedOfDay: boolean;
  /** UTC day on which the paper became public, YYYY-MM-DD. */
  publicOn: string;
}

/** Precedence of signals; the lowest number is mentioned. */
const SIGNAL_PRECEDENCE: Record<SignalName, number> = { hf_upvotes: 1, github_stars: 2, hf_comments: 3 };
const SIGNALS_BY_PRECEDENCE = [...SIGNAL_NAMES].sort((a, b) => SIGNAL_PRECEDENCE[a] - SIGNAL_PRECEDENCE[b]);

/** Input of a reason. */
type Ranked = Pick<PoolPaper, 'signals' | 'topics' | 'publicAt'>;

/** Collects the facts behind a pick. */
export function makePickReason(paper: Ranked, why: PickBasis, mostUpvotedOfDay: boolean): PickReason {
  return {
    why,
    lift: leadingSignalOf(paper),
    beatsPercent: beatsPercent(paper, why),
    mostUpvotedOfDay,
    publicOn: dayOf(paper.publicAt),
  };
}

/**
 * Pick reason in one line. `today` is the subscriber's own day, YYYY-MM-DD. May contain external text (names,
 * a query), so it must be escaped.
 */
export function pickReasonText(reason: PickReason, today: string, language: Language): string {
  return `${whyText(reason.why, language)} · ${attentionText(reason, today, language)}`;
}

function whyText(why: PickBasis, language: Language): string {
  const words = TEXTS[language].reasons;
  switch (why.kind) {
    case 'topic':
      return topicLabel(why.topic, language);
    case 'query':
      return words.query(why.query.replace(/["“”„«»]/gu, '').trim());
    case 'author':
      return words.author(why.name);
    case 'organisation':
      return words.organisation(why.name);
    default:
      return words[why.kind];
  }
}

function attentionText(reason: PickReason, today: string, language: Language): string {
  const { lift, beatsPercent: percent, why, publicOn } = reason;
  const words = TEXTS[language].reasons;
  const day = WRITING[language].day(publicOn, today);
  // A list's day begins at midnight UTC, which is still the day before further west.
  if (!lift) return publicOn >= today ? words.newToday : words.newOn(day);
  if (why.kind === 'outside' && reason.mostUpvotedOfDay)
    return publicOn === today ? words.leaderToday : words.leaderOf(day);
  const count = countText(lift, language);
  if (percent === null || lift.signal !== 'hf_upvotes') return count;
  if (why.kind === 'topic')
    return `${count}, ${percent === 100 ? words.mostInTopic : words.moreInTopic(percent)}`;
  return `${count}, ${percent === 100 ? words.mostOfAll : words.moreOfAll(percent)}`;
}

/** Puts a gain that is only part of the count in brackets: the rest of the line is about the whole count. */
function countText({ signal, value, gained }: LeadingSignal, language: Language): string {
  const { units, since } = TEXTS[language].reasons;
  const count = units[signal](value);
  if (!gained) return count;
  return gained >= value ? since(count) : `${count} (${since(WRITING[language].counted(gained))})`;
}

function leadingSignalOf(paper: Ranked): LeadingSignal | null {
  for (const signal of SIGNALS_BY_PRECEDENCE) {
    const state = paper.signals[signal];
    if (state && state.value > 0) return { signal, value: state.value, gained: state.gained };
  }
  return null;
}

/** Rounded down; null if too few papers were observed or the share is below the threshold. */
function beatsPercent(paper: Ranked, why: PickBasis): number | null {
  if (why.kind !== 'topic' && why.kind !== 'everything' && why.kind !== 'outside') return null;
  const topic = why.kind === 'topic' ? why.topic : '';
  const place = paper.topics.find((entry) => entry.topic === topic);
  if (!place || place.beats === null) return null;
  if (place.of < COMPARISON.minimumPapers || place.observed < COMPARISON.minimumPapers) return null;
  // 0.29 · 100 is 28.999…; a share of exactly 29% must stay 29.
  const percent = Math.floor(place.beats * 100 + 1e-9);
  return percent >= COMPARISON.minimumPercent ? percent : null;
}
