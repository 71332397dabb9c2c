import { EDITION } from '../../../config/schedule.ts';
import { BUILT_IN_TAXONOMY } from '../../../config/topics/built-in.ts';
import { addDays } from '../../day.ts';
import { composeDigest, type PoolWeek } from '../../editions/compose.ts';
import type { Composition } from '../../editions/composition.ts';
import { createPool, type Pool } from '../../editions/pool-cache.ts';
import type { PoolPaper } from '../../editions/pool-paper.ts';
import type { Interest, Preference } from '../../subscribers/preferences/preference.ts';
import { meanFigure } from '../confidence-interval.ts';
import { phrasePattern, withoutAccents } from '../free-text/common-phrases.ts';
import type { Figure, Scenario } from '../scenario.ts';
import { expectedBy, fitBefore } from '../trending/cold-fit.ts';
import { listsToMeasure, rankCandidates, toCandidates } from '../trending/order-papers.ts';
import {
  type CapturedPaper,
  dataOf,
  FINAL_LISTS,
  HISTORY,
  type RecordedList,
  type RecordedPaper,
  readRecordedLists,
} from '../trending/recorded-lists.ts';
import { sampleReaders } from './sample-readers.ts';

/** Hour of ranking, UTC: 07:00 in most of Europe and America is later, and captures are from the morning. */
const RANKED_AT = '10:00:00Z';
const SATURDAY = 6;

/** Papers that one reader gets on one day, and what the measures say about each. */
interface SentPaper {
  repeated: boolean;
  muted: boolean;
}

/** A pick of a reader who follows something. */
interface ReasonedPick {
  exploration: boolean;
  named: boolean;
}

/** Days of digests for many readers, by the code that composes them. */
export const readers: Scenario = {
  name: 'readers',
  describe: 'digests of many readers over weeks: repeats, muted papers, exploration, pick reasons',
  needs: [],
  needsOneOf: [FINAL_LISTS, HISTORY],
  async run(files, options) {
    const { lists, captured, read, gaps } = await readRecordedLists(files);
    const { from, measured } = listsToMeasure(lists, options.from);
    const { model, legend } = await fitBefore(lists, from);
    const pools = poolsOf(lists, captured, expectedBy(model));
    const days = measured.map(({ day }) => day);
    const topics = [...new Set(days.flatMap((day) => pools(day, 1).papers.flatMap(slugsOf)))].sort();
    const sent: SentPaper[] = [];
    const top: SentPaper[] = [];
    const picks: ReasonedPick[] = [];
    const sample = sampleReaders(lists, topics);
    for (const { preference, alsoWeekly } of sample) {
      const reader = new Reader(preference);
      const forgetful = new Reader(preference);
      for (const { pool, week } of digestsOf(days, pools, alsoWeekly)) {
        const composition = reader.compose(pool, week);
        sent.push(...reader.receive(pool, papersOf(composition)));
        picks.push(...reader.reasoned(composition));
        const best = pool.papers.slice(0, preference.size).map(({ paperId }) => paperId);
        top.push(...forgetful.receive(pool, best));
      }
    }
    return {
      legend:
        `${sample.length} readers with topics, keywords, authors, organizations and mutes drawn by a fixed ` +
        `seed, on ${days.length} days from ${from} on; every third also gets weekly digests. repeats: papers ` +
        'that a reader got before, titles under "also trending" included; muted: papers that a mute of the ' +
        'reader matches, by a check written apart; n: papers sent. exploration: share of the picks from ' +
        'outside the interests; reason names the interest: share of the picks whose reason states an interest ' +
        `of the reader, or that it is outside of them; n: picks. ${legend} ${gaps}`.trim(),
      figures: [
        ...countsOf('paperboy', sent),
        ...countsOf('top of the pool', top),
        shareFigure('exploration', picks, ({ exploration }) => exploration),
        shareFigure('reason names the interest', picks, ({ named }) => named),
      ],
      data: dataOf(read, measured),
    };
  },
};

/** One reader over all days: what they received, kept apart from the code under test. */
class Reader {
  readonly #preference: Preference;
  readonly #isMuted: (paper: PoolPaper) => boolean;
  readonly #received = new Set<string>();
  #picks = 0;

  constructor(preference: Preference) {
    this.#preference = preference;
    this.#isMuted = muteCheck(preference.interests);
  }

  compose(pool: Pool, week: PoolWeek | null): Composition | null {
    const received = { ids: new Set(this.#received), picks: this.#picks };
    const composition = composeDigest(pool, this.#preference, received, week);
    this.#picks += composition?.picks.length ?? 0;
    return composition;
  }

  receive(pool: Pool, paperIds: readonly string[]): SentPaper[] {
    const papers = new Map(pool.papers.map((paper) => [paper.paperId, paper]));
    return paperIds.map((paperId) => {
      const repeated = this.#received.has(paperId);
      this.#received.add(paperId);
      const paper = papers.get(paperId);
      return { repeated, muted: paper === undefined || this.#isMuted(paper) };
    });
  }

  /** Picks of a reader who follows something; without interests there is nothing to name or to leave. */
  reasoned(composition: Composition | null): ReasonedPick[] {
    const followed = this.#preference.interests.filter(({ mode }) => mode === 'follow');
    if (followed.length === 0) return [];
    const follows = new Set(followed.map(({ kind, value }) => `${kind} ${value.toLowerCase()}`));
    return (composition?.picks ?? []).map(({ exploration, reason: { why } }) => ({
      exploration,
      named: exploration ? why.kind === 'outside' : isFollowed(why, follows),
    }));
  }
}

function isFollowed(
  why: Composition['picks'][number]['reason']['why'],
  follows: ReadonlySet<string>,
): boolean {
  switch (why.kind) {
    case 'topic':
      return follows.has(`topic ${why.topic}`);
    case 'query':
      return follows.has(`query ${why.query.toLowerCase()}`);
    case 'author':
      return follows.has(`author ${why.name.toLowerCase()}`);
    case 'organisation':
      // A followed name may be part of the paper's: Stanford, Stanford University.
      return [...follows].some(
        (follow) => follow.startsWith('organisation ') && why.name.toLowerCase().includes(follow.slice(13)),
      );
    default:
      return false;
  }
}

/** Check of mutes that shares no code with the filter under test. */
function muteCheck(interests: readonly Interest[]): (paper: PoolPaper) => boolean {
  const mutes = interests.filter(({ mode }) => mode === 'mute');
  const valuesOf = (kind: Interest['kind']) =>
    mutes.flatMap((mute) => (mute.kind === kind ? [mute.value.toLowerCase()] : []));
  const [topics, authors, organizations] = [valuesOf('topic'), valuesOf('author'), valuesOf('organisation')];
  const phrases = valuesOf('query').map(phrasePattern);
  return (paper) =>
    slugsOf(paper).some((slug) => topics.includes(slug)) ||
    paper.authors.some((author) => authors.includes(author.toLowerCase())) ||
    organizations.includes((paper.organization ?? '').toLowerCase()) ||
    phrases.some((phrase) =>
      [paper.title, paper.abstract ?? ''].some((text) => phrase.test(withoutAccents(text))),
    );
}

function slugsOf(paper: PoolPaper): string[] {
  return paper.topics.flatMap(({ topic }) => (topic === '' ? [] : [topic]));
}

/** Digests of a reader in order: one each day, and on Saturdays one of the week after it. */
function digestsOf(
  days: readonly string[],
  pools: (day: string, window: number) => Pool,
  alsoWeekly: boolean,
): { pool: Pool; week: PoolWeek | null }[] {
  return days.flatMap((day) => {
    const daily = { pool: pools(day, EDITION.dayWindow), week: null };
    if (!alsoWeekly || new Date(`${day}T00:00:00Z`).getUTCDay() !== SATURDAY) return [daily];
    const week = { from: addDays(day, 1 - EDITION.weekWindow), topics: [] };
    return [daily, { pool: pools(day, EDITION.weekWindow), week }];
  });
}

/** Pools of the lists of that many days up to a day, each ranked once, with the votes read by then. */
function poolsOf(
  lists: readonly RecordedList[],
  captured: readonly RecordedList<CapturedPaper>[],
  expected: (paper: RecordedPaper) => number | null,
): (day: string, window: number) => Pool {
  const readings = new Map(captured.flatMap(({ papers }) => papers.map((paper) => [paper.id, paper])));
  const made = new Map<string, Pool>();
  return (day, window) => {
    const key = `${day} ${window}`;
    const known = made.get(key);
    if (known) return known;
    const from = addDays(day, 1 - window);
    const pool = poolOf(
      key,
      lists.filter((list) => list.day >= from && list.day <= day),
      new Date(`${day}T${RANKED_AT}`),
      { readings, expected },
    );
    made.set(key, pool);
    return pool;
  };
}

function poolOf(
  poolId: string,
  lists: readonly RecordedList[],
  asOf: Date,
  known: {
    readings: ReadonlyMap<string, CapturedPaper>;
    expected: (paper: RecordedPaper) => number | null;
  },
): Pool {
  const papers = new Map<string, { day: string; paper: RecordedPaper }>();
  for (const { day, papers: listed } of lists)
    for (const paper of listed) if (!papers.has(paper.id)) papers.set(paper.id, { day, paper });
  const readingsOf = ({ id }: RecordedPaper) => {
    const reading = known.readings.get(id);
    if (!reading || reading.capturedAt > asOf) return {};
    return { hf_upvotes: { at: reading.capturedAt, value: reading.upvotes } };
  };
  const candidates = [...papers.values()].flatMap(({ day, paper }) =>
    toCandidates(day, [paper], { readings: readingsOf, expected: known.expected }),
  );
  const scored = rankCandidates(candidates, asOf).flatMap((score): PoolPaper[] => {
    const found = papers.get(score.paperId);
    if (!found) return [];
    const { title, abstract, authors, organization, hasCode } = found.paper;
    const publicAt = new Date(`${found.day}T00:00:00Z`);
    return [{ ...score, title, abstract, authors, organization, hasCode, publicAt }];
  });
  return createPool(
    { taxonomy: BUILT_IN_TAXONOMY, poolId, revision: 1, cards: new Map(), unreadable: [] },
    scored,
  );
}

function papersOf(composition: Composition | null): string[] {
  return composition === null
    ? []
    : [...composition.picks, ...composition.trending].map(({ paperId }) => paperId);
}

function countsOf(system: string, sent: readonly SentPaper[]): Figure[] {
  const count = (measure: string, holds: (paper: SentPaper) => boolean): Figure => ({
    measure,
    system,
    value: sent.filter(holds).length,
    interval: null,
    n: sent.length,
  });
  return [count('repeats', ({ repeated }) => repeated), count('muted', ({ muted }) => muted)];
}

function shareFigure(
  measure: string,
  picks: readonly ReasonedPick[],
  holds: (pick: ReasonedPick) => boolean,
): Figure {
  return meanFigure(
    measure,
    'paperboy',
    picks.map((pick) => (holds(pick) ? 1 : 0)),
  );
}
