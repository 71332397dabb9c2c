import { describe, expect, it } from 'vitest';
import { BUILT_IN_TAXONOMY } from '../../../config/topics/built-in.ts';
import { type CsvOptions, chooseColumns } from '../../../src/subscribers/csv/choose-columns.ts';
import { readRow } from '../../../src/subscribers/csv/read-row.ts';

const NOW = new Date('2026-11-23T08:05:00Z');
const choose = (header: string, options: CsvOptions) => chooseColumns(header.split(','), options);

describe('exports of other tools', () => {
  const MAILCHIMP =
    'Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,';
  const GEOGRAPHY = 'LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,TAGS';
  const mailchimp = (extra: string) =>
    [
      `${MAILCHIMP}${extra}${GEOGRAPHY}`,
      (cells: string) =>
        `ann@example.org,Ann,A,2,2021-03-01 09:30:00,192.0.2.1,2021-03-01 09:35:00,192.0.2.1,${cells}0,0,1,2,Europe/Berlin,de,be,2021-03-02 09:30:00,1,2,,`,
    ] as const;
  const GHOST =
    'id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,deleted_at,labels,tiers';
  const SUBSTACK =
    'email,active_subscription,expiry,plan,email_disabled,digest_enabled,created_at,first_payment_at';
  const LISTMONK = 'uuid,email,name,attributes,status,created_at,updated_at';
  const BUTTONDOWN =
    'id,email,notes,metadata,tags,referrer_url,creation_date,subscriber_type,unsubscription_date';
  const BEEHIIV = 'email,status,created_at,subscription_tier,utm_source,utm_medium,referral_code';
  const [subscribed, subscribedRow] = mailchimp('');
  const [unsubscribed, unsubscribedRow] = mailchimp(
    'UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_CAMPAIGN_ID,UNSUB_REASON,UNSUB_REASON_OTHER,',
  );
  const [cleaned, cleanedRow] = mailchimp('CLEAN_TIME,CLEAN_CAMPAIGN_TITLE,CLEAN_CAMPAIGN_ID,');

  it.each([
    ['Mailchimp', subscribed, subscribedRow(''), '2021-03-01T09:35:00.000Z'],
    ['Mailchimp', unsubscribed, unsubscribedRow('2022-03-01 09:30:00,News,1,NORMAL,,'), 'left UNSUB_TIME'],
    ['Mailchimp', cleaned, cleanedRow('2022-03-01 09:30:00,News,1,'), 'left CLEAN_TIME'],
    [
      'Ghost',
      GHOST,
      '1,ann@example.org,Ann,,true,false,,2021-01-01T00:00:00.000Z,,,',
      '2021-01-01T00:00:00.000Z',
    ],
    [
      'Ghost',
      GHOST,
      '1,ann@example.org,Ann,,false,false,,2021-01-01T00:00:00.000Z,,,',
      'left subscribed_to_emails: false',
    ],
    [
      'Ghost',
      GHOST,
      '1,ann@example.org,Ann,,true,false,,2021-01-01T00:00:00.000Z,2022-01-01T00:00:00.000Z,,',
      'left deleted_at',
    ],
    [
      'Substack',
      SUBSTACK,
      'ann@example.org,false,,other,false,true,2021-01-01T00:00:00.000Z,',
      '2021-01-01T00:00:00.000Z',
    ],
    [
      'Substack',
      SUBSTACK,
      'ann@example.org,true,,yearly,true,false,2021-01-01T00:00:00.000Z,',
      'left email_disabled: true',
    ],
    [
      'listmonk',
      LISTMONK,
      '1,ann@example.org,Ann,{},enabled,2021-01-01 10:00:00.1+00,x',
      '2021-01-01T10:00:00.100Z',
    ],
    ['listmonk', LISTMONK, '1,ann@example.org,Ann,{},blocklisted,2021-01-01,x', 'left status: blocklisted'],
    ['listmonk', LISTMONK, '1,ann@example.org,Ann,{},disabled,2021-01-01,x', 'left status: disabled'],
    [
      'listmonk',
      `${LISTMONK},subscription_status`,
      '1,ann@example.org,,{},enabled,2021-01-01,x,unsubscribed',
      'left subscription_status: unsubscribed',
    ],
    [
      'Buttondown',
      BUTTONDOWN,
      '1,ann@example.org,,{},,,2021-01-01T00:00:00Z,regular,',
      '2021-01-01T00:00:00.000Z',
    ],
    [
      'Buttondown',
      BUTTONDOWN,
      '1,ann@example.org,,{},,,2021-01-01T00:00:00Z,past_due,',
      '2021-01-01T00:00:00.000Z',
    ],
    [
      'Buttondown',
      BUTTONDOWN,
      '1,ann@example.org,,{},,,2021-01-01T00:00:00Z,unactivated,',
      'left subscriber_type: unactivated',
    ],
    [
      'Buttondown',
      BUTTONDOWN,
      '1,ann@example.org,,{},,,2021-01-01T00:00:00Z,spammy,',
      'left subscriber_type: spammy',
    ],
    [
      'Buttondown',
      BUTTONDOWN,
      '1,ann@example.org,,{},,,2021-01-01T00:00:00Z,regular,2022-01-01',
      'left unsubscription_date',
    ],
    ['beehiiv', BEEHIIV, 'ann@example.org,active,2021-01-01T00:00:00Z,free,,,x1', '2021-01-01T00:00:00.000Z'],
    ['beehiiv', BEEHIIV, 'ann@example.org,pending,2021-01-01T00:00:00Z,free,,,x1', 'left status: pending'],
    ['beehiiv', BEEHIIV, 'ann@example.org,inactive,2021-01-01T00:00:00Z,free,,,x1', 'left status: inactive'],
  ])('%s: %s, %s', (tool, header, cells, expected) => {
    const { plan, questions } = choose(header, {});
    expect([plan.tool, questions]).toEqual([tool, []]);
    const read = readRow(cells.split(','), plan, { now: NOW, taxonomy: BUILT_IN_TAXONOMY });
    if ('left' in read) expect(`left ${read.left}`).toBe(expected);
    else expect(read).toMatchObject({ consentAt: new Date(expected), consentSource: `${tool} export` });
  });

  it('recognize Mailchimp when its address has another label', () => {
    const german = subscribed.replace('Email Address', 'E-Mail-Adresse');
    expect(choose(german, {})).toMatchObject({ plan: { tool: 'Mailchimp' }, questions: [] });
  });

  it('take the time zone of Mailchimp', () => {
    const read = readRow(subscribedRow('').split(','), choose(subscribed, {}).plan, {
      now: NOW,
      taxonomy: BUILT_IN_TAXONOMY,
    });
    expect(read).toMatchObject({ preference: { timeZone: 'Europe/Berlin' } });
  });

  it('refuse a status that is not known', () => {
    const read = readRow('1,ann@example.org,,{},frozen,2021-01-01,x'.split(','), choose(LISTMONK, {}).plan, {
      now: NOW,
      taxonomy: BUILT_IN_TAXONOMY,
    });
    expect(read).toEqual({ problems: [expect.stringContaining('the column “status” says “frozen”')] });
  });

  it('let the operator overrule what is known', () => {
    const options = { columns: { status: 'ignore' }, defaults: { consent_source: 'our form' } } as const;
    const { plan, questions } = choose(LISTMONK, options);
    expect(questions).toEqual([]);
    const read = readRow('1,ann@example.org,,{},disabled,2021-01-01,x'.split(','), plan, {
      now: NOW,
      taxonomy: BUILT_IN_TAXONOMY,
    });
    expect(read).toMatchObject({ address: 'ann@example.org', consentSource: 'our form' });
  });
});
