import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCommandLine } from '../../src/cli/program.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paperboy-backtest-'));
  await mkdir(join(folder, 'hf'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

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

type Line = { scenario: string; measure: string; system: string; value: number; n: number };

/** Figures of a run with `--json`, one object a line. */
async function figuresOf(...options: string[]) {
  const { code, out, err } = await run('--data', folder, '--json', ...options);
  const figures = out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
  return { code, figures, err };
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
    const { code, figures, err } = await figuresOf('--scenario', 'summaries');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const figure = (system: string, measure: string) => {
      const found = figures.filter((each) => each.system === system && each.measure === measure);
      expect(found).toHaveLength(1);
      return found[0] ?? { value: Number.NaN, n: 0 };
    };
    for (const half of ['', ', development half']) {
      expect(figure('first sentence', `contribution@195${half}`)).toMatchObject({
        scenario: 'summaries',
        value: 0,
        interval: [0, 0],
      });
      expect(figure('paperboy', `contribution@195${half}`)).toMatchObject({ value: 1, interval: [1, 1] });
      const rouge = (system: string) => figure(system, `rouge1@195${half}`).value;
      expect(rouge('paperboy')).toBeGreaterThan(rouge('first sentence'));
      expect(rouge('best contiguous cut')).toBeGreaterThan(0.5);
    }
    const papers = ['', ', development half'].map((half) => figure('paperboy', `rouge1@195${half}`).n);
    expect((papers[0] ?? 0) + (papers[1] ?? 0)).toBe(30);
    expect((await runSummaries()).out).toContain('summaries: 30 rows of 33 lines in 2 files\n');
  });

  it('prints a table with intervals, the same each time', async () => {
    await write('daily_history.jsonl.gz', numbers.map(paper));
    const { out } = await runSummaries();
    expect(out).toMatch(
      /^summaries: 30 rows of 30 lines in 1 file\nmeasure +system +value +95% interval +n\n/,
    );
    expect(out).toMatch(/\ncontribution@195 +paperboy +1 +1 to 1 +\d+\n/);
    expect(out).toMatch(/\nrouge1@195 +paperboy +0\.\d+ +0\.\d+ to 0\.\d+ +\d+\n/);
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
    expect(out).toContain('2 rows of 5 lines');
    expect(out).toContain('3 bad lines skipped:\n  daily_history.jsonl.gz:2 is not JSON\n');
    expect(out).toMatch(/ {2}daily_history\.jsonl\.gz:4 id: /);
    expect(out).toMatch(/ {2}daily_history\.jsonl\.gz:6 /);
    const { err } = await runSummaries('--json');
    expect(err).toContain('summaries: 3 bad lines skipped:\n  daily_history.jsonl.gz:2 is not JSON\n');
  });

  it('reads the own history without a folder', async () => {
    vi.stubEnv('DATA_DIR', join(folder, 'installation'));
    vi.stubEnv('LOG_LEVEL', 'silent');
    expect(await run('--scenario', 'cold')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('This installation has no daily list yet'),
    });
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
    expect(await run('--data', folder, '--from', 'spring')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Expected YYYY-MM-DD'),
    });
    expect(await run('--data', folder, '--scenario', 'weather')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Allowed choices are '),
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
    const { code, figures, err } = await figuresOf();
    expect(code).toBe(0);
    expect(err).toMatch(/(?:^|\n)summaries: skipped\. No file in .* matches hf\/daily_history/);
    const scenario = 'withdrawals';
    const system = 'paperboy';
    expect(figures).toMatchObject([
      { scenario, system, measure: 'withdrawn', value: 0.5, n: 2 },
      { scenario, system, measure: 'withdrawn, with the words withdraw or retract', value: 1, n: 1 },
      { scenario, system, measure: 'standing', value: 0, interval: [0, 0], n: 2 },
    ]);
  });

  it('lists scenarios and their files in its help', async () => {
    const { code, out } = await run('--help');
    expect(code).toBe(0);
    expect(out).toMatch(/Scenarios:\n(?:.*\n)* {2}summaries .*\n +reads hf\/daily_history\*\.jsonl\.gz/);
  });
});
