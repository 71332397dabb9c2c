import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { SignalName } from '../../../config/signals.ts';
import { PaperboyError } from '../../errors.ts';
import type {
  PaperLinks,
  PaperSource,
  SignalReading,
  SignalSource,
  SourceDay,
  SourcePaper,
} from '../../ports.ts';
import { parseArxivId } from '../arxiv-id.ts';

const count = z.number().int().nonnegative();
const httpsAddress = z.url({ protocol: /^https$/ });

// Strict, because the file is ours: a misspelled field is a mistake to fix, not an entry to skip.
const samplePaper = z.strictObject({
  id: z.string().refine((id) => parseArxivId(id)?.id === id, 'must be an arXiv id without version'),
  listDay: z.iso.date(),
  title: z.string().min(1),
  authors: z.array(z.string().min(1)).min(1),
  authorCount: count,
  organisation: z.string().min(1).nullable(),
  publishedAt: z.iso.datetime().nullable(),
  summary: z.string().min(1),
  upvotes: count,
  comments: count,
  code: httpsAddress.optional(),
  project: httpsAddress.optional(),
  stars: z.strictObject({ count, on: z.iso.date() }).optional(),
});

const sampleFile = z.strictObject({ about: z.string().min(1), papers: z.array(samplePaper).min(1) });

type SamplePaper = z.infer<typeof samplePaper>;

/**
 * Source of the bundled sample, for a demo without network: three days of real papers with short summaries,
 * no abstracts and no arXiv categories. Any other day is not open. Readings are as of the days named in the
 * file's `about`. Throws PaperboyError `SOURCE_GARBLED` if the file is missing or damaged; tests pass another
 * `file`.
 */
export function sampleSource(file = bundledFile()): PaperSource & SignalSource {
  return {
    name: 'sample',
    label: 'the bundled sample',
    // Three days in all: the newest day has two before it.
    daysBack: 2,
    quietWeekdays: [6, 7],
    observeDays: 3,
    async fetchDay(day, options) {
      options?.signal?.throwIfAborted();
      return dayOf(await readPapers(file), day);
    },
    async readSignals(days, options) {
      options?.signal?.throwIfAborted();
      const papers = await readPapers(file);
      return {
        readings: papers.filter((paper) => days.includes(paper.listDay)).flatMap(readingsOf),
        rejections: [],
      };
    },
  };
}

function bundledFile(): URL {
  return new URL('./sample-papers.json', import.meta.url);
}

async function readPapers(file: URL): Promise<SamplePaper[]> {
  try {
    return sampleFile.parse(JSON.parse(await readFile(file, 'utf8'))).papers;
  } catch (cause) {
    throw new PaperboyError({
      code: 'SOURCE_GARBLED',
      message: 'The bundled sample of papers is missing or damaged.',
      remedy: 'Restore src/papers/sources/sample-papers.json from the release.',
      cause,
    });
  }
}

function dayOf(papers: readonly SamplePaper[], asked: string): SourceDay {
  const day = asked === 'newest' ? newestDay(papers) : asked;
  const listed = papers.filter((paper) => paper.listDay === day);
  return {
    day,
    open: listed.length > 0,
    papers: listed.map(toSourcePaper),
    readings: listed.flatMap(readingsOf),
    rejections: [],
  };
}

function newestDay(papers: readonly SamplePaper[]): string {
  // YYYY-MM-DD sorts as text, and the schema rejects an empty sample.
  return (
    papers
      .map((paper) => paper.listDay)
      .sort()
      .at(-1) ?? ''
  );
}

function toSourcePaper(paper: SamplePaper): SourcePaper {
  return {
    id: paper.id,
    version: null,
    title: paper.title,
    abstract: null,
    summary: paper.summary,
    authors: paper.authors,
    authorCount: paper.authorCount,
    organisation: paper.organisation,
    categories: [],
    primaryCategory: null,
    publishedAt: paper.publishedAt,
    updatedAt: null,
    comment: null,
    withdrawn: false,
    links: linksOf(paper),
    listDay: paper.listDay,
  };
}

function linksOf({ id, code, project }: SamplePaper): PaperLinks {
  return {
    ...(code === undefined ? {} : { code }),
    ...(project === undefined ? {} : { project }),
    discussion: `https://huggingface.co/papers/${id}`,
  };
}

function readingsOf({ id, upvotes, comments, stars }: SamplePaper): SignalReading[] {
  const readings = [reading(id, 'hf_upvotes', upvotes), reading(id, 'hf_comments', comments)];
  return stars === undefined ? readings : [...readings, reading(id, 'github_stars', stars.count)];
}

function reading(paperId: string, signal: SignalName, value: number): SignalReading {
  return { paperId, signal, value };
}
