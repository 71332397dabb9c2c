import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseArxivId } from '../../../src/papers/arxiv-id.ts';
import { sampleSource } from '../../../src/papers/sources/sample-source.ts';

const DAYS = ['2026-04-15', '2026-04-16', '2026-04-17'];

async function allDays() {
  return Promise.all(DAYS.map((day) => sampleSource().fetchDay(day)));
}

async function allPapers() {
  return (await allDays()).flatMap((day) => day.papers);
}

function wordsIn(text: string): number {
  return text.split(/\s+/).length;
}

// test/contracts/paper-source.ts puts chosen papers on a server behind the source, and the sample has
// neither. The parts of that contract that need no server (name, days, readings, signal) are tested here.
describe('the sample as a paper source', () => {
  it('has a name, a label and its limits', () => {
    const { name, label, daysBack, quietWeekdays } = sampleSource();
    expect({ name, label, quietWeekdays }).toEqual({
      name: 'sample',
      label: 'the bundled sample',
      quietWeekdays: [6, 7],
    });
    expect(daysBack).toBe(DAYS.length - 1);
  });

  it('returns the same for the same request, even after a caller modified the result', async () => {
    const source = sampleSource();
    const before = await source.fetchDay('newest');
    const copy = structuredClone(before);
    before.papers.length = 0;
    before.readings.length = 0;
    expect(await source.fetchDay('newest')).toEqual(copy);
  });

  it('returns whole numbers only, each for a paper of that day', async () => {
    for (const { papers, readings } of await allDays()) {
      const known = papers.map((paper) => paper.id);
      const odd = readings.filter(
        ({ paperId, value }) => !known.includes(paperId) || !(value >= 0 && value % 1 === 0),
      );
      expect(odd).toEqual([]);
    }
  });
});

describe('the days of the sample', () => {
  it('are three, each open with at least twelve papers of its own', async () => {
    for (const [index, day] of (await allDays()).entries()) {
      expect(day.day).toBe(DAYS[index]);
      expect(day.open).toBe(true);
      expect(day.papers.length).toBeGreaterThanOrEqual(12);
      expect(day.papers.every((paper) => paper.listDay === day.day)).toBe(true);
      expect(day.rejections).toEqual([]);
    }
  });

  it('end with the newest one', async () => {
    const source = sampleSource();
    expect(await source.fetchDay('newest')).toEqual(await source.fetchDay('2026-04-17'));
  });

  it.each(['2026-04-14', '2026-04-18', '2031-01-01', 'yesterday', ''])('do not include "%s"', async (day) => {
    expect(await sampleSource().fetchDay(day)).toEqual({
      day,
      open: false,
      papers: [],
      readings: [],
      rejections: [],
    });
  });
});

describe('the papers of the sample', () => {
  it('are at least forty, each once, with ids that arXiv can have issued', async () => {
    const ids = (await allPapers()).map((paper) => paper.id);
    expect(ids.length).toBeGreaterThanOrEqual(40);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => parseArxivId(id)?.id !== id)).toEqual([]);
  });

  it('are sorted by id, which does not depend on attention', async () => {
    for (const { papers } of await allDays()) {
      const ids = papers.map((paper) => paper.id);
      expect(ids).toEqual(ids.toSorted());
    }
  });

  it('have a summary of 20 to 70 words in two sentences, and no abstract', async () => {
    for (const { id, summary, abstract } of await allPapers()) {
      expect(abstract, id).toBeNull();
      expect(wordsIn(summary ?? ''), id).toBeGreaterThanOrEqual(20);
      expect(wordsIn(summary ?? ''), id).toBeLessThanOrEqual(70);
      expect(summary?.match(/[.?!](?= |$)/g), id).toHaveLength(2);
    }
  });

  it('contain clean text without TeX, markup or double spaces', async () => {
    for (const { id, title, summary, authors, organisation } of await allPapers()) {
      const text = [title, summary, organisation ?? '-', ...authors].join(' ');
      expect(text, id).toMatch(/^[\p{L}\p{N}\p{P}| ]+$/u);
      expect(text, id).not.toMatch(/[\\$^{}<>&]| {2}/);
    }
  });

  it('name at most twelve authors and never more than there are', async () => {
    for (const { id, authors, authorCount } of await allPapers()) {
      expect(authors, id).toHaveLength(Math.min(12, authorCount));
    }
  });

  it('are dated no later than their list and not after the month of their id', async () => {
    for (const { id, publishedAt, listDay } of await allPapers()) {
      if (publishedAt === null) continue;
      expect(publishedAt.slice(0, 10) <= (listDay ?? ''), id).toBe(true);
      expect(publishedAt.slice(2, 7).replace('-', '') <= id.slice(0, 4), id).toBe(true);
    }
  });

  it('link to their code, their project and their discussion by https', async () => {
    const papers = await allPapers();
    expect(papers.find((paper) => paper.id === '2604.14268')?.links).toEqual({
      code: 'https://github.com/Tencent-Hunyuan/HY-World-2.0',
      project: 'https://3d-models.hunyuan.tencent.com/world/',
      discussion: 'https://huggingface.co/papers/2604.14268',
    });
    const addresses = papers.flatMap((paper) => Object.values(paper.links));
    expect(addresses.filter((address) => !address.startsWith('https://'))).toEqual([]);
  });

  it('include edge cases for the layout', async () => {
    const papers = await allPapers();
    expect(papers.some((paper) => paper.authorCount > 500)).toBe(true);
    expect(papers.some((paper) => paper.authorCount === 1)).toBe(true);
    expect(papers.some((paper) => paper.title.length > 140)).toBe(true);
    expect(papers.some((paper) => paper.title.includes('P(y|x)'))).toBe(true);
    expect(papers.some((paper) => paper.organisation === null)).toBe(true);
    expect(papers.some((paper) => paper.publishedAt === null)).toBe(true);
    expect(papers.some(({ links }) => links.code === undefined && links.project === undefined)).toBe(true);
  });
});

describe('the readings of the sample', () => {
  it('include upvotes and comments of every paper, and stars only of papers with code', async () => {
    for (const { papers, readings } of await allDays()) {
      for (const { id, links } of papers) {
        const signals = readings.filter(({ paperId }) => paperId === id).map(({ signal }) => signal);
        expect(signals.slice(0, 2), id).toEqual(['hf_upvotes', 'hf_comments']);
        expect(signals.slice(2), id).toEqual(
          signals.length > 2 && links.code !== undefined ? ['github_stars'] : [],
        );
      }
    }
  });

  it('equal the numbers of the lists', async () => {
    const { readings } = await sampleSource().fetchDay('2026-04-17');
    expect(readings.filter(({ paperId }) => paperId === '2604.14268')).toEqual([
      { paperId: '2604.14268', signal: 'hf_upvotes', value: 122 },
      { paperId: '2604.14268', signal: 'hf_comments', value: 5 },
      { paperId: '2604.14268', signal: 'github_stars', value: 1130 },
    ]);
  });

  it('are returned by list day; other days add nothing', async () => {
    const [, thursday, friday] = await allDays();
    const answer = await sampleSource().readSignals(['2026-04-16', '2026-04-17', '2026-04-18']);
    expect(answer.readings).toEqual([...(thursday?.readings ?? []), ...(friday?.readings ?? [])]);
    expect(answer.rejections).toEqual([]);
    expect(await sampleSource().readSignals([])).toEqual({ readings: [], rejections: [] });
  });
});

describe('an unreadable sample', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'paperboy-sample-'));
  });
  afterAll(() => rm(directory, { recursive: true }));

  it.each([
    ['is no JSON', '{"about": "cut off'],
    ['has no papers', '{"about": "empty", "papers": []}'],
    ['holds a paper without a title', '{"about": "bad", "papers": [{"id": "2604.14268"}]}'],
  ])('is rejected with its remedy when it %s', async (name, content) => {
    const file = pathToFileURL(join(directory, `${name}.json`));
    await writeFile(file, content);
    await expect(sampleSource(file).fetchDay('newest')).rejects.toMatchObject({
      code: 'SOURCE_GARBLED',
      remedy: expect.stringContaining('sample-papers.json'),
      retry: 'never',
    });
  });

  it('is rejected when missing, on the first read', async () => {
    const source = sampleSource(pathToFileURL(join(directory, 'nowhere.json')));
    await expect(source.readSignals(['2026-04-17'])).rejects.toMatchObject({ code: 'SOURCE_GARBLED' });
  });

  it('is not opened after an abort', async () => {
    const reason = new Error('given up');
    const signal = AbortSignal.abort(reason);
    const source = sampleSource(pathToFileURL(join(directory, 'nowhere.json')));
    await expect(source.fetchDay('newest', { signal })).rejects.toBe(reason);
    await expect(source.readSignals([], { signal })).rejects.toBe(reason);
  });
});
