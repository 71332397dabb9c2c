import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runBacktest } from '../../src/backtest/run-backtest.ts';
import { topics } from '../../src/backtest/topics/scenario-topics.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paperboy-topics-'));
  await mkdir(join(folder, 'arxiv'));
  await mkdir(join(folder, 'hf'));
});
afterAll(() => rm(folder, { recursive: true }));

const ROBOT = 'A Robot Gripper for Wet Soil';
const PLAIN = 'A Note on Gardens';

let number = 0;
function row(title: string, categories: string[], published = '2026-02-16') {
  number++;
  const id = `2602.${String(number).padStart(5, '0')}`;
  return { id, title, abstract: 'Nothing more is said.', categories, published: `${published}T10:00:00Z` };
}

/** Three of four robotics papers are told, and one other paper is. */
const rows = [
  row(ROBOT, ['cs.RO', 'cs.AI']),
  row(ROBOT, ['cs.AI', 'cs.SY']),
  row(ROBOT, ['eess.SY'], '2026-02-23'),
  row(PLAIN, ['cs.RO'], '2026-02-23'),
  row(ROBOT, ['cs.LG'], '2026-02-23'),
  row('A Compiler for Gardens', ['cs.PL']),
];

async function measure(from: string | null = null) {
  const { results } = await runBacktest(folder, [topics], { skipsMissing: false, from });
  return (system: string, measured: string) =>
    results[0]?.figures.find((each) => each.system === system && each.measure === measured);
}

describe('the topics scenario', () => {
  beforeAll(async () => {
    const again = { ...rows[0], id: `${rows[0]?.id}v2` };
    const lines = [...rows, again].map((each) => JSON.stringify(each));
    await writeFile(join(folder, 'arxiv', 'listing_a.jsonl.gz'), gzipSync(`${lines.join('\n')}\n`));
    const listed = { id: '2602.09999', title: PLAIN, summary: 'Nothing.', list_date: '2026-02-01' };
    await writeFile(join(folder, 'hf', 'daily_history_a.jsonl.gz'), gzipSync(`${JSON.stringify(listed)}\n`));
  });

  it('measures the F1 of each field over categories and cross-lists, each paper once', async () => {
    const figure = await measure();
    expect(figure('paperboy', 'f1, robotics')).toMatchObject({ value: 0.75, n: 6 });
    expect(figure('paperboy', 'f1, software')).toMatchObject({ value: 1, n: 6 });
    expect(figure('largest field', 'f1, robotics')).toMatchObject({ value: 0.8, n: 6 });
  });

  it('averages the fields that occur', async () => {
    const figure = await measure();
    expect(figure('paperboy', 'macro-f1, six fields')?.value).toBe(0.875);
    expect(figure('largest field', 'macro-f1, six fields')?.value).toBe(0.4);
    const [low, high] = figure('paperboy', 'macro-f1, six fields')?.interval ?? [];
    expect(low).toBeLessThan(0.875);
    expect(high).toBeGreaterThan(0.875);
  });

  it('measures papers from a day on', async () => {
    const figure = await measure('2026-02-23');
    expect(figure('paperboy', 'f1, robotics')).toMatchObject({ value: 0.5, n: 3 });
  });
});
