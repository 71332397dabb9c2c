import { DASHBOARD } from '../../../../config/dashboard.ts';
import type { ProviderLimits } from '../../../ports.ts';
import { counted, formatNumber } from '../frame/format.ts';

const DOCTOR = 'npm run paperboy -- doctor';

/** Texts of the Providers section. */
export const PROVIDERS_TEXTS = {
  title: 'Providers',
  available: 'available',
  noReason: 'No reason given',
  testing: 'testing with a small batch',
  nextAttempt: (when: string, relative: string) => `next attempt at ${when} (${relative})`,
  quotaUsedUp: 'our daily quota is used up',
  digestsResume: (when: string, relative: string) =>
    `digests resume at ${when} (${relative}), transactional email continues`,
  problems: {
    account: 'rejects our account',
    service: 'not responding',
    quota: 'provider quota reached',
  },
  whatToDo: {
    account: (name: string) =>
      `Fix the key, the sender or the account at ${name}; run ${DOCTOR} to test it. Then resume the ` +
      'edition, which retries at once.',
    service: (name: string) =>
      'Nothing yet: deliveries wait or use another provider. If it lasts, check the status page of ' +
      `${name} and run ${DOCTOR}.`,
    quota: () =>
      'Nothing, if the deliveries can wait: they are sent when the quota resets, up to 24 hours late. ' +
      'Otherwise upgrade your plan, or add a second provider to MAILER.',
    allowance:
      'Nothing, if the deliveries can wait until tomorrow. Otherwise raise RESEND_MAILS_PER_DAY with your ' +
      'plan, or add a second provider to MAILER.',
  },
  left: (left: number, allowance: number, editions: number, isWarmup: boolean) =>
    `${formatNumber(left)} of ${counted(allowance, 'email')} left today${isWarmup ? ' (warm-up)' : ''}, ` +
    `${formatNumber(editions)} of them for digests.`,
  pace: (recent: number, rate: ProviderLimits['rate']) => {
    const accepted = `${counted(recent, 'email')} in the last ${counted(DASHBOARD.paceMinutes, 'minute')}`;
    if (rate === null) return `${accepted}.`;
    const noun = rate.counts === 'calls' ? 'call' : 'email';
    return `${accepted}, limit ${counted(rate.perSecond, noun)} per second.`;
  },
} as const;
