import { summarize } from '../src/papers/summary/summarize.ts';
import { type Figure, medianMs } from './measure.ts';

const ABSTRACTS = 500;

/** Generated abstract of about 1,300 characters in ten sentences, different for each number. */
function abstract(number: number): string {
  const thing = `model ${number % 17} of kind ${number % 29}`;
  return [
    `Recent models of kind ${number % 29} have shown strong results on many tasks of language and vision.`,
    'However, they remain expensive to train, and existing methods often fail on long and noisy inputs.',
    `To address these limitations, we introduce Bench${number}, a framework that trains each ${thing} on less data, ` +
      'thereby reducing the cost of training without a loss of accuracy on the tasks that matter most.',
    `Specifically, Bench${number} first selects examples by their difficulty, and then orders them by length.`,
    'We further propose a sampling strategy that balances the examples between easy and difficult ones.',
    'This design enables stable training (see Section 3, e.g. Fig. 2) for models of all sizes that we tried.',
    'We analyze the effect of each part, and find that the order of the examples has the largest effect.',
    `Extensive experiments on ${3 + (number % 9)} benchmarks show that Bench${number} improves accuracy by ` +
      `${(number % 80) / 10}% over the strongest baseline while using half of the compute.`,
    'These results suggest that the choice of data deserves more attention than it has received so far.',
    'Code and data are available at https://example.org/bench.',
  ].join(' ');
}

/** Measures choosing the summary of one abstract that no earlier call has seen. */
export async function benchSummaries(): Promise<Figure[]> {
  const abstracts = Array.from({ length: ABSTRACTS }, (_, number) => abstract(number));
  let run = 0;
  const chooseAll = () => {
    run++;
    for (const [number, text] of abstracts.entries())
      summarize({ title: `Bench${number}: Less Data, Run ${run}`, abstract: text, summary: null }, 195);
  };
  const milliseconds = await medianMs(15, chooseAll);
  const figure = `choose the summary of an abstract`;
  return [{ bench: 'summaries', figure, value: (milliseconds * 1_000) / ABSTRACTS, unit: 'µs' }];
}
