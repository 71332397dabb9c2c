import { fieldOfName, isAboutSubscription, plainName } from './column-names.ts';
import { CSV_COLUMNS, type CsvColumn } from './csv-row.ts';
import { type KnownExport, recognizeExport } from './known-exports.ts';

/**
 * Uses of a column: a field of the subscriber, the subscription status elsewhere (see readStatus), or none on
 * purpose.
 */
export const COLUMN_USES = [...CSV_COLUMNS, 'subscribed', 'unsubscribed', 'ignore'] as const;
export type ColumnUse = (typeof COLUMN_USES)[number];

/** The operator's choices for a file. */
export interface CsvOptions {
  /** Use of columns by name, or by position as `#3`. Overrides what the names suggest. */
  columns?: Readonly<Record<string, ColumnUse>>;
  /** Values for cells that are empty or absent. */
  defaults?: Readonly<Partial<Record<CsvColumn, string>>>;
}

/** Column with the subscription status of an address in another tool. */
export interface StatusColumn {
  index: number;
  name: string;
  meaning: 'subscribed' | 'unsubscribed';
  subscribed?: readonly string[] | undefined;
}

/** Use of every column of a file. */
export interface ColumnPlan {
  /** Names as in the file; the position of a column without one. */
  names: string[];
  /** Columns that fill a field, most important first; the first filled cell counts. */
  fields: Map<CsvColumn, number[]>;
  status: StatusColumn[];
  /** Columns that nothing uses. */
  unused: number[];
  /** Columns that the operator chose to ignore. */
  ignored: number[];
  defaults: Readonly<Partial<Record<CsvColumn, string>>>;
  /** Tool that exported the file, if known. */
  tool: string | null;
}

const MAX_NAME = 60;

/**
 * Chooses the use of each column: the operator's choice, else that of a known export, else by its name. Only
 * the operator can answer `questions`; nothing is imported while there are any.
 */
export function chooseColumns(
  header: readonly string[],
  options: CsvOptions = {},
): { plan: ColumnPlan; questions: string[] } {
  const names = header.map((name, index) => columnName(name, index));
  const given = resolveGiven(header, names, options.columns ?? {});
  const plain = header.map(plainName);
  const known = recognizeExport(plain);
  const plan: ColumnPlan = {
    names,
    fields: new Map(),
    status: [],
    unused: [],
    ignored: [...given.uses].filter(([, use]) => use === 'ignore').map(([index]) => index),
    defaults: known
      ? { consent_source: `${known.tool} export`, ...options.defaults }
      : (options.defaults ?? {}),
    tool: known?.tool ?? null,
  };
  const used = new Set(given.uses.keys());
  for (const [index, use] of given.uses) {
    if (use === 'subscribed' || use === 'unsubscribed') plan.status.push(statusColumn(plan, index, use));
    else if (use !== 'ignore') plan.fields.set(use, [...(plan.fields.get(use) ?? []), index]);
  }
  const questions = [...given.questions, ...duplicateQuestions(plan)];
  if (known) assignKnown(plan, known, plain, used);
  questions.push(...assignNames(plan, header, used));
  plan.unused = [...header.keys()].filter((index) => !used.has(index));
  return {
    plan,
    questions: [...missingQuestions(plan), ...questions, ...statusQuestions(plan, header, known)],
  };
}

function columnName(name: string, index: number): string {
  const clean = name.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return clean === '' ? `#${index + 1}` : clean.slice(0, MAX_NAME);
}

/** Finds the columns that the operator named: by position, exact name, or name without case and spaces. */
function resolveGiven(
  header: readonly string[],
  names: readonly string[],
  columns: Record<string, ColumnUse>,
) {
  const uses = new Map<number, ColumnUse>();
  const questions: string[] = [];
  for (const [name, use] of Object.entries(columns)) {
    const position = /^#(\d+)$/.exec(name)?.[1];
    const matching = (same: (each: string) => boolean) =>
      [...header.keys()].filter((index) => same(header[index] ?? ''));
    let found = position === undefined ? [] : [Number(position) - 1].filter((index) => index in names);
    if (found.length === 0) found = matching((each) => each.trim() === name.trim());
    if (found.length === 0) found = matching((each) => plainName(each) === plainName(name));
    if (found.length === 0)
      questions.push(`There is no column “${name}”; the columns are: ${listed(names)}.`);
    if (found.length > 1 && use !== 'ignore')
      questions.push(
        `Several columns are called “${name}”; use a position instead, for example #${(found[0] ?? 0) + 1}.`,
      );
    else for (const index of found) uses.set(index, use);
  }
  return { uses, questions };
}

function duplicateQuestions({ fields, names }: ColumnPlan): string[] {
  return [...fields]
    .filter(([field, indexes]) => indexes.length > 1 && field !== 'consent_at')
    .map(
      ([field, indexes]) =>
        `Only one column can be used as ${field}, not ${listed(indexes.map((each) => names[each] ?? ''))}.`,
    );
}

/** Assigns the columns of a known export that the operator has not assigned. */
function assignKnown(
  plan: ColumnPlan,
  known: KnownExport,
  plain: readonly string[],
  used: Set<number>,
): void {
  for (const [index, name] of plain.entries()) {
    const status = known.status[name];
    if (status === undefined || used.has(index)) continue;
    used.add(index);
    plan.status.push({ ...statusColumn(plan, index, status.meaning), subscribed: status.subscribed });
  }
  if (plan.fields.has('consent_at')) return;
  // The file's own consent_at is the operator's addition and comes first.
  const own = [...plain.keys()].filter((index) => plain[index] === 'consentat' && !used.has(index));
  const times = known.consentAt
    .map((name) => plain.indexOf(name))
    .filter((index) => index !== -1 && !used.has(index));
  const all = [...own, ...times];
  if (all.length > 0) plan.fields.set('consent_at', all);
  for (const index of all) used.add(index);
}

/** Assigns columns by their names, the clearest name first. Two equally clear ones are a question. */
function assignNames(plan: ColumnPlan, header: readonly string[], used: Set<number>): string[] {
  const questions: string[] = [];
  const candidates = new Map<CsvColumn, { index: number; rank: number }[]>();
  for (const [index, name] of header.entries()) {
    const found = used.has(index) ? undefined : (ownField(name) ?? fieldOfName(name));
    if (!found || plan.fields.has(found.field)) continue;
    candidates.set(found.field, [...(candidates.get(found.field) ?? []), { index, rank: found.rank }]);
  }
  for (const [field, found] of candidates) {
    const rank = Math.min(...found.map((each) => each.rank));
    const best = found.filter((each) => each.rank === rank).map(({ index }) => index);
    plan.fields.set(field, best);
    for (const index of best) used.add(index);
    if (best.length > 1)
      questions.push(
        `Several columns could be ${field}: ` +
          `${best.map((each) => `“${plan.names[each]}” (#${each + 1})`).join(', ')}. ` +
          'Assign one and ignore the others.',
      );
  }
  return questions;
}

/** Paperboy's own column names. `address` alone is ranked by fieldOfName: it may be a postal one. */
function ownField(name: string): { field: CsvColumn; rank: number } | undefined {
  const field = CSV_COLUMNS.find((column) => column === name.trim().toLowerCase());
  return field === undefined || field === 'address' ? undefined : { field, rank: 0 };
}

function statusColumn(plan: ColumnPlan, index: number, meaning: 'subscribed' | 'unsubscribed'): StatusColumn {
  return { index, name: plan.names[index] ?? '', meaning };
}

function statusQuestion(name: string): string {
  return (
    `The column “${name}” may say who unsubscribed. Assign it: subscribed (yes means subscribed), ` +
    'unsubscribed (yes or a date means unsubscribed), or ignore.'
  );
}

/** Asks about unused columns with a name like a subscription status. */
function statusQuestions(
  plan: ColumnPlan,
  header: readonly string[],
  known: KnownExport | undefined,
): string[] {
  return plan.unused
    .filter((index) => {
      const name = header[index] ?? '';
      // Another time of consent, for example, beside the one that is used.
      const isField = fieldOfName(name) !== undefined;
      return !isField && !known?.unrelated?.includes(plainName(name)) && isAboutSubscription(name);
    })
    .map((index) => statusQuestion(plan.names[index] ?? ''));
}

function missingQuestions({ fields, names, defaults }: ColumnPlan): string[] {
  const missing = (field: CsvColumn) => !fields.has(field) && (defaults[field] ?? '').trim() === '';
  return [
    ...(fields.has('address')
      ? []
      : [`The header line has no column named address or email. The columns are: ${listed(names)}.`]),
    ...(missing('consent_at')
      ? [
          'No column says when consent was given (consent_at). ' +
            'Assign one, or give one time for the whole file.',
        ]
      : []),
    ...(missing('consent_source')
      ? [
          'No column says where consent was given (consent_source). ' +
            'Assign one, or give one source for the whole file.',
        ]
      : []),
  ];
}

/** Names of the columns that are not used, ignored ones included, in the order of the file. */
export function unusedNames({ names, unused, ignored }: ColumnPlan): string[] {
  return [...unused, ...ignored].sort((a, b) => a - b).map((index) => names[index] ?? '');
}

/** Lists at most twenty names for a message. */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, 20).join(', ');
  return names.length > 20 ? `${shown} and ${names.length - 20} more` : shown;
}
