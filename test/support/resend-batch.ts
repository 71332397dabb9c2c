import { z } from 'zod';

/** One email of a batch as the server accepted it. */
export interface BatchEmail {
  from: string;
  to: string[];
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
  tags: { name: string; value: string }[];
}

export interface BatchError {
  index: number;
  message: string;
}

const ADDRESS = /^(?:[^<>\r\n]*<[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+)$/;
const ONE_LINE = /^[^\r\n]*$/;
const TAG = /^[A-Za-z0-9_-]{1,256}$/;

const address = (field: string) =>
  z
    .string(`Missing \`${field}\` field.`)
    .regex(
      ADDRESS,
      `Invalid \`${field}\` field. The email address needs to follow the ` +
        '`email@example.com` or `Name <email@example.com>` format.',
    );

const mailSchema = z
  .strictObject(
    {
      from: address('from'),
      to: z.union([address('to'), z.array(address('to')).min(1).max(50)], 'Invalid `to` field.'),
      subject: z
        .string('Missing `subject` field.')
        .regex(ONE_LINE, 'The `\\n` is not allowed in the `subject` field.'),
      html: z.string().optional(),
      text: z.string().optional(),
      cc: z.union([address('cc'), z.array(address('cc')).max(50)]).optional(),
      bcc: z.union([address('bcc'), z.array(address('bcc')).max(50)]).optional(),
      reply_to: z.union([address('reply_to'), z.array(address('reply_to'))]).optional(),
      headers: z
        .record(
          z.string().regex(/^[!-9;-~]+$/),
          z.string().regex(ONE_LINE, 'Invalid `headers` field: a value holds a line break.'),
        )
        .optional(),
      tags: z.array(z.strictObject({ name: z.string().regex(TAG), value: z.string().regex(TAG) })).optional(),
    },
    // attachments and scheduled_at are not allowed in a batch.
    {
      error: (issue) =>
        issue.code === 'unrecognized_keys'
          ? `Not supported in a batch: ${issue.keys?.join(', ')}.`
          : undefined,
    },
  )
  .refine((mail) => mail.html !== undefined || mail.text !== undefined, 'Missing `html` or `text` field.');

/** Separates the entries of a batch that Resend would queue from those it would name in `errors`. */
export function validateBatch(entries: readonly unknown[]): { mails: BatchEmail[]; errors: BatchError[] } {
  const mails: BatchEmail[] = [];
  const errors: BatchError[] = [];
  for (const [index, entry] of entries.entries()) {
    const parsed = mailSchema.safeParse(entry);
    if (!parsed.success) {
      errors.push({ index, message: deepestMessage(parsed.error.issues) });
      continue;
    }
    const { from, to, subject, html = '', text = '', headers = {}, tags = [] } = parsed.data;
    mails.push({ from, to: [to].flat(), subject, html, text, headers, tags });
  }
  return { mails, errors };
}

/** Address without the display name, in lower case. */
export function bareAddress(mailbox: string): string {
  return (/<([^<>]+)>/.exec(mailbox)?.[1] ?? mailbox).trim().toLowerCase();
}

/** Zod reports every branch of a union; the last one with a message of its own is the readable one. */
function deepestMessage(issues: readonly z.core.$ZodIssue[]): string {
  const [issue] = issues;
  if (issue?.code === 'invalid_union') {
    const inner = issue.errors
      .map((branch) => deepestMessage(branch))
      .find((message) => message.includes('`'));
    return inner ?? issue.message;
  }
  return issue?.message ?? 'Invalid mail.';
}
