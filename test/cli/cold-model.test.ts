import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runCommandLine } from '../../src/cli/program.ts';
import { addDays, dayOf, weekday } from '../../src/day.ts';
import { shippedModel } from '../../src/trending/cold/shipped-model.ts';
import { startHuggingFace } from '../support/hugging-face-server.ts';
import { missingFor, type TestInstallation, testInstallation } from '../support/installation.ts';
import type { StandIn } from '../support/stand-in.ts';

const missing = missingFor('postgres');

describe.skipIf(missing)(`the cold model on the command line${missing ? ` (${missing})` : ''}`, () => {
  let ctx: TestInstallation;
  let server: StandIn;
  beforeAll(async () => {
    ctx = await testInstallation({ way: 'postgres' });
    server = await startHuggingFace({ lists: {}, clock: { now: () => new Date(), sleep: async () => {} } });
    for (const [name, value] of Object.entries({ ...ctx.variables, HF_BASE_URL: server.url }))
      vi.stubEnv(name, value);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await server?.close();
    await ctx?.close();
  });

  async function run(...argv: string[]) {
    let [out, err] = ['', ''];
    const code = await runCommandLine(argv, {
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
    });
    return { code, out, err };
  }

  it('`rank --fit` says why nothing was fitted, and prints JSON', async () => {
    const { version } = shippedModel();
    const reason = `a fit needs 20 lists with final votes, and there are 0; ${version} stays in use`;
    expect(await run('rank', '--fit')).toEqual({ code: 0, out: `Nothing fitted: ${reason}.\n`, err: '' });
    const { out } = await run('rank', '--fit', '--json');
    expect(JSON.parse(out)).toEqual({
      outcome: 'too-few-lists',
      lists: 0,
      reason,
      inUse: version,
      model: null,
    });
    expect((await run('rank', '--fit', '--explain', '2611.00001')).code).toBe(2);
  });

  it('`ingest --back-fill` fetches the earlier lists once', async () => {
    const today = dayOf(new Date());
    // One weekday beyond the days that ingestion fetches anyway, so that no pause is waited for.
    const days = [8, 9, 10].find((back) => weekday(addDays(today, -back)) < 6) ?? 8;
    const first = await run('ingest', '--back-fill', String(days), '--json');
    expect(JSON.parse(first.out)).toMatchObject({
      state: 'done',
      oldestDay: addDays(today, -days),
      lists: 0,
    });
    expect(server.requests).toHaveLength(1);
    const again = await run('ingest', '--back-fill', String(days));
    expect(again.out).toBe(
      `hugging-face: all lists back to ${addDays(today, -days)} are stored (0 lists, 0 new papers).\n`,
    );
    expect(server.requests).toHaveLength(1);
    expect((await run('ingest', '--back-fill', '401')).code).toBe(2);
    expect(await run('ingest', '--source', 'arxiv', '--back-fill', '9')).toMatchObject({
      code: 1,
      err: expect.stringContaining('BACK_FILL_UNSUPPORTED'),
    });
  });
});
