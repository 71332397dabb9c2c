import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { huggingFaceSource } from '../../../src/papers/sources/hugging-face-source.ts';
import { testClock } from '../../support/clock.ts';
import { startHuggingFace } from '../../support/hugging-face-server.ts';
import { dataPath, missingData } from '../../support/real-data.ts';

const SAMPLE = 'hf/daily_papers_2026-06-12.json';
const missing = missingData(SAMPLE);
describe.skipIf(missing !== null)(`the real list of 2026-06-12${missing ? ` (${missing})` : ''}`, () => {
  const raw = () => JSON.parse(readFileSync(dataPath(SAMPLE), 'utf8'));
  it.each(['2026-06-12', 'newest'])('is returned completely for %s, with upvotes', async (asked) => {
    const clock = testClock('2026-06-12T12:00:00Z');
    const server = await startHuggingFace({ lists: { '2026-06-12': raw() }, clock });
    const source = huggingFaceSource({
      baseUrl: server.url,
      clock,
      userAgent: 'Paperboy/0.0.0 (+https://papers.example.org)',
    });
    const { day, papers, readings, rejections } = await source.fetchDay(asked).finally(() => server.close());
    expect([day, papers.length, rejections]).toEqual(['2026-06-12', 30, []]);
    const value = (paperId: string, signal: string) =>
      readings.find((each) => each.paperId === paperId && each.signal === signal)?.value;
    for (const { paper, numComments } of raw()) {
      expect([
        value(paper.id, 'hf_upvotes'),
        value(paper.id, 'hf_comments'),
        value(paper.id, 'github_stars'),
      ]).toEqual([paper.upvotes, numComments, paper.githubStars]);
    }
    expect([value('2606.13681', 'hf_upvotes'), value('2606.13392', 'github_stars')]).toEqual([118, 251]);
    expect(readings.filter((each) => each.signal === 'github_stars')).toHaveLength(16);
    const msa = papers.find((paper) => paper.id === '2606.13392');
    expect(msa).toMatchObject({
      organisation: 'MiniMax',
      links: { code: 'https://github.com/MiniMax-AI/MSA' },
    });
  });
});
