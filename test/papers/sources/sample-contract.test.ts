import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sampleSource } from '../../../src/papers/sources/sample-source.ts';
import { describePaperSource } from '../../contracts/paper-source.ts';

describePaperSource('The bundled sample', async ({ days }) => {
  const folder = await mkdtemp(join(tmpdir(), 'paperboy-sample-'));
  const papers = Object.entries(days).flatMap(([listDay, ids]) =>
    ids.map((id) => ({
      id,
      listDay,
      title: `Paper ${id}`,
      authors: ['Ada Example'],
      authorCount: 1,
      organisation: null,
      publishedAt: null,
      summary: 'A sentence.',
      upvotes: 3,
      comments: 0,
    })),
  );
  const file = join(folder, 'sample.json');
  await writeFile(file, JSON.stringify({ about: 'Made for this test.', papers }));
  return { source: sampleSource(pathToFileURL(file)), close: () => rm(folder, { recursive: true }) };
});
