import { createHash } from 'node:crypto';
import { z } from 'zod';
import { readableText } from '../../papers/text/readable-text.ts';
import { type JsonLines, readJsonLines } from '../read-json-lines.ts';

const rowSchema = z.object({
  id: z.string().min(1),
  title: z.string(),
  /** The abstract, as Hugging Face names it. */
  summary: z.string(),
  ai_summary: z.string().nullish(),
});

/** A paper of the history with an abstract and a summary by others. Texts are readable, as after ingest. */
export interface HistoryPaper {
  id: string;
  title: string;
  abstract: string;
  summary: string;
}

/** Papers of daily lists that have both texts, each once. */
export async function readHistory(
  files: readonly string[],
): Promise<{ papers: HistoryPaper[]; read: JsonLines<unknown> }> {
  const read = await readJsonLines(files, rowSchema);
  const papers = new Map<string, HistoryPaper>();
  for (const { id, title, summary, ai_summary: given } of read.rows) {
    const paper = {
      id,
      title: readableText(title),
      abstract: readableText(summary),
      summary: readableText(given ?? ''),
    };
    if (paper.abstract && paper.summary && !papers.has(id)) papers.set(id, paper);
  }
  return { papers: [...papers.values()], read };
}

/**
 * Half of the papers, by a hash of their id: rules and weights may be fitted to `development`, and only
 * figures of `kept back` count.
 */
export function halfOf(id: string): 'development' | 'kept back' {
  return (createHash('sha256').update(id).digest()[0] ?? 0) % 2 === 0 ? 'development' : 'kept back';
}
