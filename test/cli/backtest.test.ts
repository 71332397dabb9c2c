import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCommandLine } from '../../src/cli/program.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paperboy-backtest-'));
  await mkdir(join(folder, 'hf'));
});
afterEach(() => rm(folder, { recursive: true }));

async function run(...argv: string[]) {
  let out = '';
  let err = '';
  const code = await runCommandLine(['backtest', ...argv], {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return { code, out, err };
}

const runSummaries = (...options: string[]) => run('--data', folder, '--scenario', 'summaries', ...options);

function paper(number: number): Record<string, unknown> {
  return {
    id: `2604.${String(number).padStart(5, '0')}`,
    title: `Valve${number}: Closing When Wet`,
    summary:
      'Gardens have been watered by hand for as long as there are gardens, and by hose since there are hoses.\n' +
      `To address this, we introduce Valve${number}, a valve that closes by itself when the soil is wet. ` +
      `Experiments in ${number + 2} gardens show that it saves half of the water in dry and in rainy summers.`,
    ai_summary: `Valve${number} is a valve that closes by itself when the soil is wet and saves half of the water.`,
    upvotes: number,
  };
}

function write(name: string, rows: readonly unknown[]): Promise<void> {
  const lines = rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row)));
  return writeFile(join(folder, 'hf', name), gzipSync(`${lines.join('\n')}\n`));
}

const numbers = Array.from({ length: 30 }, (_, number) => number);

describe('backtest', () => {
  it('compares chosen sentences with the first ones, over all files of the shape', async () => {
    await write('daily_history_a.jsonl.gz', numbers.slice(0, 20).map(paper));
    await write('daily_history_b.jsonl.gz', [
      ...numbers.slice(18).map(paper),
      { ...paper(90), ai_summary: null },
    ]);
    const { code, out, err } = await runSummaries('--json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const [result] = JSON.parse(out);
    expect(result).toMatchObject({
      scenario: 'summaries',
      data: { lines: 33, used: 30, bad: 0, badLines: [] },
    });
    expect(result.data.files).toHaveLength(2);
    const row = (method: string, split: string) =>
      result.rows.find((each: Record<string, unknown>) => each.method === method && each.split === split);
    for (const split of ['development', 'kept back']) {
      expect(row('first sentence', split)).toMatchObject({ space: 195, contribution: 0 });
      expect(row('chosen', split)).toMatchObject({ contribution: 100, contribution_low: 100 });
      expect(row('chosen', split).rouge1).toBeGreaterThan(row('first sentence', split).rouge1);
      expect(row('best contiguous cut', split).rouge1).toBeGreaterThan(0.5);
    }
    expect(row('chosen', 'development').papers + row('chosen', 'kept back').papers).toBe(30);
  });

  it('prints a table with intervals, the same each time', async () => {
    await write('daily_history.jsonl.gz', numbers.map(paper));
    const { out } = await runSummaries();
    expect(out).toMatch(
      /^summaries: 30 papers of 30 lines in 1 file\nmethod +split +space +papers +contribution/,
    );
    expect(out).toMatch(/\nchosen +kept back +195 +\d+ +100 \[100, 100\] +0\.\d+ \[0\.\d+, 0\.\d+\] +\d+\n/);
    expect((await runSummaries()).out).toBe(out);
  });

  it('names bad lines by file and number, and skips them', async () => {
    await write('daily_history.jsonl.gz', [
      paper(1),
      '{"id": "2604.1',
      '',
      { id: 7, title: 'x' },
      paper(2),
      '[]',
    ]);
    const { code, out } = await runSummaries();
    expect(code).toBe(0);
    expect(out).toContain('2 papers of 5 lines');
    expect(out).toContain('3 bad lines skipped:\n  daily_history.jsonl.gz:2 is not JSON\n');
    expect(out).toMatch(/ {2}daily_history\.jsonl\.gz:4 id: /);
    expect(out).toMatch(/ {2}daily_history\.jsonl\.gz:6 /);
  });

  it('says what is missing', async () => {
    const absent = join(folder, 'absent');
    expect(await run('--data', absent)).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining(`There is no folder ${absent}.`),
    });
    expect(await run('--data', folder)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/matches hf\/daily_history\*\.jsonl\.gz.*BACKTEST_FILES_MISSING/),
    });
    expect((await run()).code).toBe(2);
    expect(await run('--data', folder, '--scenario', 'weather')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Allowed choices are summaries'),
    });
  });

  it('refuses a file that is cut short', async () => {
    const whole = gzipSync(numbers.map((number) => JSON.stringify(paper(number))).join('\n'));
    await writeFile(join(folder, 'hf', 'daily_history.jsonl.gz'), whole.subarray(0, whole.length / 2));
    expect(await runSummaries()).toMatchObject({
      code: 1,
      err: expect.stringContaining('BACKTEST_FILE_UNREADABLE'),
    });
  });

  it('measures how many withdrawals are recognized, and false alarms', async () => {
    await mkdir(join(folder, 'arxiv'));
    const rows = [
      { comment: 'This paper has been withdrawn due to an error in Lemma 2', withdrawn: true },
      { comment: 'The proof is wrong', withdrawn: true },
      { comment: '12 pages, 3 figures', withdrawn: false },
      { comment: 'Withdrawn from ICLR 2026', withdrawn: false },
    ];
    const lines = rows.map((row) => JSON.stringify(row)).join('\n');
    await writeFile(join(folder, 'arxiv', 'comments.jsonl.gz'), gzipSync(lines));
    const { code, out, err } = await run('--data', folder, '--json');
    expect(code).toBe(0);
    expect(err).toMatch(/^summaries: skipped\. No file in .* matches hf\/daily_history/);
    expect(JSON.parse(out)).toMatchObject([
      {
        scenario: 'withdrawals',
        rows: [
          { papers: 'withdrawn', comments: 2, recognized: 50 },
          { comments: 1, recognized: 100 },
          { papers: 'standing', comments: 2, recognized: 0 },
        ],
      },
    ]);
  });

  it('lists scenarios and their files in its help', async () => {
    const { code, out } = await run('--help');
    expect(code).toBe(0);
    expect(out).toMatch(/Scenarios:\n {2}summaries .*\n +reads hf\/daily_history\*\.jsonl\.gz/);
  });
});
