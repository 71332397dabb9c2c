import { randomUUID } from 'node:crypto';
import { parse } from '@retorquere/bibtex-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reservePapers } from '../../../../src/editions/sent-papers-queries.ts';
import { signToken } from '../../../../src/token.ts';
import { putSubscriber } from '../../../support/list.ts';
import { putPapers, type TestSite, testSite } from '../../../support/site.ts';

let site: TestSite;
beforeAll(async () => {
  site = await testSite();
});
afterAll(() => site?.close());

async function addReader(address: string) {
  const reader = await putSubscriber(site.ctx, address);
  return { ...reader, path: `/preferences/${signToken(site.ctx.keys, 'preferences', reader.id, null)}` };
}

describe('sent papers as BibTeX', () => {
  it('name every paper of an accepted digest once, with distinct keys', async () => {
    const { path, ...reader } = await addReader('own@example.com');
    const day = '2026-11-20';
    const ids = ['2611.00001', '2611.00002', 'math/0611800'];
    await putPapers(
      site.ctx,
      day,
      ids.map((id) => ({ id, title: 'Agents & Plans' })),
    );
    await putPapers(site.ctx, day, [{ id: '2611.00003', title: 'Never sent' }]);
    const at = new Date(`${day}T07:00:00Z`);
    await site.ctx.db
      .insertInto('editions')
      .values({ id: `daily-${day}`, cadence: 'daily', day, state: 'finished', opened_at: at })
      .execute();
    const delivery = {
      id: randomUUID(),
      edition_id: `daily-${day}`,
      subscriber_id: reader.id,
      local_day: day,
    };
    await site.ctx.db
      .insertInto('deliveries')
      .values({ ...delivery, digest: '{}', state: 'accepted', send_at: at, due_at: at, created_at: at })
      .execute();
    await reservePapers(
      site.ctx.db,
      ids.map((paperId) => ({
        deliveryId: delivery.id,
        subscriberId: reader.id,
        paperId,
        role: paperId.startsWith('math') ? 'title' : 'pick',
      })),
    );
    expect(await (await site.get(`${path}/sent`)).text()).toContain(`href="${path}/sent.bib"`);
    const answer = await site.get(`${path}/sent.bib`);
    expect(answer.headers.get('Content-Disposition')).toBe('attachment; filename="paperboy.bib"');
    expect(answer.headers.get('Cache-Control')).toBe('no-store');
    const { entries, errors } = parse(await answer.text());
    expect(errors).toEqual([]);
    expect(entries.map(({ fields }) => fields.eprint).sort()).toEqual(ids);
    expect(new Set(entries.map(({ key }) => key)).size).toBe(3);
    await site.post(`/leave/${reader.unsubscribeKey}`);
    expect((await site.get(`${path}/sent.bib`)).status).toBe(200);
  });

  it('are an empty file before the first digest', async () => {
    const { path } = await addReader('new@example.com');
    const answer = await site.get(`${path}/sent.bib`);
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    expect((await site.get('/preferences/x/sent.bib')).status).toBe(404);
  });
});
