import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { enhancedCodes, type RefusalCause, readRefusal } from '../../src/suppression/refusal-cause.ts';

const REFUSALS: Record<RefusalCause, readonly string[]> = {
  mailbox: [
    'Local system could not find that user',
    'User not listed in public Name & Address Book',
    '550 5.1.1 <ada@example.com>: Recipient address rejected: User unknown in relay recipient table',
    '550 5.1.1 <ada@example.com>: Recipient address rejected: User unknown in virtual mailbox table',
    '550 5.1.1 The account that you tried to reach does not exist. See https://example.com/help?p=NoSuchUser',
    '550 5.2.1 The email account that you tried to reach is disabled.',
    "554 delivery error: This user doesn't have an account (ada@example.com) [0]",
    '550 No such user here',
    '550 unknown user',
    '550 Mailbox not found',
    '550 Invalid Recipient - https://limits.example.com/relay#550',
    '550 account does not exist',
    '551 This account has been disabled or discontinued',
    '550 sorry, no mailbox here by that name. (#5.1.1)',
    '550 5.1.6 Recipient no longer on server: ada@example.com',
    '550 5.1.2 Domain not found',
    '550 Address unknown',
    '550 Unknown local part ada',
    '550 No user by that name is here',
    '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found',
    '550 Account disabled',
    'Mailaddress is administratively disabled. (#5.2.1)',
    '550 Unbekannter Benutzer',
    '5.1.1',
    '5.1.10',
    '550 <spam-limit@relay.example.com> no such user',
  ],
  full: [
    '552 5.2.2 Mailbox full',
    '552 5.2.2 The account that you tried to reach is over quota.',
    "452 4.2.2 The recipient's inbox is out of storage space",
    '550 User has exceeded its disk quota',
    '550 5.2.1 The user you are trying to contact is receiving mail at a rate that prevents delivery.',
    '550 5.1.1 mailbox is full',
    'The users mailfolder is over the allowed quota (size). (#5.2.2)',
    'The user(s) account is temporarily limited.',
  ],
  limit: [
    '550-5.4.5 Daily user sending limit exceeded.\r\n550 5.4.5 see https://example.com/limits',
    "550 5.1.90 You've reached your daily limit for message recipients.",
    '5.1.1; smtp; 550 5.1.1 192.0.2.1 has sent to too many recipients this hour',
    '550 Domain example.org has exceeded the max emails per hour (500/500 (100%)) allowed. Discarded.',
    '552 5.2.0 submission quota exceeded for this account',
    '550 5.7.1 Message rejected: sending limit reached for user',
    '550 5.7.1 relay quota exceeded',
    '451 4.7.1 You have sent too many messages',
    '421 4.7.0 Rate limited',
  ],
  sender: [
    '550 relay not permitted',
    '550 mail rejected - host [192.0.2.1] is in an RBL, see https://rbl.example.com/192.0.2.1',
    '550 authentication required',
    "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)",
    '554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org',
    '550 https://www.spamhaus.org/query/ip/192.0.2.1',
    '550-Verification failed for <ada@example.com>\n550-No Such User Here\n550 Sender verify failed',
    '550 Access denied - Invalid HELO name',
    '550 Administrative prohibition',
    '550 Sender IP reverse lookup rejected',
    '550 You are not allowed to send mail from this address',
    '550 5.4.1 Recipient address rejected: Access denied.',
    '550 5.1.8 Access denied, bad outbound sender.',
    '550 Your IP is not allowed to send',
    '550 The sending user is unknown',
    '550 POP before SMTP required',
    '550 you must check for new mail before sending mail',
    '550 Not local host, not a gateway',
    '550 this host is not permitted',
    '550 no valid account found for authentication',
    '550 Outgoing mail from your account has been suspended',
    '550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain',
    '5.1.0; smtp; 550 5.1.0 <digest@example.org> sender rejected.',
    '5.1.1; smtp; 550 5.7.1 IP address blacklisted by recipient',
    '5.1.1; smtp; 550 5.1.1 ... while talking to mx: 550-5.7.1 no',
    '550 5.7.0',
  ],
  message: [
    '550 Looks like spam',
    '552 5.3.4 Message size exceeds fixed limit',
    '554 5.6.0 Bad',
    '552 Message too large',
    '554 Too many hops',
    '554 5.5.1 Bad sequence',
  ],
  unclear: [
    '550 Requested action not taken: mailbox unavailable',
    '5.5.0; smtp;550 Requested action not taken: mailbox unavailable',
    '550 Unrouteable address',
    '551 User not local; please try elsewhere',
    '553 Mailbox name not allowed',
    '550 5.1.0 Address rejected',
    '550 Rejected',
    'Not delivered to the recipient: unknown error',
    'Sorry, this message has been in the queue too long.',
    '550 5.4.4 Host not found',
    '5.4.7; smtp; 421 4.4.2 timed out',
    'retry timeout exceeded',
    'retry time not reached for any host after a long failure period',
    '5.1.1; smtp; 450 4.1.1 try again',
    '553 5.3.0 <ada@example.com>... No such user here',
    '5.0.0',
    '',
  ],
};

const rows = Object.entries(REFUSALS).flatMap(([cause, texts]) =>
  texts.map((text) => [cause, text] as const),
);

describe('readRefusal', () => {
  it.each(rows)('reads %s from %j', (cause, text) => {
    expect(readRefusal({ texts: [text] })).toBe(cause);
  });

  it('never blames a mailbox when any text speaks of the sender or its limits', () => {
    const aboutUs = [
      ...REFUSALS.sender,
      ...REFUSALS.limit,
      'listed by a DNSBL',
      'SPF check failed',
      'bad HELO',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...REFUSALS.mailbox),
        fc.constantFrom(...aboutUs),
        fc.boolean(),
        (a, b, first) => {
          expect(readRefusal({ texts: first ? [a, b] : [b, a] })).not.toBe('mailbox');
        },
      ),
    );
  });

  it('reads hostile text of any length in bounded time', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 50 }), (part) => {
        readRefusal({ texts: [part.repeat(5_000), `${'a'.repeat(100_000)}@`, 'user '.repeat(50_000)] });
      }),
      { numRuns: 20 },
    );
  });
});

describe('enhancedCodes', () => {
  it('takes no part of an IP address or version for a code', () => {
    expect(enhancedCodes('550 5.1.1 from 5.1.1.4, 192.4.2.1, Exim 4.92.3 (#5.7.1). 5.2.1.')).toEqual([
      '5.1.1',
      '5.7.1',
      '5.2.1',
    ]);
  });
});
