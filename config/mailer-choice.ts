import { z } from 'zod';
import { PROVIDER_NAMES, type ProviderName } from './providers.ts';

/** One entry of MAILER. Weight 0: used only while no provider with a weight is available. */
export interface MailerChoice {
  name: ProviderName;
  weight: number;
}

const MAILER_REMEDY =
  `must be a comma-separated list of ${PROVIDER_NAMES.join(', ')}, each at most once and outbox only ` +
  'by itself, optionally with weights, e.g. resend=3,smtp=1';

/**
 * Parses `resend,smtp` or `resend=3,smtp=1`, in fail-over order. Without weights the first has 1 and the
 * others 0.
 */
export const mailerListSchema = z.string().transform((text, context): readonly MailerChoice[] => {
  const choices = text.split(',').map((entry, index): MailerChoice | null => {
    const [, name, weight] = /^\s*([a-z-]+)(?:=(\d{1,3}))?\s*$/.exec(entry) ?? [];
    const known = PROVIDER_NAMES.find((each) => each === name);
    return known
      ? { name: known, weight: weight === undefined ? Number(index === 0) : Number(weight) }
      : null;
  });
  const valid = choices.filter((choice) => choice !== null);
  const names = new Set(valid.map(({ name }) => name));
  const outboxIsAlone = !names.has('outbox') || names.size === 1;
  if (
    valid.length === choices.length &&
    names.size === valid.length &&
    outboxIsAlone &&
    valid.some(({ weight }) => weight > 0)
  )
    return valid;
  context.addIssue({ code: 'custom', message: MAILER_REMEDY });
  return z.NEVER;
});

/** Formats the choices as MAILER accepts them: `outbox`, `resend=3,smtp=1`. */
export function describeMailers(choices: readonly MailerChoice[]): string {
  const [first] = choices;
  if (choices.length === 1 && first) return first.name;
  return choices.map(({ name, weight }) => `${name}=${weight}`).join(',');
}
