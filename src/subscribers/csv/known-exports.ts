/** Column names in the export of another tool, as `plainName` writes them. */
export interface KnownExport {
  tool: string;
  /** The export is recognized when all names of one group are there. */
  signs: readonly (readonly string[])[];
  /** Columns with a time of consent; the first filled one counts. */
  consentAt: readonly string[];
  /** Columns that tell who unsubscribed. */
  status: Readonly<
    Record<string, { meaning: 'subscribed' | 'unsubscribed'; subscribed?: readonly string[] }>
  >;
  /** Columns that sound like such a column and are not. */
  unrelated?: readonly string[];
}

const EMAIL = 'email';

/**
 * Exports that are recognized by their headers. Mailchimp writes one file each for subscribed, unsubscribed
 * and cleaned contacts; only the latter two have UNSUB_TIME and CLEAN_TIME. A Substack `active_subscription`
 * is a paid one: false means a free one.
 */
const KNOWN_EXPORTS: readonly KnownExport[] = [
  {
    tool: 'Mailchimp',
    signs: [
      // Its label for the address depends on the audience.
      ['memberrating', 'optintime'],
      ['leid', 'euid'],
      ['emailaddress', 'memberrating'],
      ['emailaddress', 'optintime', 'confirmtime'],
      ['emailaddress', 'unsubtime'],
      ['emailaddress', 'cleantime'],
    ],
    consentAt: ['confirmtime', 'optintime'],
    status: { unsubtime: { meaning: 'unsubscribed' }, cleantime: { meaning: 'unsubscribed' } },
    unrelated: ['cleancampaigntitle', 'cleancampaignid'],
  },
  {
    tool: 'Ghost',
    signs: [[EMAIL, 'subscribedtoemails']],
    consentAt: ['createdat'],
    status: {
      subscribedtoemails: { meaning: 'subscribed' },
      deletedat: { meaning: 'unsubscribed' },
    },
  },
  {
    tool: 'Substack',
    signs: [
      [EMAIL, 'emaildisabled'],
      [EMAIL, 'activesubscription'],
    ],
    consentAt: ['createdat'],
    status: { emaildisabled: { meaning: 'unsubscribed' } },
    unrelated: ['activesubscription', 'digestenabled'],
  },
  {
    tool: 'listmonk',
    signs: [
      ['uuid', EMAIL, 'attributes'],
      ['uuid', EMAIL, 'status'],
    ],
    consentAt: ['createdat'],
    status: {
      status: { meaning: 'subscribed' },
      subscriptionstatus: { meaning: 'subscribed' },
    },
  },
  {
    tool: 'Buttondown',
    signs: [
      [EMAIL, 'subscribertype'],
      ['emailaddress', 'subscribertype'],
      [EMAIL, 'type', 'creationdate'],
      ['emailaddress', 'type', 'creationdate'],
      [EMAIL, 'unsubscriptiondate'],
      ['emailaddress', 'unsubscriptiondate'],
    ],
    consentAt: ['creationdate', 'date', 'createdat'],
    status: {
      subscribertype: { meaning: 'subscribed', subscribed: ['paused'] },
      type: { meaning: 'subscribed', subscribed: ['paused'] },
      unsubscriptiondate: { meaning: 'unsubscribed' },
      undeliverabilitydate: { meaning: 'unsubscribed' },
    },
  },
  {
    tool: 'beehiiv',
    signs: [
      [EMAIL, 'status', 'subscriptiontier'],
      [EMAIL, 'status', 'subscriptionpremiumtiernames'],
      [EMAIL, 'status', 'utmsource'],
      [EMAIL, 'status', 'referralcode'],
      [EMAIL, 'status', 'acquisitionsource'],
      [EMAIL, 'status', 'subscribedat'],
      [EMAIL, 'status', 'subscriptioncreatedat'],
      [EMAIL, 'status', 'createdat', 'referringsite'],
    ],
    consentAt: ['subscribedat', 'subscriptioncreatedat', 'createdat', 'created'],
    status: { status: { meaning: 'subscribed' }, unsubscribedat: { meaning: 'unsubscribed' } },
  },
];

/** Finds the known export that has these columns (`plainName`). */
export function recognizeExport(names: readonly string[]): KnownExport | undefined {
  const present = new Set(names);
  return KNOWN_EXPORTS.find(({ signs }) => signs.some((group) => group.every((name) => present.has(name))));
}
