import type { Language } from '../../config/languages.ts';
import { COMPARISON, NOTABLE } from '../../config/scoring.ts';
import { SIGNAL_NAMES, type SignalName } from '../../config/signals.ts';
import { type Taxonomy, topicLabel } from '../../config/topics/taxonomy.ts';
import { FORMATS } from '../../templates/formats.ts';
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

/** The signal that speaks for a paper, a notable one if there is any. Its value is at least 1. */
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
   * Whole percent of the topic's, or of all, observed papers with strictly fewer upvotes, rounded down; 100
   * if every other paper has fewer. Null if too few to mention.
   */
  beatsPercent: number | null;
  /** True if no paper of the pool, from any day, has as many upvotes. */
  mostUpvotedOfDay: boolean;
  /** UTC day on which the paper became public, YYYY-MM-DD. */
  publicOn: string;
  /** True if a source links to the paper's code. */
  hasCode: boolean;
}

/** Precedence of signals; the lowest number is mentioned. */
const SIGNAL_PRECEDENCE: Record<SignalName, number> = { hf_upvotes: 1, github_stars: 2, hf_comments: 3 };
const SIGNALS_BY_PRECEDENCE = [...SIGNAL_NAMES].sort((a, b) => SIGNAL_PRECEDENCE[a] - SIGNAL_PRECEDENCE[b]);

/** Input of a reason. */
type Ranked = Pick<PoolPaper, 'signals' | 'topics' | 'publicAt' | 'hasCode'>;

/** Collects the facts behind a pick. */
export function makePickReason(paper: Ranked, why: PickBasis, mostUpvotedOfDay: boolean): PickReason {
  return {
    why,
    lift: leadingSignalOf(paper),
    beatsPercent: beatsPercent(paper, why),
    mostUpvotedOfDay,
    publicOn: dayOf(paper.publicAt),
    hasCode: paper.hasCode,
  };
}

/** Surroundings of a reason. */
export interface ReasonPlace {
  /** `public` omits the subscriber's own interests: names, queries, and what lies outside of them. */
  audience: 'subscriber' | 'public';
  /** Label above the pick, which the reason does not repeat: a topic, or that it is outside of them. */
  heading: { topic: string; outside: boolean } | null;
}

/**
 * Pick reason in one line: facts that made the paper win, never a weak one dressed as praise, e.g. `Top 3% in
 * Agents & tool use · 214 upvotes since yesterday` or `Matches “sparse attention” · new today, code
 * released`. `today` is the subscriber's own day, YYYY-MM-DD. May contain external text (names, a query), so
 * it must be escaped.
 */
export function pickReasonText(
  taxonomy: Taxonomy,
  reason: PickReason,
  today: string,
  language: Language,
  place: ReasonPlace = { audience: 'subscriber', heading: null },
): string {
  const { why } = reason;
  const standing = standingText(taxonomy, reason, language);
  // A standing names the topic, or all papers, itself.
  const isTopicNamed = standing !== null && why.kind === 'topic';
  const isHidden = place.audience === 'public' && (isOwnInterest(why) || why.kind === 'outside');
  const basis = isTopicNamed || isHidden || isHeading(why, place) ? null : basisText(taxonomy, why, language);
  const fact =
    basis !== null && isOwnInterest(why)
      ? personalFactText(reason, today, language)
      : factText(reason, today, language);
  const line = [basis, standing, fact].filter((part) => part !== null).join(' · ');
  return line.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
}

function isHeading(why: PickBasis, { heading }: ReasonPlace): boolean {
  if (heading === null) return false;
  return why.kind === 'topic' ? why.topic === heading.topic : why.kind === 'outside' && heading.outside;
}

function isOwnInterest({ kind }: PickBasis): boolean {
  return kind === 'author' || kind === 'organisation' || kind === 'query';
}

/** The matching interest; null without one, because “all topics” says nothing about a paper. */
function basisText(taxonomy: Taxonomy, why: PickBasis, language: Language): string | null {
  const words = TEXTS[language].reasons;
  switch (why.kind) {
    case 'topic':
      return topicLabel(taxonomy, why.topic, language);
    case 'query':
      return words.query(why.query.replace(/["“”„«»]/gu, '').trim());
    case 'author':
      return words.author(why.name);
    case 'organisation':
      return words.organisation(why.name);
    case 'everything':
      return null;
    default:
      return words[why.kind];
  }
}

/** A notable count, else how new the paper is. */
function factText(reason: PickReason, today: string, language: Language): string {
  const { publicOn, hasCode } = reason;
  const words = TEXTS[language].reasons;
  const day = FORMATS[language].dayAndMonth(publicOn, today);
  if (isLeader(reason)) return publicOn === today ? words.leaderToday : words.leaderOf(day);
  const count = notableCountText(reason, language);
  if (count !== null) return count;
  // A list's day begins at midnight UTC, which is still the day before further west.
  const age = publicOn >= today ? words.newToday : words.newOn(day);
  return hasCode ? words.withCode(age) : age;
}

/** The same where a name or a query already says enough: an ordinary age is omitted. */
function personalFactText(reason: PickReason, today: string, language: Language): string | null {
  if (reason.publicOn >= today) return factText(reason, today, language);
  const code = reason.hasCode ? TEXTS[language].reasons.codeReleased : null;
  return notableCountText(reason, language) ?? code;
}

/** Rank by upvotes, as the best or as a top percentage; null if there is nothing to praise. */
function standingText(taxonomy: Taxonomy, reason: PickReason, language: Language): string | null {
  const { lift, beatsPercent: percent, why } = reason;
  // Reasons composed before the threshold was raised may store less.
  if (
    percent === null ||
    percent < COMPARISON.minimumPercent ||
    lift?.signal !== 'hf_upvotes' ||
    lift.value < COMPARISON.minimumUpvotes ||
    isLeader(reason)
  )
    return null;
  const words = TEXTS[language].reasons;
  if (why.kind !== 'topic') return percent === 100 ? words.mostOfAll : words.topOfAll(100 - percent);
  const topic = topicLabel(taxonomy, why.topic, language);
  return percent === 100 ? words.mostInTopic(topic) : words.topInTopic(100 - percent, topic);
}

function isLeader({ lift, why, mostUpvotedOfDay }: PickReason): boolean {
  return lift !== null && why.kind === 'outside' && mostUpvotedOfDay;
}

/**
 * A count worth stating, else null. Puts a gain that is only part of it in brackets: the rest of the line is
 * about the whole count.
 */
function notableCountText({ lift }: PickReason, language: Language): string | null {
  if (lift === null || lift.value < NOTABLE[lift.signal]) return null;
  const { signal, value, gained } = lift;
  const { units, since } = TEXTS[language].reasons;
  const count = units[signal](value);
  if (gained === null || gained < NOTABLE[signal]) return count;
  return gained >= value ? since(count) : `${count} (${since(FORMATS[language].number(gained))})`;
}

function leadingSignalOf(paper: Ranked): LeadingSignal | null {
  const present = SIGNALS_BY_PRECEDENCE.flatMap((signal): LeadingSignal[] => {
    const state = paper.signals[signal];
    return state && state.value > 0 ? [{ signal, value: state.value, gained: state.gained }] : [];
  });
  return present.find(({ signal, value }) => value >= NOTABLE[signal]) ?? present[0] ?? null;
}

/** `beatsPercent` of a reason. Null if too few papers were observed or the share is below the threshold. */
function beatsPercent(paper: Ranked, why: PickBasis): number | null {
  if (why.kind !== 'topic' && why.kind !== 'everything' && why.kind !== 'outside') return null;
  const topic = why.kind === 'topic' ? why.topic : '';
  const place = paper.topics.find((entry) => entry.topic === topic);
  if (!place || place.beats === null) return null;
  if (place.of < COMPARISON.minimumPapers || place.observed < COMPARISON.minimumPapers) return null;
  if (place.beats === 1) return 100;
  // `beats` is a share of the other papers, a top percentage one of all: the second of 30 is in the top 7%,
  // though 28 of 29 others (97%) have fewer upvotes.
  const beaten = Math.round(place.beats * (place.observed - 1));
  const percent = Math.floor((beaten * 100) / place.observed);
  return percent >= COMPARISON.minimumPercent ? percent : null;
}
