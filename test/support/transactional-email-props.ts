import type { TransactionalProps } from '../../templates/transactional/props.ts';

const sender = {
  language: 'en' as const,
  site: 'https://papers.example.org/',
  postalAddress: 'Paperboy, 1 Example Street, 12345 Example Town',
};

const asking = {
  ...sender,
  chosen: 'You chose: Robotics. Digests arrive every day at 07:00\u00A0UTC.',
  confirm: 'https://papers.example.org/confirm/token',
  validHours: 48,
};

/** Complete data for every kind of transactional email. */
export const sampleTransactionalEmails: TransactionalProps = {
  confirm: asking,
  lifted: asking,
  welcome: {
    ...sender,
    preferences: 'https://papers.example.org/p/token',
    unsubscribe: 'https://papers.example.org/u/token',
    subscription:
      'You follow 3 topics. Digests arrive weekdays at 07:00 Berlin time. The first one is on its way.',
  },
  'your-link': { ...sender, preferences: 'https://papers.example.org/p/token', validHours: 24 },
  'new-address': { ...sender, confirm: 'https://papers.example.org/address/token', validHours: 48 },
  'address-notice': { ...sender, preferences: 'https://papers.example.org/p/token' },
  goodbye: { ...sender, subscribe: 'https://papers.example.org/subscribe' },
};
