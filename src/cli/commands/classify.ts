import type { Command } from 'commander';
import { TOPICS } from '../../../config/topics/taxonomy.ts';
import { fitFolder } from '../../backtest/topics/read-papers.ts';
import { pluralize } from '../../plural.ts';
import { assignTopics } from '../../topics/assign-topics.ts';
import { classify } from '../../topics/classify.ts';
import { formatLearnedWords } from '../../topics/learned-words.ts';
import { type Output, withInstallation, writeReport } from '../terminal/output.ts';

interface ClassifyOptions {
  abstract?: string;
  fit?: string;
  json?: boolean;
}

/** `classify`: assigns topics to new papers, or shows the topics of a text. */
export function addClassify(program: Command, output: Output): void {
  program
    .command('classify')
    .description('assign topics to unclassified papers, or show the topics of a title')
    .argument('[title]', 'title to classify; nothing is stored')
    .option('--abstract <text>', 'abstract of the paper')
    .option('--fit <folder>', 'fit the learned words on recorded data, and print their file')
    .option('--json', 'print JSON')
    .action(async (title: string | undefined, options: ClassifyOptions) => {
      if (options.fit !== undefined) return output.out(formatLearnedWords(await fitFolder(options.fit)));
      if (title !== undefined) {
        const topics = classify({ title, abstract: options.abstract ?? null, categories: [] });
        return writeReport(output, options.json, { topics }, () => describeTopics(topics));
      }
      const done = await withInstallation({}, (ctx) => assignTopics(ctx));
      writeReport(
        output,
        options.json,
        done,
        () => `${pluralize(done.papers, 'paper', 'papers')} classified, ${done.withTopic} with a topic.`,
      );
    });
}

function describeTopics(topics: readonly { topic: string; score: number }[]): string {
  if (topics.length === 0) return 'No topic matches.';
  const label = (slug: string) => TOPICS.find((topic) => topic.slug === slug)?.label ?? slug;
  return topics.map(({ topic, score }) => `${score.toFixed(2)}  ${label(topic)} (${topic})`).join('\n');
}
