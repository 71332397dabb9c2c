import { z } from 'zod';
import { PROVIDER_NAMES, type ProviderName } from './providers.ts';

/** One entry of MAILER. Weight 0 stands in when all with a weight are away. */
export interface MailerChoice {
  name: ProviderName;
  weight: number;
}

const MAILER_REMEDY = `must be a comma list out of ${PROVIDER_NAMES.join(', ')}, each once and outbox alone, with weights where it is shared, e.g. resend=3,smtp=1`;

/** `resend,smtp` or `resend=3,smtp=1`: in the order of fail-over. Without weights the first has 1 and the others 0. */
export const mailerListSchema = z.string().transform((text, context): readonly MailerChoice[] => {
  const choices = text.split(',').map((entry, place): MailerChoice | null => {
    const [, name, weight] = /^\s*([a-z-]+)(?:=(\d{1,3}))?\s*$/.exec(entry) ?? [];
    const known = PROVIDER_NAMES.find((each) => each === name);
    return known
      ? { name: known, weight: weight === undefined ? Number(place === 0) : Number(weight) }
      : null;
  });
  const fit = choices.filter((choice) => choice !== null);
  const names = new Set(fit.map(({ name }) => name));
  const alone = !names.has('outbox') || names.size === 1;
  if (
    fit.length === choices.length &&
    names.size === fit.length &&
    alone &&
    fit.some(({ weight }) => weight > 0)
  )
    return fit;
  context.addIssue({ code: 'custom', message: MAILER_REMEDY });
  return z.NEVER;
});

/** As it may be written: `outbox`, `resend=3,smtp=1`. */
export function describeMailers(choices: readonly MailerChoice[]): string {
  const [first] = choices;
  if (choices.length === 1 && first) return first.name;
  return choices.map(({ name, weight }) => `${name}=${weight}`).join(',');
}
