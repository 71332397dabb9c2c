import { z } from 'zod';
import { readableText } from '../../papers/text/readable-text.ts';
import { readJsonLines } from '../read-json-lines.ts';
import type { Scenario } from '../scenario.ts';

const FILES = [
  'hf/daily_history*.jsonl.gz',
  'hf/rank_observations_texts*.jsonl.gz',
  'arxiv/listing*.jsonl.gz',
];

const rowSchema = z.looseObject({
  title: z.string().nullish(),
  summary: z.string().nullish(),
  abstract: z.string().nullish(),
});

/** Signs of TeX that no page should show. None is proof: `{-1, 0, 1}` and `GPT_{x}` in code are right. */
const LEFTOVERS: Readonly<Record<string, RegExp>> = {
  'backslash command': /\\[A-Za-z"'`^~=.]/,
  'caret after a letter or digit': /[\p{L}\p{N})\]]\^/u,
  'subscript in braces': /_\{/,
  'name of a sign':
    /(?<!\p{L})(?:(?:left|right|up|down)arrow|cdots?|ldots|[lr](?:ceil|floor|angle)|infty|leq|geq|mathcal|mathbb|textbf|circ|scriptsize)(?!\p{L})|%rightarrow/u,
  'number times number': /\d times \d/,
  'backtick quotation': /(?<![\p{L}\p{N}`])`[\p{L}\p{N}][^`']{0,80}'(?!\p{L})/u,
  'address with braces': /https?:\/\/[^\s{}]+\{/,
  'unbalanced braces': /^[^{]*\}|\{[^}]*$/u,
  'formula between dollars': /\$[^$\s][^$]{0,80}[\\^_][^$]{0,80}\$/,
};

/** Counts what is left of TeX in the titles and abstracts of recorded papers, before and after rendering. */
export const text: Scenario = {
  name: 'text',
  describe: 'titles and abstracts with leftovers of TeX, as received and as shown',
  needs: FILES,
  async run(files) {
    const paths = FILES.flatMap((pattern) => files.get(pattern) ?? []);
    const { rows: papers, ...read } = await readJsonLines(paths, rowSchema);
    const received = [
      ...new Set(
        papers.flatMap((paper) => [paper.title, paper.summary, paper.abstract].flatMap((each) => each ?? [])),
      ),
    ];
    const shown = received.map(readableText);
    const figures = Object.entries(LEFTOVERS).flatMap(([measure, pattern]) =>
      Object.entries({ 'as received': received, paperboy: shown }).map(([system, texts]) => ({
        measure,
        system,
        value: texts.filter((each) => pattern.test(each)).length,
        interval: null,
        n: texts.length,
      })),
    );
    return {
      legend: 'Number of the distinct titles and abstracts (n) with each leftover of TeX.',
      figures,
      data: { files: paths, lines: read.lines, used: papers.length, bad: read.bad, badLines: read.badLines },
    };
  },
};
