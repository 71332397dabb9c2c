import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { dailyEntry, startHuggingFace } from '../support/hugging-face-server.ts';
import { readOutbox } from '../support/outbox.ts';
import { endProcesses, paperboyProcess } from '../support/process.ts';
import { dataPath, missingData } from '../support/real-data.ts';

const REAL_LIST = 'hf/daily_papers_2026-06-12.json';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await endProcesses();
  for (const close of closing.splice(0).reverse()) await close();
});

function dataDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'paperboy-demo-'));
  closing.push(async () => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Runs `demo --once`; sources without an address are out of reach. */
async function demo(
  DATA_DIR: string,
  variables: Record<string, string> = {},
): Promise<{ code: number | null; out: string }> {
  const child = paperboyProcess(['demo', '--once'], { DATA_DIR, ...variables });
  const { code } = await child.ended;
  return { code, out: child.out() + child.err() };
}

async function totals(DATA_DIR: string, day: string): Promise<unknown> {
  const child = paperboyProcess(['edition', 'show', day, '--json'], { DATA_DIR, LOG_LEVEL: 'silent' });
  await child.ended;
  return JSON.parse(child.out());
}

describe('the demo', () => {
  it('offline renders ten sample papers once and nothing on a second run', async () => {
    const directory = dataDirectory();
    const first = await demo(directory);
    expect(first).toMatchObject({ code: 0 });
    expect(first.out).toMatch(/Daily Papers is unavailable: it did not respond/);
    expect(first.out).toMatch(/the bundled sample: the newest list is of 2026-04-17/);
    const [mail, ...more] = await readOutbox(directory);
    expect(more).toEqual([]);
    expect(mail?.to).toBe('reader@example.com');
    expect(mail?.text).toContain('10 picks from');
    expect(mail?.papers.length).toBeGreaterThanOrEqual(10);
    expect(mail?.headers.get('list-unsubscribe')).toMatch(/^<http/);
    expect(mail?.headers.get('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    const again = await demo(directory);
    expect(again).toMatchObject({ code: 0 });
    expect(again.out).toContain('every subscriber already has this digest');
    expect(await readOutbox(directory)).toEqual([mail]);
    expect(await totals(directory, '2026-04-17')).toMatchObject({
      audience: 1,
      accepted: 1,
      planned: 0,
      balanced: true,
    });
  });

  it('prints a new dashboard password that is valid until the next demo', async () => {
    const directory = dataDirectory();
    const logIn = async (url: string, password: string) => {
      const body = new URLSearchParams({ name: 'demo', password });
      const headers = { 'Sec-Fetch-Site': 'same-origin' };
      return (await fetch(`${url}/sign-in`, { method: 'POST', body, headers, redirect: 'manual' })).status;
    };
    const seen: string[] = [];
    for (let run = 0; run < 2; run += 1) {
      const child = paperboyProcess(['demo'], { DATA_DIR: directory, PORT: '0' });
      const [, url = '', password = ''] = await child.says(
        /Dashboard:\s+(\S+), name demo, password (\S+) \(/,
      );
      expect(await logIn(url, password)).toBe(303);
      expect(seen).not.toContain(password);
      for (const old of seen) expect(await logIn(url, old)).toBe(401);
      seen.push(password);
      child.kill('SIGTERM');
      await child.ended;
    }
  });

  it('sends no email under any configuration', async () => {
    const directory = dataDirectory();
    const { code } = await demo(directory, { MAILER: 'smtp', SMTP_URL: 'smtp://127.0.0.1:9' });
    expect(code).toBe(0);
    expect((await readOutbox(directory)).length).toBe(1);
  });

  it('uses the day of the newest live list, however old', async () => {
    const day = '2025-03-14';
    const entries = Array.from({ length: 20 }, (_, index) =>
      dailyEntry({
        id: `2503.${String(index + 1).padStart(5, '0')}`,
        day,
        title: `Tool-Using LLM Agents That Plan Ahead ${index + 1}`,
        upvotes: index,
      }),
    );
    const source = await startHuggingFace({ lists: { [day]: entries } });
    closing.push(() => source.close());
    const directory = dataDirectory();
    const { code, out } = await demo(directory, { HF_BASE_URL: source.url });
    expect(code).toBe(0);
    expect(out).toContain(`Hugging Face Daily Papers: the newest list is of ${day}`);
    const [mail] = await readOutbox(directory);
    expect(mail?.text).toContain('Friday, 14 March');
    expect(mail?.papers[0]).toBe('2503.00020');
  });

  const missing = missingData(REAL_LIST);
  it.skipIf(missing !== null)(
    missing ?? 'shows the real list of 2026-06-12, the most upvoted first',
    async () => {
      const list: unknown[] = JSON.parse(readFileSync(dataPath(REAL_LIST), 'utf8'));
      const source = await startHuggingFace({ lists: { '2026-06-12': list } });
      closing.push(() => source.close());
      const directory = dataDirectory();
      expect(await demo(directory, { HF_BASE_URL: source.url })).toMatchObject({ code: 0 });
      const [mail] = await readOutbox(directory);
      expect(mail?.text).toContain('10 picks from 30 new papers');
      expect(mail?.papers[0]).toBe('2606.13681'); // 118 upvotes, the most of the list
      const followed = (mail?.text ?? '').split('Outside what you follow')[0] ?? '';
      const upvotes = [...followed.matchAll(/(?<= )(\d+) upvotes?/g)].map((match) => Number(match[1]));
      expect(upvotes.length).toBeGreaterThanOrEqual(7);
      expect(upvotes).toEqual([...upvotes].sort((a, b) => b - a));
    },
  );
});
