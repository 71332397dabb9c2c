import { z } from 'zod';
import { isWithdrawn } from '../../papers/detect-withdrawal.ts';
import { readableText } from '../../papers/text/readable-text.ts';
import { meanWithInterval } from '../confidence-interval.ts';
import { readJsonLines } from '../read-json-lines.ts';
import type { Scenario, ScenarioRow } from '../scenario.ts';

const FILES = 'arxiv/comments*.jsonl.gz';

const rowSchema = z.looseObject({ comment: z.string(), withdrawn: z.boolean() });

/** Words whose presence makes a withdrawal recognizable; others only say that a paper is wrong. */
const NAMES_IT = /withdr|retract/i;

/** Share of withdrawn papers whose comment is recognized, and of the others that are taken for withdrawn. */
export const withdrawals: Scenario = {
  name: 'withdrawals',
  describe: 'comments that say that a paper is withdrawn, and false alarms among the others',
  needs: [FILES],
  async run(files) {
    const paths = files.get(FILES) ?? [];
    const { rows, ...read } = await readJsonLines(paths, rowSchema);
    const comments = rows.map(({ comment, withdrawn }) => ({ comment: readableText(comment), withdrawn }));
    const withdrawn = comments.filter((row) => row.withdrawn);
    return {
      legend:
        'Comments taken for a withdrawal, in percent with the 95% bootstrap interval. Wanted: all withdrawn ' +
        'papers that use the words withdraw or retract, and none of the standing ones.',
      rows: [
        rateOf('withdrawn', withdrawn),
        rateOf(
          'withdrawn, with the words withdraw or retract',
          withdrawn.filter(({ comment }) => NAMES_IT.test(comment)),
        ),
        rateOf(
          'standing',
          comments.filter((row) => !row.withdrawn),
        ),
      ],
      data: { files: paths, lines: read.lines, used: rows.length, bad: read.bad, badLines: read.badLines },
    };
  },
};

function rateOf(papers: string, rows: readonly { comment: string }[]): ScenarioRow {
  const { mean, low, high } = meanWithInterval(rows.map(({ comment }) => (isWithdrawn(comment) ? 100 : 0)));
  const round = (percent: number) => Number(percent.toFixed(1));
  return {
    papers,
    comments: rows.length,
    recognized: rows.length === 0 ? 0 : round(mean),
    recognized_low: rows.length === 0 ? 0 : round(low),
    recognized_high: rows.length === 0 ? 0 : round(high),
  };
}
