import { DASHBOARD } from '../../../../config/dashboard.ts';
import type { ProviderLimits } from '../../../ports.ts';
import { counted } from '../frame/counted.ts';

const number = (count: number) => count.toLocaleString('en');
const DOCTOR = 'npm run paperboy -- doctor';

/** The words of the desk about providers of mail. */
export const PROVIDERS_TEXTS = {
  title: 'Providers',
  takesMail: 'takes mail',
  noReason: 'It did not say why',
  until: (when: string, relative: string) => `until ${when}, ${relative}`,
  tried: 'a small batch tries it now',
  leftAlone: (until: string) => `left alone ${until}`,
  enoughOurs: 'has had what this day allows',
  lettersGoOn: (until: string) => `${until}; letters go on`,
  rests: {
    account: 'refuses our account',
    service: 'does not answer',
    quota: 'takes no more for now',
  },
  doThis: {
    account: (name: string) =>
      `Mend the key, the sender or the account at ${name}; ${DOCTOR} shows what it says. Then resume the edition, which asks it at once.`,
    service: (name: string) =>
      `Nothing at first: mail waits, or goes by another provider. If it lasts, look at the status page of ${name} and run ${DOCTOR}.`,
    quota: () =>
      'Nothing, if it may wait: mail goes out when the quota resets, up to 24 hours late. Else a larger plan, or a second provider in MAILER.',
    allowance:
      'Nothing, if it may wait until tomorrow. Else raise RESEND_MAILS_PER_DAY with your plan, or name a second provider in MAILER.',
  },
  left: (left: number, allowance: number, editions: number, warmup: boolean) =>
    `Of the ${number(allowance)} mails of today${warmup ? ' (warm-up)' : ''} ${number(left)} are left, ${number(editions)} of them for digests.`,
  pace: (recent: number, rate: ProviderLimits['rate']) =>
    `${counted(recent, 'mail')} in the last ${DASHBOARD.paceMinutes} minutes` +
    (rate === null ? '.' : `, at most ${number(rate.perSecond)} ${rate.counts} a second.`),
} as const;
