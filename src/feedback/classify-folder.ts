import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PaperboyError, reasonOf } from '../errors.ts';
import { parseInboundEmail } from './email/parse-inbound-email.ts';
import { idInMessageId } from './reports/report-fields.ts';

/**
 * Classes of inbound emails: the strongest verdict of a report, `other` for a report without a verdict
 * (relayed, not spam), `not-understood` for a mail server's email that is no known report, `nothing` for all
 * other emails, and `unreadable` for files that are not emails.
 */
export const EMAIL_CLASSES = [
  'complaint',
  'hard',
  'soft',
  'refused',
  'delayed',
  'delivered',
  'other',
  'not-understood',
  'nothing',
  'unreadable',
] as const;
export type EmailClass = (typeof EMAIL_CLASSES)[number];

/** One file of a folder with its class. */
export interface ClassifiedFile {
  /** Path below the folder. */
  file: string;
  class: EmailClass;
  /** True when it has a machine-readable part (RFC 3464 or RFC 5965). */
  machineReadable: boolean;
  /** True when it quotes an id in the form of ours. */
  ours: boolean;
  recipients: readonly (string | null)[];
}

/** Files of a folder with their classes and totals. */
export interface FolderClassification {
  files: ClassifiedFile[];
  totals: Record<EmailClass, number>;
  /** Files recognized as a report, of those with a machine-readable part and of the others. */
  recognized: { machineReadable: [number, number]; others: [number, number] };
  /** Files that quote an id of ours, and those among them without a verdict. */
  ours: number;
  oursWithoutVerdict: number;
}

const KIND_CLASSES = {
  complaint: 'complaint',
  'hard-bounce': 'hard',
  'soft-bounce': 'soft',
  refused: 'refused',
  delayed: 'delayed',
  delivered: 'delivered',
} as const;

/**
 * Classifies every email file in a folder and its subfolders, in order of path, without storing anything.
 * Throws PaperboyError `FOLDER_UNREADABLE`.
 */
export async function classifyFolder(folder: string): Promise<FolderClassification> {
  const files: ClassifiedFile[] = [];
  for (const file of await listFiles(folder)) files.push(await classifyFile(folder, file));
  const totals = Object.fromEntries(EMAIL_CLASSES.map((name) => [name, 0])) as Record<EmailClass, number>;
  for (const each of files) totals[each.class] += 1;
  const ours = files.filter((each) => each.ours);
  const share = (group: readonly ClassifiedFile[]): [number, number] => [
    group.filter(isRecognized).length,
    group.length,
  ];
  return {
    files,
    totals,
    recognized: {
      machineReadable: share(files.filter((each) => each.machineReadable)),
      others: share(files.filter((each) => !each.machineReadable)),
    },
    ours: ours.length,
    oursWithoutVerdict: ours.filter((each) => !isRecognized(each)).length,
  };
}

function isRecognized(file: ClassifiedFile): boolean {
  return !['not-understood', 'nothing', 'unreadable'].includes(file.class);
}

async function listFiles(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, '/').length))
      .sort();
  } catch (cause) {
    throw new PaperboyError({
      code: 'FOLDER_UNREADABLE',
      message: `The folder ${folder} cannot be read: ${reasonOf(cause)}.`,
      remedy: 'Pass a folder that contains one email per file.',
      cause,
    });
  }
}

async function classifyFile(folder: string, file: string): Promise<ClassifiedFile> {
  const raw = await readFile(join(folder, file));
  const parsed = await parseInboundEmail({ raw, sender: null }).catch(() => null);
  if (parsed === null)
    return { file, class: 'unreadable', machineReadable: false, ours: false, recipients: [] };
  const kinds = (parsed.report?.recipients ?? []).map(({ kind }) => kind);
  const verdict = Object.entries(KIND_CLASSES).find(([kind]) => kinds.some((each) => each === kind))?.[1];
  const withoutReport = parsed.notUnderstood ? 'not-understood' : 'nothing';
  return {
    file,
    class: parsed.report === null ? withoutReport : (verdict ?? 'other'),
    machineReadable: parsed.parts.some(({ type }) =>
      /^(?:message|text)\/(?:global-|x-?)?(?:delivery-status|feedback-report)$/.test(type),
    ),
    ours: parsed.quotedIds.some((id) => idInMessageId(id) !== null),
    recipients: (parsed.report?.recipients ?? []).map(({ address }) => address),
  };
}
