import type { Command } from 'commander';
import { readEnv } from '../../../config/env.ts';
import { type Taxonomy, topicLabel } from '../../../config/topics/taxonomy.ts';
import { fitFolder } from '../../backtest/topics/read-papers.ts';
import { pluralize } from '../../plural.ts';
import { assignTopics } from '../../topics/assign-topics.ts';
import { classify } from '../../topics/classify.ts';
import { formatLearnedWords } from '../../topics/learned-words.ts';
import { readTaxonomy, summarizeTaxonomy } from '../../topics/read-taxonomy.ts';
import { type Output, withInstallation, writeReport } from '../terminal/output.ts';

interface ClassifyOptions {
  abstract?: string;
  check?: string | true;
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
    .option('--check [file]', 'check a file of topics, by default TOPICS_FILE; nothing is changed')
    .option('--json', 'print JSON')
    .action(async (title: string | undefined, options: ClassifyOptions) => {
      if (options.fit !== undefined) return output.out(formatLearnedWords(await fitFolder(options.fit)));
      if (options.check !== undefined) {
        const file = options.check === true ? readEnv().TOPICS_FILE : options.check;
        const summary = summarizeTaxonomy(readTaxonomy(file));
        return writeReport(output, options.json, summary, () => describeTaxonomy(summary));
      }
      if (title !== undefined) {
        const taxonomy = readTaxonomy(readEnv().TOPICS_FILE);
        const topics = classify(taxonomy, { title, abstract: options.abstract ?? null, categories: [] });
        return writeReport(output, options.json, { topics }, () => describeTopics(taxonomy, topics));
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

function describeTaxonomy(summary: ReturnType<typeof summarizeTaxonomy>): string {
  const { groups, arxivCategories, taxonomyVersion } = summary;
  const renames = Object.entries(summary.renamed).map(([from, to]) => `  ${from} → ${to ?? 'retired'}`);
  return [
    `OK: ${pluralize(summary.topics, 'topic', 'topics')}, taxonomy version ${taxonomyVersion}.`,
    ...groups.map(({ label, topics }) => `  ${label}: ${pluralize(topics, 'topic', 'topics')}`),
    ...(renames.length > 0 ? ['Renamed:', ...renames] : []),
    `arXiv categories: ${arxivCategories?.join(', ') ?? 'the default ones'}.`,
  ].join('\n');
}

function describeTopics(taxonomy: Taxonomy, topics: readonly { topic: string; score: number }[]): string {
  if (topics.length === 0) return 'No topic matches.';
  const label = (slug: string) => topicLabel(taxonomy, slug, 'en');
  return topics.map(({ topic, score }) => `${score.toFixed(2)}  ${label(topic)} (${topic})`).join('\n');
}
