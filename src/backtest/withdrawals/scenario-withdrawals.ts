import { z } from 'zod';
import { isWithdrawn } from '../../papers/detect-withdrawal.ts';
import { readableText } from '../../papers/text/readable-text.ts';
import { meanFigure } from '../confidence-interval.ts';
import { readJsonLines } from '../read-json-lines.ts';
import type { Scenario } from '../scenario.ts';

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
    const rateOf = (measure: string, among: readonly { comment: string }[]) =>
      meanFigure(
        measure,
        'paperboy',
        among.map(({ comment }) => (isWithdrawn(comment) ? 1 : 0)),
      );
    return {
      legend:
        'Share of comments taken for a withdrawal. Wanted: all withdrawn papers that use the words withdraw ' +
        'or retract, and none of the standing ones.',
      figures: [
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
