import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readers } from '../../../src/backtest/readers/scenario-readers.ts';
import { runBacktest } from '../../../src/backtest/run-backtest.ts';
import { arxiv } from '../../../src/backtest/trending/scenario-arxiv.ts';
import { cold } from '../../../src/backtest/trending/scenario-cold.ts';
import { early } from '../../../src/backtest/trending/scenario-early.ts';
import { firstHours } from '../../../src/backtest/trending/scenario-first-hours.ts';
import { sameMorning } from '../../../src/backtest/trending/scenario-same-morning.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paperboy-trending-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function write(name: string, rows: readonly unknown[]): Promise<void> {
  await mkdir(dirname(join(folder, name)), { recursive: true });
  await writeFile(join(folder, name), gzipSync(rows.map((row) => JSON.stringify(row)).join('\n')));
}

async function figures(scenario: typeof cold, from: string | null = null) {
  const { results } = await runBacktest(folder, [scenario], { skipsMissing: false, from });
  const [result] = results;
  if (!result) throw new Error('no result');
  const value = (measure: string, system: string) =>
    result.figures.find((figure) => figure.measure === measure && figure.system === system)?.value;
  return { ...result, value };
}

const id = (day: string, number: number) =>
  `26${day.slice(5, 7)}.${day.slice(8)}${String(number).padStart(3, '0')}`;

/** A list whose papers have more upvotes the more authors they have. */
function list(day: string, size = 20) {
  return Array.from({ length: size }, (_, number) => ({
    list_date: day,
    captured_at: `${day}T08:00:00Z`,
    id: id(day, number + 1),
    title: `Pump ${number} of ${day}`,
    summary: `A pump with ${number} valves.`,
    authors: Array.from({ length: number + 1 }, (__, author) => `Gardener ${author}`),
    publishedAt: `${day}T00:00:00Z`,
    upvotes: number,
    numComments: 0,
  }));
}

function finalOf(rows: ReturnType<typeof list>, upvotes: (captured: number) => number) {
  return rows.map(({ list_date, captured_at: _, ...paper }) => ({
    paper: { ...paper, upvotes: upvotes(paper.upvotes) },
    _source: { list_date, list_position: 0 },
  }));
}

describe('cold scenario', () => {
  it('measures each list from its day on by NDCG, with baselines', async () => {
    await write('hf/daily_history_a.jsonl.gz', [...list('2026-05-04'), ...list('2026-05-05')]);
    const { value, figures: rows, legend } = await figures(cold, '2026-05-05');
    expect(value('ndcg@10', 'number of authors')).toBe(1);
    expect(value('ndcg@10', 'chance')).toBeLessThan(0.8);
    expect(rows.every(({ n }) => n === 1)).toBe(true);
    expect(legend).toContain('No hf/daily_lists');
  });

  it('gives equal papers no order of the file', async () => {
    const flat = list('2026-05-05', 40).map((row) => ({ ...row, authors: ['Ann Gardener'] }));
    await write('hf/daily_history_a.jsonl.gz', flat);
    const rising = (await figures(cold)).value('ndcg@10', 'number of authors');
    await write('hf/daily_history_a.jsonl.gz', flat.toReversed());
    const falling = (await figures(cold)).value('ndcg@10', 'number of authors');
    expect(rising).toBeGreaterThan(0.3);
    expect(rising).toBeLessThan(0.9);
    expect(falling).toBeLessThan(0.9);
  });

  it('prefers final upvotes to those at capture', async () => {
    const rows = list('2026-05-05');
    await write('hf/daily_history_a.jsonl.gz', rows);
    await write(
      'hf/daily_lists_a.jsonl.gz',
      finalOf(rows, (upvotes) => 19 - upvotes),
    );
    expect((await figures(cold)).value('ndcg@10', 'number of authors')).toBeLessThan(0.6);
  });

  it('says which files are missing', async () => {
    await expect(figures(cold)).rejects.toThrow(/hf\/daily_lists.* or hf\/daily_history/);
  });
});

describe('same-morning scenario', () => {
  it('counts the later top five among the picks', async () => {
    await write(
      'hf/daily_lists_a.jsonl.gz',
      finalOf(list('2026-05-05'), (upvotes) => upvotes),
    );
    const { value } = await figures(sameMorning);
    expect(value('share of top five@5', 'number of authors')).toBe(1);
    expect(value('share of top five@10', 'chance')).toBeCloseTo(0.5, 1);
    expect(value('share of top five@7', 'paperboy')).toBeLessThanOrEqual(1);
  });
});

describe('readers scenario', () => {
  it('finds no repeat and no muted paper where the top of the pool has both', async () => {
    const titles = [
      'LLM agents that plan',
      'Robot manipulation',
      'Speech recognition',
      'Video diffusion models',
    ];
    const days = Array.from({ length: 8 }, (_, place) => `2026-05-${String(place + 4).padStart(2, '0')}`);
    const rows = days.flatMap((day) =>
      list(day).map((row, number) => ({ ...row, title: `${titles[number % 4]} ${number} of ${day}` })),
    );
    await write('hf/daily_history_a.jsonl.gz', rows);
    const { value, figures: found } = await figures(readers);
    const sent = found.find(({ measure, system }) => measure === 'repeats' && system === 'paperboy')?.n ?? 0;
    expect(sent).toBeGreaterThan(1_000);
    expect([value('repeats', 'paperboy'), value('muted', 'paperboy')]).toEqual([0, 0]);
    expect(value('repeats', 'top of the pool')).toBeGreaterThan(100);
    expect(value('muted', 'top of the pool')).toBeGreaterThan(100);
    expect(value('exploration', 'paperboy')).toBeLessThanOrEqual(0.1);
    expect(value('reason names the interest', 'paperboy')).toBe(1);
  });
});

describe('early scenario', () => {
  it('orders by the votes of the first morning and compares with the final ones', async () => {
    const rows = list('2026-05-05');
    await write('hf/daily_history_a.jsonl.gz', rows);
    await write(
      'hf/daily_lists_a.jsonl.gz',
      finalOf(rows, (upvotes) => upvotes * 3),
    );
    const { value } = await figures(early);
    expect(value('ndcg@10', 'raw votes')).toBe(1);
    expect(value('ndcg@10', 'paperboy')).toBe(1);
    expect(value('ndcg@10 of pairs', 'paperboy')).toBeNull();
  });
});

describe('at-3:30 scenario', () => {
  it('measures only papers that the page showed on the day of their list', async () => {
    const day = '2026-05-05';
    const row = (number: number, listDay: string) => ({
      id: id(day, number),
      file_date: day,
      scraped_at: `${day}T02:00:00`,
      rank: number,
      list_size: 9,
      hf_upvotes_late: 100 - number,
      hf_list_date: listDay,
    });
    const numbers = [1, 2, 3, 4, 5, 6, 7, 8];
    await write('hf/rank_observations_a.jsonl.gz', [
      ...numbers.map((number) => row(number, day)),
      row(9, '2026-05-04'),
    ]);
    await write(
      'hf/rank_observations_texts_a.jsonl.gz',
      [...numbers, 9].map((number) => ({ id: id(day, number), title: `Hose ${number}`, authors: [] })),
    );
    const { value, data } = await figures(firstHours);
    expect(value('p@5', 'rank on the page')).toBe(1);
    expect(value('p@5', 'chance')).toBeLessThan(0.9);
    expect([data.used, data.bad]).toEqual([8, 0]);
  });
});

describe('arxiv scenario', () => {
  it('takes papers of the listing as listed if any list has them, without their version', async () => {
    const rows = list('2026-05-05', 10);
    await write('hf/daily_history_a.jsonl.gz', rows);
    const entry = (number: number, authors: string[]) => ({
      id: `${id('2026-05-05', number)}v2`,
      title: `Pump ${number}`,
      abstract: 'A pump.',
      authors,
      published: '2026-05-05',
    });
    const unlisted = [21, 22, 23, 24, 25].map((number) => entry(number, []));
    await write('arxiv/listing_a.jsonl.gz', [entry(1, ['Ann']), ...unlisted]);
    const { value, data } = await figures(arxiv);
    expect(value('auc', 'number of authors')).toBe(1);
    expect(value('auc within the listing', 'number of authors')).toBe(1);
    expect(data.used).toBe(15);
  });
});
