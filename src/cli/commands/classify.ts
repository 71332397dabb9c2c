import type { Command } from 'commander';
import { TOPICS } from '../../../config/topics/taxonomy.ts';
import { assignTopics } from '../../topics/assign-topics.ts';
import { classify } from '../../topics/classify.ts';
import { type Output, withInstallation, writeReport } from '../terminal/output.ts';

/** `classify`: gives topics to new papers, or shows those of a text. */
export function addClassify(program: Command, output: Output): void {
  program
    .command('classify')
    .description('give topics to papers that have none yet, or show the topics of a title')
    .argument('[title]', 'a title to try the taxonomy on; nothing is stored then')
    .option('--abstract <text>', 'its abstract')
    .option('--json', 'report as JSON')
    .action(async (title: string | undefined, options: { abstract?: string; json?: boolean }) => {
      if (title !== undefined) {
        const topics = classify({ title, abstract: options.abstract ?? null, categories: [] });
        return writeReport(output, options.json, { topics }, () => describeTopics(topics));
      }
      const done = await withInstallation({}, (ctx) => assignTopics(ctx));
      writeReport(
        output,
        options.json,
        done,
        () => `${done.papers} papers classified, ${done.withTopic} belong to a topic.`,
      );
    });
}

function describeTopics(topics: readonly { topic: string; score: number }[]): string {
  if (topics.length === 0) return 'It belongs to no topic.';
  const label = (slug: string) => TOPICS.find((topic) => topic.slug === slug)?.label ?? slug;
  return topics.map(({ topic, score }) => `${score.toFixed(2)}  ${label(topic)} (${topic})`).join('\n');
}
