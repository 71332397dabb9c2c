import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it, vi } from 'vitest';
import { runBacktest } from '../../src/backtest/run-backtest.ts';
import { people } from '../../src/backtest/search/scenario-people.ts';

const PAPERS = [
  { authors: ['Jane Williams', 'Xin Li'], title: 'Tidal Herons and the Reeds Around Them' },
  { authors: ['William Jane', 'Hans Lis'], title: 'William and the Tidal Pools of Herons' },
  { authors: ['Song Han'], title: 'Measuring Reeds Without Getting Wet' },
  { authors: ['Han Songs'], title: 'Songs of the Marsh, Counted by Han and Others' },
].map((paper, place) => ({
  id: `2604.0000${place + 1}`,
  summary: 'An abstract.',
  publishedAt: `2026-04-0${place + 1}T00:00:00.000Z`,
  ...paper,
}));

it('measures searches for people and titles, and leaves no database behind', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-people-'));
  try {
    mkdirSync(join(folder, 'hf'));
    const lines = PAPERS.map((paper) => JSON.stringify(paper)).join('\n');
    writeFileSync(join(folder, 'hf', 'daily_history_made_up.jsonl.gz'), gzipSync(lines));
    mkdirSync(join(folder, 'temporary'));
    vi.stubEnv('TMPDIR', join(folder, 'temporary'));
    const { results } = await runBacktest(folder, [people], { skipsMissing: false, from: null });
    expect(readdirSync(join(folder, 'temporary'))).toEqual([]);
    const ours = results[0]?.figures.filter(({ system }) => system === 'paperboy') ?? [];
    expect(ours.map(({ measure, value, n }) => [measure, value, n])).toEqual([
      ['first, last name, stemmed', 1, 2],
      ['first, full name, stemmed', 1, 2],
      ['first, last name first, stemmed', 1, 2],
      ['first, last name with comma, stemmed', 1, 2],
      ['first, last name, plain', 1, 3],
      ['first, full name, plain', 1, 3],
      ['first, last name first, plain', 1, 3],
      ['first, last name with comma, plain', 1, 3],
      ['first, whole title', 1, 4],
      ['first, title with a typo', 1, 4],
      ['first, title with a foreign word', 1, 4],
    ]);
    const baseline = results[0]?.figures.find(
      ({ measure, system }) => system === 'postgresql' && measure === 'first, last name, stemmed',
    );
    expect(baseline?.value).toBeLessThan(1);
  } finally {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);
