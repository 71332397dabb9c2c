import { createHash } from 'node:crypto';
import { type BatchEmail, bareAddress, validateBatch } from './resend-batch.ts';

export interface ReceivedEmail extends BatchEmail {
  id: string;
  key: string | null;
  at: Date;
}

export interface Reply {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

export interface AccountOptions {
  now: () => Date;
  /** Domains allowed in `from`; all of them if absent. */
  verifiedDomains?: readonly string[] | undefined;
  /** Emails per UTC day. */
  dailyQuota?: number | undefined;
  /** Accepts emails without keeping their content. */
  forgetBodies?: boolean | undefined;
}

const DAY_MS = 24 * 60 * 60 * 1000;

export function failure(status: number, name: string, message: string): Reply {
  return { status, body: { statusCode: status, name, message } };
}

/** State of one account of the stand-in server: accepted emails, keys and limits. */
export function openAccount(options: AccountOptions) {
  const { now, verifiedDomains, dailyQuota = Number.POSITIVE_INFINITY, forgetBodies } = options;
  const accepted: ReceivedEmail[] = [];
  const refused: string[] = [];
  const today = () => now().toISOString().slice(0, 10);
  return {
    accepted,
    refused,
    /** Accepts a batch as Resend would; `spoilHalf` rejects every second email of it. */
    take(entries: unknown, permissive: boolean, key: string | null, rejectHalf = false): Reply {
      if (!Array.isArray(entries))
        return failure(422, 'validation_error', 'The body must be an array of emails.');
      if (entries.length < 1 || entries.length > 100) {
        return failure(422, 'validation_error', 'The batch must hold 1 to 100 emails.');
      }
      const { mails, errors } = rejectHalf ? halfOf(entries) : validateBatch(entries);
      const [first] = errors;
      if (first && !permissive) return failure(422, 'validation_error', first.message);
      const isVerified = ({ from }: BatchEmail) =>
        verifiedDomains?.includes(bareAddress(from).split('@')[1] ?? '') ?? true;
      if (!mails.every(isVerified))
        return failure(403, 'validation_error', 'The `from` domain is not verified.');
      const usedToday = accepted.filter(({ at }) => at.toISOString().startsWith(today())).length;
      if (usedToday + mails.length > dailyQuota) {
        return failure(429, 'daily_quota_exceeded', 'You have reached your daily email sending quota.');
      }
      const data = mails.map((mail) => {
        const id = `00000000-0000-4000-8000-${String(accepted.length + 1).padStart(12, '0')}`;
        const kept = forgetBodies ? { ...mail, html: '', text: '', headers: {} } : mail;
        accepted.push({ ...kept, id, key, at: now() });
        return { id };
      });
      for (const { index } of errors) refused.push(deliveryOf(entries[index]));
      return { status: 200, body: permissive ? { data, errors } : { data } };
    },
  };
}

/** Marks every second email of the batch as invalid, in words that do not blame the address. */
function halfOf(entries: readonly unknown[]): ReturnType<typeof validateBatch> {
  const { mails } = validateBatch(entries.filter((_, index) => index % 2 === 0));
  const errors = entries.flatMap((_, index) =>
    index % 2 === 1 ? [{ index, message: 'Invalid `html` field.' }] : [],
  );
  return { mails, errors };
}

/** Delivery named in an email's tags, even if the email is invalid otherwise; empty without a tag. */
function deliveryOf(entry: unknown): string {
  const tags: unknown = (entry as { tags?: unknown } | null)?.tags;
  const tag = Array.isArray(tags) ? tags.find((each) => each?.name === 'delivery') : undefined;
  return String(tag?.value ?? '');
}

/** Idempotency keys of the last 24 hours by the server's clock. */
export function openKeys(now: () => Date) {
  const records = new Map<string, { bodyHash: string; at: number; reply: Reply | null }>();
  return {
    /** Stored response for a call with this key; null if the call must be carried out. */
    begin(key: string, body: string): Reply | null {
      const bodyHash = createHash('sha256').update(body).digest('hex');
      const known = records.get(key);
      if (!known || now().getTime() - known.at >= DAY_MS) {
        records.set(key, { bodyHash, at: now().getTime(), reply: null });
        return null;
      }
      if (known.bodyHash !== bodyHash) {
        return failure(
          409,
          'invalid_idempotent_request',
          'Same idempotency key used with a different request payload.',
        );
      }
      return (
        known.reply ??
        failure(409, 'concurrent_idempotent_requests', 'The original request is still in progress.')
      );
    },
    /** Only accepted calls are remembered: a refused one may be corrected and sent under the same key. */
    end(key: string, reply: Reply | null): void {
      const record = records.get(key);
      if (record && reply?.status === 200) record.reply = reply;
      else records.delete(key);
    },
  };
}

/** Number of calls per second. */
export function openRate(limit: number, now: () => Date) {
  let startedAt = Number.NEGATIVE_INFINITY;
  let used = 0;
  return {
    take(): { allowed: boolean; headers: Record<string, string> } {
      const time = now().getTime();
      if (time - startedAt >= 1000) {
        startedAt = time;
        used = 0;
      }
      used += 1;
      const reset = String(Math.max(1, Math.ceil((startedAt + 1000 - time) / 1000)));
      const headers = {
        'ratelimit-limit': String(limit),
        'ratelimit-remaining': String(Math.max(0, limit - used)),
        'ratelimit-reset': reset,
      };
      return used <= limit
        ? { allowed: true, headers }
        : { allowed: false, headers: { ...headers, 'retry-after': reset } };
    },
  };
}

/** Events that the test addresses at resend.dev lead to. */
export function testEvents(mail: ReceivedEmail): { type: string; emailId: string; to: string }[] {
  return mail.to.flatMap((mailbox) => {
    const to = bareAddress(mailbox);
    const type = /^(delivered|bounced|complained)(?:\+[^@]*)?@resend\.dev$/.exec(to)?.[1];
    return type ? [{ type: `email.${type}`, emailId: mail.id, to }] : [];
  });
}
