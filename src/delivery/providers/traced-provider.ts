import type { Mailer, Provider, SendResult } from '../../ports.ts';
import type { Attributes, Tracing } from '../../tracing.ts';

/** Wraps the provider so that each call is a trace span with the counts of its outcomes. */
export function traceProvider(tracing: Tracing, provider: Provider): Provider {
  const { mailer, name } = provider;
  const send: Mailer['send'] = (emails, options) => {
    const attributes = { 'paperboy.provider': name, 'paperboy.emails': emails.length };
    return tracing.span({ name: `send by ${name}`, kind: 'client', attributes }, async (span) => {
      const results = await mailer.send(emails, options);
      span.setAttributes(countsOf(results));
      const halted = results.find(({ outcome }) => outcome === 'halted');
      if (halted) span.markFailed('halted');
      return results;
    });
  };
  return { ...provider, mailer: { ...mailer, send } };
}

function countsOf(results: readonly SendResult[]): Attributes {
  const counts: Record<string, number> = {};
  for (const { outcome } of results) counts[`paperboy.${outcome}`] = (counts[`paperboy.${outcome}`] ?? 0) + 1;
  return counts;
}
