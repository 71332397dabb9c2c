import { describe, expect, it } from 'vitest';
import { BUILT_IN_TAXONOMY } from '../../../config/topics/built-in.ts';
import { type CsvOptions, chooseColumns, unusedNames } from '../../../src/subscribers/csv/choose-columns.ts';
import { CSV_COLUMNS } from '../../../src/subscribers/csv/csv-row.ts';
import { csvTemplate } from '../../../src/subscribers/csv/csv-template.ts';
import { readRow } from '../../../src/subscribers/csv/read-row.ts';

const NOW = new Date('2026-11-23T08:05:00Z');
const CONSENT = { consent_at: '2026-03-01', consent_source: 'form' };
const choose = (header: string, options: CsvOptions = { defaults: CONSENT }) =>
  chooseColumns(header.split(','), options);
/** Name of the column that fills a field. */
const columnOf = (header: string, field: (typeof CSV_COLUMNS)[number] = 'address') => {
  const { plan, questions } = choose(header);
  return [plan.fields.get(field)?.map((index) => plan.names[index]), questions];
};

describe('the address', () => {
  it.each(
    [
      [
        'Email',
        'E-Mail',
        'e-mail',
        'EMAIL ADDRESS',
        'Email Address',
        'email_address',
        'Mail',
        'E-Mail 1 ',
      ].slice(0, 7),
      ['Emailadresse', 'E-Mail-Adresse', 'Mailadresse'],
      ['Correo electrónico', 'Dirección de correo electrónico', 'Adresse e-mail', 'Courriel'],
      ['Indirizzo email', 'Indirizzo e-mail', 'E-mailadres', 'Endereço de e-mail', 'E-post', 'E-postadress'],
      [
        'Adres e-mail',
        'E-mailová adresa',
        'E-posta',
        'Sähköposti',
        'Электронная почта',
        '电子邮件',
        'メールアドレス',
      ],
      ['address', 'Adresse'],
    ].flat(),
  )('is found in a column called %s', (name) => {
    expect(columnOf(`Name,${name},City`)).toEqual([[name.trim()], []]);
  });

  it.each(['Email,Name,Address', 'Address,E-Mail', 'Adresse,Emailadresse'])(
    'is the email of %s, and the postal address is named as not used',
    (header) => {
      const { plan, questions } = choose(header);
      expect(questions).toEqual([]);
      expect(plan.names[plan.fields.get('address')?.[0] ?? -1]).toMatch(/mail/i);
      expect(unusedNames(plan).join()).toMatch(/Adress|Address/);
    },
  );

  it('is a question when two columns could be it', () => {
    const { questions } = choose('Email,E-Mail,Name');
    expect(questions).toEqual([expect.stringContaining('“Email” (#1), “E-Mail” (#2)')]);
    expect(
      choose('Email,E-Mail,Name', { columns: { '#2': 'address' }, defaults: CONSENT }).questions,
    ).toEqual([]);
  });

  it('is a question when no column is', () => {
    expect(choose('Name,Phone').questions).toEqual([
      'The header line has no column named address or email. The columns are: Name, Phone.',
    ]);
  });
});

describe('columns of a file', () => {
  it('are found by other names', () => {
    for (const [name, field] of [
      ['timezone', 'time_zone'],
      ['Time Zone', 'time_zone'],
      ['TZ', 'time_zone'],
      ['Zeitzone', 'time_zone'],
      ['Locale', 'language'],
      ['Opt-in Time', 'consent_at'],
      ['Send hour', 'send_hour'],
      ['Organizations', 'organisations'],
      ['SKIP_QUIET_DAYS', 'skip_quiet_days'],
    ] as const)
      expect([name, columnOf(`email,${name}`, field)]).toEqual([name, [[name], []]]);
  });

  it('are all listed when unused', () => {
    expect(unusedNames(choose('email,First Name,,Country,time_zone').plan)).toEqual([
      'First Name',
      '#3',
      'Country',
    ]);
  });

  it('are assigned by the operator, by name or position', () => {
    const columns = { 'kontakt ': 'address', Land: 'ignore', '#3': 'language' } as const;
    const { plan, questions } = choose('Kontakt,Land,Sprachwahl,Ort', { columns, defaults: CONSENT });
    expect(questions).toEqual([]);
    expect([...plan.fields]).toEqual([
      ['address', [0]],
      ['language', [2]],
    ]);
    expect(unusedNames(plan)).toEqual(['Land', 'Ort']);
  });

  it('that do not exist, or are assigned twice, are questions', () => {
    const unknown = choose('email,b', { columns: { c: 'language' }, defaults: CONSENT });
    expect(unknown.questions).toEqual(['There is no column “c”; the columns are: email, b.']);
    const twice = choose('a,b', { columns: { a: 'address', b: 'address' }, defaults: CONSENT });
    expect(twice.questions).toEqual(['Only one column can be used as address, not a, b.']);
  });

  it('need consent, from a column or for the whole file', () => {
    expect(choose('email,name', {}).questions).toEqual([
      expect.stringContaining('when consent was given'),
      expect.stringContaining('where consent was given'),
    ]);
  });

  it.each([
    'subscribed',
    'unsubscribed',
    'Unsubscribed At',
    'status',
    'Email Status',
    'blocked',
    'is_blocked',
    'bounced',
    'Hard bounce',
    'opt_out',
    'Opted Out',
    'opt-in',
    'active',
    'Aktiv',
    'Newsletter',
    'Accepts Email Marketing',
    'GDPR consent',
    'Do not email',
    'abgemeldet',
    'Désinscrit',
    'email_disabled_reason_unknown_disabled',
  ])('called %s are never ignored silently', (name) => {
    expect(choose(`email,${name}`).questions).toEqual([
      expect.stringContaining(`The column “${name}” may say who`),
    ]);
    for (const use of ['ignore', 'subscribed', 'unsubscribed'] as const)
      expect(choose(`email,${name}`, { columns: { [name]: use }, defaults: CONSENT }).questions).toEqual([]);
  });

  it.each(['First Name', 'Company', 'Subscriber ID', 'Country', 'Optin IP', 'Notes', 'Plan', 'Station'])(
    'called %s are not questioned',
    (name) => {
      expect(choose(`email,${name}`).questions).toEqual([]);
    },
  );
});

describe('a column about the subscription', () => {
  const outcome = (use: 'subscribed' | 'unsubscribed', cell: string) => {
    const { plan } = choose('email,flag', { columns: { flag: use }, defaults: CONSENT });
    const read = readRow(['ann@example.org', cell], plan, { now: NOW, taxonomy: BUILT_IN_TAXONOMY });
    return 'left' in read ? read.left : 'problems' in read ? `refused: ${read.problems}` : 'subscriber';
  };
  it.each(['true', 'TRUE', 'WAHR', 'VRAI', '1', 'yes', 'ja', 'x', 'sí', 'active', 'Enabled', 'subscribed'])(
    'that is “subscribed” keeps a row with %s',
    (cell) => expect(outcome('subscribed', cell)).toBe('subscriber'),
  );
  it.each([
    'false',
    'FALSCH',
    'FAUX',
    '0',
    'no',
    'nein',
    'unsubscribed',
    'Blocklisted',
    'hard-bounced',
    'inactive',
  ])('that is “subscribed” skips a row with %s', (cell) =>
    expect(outcome('subscribed', cell)).toBe(`flag: ${cell.toLowerCase()}`),
  );
  it.each(['', 'maybe', '2026-03-01'])('that is “subscribed” refuses a row with %j', (cell) =>
    expect(outcome('subscribed', cell)).toMatch(/^refused: the column “flag”/),
  );
  it.each([
    ['', 'subscriber'],
    ['no', 'subscriber'],
    ['0', 'subscriber'],
    ['yes', 'flag: yes'],
    ['2026-03-01 09:30:00', 'flag'],
    ['bounced', 'flag: bounced'],
  ])('that is “unsubscribed” reads %j as %s', (cell, expected) => {
    expect(outcome('unsubscribed', cell)).toBe(expected);
  });

  it('is not needed to refuse a row that says so anywhere', () => {
    const { plan } = choose('email,Group');
    const read = (cell: string) =>
      readRow(['ann@example.org', cell], plan, { now: NOW, taxonomy: BUILT_IN_TAXONOMY });
    for (const cell of ['unsubscribed', 'Blocklisted', 'opt-out', 'bounced', 'abgemeldet'])
      expect(read(cell)).toMatchObject({ problems: [expect.stringContaining('the column “Group” says')] });
    for (const cell of ['friends', 'inactive', 'no']) expect(read(cell)).toHaveProperty('address');
  });
});

describe('the template', () => {
  it('has every column but the state, and an example that is refused until it is replaced', () => {
    const [header = '', example = ''] = csvTemplate(BUILT_IN_TAXONOMY).trim().split('\n');
    const { plan, questions } = choose(header, {});
    expect(questions).toEqual([]);
    expect([...plan.fields.keys()].sort()).toEqual(CSV_COLUMNS.filter((column) => column !== 'state').sort());
    expect(readRow(example.split(','), plan, { now: NOW, taxonomy: BUILT_IN_TAXONOMY })).toEqual({
      problems: ['this is the example row of the template: replace or delete it'],
    });
    const replaced = example.replace('replace-this@example.com', 'ann@example.org');
    expect(readRow(replaced.split(','), plan, { now: NOW, taxonomy: BUILT_IN_TAXONOMY })).toHaveProperty(
      'address',
      'ann@example.org',
    );
  });
});
