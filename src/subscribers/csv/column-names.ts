import type { CsvColumn } from './csv-row.ts';

/** Normalizes a column name for comparison: lower case, without accents, spaces and punctuation. */
export function plainName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l')
    .replaceAll('ı', 'i')
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}#]/gu, '');
}

/**
 * Other names of a field, as `plainName` writes them, in groups: a name of an earlier group wins. `Address`
 * beside `Email` is a postal one.
 */
const NAMES: Partial<Record<CsvColumn, readonly string[]>> = {
  address: [
    'email emailaddress emailaddr emailid mail mailaddress primaryemail primaryemailaddress ' +
      'subscriberemail useremail contactemail email1 email1value emailadresse emailadressen mailadresse ' +
      'elektronischepost adresseemail adressemail adressedemessagerie adresseelectronique ' +
      'adressecourriel courriel courrielelectronique correo correoelectronico direccioncorreo ' +
      'direcciondecorreo direcciondecorreoelectronico direccionemail direcciondeemail indirizzoemail ' +
      'indirizzomail indirizzodiposta indirizzodipostaelettronica postaelettronica emailadres mailadres ' +
      'enderecodeemail enderecoemail enderecoeletronico enderecodecorreioeletronico correioeletronico ' +
      'epost epostadress epostadresse mejl mejladress mailadress sahkoposti sahkopostiosoite adresemail ' +
      'adresmail adrespocztyelektronicznej pocztaelektroniczna emailova emailovaadresa emailcim eposta ' +
      'epostaadresi emailadresi correuelectronic adresadeemail adresaemail ηλεκτρονικηδιευθυνση ' +
      'ηλεκτρονικοταχυδρομειο електроннапошта البريدالالكتروني דואראלקטרוני электроннаяпочта ' +
      'адресэлектроннойпочты электронныйадрес емеил emailадрес 电子邮件 电子邮件地址 电子邮箱 邮箱 邮箱地址 電子郵件 電子郵件地址 ' +
      'メールアドレス メール eメール 이메일 이메일주소 전자메일',
    'address adresse',
  ],
  consent_at: [
    'consentat',
    'consentdate consenttime consenttimestamp consentgivenat dateofconsent einwilligungam einwilligungvom ' +
      'einwilligungsdatum datumdereinwilligung zustimmungam datedeconsentement fechadeconsentimiento',
    'confirmtime confirmedat confirmationtime confirmationdate confirmdate bestatigtam bestaetigtam',
    'optintime optinat optindate optintimestamp optedinat',
  ],
  consent_source: [
    'consentsource',
    'sourceofconsent optinsource signupsource consentmethod einwilligungsquelle quelledereinwilligung',
  ],
  time_zone: ['timezone tz timezonename zeitzone fuseauhoraire zonahoraria fusoorario fusohorario tijdzone'],
  language: ['language', 'lang locale languagecode sprache langue idioma lingua taal'],
  send_hour: ['sendhour'],
  weekly_day: ['weeklyday'],
  skip_quiet_days: ['skipquietdays'],
  organisations: ['organisations', 'organizations'],
  muted_topics: ['mutedtopics'],
  muted_queries: ['mutedqueries'],
  muted_authors: ['mutedauthors'],
  muted_organisations: ['mutedorganisations', 'mutedorganizations'],
};

const RANKS = new Map(
  Object.entries(NAMES).flatMap(([field, groups]) =>
    groups.flatMap((group, rank) =>
      group.split(' ').map((name) => [plainName(name), { field: field as CsvColumn, rank }] as const),
    ),
  ),
);

/** Field that a column names, and how clearly: 0 is clearest. Undefined for any other column. */
export function fieldOfName(name: string): { field: CsvColumn; rank: number } | undefined {
  const plain = plainName(name);
  return RANKS.get(plain);
}

/**
 * Names of columns that may tell who unsubscribed. Such a column is never ignored silently: a CRM's
 * `Newsletter: no` is as good an unsubscription as our own link.
 */
const ABOUT_SUBSCRIPTION = new RegExp(
  [
    'unsub|subscribed|subscri(ption|ber)(status|state|active)|^subscription$|issubscri',
    'status|^stat[eo]$|^etat$|^estado$|statut',
    'block|blacklist|bounc|opt(ed)?(in|out)|suppress|complain|spam|cleaned|^cleantime$',
    '^(is)?(active|aktiv|actif|activo|attivo)$|inactive|enabled|disabled|deleted|^removed|confirmed|verified',
    'consent|gdpr|dsgvo|rgpd|newsletter|acceptsmarketing|acceptsemail|emailmarketing|marketingconsent|' +
      'donot(e?mail|contact)',
    'abonniert|abgemeldet|abmeld|austrag|gesperrt|zustimmung|einwilligung|gekundigt',
    'desabonn|desinscri|^inscrit|abonne|suscrito|suscripcion|^baja$|bloque|iscritto|disiscri|afgemeld|' +
      'uitgeschreven',
  ].join('|'),
);
/** Details of such an event, which say nothing alone. */
const DETAIL = /(ip|id|url|link|campaign|campaigntitle|country|reason|reasonother|source|note|notes|by)$/;

/** True for the name of a column that may tell who unsubscribed. */
export function isAboutSubscription(name: string): boolean {
  const plain = plainName(name);
  return ABOUT_SUBSCRIPTION.test(plain) && !DETAIL.test(plain);
}
