import { counted, formatNumber } from '../frame/format.ts';

/** Texts of the page about the cold model. */
export const COLD_MODEL_TEXTS = {
  title: 'Cold model',
  about:
    'Orders papers before their first votes, from title, abstract, authors, organization and links. Votes ' +
    'replace it within hours. The page of a paper in an edition shows each term for that paper.',
  inUse: (version: string, lists: number, papers: number, until: string) =>
    `In use: ${version}, fitted on ${counted(lists, 'list')} up to ${until} with ${counted(papers, 'paper')}.`,
  shipped:
    'It came with Paperboy. A model of your own follows once 20 of your lists have their final votes, and is ' +
    'used if it orders the newest of them no worse.',
  measured: (heldBack: number, value: string, comparedWith: string, compared: string) =>
    `On the ${counted(heldBack, 'list')} held back from it, NDCG@10 was ${value} (${comparedWith}: ${compared}). ` +
    'Then it was fitted on those lists, too.',
  versions: 'Fitted models',
  columns: {
    version: 'Version',
    fitted: 'Fitted',
    lists: 'Lists',
    papers: 'Papers',
    measure: 'NDCG@10',
    compared: 'Model before',
    status: 'Status',
  },
  none: 'No model has been fitted on your own lists yet.',
  used: 'in use',
  replaced: 'replaced',
  recorded: 'not used: worse',
  fit: 'A nightly job fits a new model after five new lists. To fit now:',
  backFill: 'Earlier lists',
  noBackFill: 'No earlier lists have been fetched. To fetch those of 240 days:',
  backFillStates: {
    running: (lists: number, nextDay: string, oldestDay: string) =>
      `${counted(lists, 'list')} fetched; continues at ${nextDay}, down to ${oldestDay}.`,
    done: (lists: number, _nextDay: string, oldestDay: string) =>
      `${counted(lists, 'list')} fetched, down to ${oldestDay}.`,
    refused: (lists: number, nextDay: string) =>
      `Given up at ${nextDay} after ${counted(lists, 'list')}. To try again, run paperboy ingest --back-fill 240.`,
  },
  newPapers: (papers: number) => `${formatNumber(papers)} new papers.`,
} as const;
