import { z } from 'zod';
import type { SignalName } from '../../../config/signals.ts';
import type { PaperLinks, Rejection, SignalReading } from '../../ports.ts';
import { parseArxivId } from '../arxiv-id.ts';
import { isWithdrawalNotice } from '../detect-withdrawal.ts';
import { type ListedAuthors, listedAuthors } from './author-names.ts';
import {
  firstIssue,
  isoTime,
  LONGEST,
  type ParsedEntry,
  readableWithin,
  rejection,
  webLink,
} from './entry-fields.ts';
import { projectLinkIn } from './project-link.ts';

// Malformed optional fields count as absent and never cost the paper.
const optionalText = z.string().nullish().catch(null);
const organizationSchema = z
  .looseObject({ fullname: optionalText, name: optionalText })
  .nullish()
  .catch(null);

const submitterSchema = z.looseObject({ name: optionalText }).nullish().catch(null);

const entrySchema = z.looseObject({
  title: optionalText,
  summary: optionalText,
  numComments: z.unknown().optional(),
  thumbnail: optionalText,
  organization: organizationSchema,
  submittedBy: submitterSchema,
  paper: z.looseObject({
    id: z.string().transform((text, ctx) => {
      const reference = parseArxivId(text);
      if (reference === null) ctx.addIssue({ code: 'custom', message: 'is not an arXiv id' });
      return reference ?? z.NEVER;
    }),
    title: optionalText,
    summary: optionalText,
    ai_summary: optionalText,
    authors: z.array(z.unknown()).catch([]),
    publishedAt: optionalText,
    submittedOnDailyAt: optionalText,
    upvotes: z.unknown().optional(),
    githubStars: z.unknown().optional(),
    githubRepo: optionalText,
    projectPage: optionalText,
    organization: organizationSchema,
    submittedOnDailyBy: submitterSchema,
  }),
});
type Entry = z.infer<typeof entrySchema>;

const authorSchema = z.looseObject({ name: optionalText, hidden: z.boolean().nullish().catch(null) });
const idSchema = z.looseObject({ paper: z.looseObject({ id: z.string() }) });

/** Identity of an entry across two responses, even if the entry is invalid. */
export function huggingFaceEntryKey(raw: unknown): string {
  const parsed = idSchema.safeParse(raw);
  return parsed.success ? parsed.data.paper.id : JSON.stringify(raw);
}

/**
 * Parses one entry of a Daily Papers list into a paper with its readings, or a rejection. `position` names it
 * on the page, for example `page 0, entry 3`. The paper's `listDay` is null if the entry does not give it.
 */
export function parseHuggingFaceEntry(raw: unknown, place: string): ParsedEntry {
  const known = idSchema.safeParse(raw);
  const name = known.success ? known.data.paper.id : place;
  const refuse = (reason: string) => ({ paper: null, readings: [], rejections: [rejection(name, reason)] });
  const parsed = entrySchema.safeParse(raw);
  if (!parsed.success) return refuse(firstIssue(parsed.error));
  const { paper } = parsed.data;
  const submitter = readableWithin(
    parsed.data.submittedBy?.name ?? paper.submittedOnDailyBy?.name,
    LONGEST.name,
  );
  const title = readableWithin(paper.title ?? parsed.data.title, LONGEST.title);
  if (title === null) return refuse('paper.title: is empty');
  const abstract = readableWithin(paper.summary ?? parsed.data.summary, LONGEST.abstract);
  return {
    paper: {
      id: paper.id.id,
      version: paper.id.version,
      title,
      abstract,
      summary: readableWithin(paper.ai_summary, LONGEST.summary),
      ...authorsOf(paper.authors),
      organisation: organizationOf(parsed.data.organization) ?? organizationOf(paper.organization),
      categories: [],
      primaryCategory: null,
      publishedAt: isoTime(paper.publishedAt),
      updatedAt: null,
      comment: null,
      withdrawn: isWithdrawalNotice(abstract),
      links: linksOf(parsed.data),
      listDay: isoTime(paper.submittedOnDailyAt)?.slice(0, 10) ?? null,
      ...(submitter === null ? {} : { submitter }),
    },
    ...readingsOf(parsed.data),
  };
}

/** Hidden authors are not named, but they count. */
function authorsOf(raw: readonly unknown[]): ListedAuthors {
  const authors = raw.map((each) => authorSchema.safeParse(each)).filter((each) => each.success);
  return listedAuthors(authors.map(({ data }) => (data.hidden === true ? null : data.name)));
}

function organizationOf(raw: z.infer<typeof organizationSchema>): string | null {
  return readableWithin(raw?.fullname, LONGEST.name) ?? readableWithin(raw?.name, LONGEST.name);
}

function linksOf({ paper, thumbnail: image }: Entry): PaperLinks {
  const code = webLink(paper.githubRepo);
  const project = webLink(paper.projectPage) ?? projectLinkIn(paper.summary ?? '');
  const thumbnail = webLink(image);
  return {
    ...(code === undefined ? {} : { code }),
    ...(project === undefined ? {} : { project }),
    discussion: `https://huggingface.co/papers/${paper.id.id}`,
    ...(thumbnail === undefined ? {} : { thumbnail }),
  };
}

function readingsOf({ paper, numComments }: Entry): { readings: SignalReading[]; rejections: Rejection[] } {
  const readings: SignalReading[] = [];
  const rejections: Rejection[] = [];
  const read = (signal: SignalName, field: string, value: unknown) => {
    // Absent is not zero: a paper without a repository has no stars to compare.
    if (value === undefined || value === null) return;
    if (isCount(value)) readings.push({ paperId: paper.id.id, signal, value });
    else
      rejections.push(
        rejection(paper.id.id, `${field}: is not a whole number from 0; its reading was skipped`),
      );
  };
  read('hf_upvotes', 'paper.upvotes', paper.upvotes);
  read('hf_comments', 'numComments', numComments);
  read('github_stars', 'paper.githubStars', paper.githubStars);
  return { readings, rejections };
}

/** True for a number that fits the database's integer. */
function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 2_147_483_647;
}
