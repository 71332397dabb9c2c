import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { runBacktest } from '../../src/backtest/run-backtest.ts';
import { judgedSearch, judgedSimilar } from '../../src/backtest/search/scenario-search.ts';
import { textAbout, wordOf } from '../support/subjects.ts';

it('measures judged searches and similar papers beside their baselines', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-search-'));
  const write = (name: string, rows: readonly object[]) =>
    writeFileSync(
      join(folder, 'search', `${name}.jsonl.gz`),
      gzipSync(rows.map((row) => JSON.stringify(row)).join('\n')),
    );
  try {
    mkdirSync(join(folder, 'search'));
    const subjects = ['birds', 'boats', 'bread'] as const;
    const documents = Array.from({ length: 330 }, (_, number) => ({
      id: `d${number}`,
      ...textAbout(subjects[number % 3] ?? 'birds', number),
      published: '2026-04-01',
    }));
    const queries = [0, 1, 2].map((number) => ({
      id: number,
      kind: 'title',
      text: documents[number]?.title,
      hide: [`d${number}`],
    }));
    const known = {
      id: 'k',
      kind: 'known item',
      text: `${wordOf('bread', 1)} ${documents[5]?.title}`,
      hide: [],
    };
    write('documents', documents);
    write('queries', [...queries, known]);
    write('judgements', [
      ...queries.flatMap(({ id }) =>
        documents
          .filter((_, number) => number !== id && number % 3 === id)
          .map((document) => ({ query: id, document: document.id, relevance: 2 })),
      ),
      { query: 'k', document: 'd5', relevance: 3 },
    ]);
    const scenarios = [judgedSearch, judgedSimilar];
    const { results } = await runBacktest(folder, scenarios, { skipsMissing: false, from: null });
    const [searched, similar] = results.map(({ figures }) => figures);
    const value = (figures: typeof searched, measure: string, system: string) =>
      figures?.find((figure) => figure.measure === measure && figure.system === system)?.value;
    expect(value(searched, 'ndcg@20, title', 'paperboy')).toBe(1);
    expect(value(searched, 'first relevant, known item', 'paperboy')).toBe(1);
    expect(value(searched, 'ndcg@20, title', 'postgresql')).toBeLessThan(0.2);
    expect(value(similar, 'ndcg@5', 'paperboy')).toBe(1);
    expect(value(similar, 'relevant@5', 'paperboy')).toBe(1);
    expect(new Set(searched?.map(({ system }) => system))).toEqual(
      new Set(['paperboy', 'postgresql', 'words', 'meaning']),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);
