import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANGUAGE_CODES } from '../../../config/languages.ts';
import { RENDERING } from '../../../config/rendering.ts';
import { BUILT_IN_TAXONOMY } from '../../../config/topics/built-in.ts';
import { composeDigestEmail } from '../../../src/delivery/digest/digest-email.ts';
import { toDigestPieces, toDigestProps } from '../../../src/delivery/digest/digest-props.ts';
import type { Composition } from '../../../src/editions/composition.ts';
import type { ShownPaper } from '../../../src/editions/pool-cache.ts';
import { joinDigest } from '../../../src/rendering/join-digest.ts';
import { renderDigest } from '../../../src/rendering/render-digest.ts';

const HOSTILE = [
  '%%content%%',
  '%%cut%%',
  '</tbody></h2>',
  '<script>alert(1)</script> & "it\'s"',
  '$& $1 $`',
  '\u202Eright to left',
  '注意力 机制 👩🏽‍🔬',
  'Gains of 96.7 % in 3.2 GB',
  '',
  'A: B',
  'CLIP: Postmen See: Twice!!',
  'العربية',
  'x'.repeat(400),
];
const text = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc
    .array(fc.constantFrom('sparse', 'attention', ...HOSTILE), { maxLength: 60 })
    .map((words) => words.join(' ')),
);
const address = fc.constantFrom(
  'https://code.example.org/a?b=1&c=2',
  'javascript:alert(1)',
  `https://example.org/${'&'.repeat(600)}`,
  "https://bücher.example/it's",
);
const paper = (index: number) => `2611.${String(10_000 + index)}`;

const cards = fc
  .array(
    fc.record({
      title: text,
      abstract: fc.option(text),
      summary: fc.option(text),
      authors: fc.array(text, { maxLength: 4 }),
      authorCount: fc.integer({ min: 0, max: 40 }),
      organisation: fc.option(text),
      links: fc.record({ code: address, project: address, discussion: address }, { requiredKeys: [] }),
      edited: fc.boolean(),
      generated: fc.boolean(),
      stars: fc.option(fc.integer({ min: 1, max: 9_000 })),
    }),
    { minLength: 1, maxLength: 14 },
  )
  .map(
    (list) =>
      new Map(
        list.map(({ stars, ...card }, index): [string, ShownPaper] => [
          paper(index),
          {
            ...card,
            paperId: paper(index),
            publicAt: '2026-11-21T00:00:00.000Z',
            signals: stars === null ? {} : { github_stars: { value: stars, gained: null, percentile: null } },
          } as ShownPaper,
        ]),
      ),
  );

const topic = fc.constantFrom('', 'agents-tool-use', 'reasoning', 'robotics-embodied');
const why = fc.oneof(
  topic.map((each) => ({ kind: 'topic' as const, topic: each || 'video' })),
  text.map((query) => ({ kind: 'query' as const, query })),
  text.map((name) => ({ kind: 'author' as const, name })),
  fc.constantFrom({ kind: 'everything' as const }, { kind: 'outside' as const }, { kind: 'editor' as const }),
);
const reason = fc.record({
  why,
  lift: fc.option(
    fc.record({
      signal: fc.constantFrom('hf_upvotes' as const, 'github_stars' as const),
      value: fc.integer({ min: 1, max: 300 }),
      gained: fc.option(fc.integer({ min: 0, max: 90 })),
    }),
  ),
  beatsPercent: fc.option(fc.integer({ min: 0, max: 100 })),
  mostUpvotedOfDay: fc.boolean(),
  publicOn: fc.constantFrom('2026-11-20', '2026-11-23'),
  hasCode: fc.boolean(),
});
const week = fc.option(
  fc.record({
    from: fc.constant('2026-11-16'),
    rise: fc.option(
      fc.oneof(
        fc.constant({ kind: 'topic' as const, topic: 'reasoning', papers: 9, before: 2 }),
        fc.constant({ kind: 'paper' as const, paperId: paper(0), upvotes: 70 }),
      ),
    ),
  }),
);
const composition = fc.record({
  language: fc.constantFrom(...LANGUAGE_CODES),
  picks: fc.array(fc.record({ index: fc.nat(13), reason, exploration: fc.boolean(), topic }), {
    maxLength: 12,
  }),
  trending: fc.array(fc.record({ index: fc.nat(13), topic }), { maxLength: 10 }),
  poolSize: fc.integer({ min: 1, max: 2_000 }),
  week,
  follows: fc.record({
    interests: fc.nat(9),
    topics: fc.nat(9),
    cadence: fc.constantFrom('daily' as const, 'weekdays' as const, 'weekly' as const),
    weeklyDay: fc.integer({ min: 1, max: 7 }),
    sendHour: fc.nat(23),
    timeZone: fc.constantFrom('UTC', 'Europe/Berlin'),
  }),
});
const env = fc.record({
  PUBLIC_URL: fc.constantFrom(
    'https://papers.example.org',
    'http://localhost:3000',
    'https://bücher.example',
  ),
  MAIL_FROM: fc.constant('Paperboy <digest@papers.example.org>'),
  MAIL_FROM_TRANSACTIONAL: fc.constant('Paperboy <hello@papers.example.org>'),
  MAIL_POSTAL_ADDRESS: text,
  LIST_ID: fc.constant('digest.papers.example.org'),
});
const KEYS = { current: 'k'.repeat(32), previous: [] };
const recipient = (number: number) => ({
  id: `0f9b1c1e-1111-4222-8333-${String(number).padStart(12, '0')}`,
  subscriberId: `0f9b1c1e-2222-4222-8333-${String(number).padStart(12, '0')}`,
  unsubscribeKey: String(number).padStart(22, 'k'),
  localDay: '2026-11-23',
});

function picked({
  picks,
  trending,
  ...rest
}: typeof composition extends fc.Arbitrary<infer T> ? T : never): Composition {
  return {
    ...rest,
    picks: picks.map(({ index, ...pick }) => ({ ...pick, paperId: paper(index) })),
    trending: trending.map(({ index, ...title }) => ({ ...title, paperId: paper(index) })),
  };
}

describe('a joined digest', () => {
  it('has the same bytes as one rendered alone, whatever was joined before', {
    timeout: 300_000,
  }, async () => {
    const seen = { joined: 0, left: 0 };
    await fc.assert(
      fc.asyncProperty(
        env,
        cards,
        fc.array(composition, { minLength: 2, maxLength: 4 }),
        async (vars, shown, list) => {
          const ctx = { env: vars, keys: KEYS, taxonomy: BUILT_IN_TAXONOMY };
          const pool = { cards: shown };
          for (const [number, each] of list.entries()) {
            const digest = picked(each);
            const reader = recipient(number);
            const joined = await joinDigest(toDigestPieces(ctx, pool, digest, reader));
            if (joined === null) {
              seen.left += 1;
              continue;
            }
            seen.joined += 1;
            expect(joined).toEqual(await renderDigest(toDigestProps(ctx, pool, digest, reader)));
          }
        },
      ),
      { numRuns: Number(process.env.JOIN_RUNS ?? 60), seed: 14 },
    );
    expect(seen.joined).toBeGreaterThan(seen.left);
  });

  it('leaves a digest beyond the size limit to the levels of less detail', async () => {
    const huge = '"'.repeat(280);
    const shown = new Map(
      Array.from({ length: 30 }, (_, index): [string, ShownPaper] => [
        paper(index),
        {
          paperId: paper(index),
          title: huge,
          abstract: null,
          summary: huge,
          authors: [huge],
          authorCount: 1,
          organisation: huge,
          links: {},
          publicAt: '2026-11-21T00:00:00.000Z',
          signals: {},
        },
      ]),
    );
    const [why] = [{ kind: 'everything' as const }];
    const digest: Composition = {
      language: 'en',
      picks: [...shown.keys()].map((paperId) => ({
        paperId,
        reason: {
          why,
          lift: null,
          beatsPercent: null,
          mostUpvotedOfDay: false,
          publicOn: '2026-11-21',
          hasCode: false,
        },
        exploration: false,
        topic: 'reasoning',
      })),
      trending: [],
      poolSize: 30,
      week: null,
      follows: { interests: 1, topics: 1, cadence: 'daily', weeklyDay: 1, sendHour: 7, timeZone: 'UTC' },
    };
    const ctx = {
      env: {
        PUBLIC_URL: 'https://papers.example.org',
        MAIL_FROM: 'Paperboy <digest@papers.example.org>',
        MAIL_FROM_TRANSACTIONAL: 'Paperboy <hello@papers.example.org>',
        MAIL_POSTAL_ADDRESS: 'Paperboy',
        LIST_ID: 'digest.papers.example.org',
      },
      keys: KEYS,
      taxonomy: BUILT_IN_TAXONOMY,
    };
    const pool = {
      taxonomy: BUILT_IN_TAXONOMY,
      poolId: 'day-2026-11-23',
      revision: 1,
      papers: [],
      unreadable: [],
      cards: shown,
      shortlistFor: () => [],
    };
    const delivery = {
      ...recipient(1),
      editionId: 'daily-2026-11-23',
      address: 'reader@example.com',
      digest,
    };
    expect(await joinDigest(toDigestPieces(ctx, pool, digest, delivery))).toBeNull();
    const { html } = await composeDigestEmail(ctx, pool, delivery, new Date('2026-11-23T08:00:00Z'));
    expect(Buffer.byteLength(html)).toBeLessThanOrEqual(RENDERING.targetBytes);
  });
});
