import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { classifyFailure, type SmtpFailure } from '../../../../src/delivery/providers/mailers/smtp-reply.ts';
import { dataPath } from '../../../support/real-data.ts';

/** Failure as nodemailer reports it for this reply to a command. */
function answered(command: string, response: string, over: Partial<SmtpFailure> = {}): SmtpFailure {
  const code = command === 'CONTENT' ? 'EMESSAGE' : command.startsWith('AUTH') ? 'EAUTH' : 'EENVELOPE';
  return {
    code,
    command: command === 'CONTENT' ? 'DATA' : command,
    response,
    responseCode: Number(response.slice(0, 3)),
    message: `Failed: ${response}`,
    contentBegan: command === 'CONTENT',
    ...over,
  };
}

function silent(code: string, over: Partial<SmtpFailure> = {}): SmtpFailure {
  return { code, command: 'CONN', message: 'Connection closed unexpectedly', contentBegan: false, ...over };
}

type Row = [
  command: string,
  response: string,
  verdict: 'wait' | 'service' | 'quota' | 'address' | 'mail' | 'sender' | 'halt',
  stop?: 'stop',
];

const REPLIES: Row[] = [
  ['RCPT TO', '421 4.7.0 Too many connections', 'wait', 'stop'],
  ['RCPT TO', '450 4.2.1 Mailbox busy', 'wait'],
  ['RCPT TO', '451 4.7.1 Greylisted', 'wait'],
  ['RCPT TO', '452 4.5.3 Too many recipients', 'quota', 'stop'],
  ['RCPT TO', '450 4.7.1 Client host rejected: cannot find your hostname', 'service'],
  ['RCPT TO', '454 4.7.1 <ada@example.com>: Relay access denied', 'service'],
  ['RCPT TO', '450 4.1.8 <us@example.com>: Sender address rejected: Domain not found', 'service'],
  ['RCPT TO', '451 4.3.0 <ada@example.com>: Temporary lookup failure', 'service'],
  ['RCPT TO', '452 4.2.2 Too many messages in mailbox', 'wait'],
  ['RCPT TO', '452 4.2.2 Recipient quota exceeded', 'wait'],
  ['RCPT TO', '450 4.1.1 unverified address: host mx.example said: 450 daily limit exceeded', 'wait'],
  ['CONTENT', '451 4.3.0 Try again', 'wait'],
  ['CONTENT', '452 4.3.1 Disk full', 'wait'],
  ['CONTENT', '421 4.3.2 Shutting down', 'wait', 'stop'],
  ['MAIL FROM', '451 4.7.1 Rate limit', 'quota', 'stop'],
  ['MAIL FROM', '503 5.5.1 Nested MAIL command', 'wait'],
  ['AUTH PLAIN', '454 4.7.0 Temporary authentication failure', 'wait', 'stop'],
  ['RCPT TO', '550 5.1.1 User unknown', 'address'],
  ['RCPT TO', '550-5.1.1 The account\n550 5.1.1 does not exist', 'address'],
  ['RCPT TO', '550 5.1.10 Null MX', 'address'],
  ['RCPT TO', '553 5.1.3 Bad address syntax', 'address'],
  ['RCPT TO', '550 5.2.1 Mailbox disabled', 'address'],
  ['RCPT TO', '550 User unknown', 'address'],
  ['RCPT TO', '550 5.0.0 User unknown', 'address'],
  ['RCPT TO', '551 User not local', 'mail'],
  ['RCPT TO', '553 Mailbox name not allowed', 'mail'],
  ['RCPT TO', '550 Requested action not taken: mailbox unavailable', 'mail'],
  ['RCPT TO', '550 No such user here', 'address'],
  ['RCPT TO', '551 Account does not exist', 'address'],
  ['RCPT TO', '550 5.1.0 Mailbox not found', 'address'],
  ['RCPT TO', '554 No such user here', 'mail'],
  ['CONTENT', '550 No such user here', 'mail'],
  ['RCPT TO', '556 Domain takes no mail', 'address'],
  ['CONTENT', '550 5.1.1 User unknown', 'address'],
  ['RCPT TO', '552 5.2.2 Mailbox full', 'mail'],
  ['RCPT TO', '554 5.7.1 Blocked by policy', 'sender'],
  ['RCPT TO', '550 5.7.1 Relaying denied', 'sender'],
  ['RCPT TO', '550 relay not permitted', 'sender'],
  ['RCPT TO', '550 mail rejected - host [192.0.2.1] is in an RBL', 'sender'],
  ['RCPT TO', '553 Please authenticate first', 'sender'],
  ['RCPT TO', '550 5.1.1 Your IP is on a blocklist', 'sender'],
  ['CONTENT', '550 5.4.5 Daily user sending limit exceeded', 'quota', 'stop'],
  ['RCPT TO', '550 5.1.90 Daily limit for recipients reached', 'quota', 'stop'],
  ['RCPT TO', '550 5.7.1 Relay limit reached', 'quota', 'stop'],
  ['CONTENT', '552 5.2.0 Submission quota exceeded', 'quota', 'stop'],
  ['MAIL FROM', '550 Domain has exceeded the max emails per hour', 'quota', 'stop'],
  ['RCPT TO', '450 4.7.1 You have reached your hourly limit', 'quota', 'stop'],
  ['RCPT TO', '552 Quota exceeded', 'mail'],
  ['RCPT TO', '552 5.2.2 Mailbox has exceeded the maximum number of messages', 'mail'],
  ['RCPT TO', '550 Recipient quota exceeded', 'mail'],
  ['RCPT TO', '550 5.2.2 Your account exceeded its daily sending quota', 'quota', 'stop'],
  ['CONTENT', '554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException', 'quota', 'stop'],
  ['CONTENT', '554 5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException', 'sender'],
  ['RCPT TO', '550 mailbox unavailable: Mail send limit exceeded', 'quota', 'stop'],
  ['CONTENT', '554 Message rejected: Sending suspended for this account', 'sender'],
  ['RCPT TO', '503 This mail server requires authentication', 'sender'],
  ['RCPT TO', '550 5.1.1 Invalid user name or password', 'sender'],
  ['RCPT TO', '550 5.1.1 Unknown user or not logged in', 'sender'],
  ['RCPT TO', '550 Trial account: recipient not found in allowed recipients', 'sender'],
  ['RCPT TO', '554 Refused', 'mail'],
  ['CONTENT', '550 Looks like spam', 'mail'],
  ['CONTENT', '552 5.3.4 Too big', 'mail'],
  ['CONTENT', '554 5.6.0 Bad content', 'mail'],
  ['CONTENT', '554 5.7.1 Looks like spam', 'mail'],
  ['CONTENT', '554 5.7.1 Not authorized to send as this address', 'sender'],
  ['DATA', '554 5.5.1 No valid recipients', 'mail'],
  ['MAIL FROM', '552 5.3.4 Declared size too big', 'mail'],
  ['MAIL FROM', '552 Too big', 'mail'],
  ['MAIL FROM', '554 5.6.3 Conversion needed', 'mail'],
  ['MAIL FROM', '530 5.7.0 Authentication required', 'halt', 'stop'],
  ['MAIL FROM', '530 5.7.0 Must issue STARTTLS first', 'halt', 'stop'],
  ['MAIL FROM', '553 5.7.1 Not your address', 'halt', 'stop'],
  ['MAIL FROM', '550 5.7.1 Your network is blocked', 'halt', 'stop'],
  ['RCPT TO', '550 5.1.8 Sender domain not found', 'halt', 'stop'],
  ['RCPT TO', '553 5.1.7 Bad sender syntax', 'halt', 'stop'],
  ['RCPT TO', '530 Log in first', 'halt', 'stop'],
  ['AUTH PLAIN', '535 5.7.8 Wrong password', 'halt', 'stop'],
  ['AUTH LOGIN', '534 5.7.9 Too weak', 'halt', 'stop'],
  ['AUTH PLAIN', '538 5.7.11 Encryption required', 'halt', 'stop'],
  ['AUTH PLAIN', '500 5.5.2 What?', 'halt', 'stop'],
  ['CONN', '554 5.7.1 No service for you', 'halt', 'stop'],
  ['STARTTLS', '502 5.5.1 Not implemented', 'halt', 'stop'],
];

describe('classifyFailure', () => {
  it.each(REPLIES)('%s: %s is %s', (command, response, verdict, stop) => {
    const judged = classifyFailure(answered(command, response));
    const { result } = judged;
    const isQuota = result.outcome === 'deferred' && result.about === 'quota';
    const isOurHost = response.startsWith('4') && 'about' in result && result.about === 'service';
    const deferral = isQuota ? 'quota' : isOurHost && verdict === 'service' ? 'service' : result.outcome;
    const outcome = result.outcome === 'refused' ? result.about : deferral;
    expect(outcome).toBe({ wait: 'deferred', halt: 'halted' }[verdict as string] ?? verdict);
    expect(judged.stop).toBe(stop === 'stop');
    expect(result).toMatchObject({ code: expect.stringMatching(/^\d{3}( \d\.\d+\.\d+)?$/) });
  });

  it.each(['ECONNECTION', 'ESOCKET', 'ETIMEDOUT', 'EABORT', 'ESTREAM', 'EPROTOCOL', 'ETLS', 'EAUTH'])(
    'is uncertain about %s once the content has begun',
    (code) => {
      expect(classifyFailure(silent(code, { contentBegan: true })).result.outcome).toBe('uncertain');
    },
  );

  it('is uncertain about an out-of-order reply after the content', () => {
    const strange = answered('CONN', '550 5.1.1 What?', { code: 'EPROTOCOL', contentBegan: true });
    expect(classifyFailure(strange).result.outcome).toBe('uncertain');
    expect(classifyFailure(answered('CONTENT', '354 More?')).result.outcome).toBe('uncertain');
  });

  it.each([
    ['ESOCKET', 'ECONNREFUSED', true],
    ['EDNS', 'ENOTFOUND', true],
    ['ETIMEDOUT', undefined, true],
    ['ETLS', undefined, true],
    ['ECONNECTION', undefined, false],
    ['ESOCKET', 'ECONNRESET', false],
    ['EABORT', undefined, false],
  ])('defers %s (%s) before the content', (code, originalCode, stop) => {
    const judged = classifyFailure(silent(code, { originalCode }));
    expect(judged.result).toMatchObject({
      outcome: 'deferred',
      code: originalCode ?? code,
      retryAfterMs: 60_000,
    });
    expect(judged.stop).toBe(stop);
  });

  it.each([
    ['EAUTH', undefined],
    ['ENOAUTH', undefined],
    ['ECONFIG', undefined],
    ['ESOCKET', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['ESOCKET', 'CERT_HAS_EXPIRED'],
    ['ESOCKET', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['ESOCKET', 'ERR_SSL_WRONG_VERSION_NUMBER'],
  ])('halts on %s (%s)', (code, originalCode) => {
    const judged = classifyFailure(silent(code, { originalCode }));
    expect(judged).toMatchObject({ result: { outcome: 'halted', code: originalCode ?? code }, stop: true });
  });

  it.each([
    ['550 5.4.5 Daily sending limit exceeded', 3_600_000],
    ['451 4.7.1 Rate limit, try again in 15 minutes', 900_000],
    ['450 4.7.1 Sending limit reached', 300_000],
    ['550 Hourly limit exceeded, wait 2 hours', 7_200_000],
    ['550 Daily limit exceeded, retry after 9999 hours', 86_400_000],
  ])('waits after %s for %i ms', (response, retryAfterMs) => {
    expect(classifyFailure(answered('RCPT TO', response)).result).toMatchObject({ retryAfterMs });
  });

  it('defers by five minutes on a temporary reply, and by one minute when the server shuts down', () => {
    expect(classifyFailure(answered('RCPT TO', '450 4.7.1 Greylisted')).result).toMatchObject({
      retryAfterMs: 300_000,
    });
    expect(classifyFailure(answered('RCPT TO', '421 4.3.2 Bye')).result).toMatchObject({
      retryAfterMs: 60_000,
    });
  });
});

const CASES = join(dataPath('..'), 'cases', 'sending');

describe.skipIf(!existsSync(CASES))(
  'replies that blamed subscribers or burnt an edition (needs the collected cases)',
  () => {
    const repliesOf = (file: string) =>
      (JSON.parse(readFileSync(join(CASES, file), 'utf8')) as { replies: string[] }).replies;

    it('takes refusals of the sender for no fault of an address', () => {
      for (const reply of repliesOf('smtp-rcpt-refusals-about-sender.json'))
        expect(classifyFailure(answered('RCPT TO', reply)).result).toMatchObject({ about: 'sender' });
    });

    it('takes a daily limit for a quota, and tries no further email', () => {
      for (const reply of repliesOf('smtp-daily-limit.json'))
        expect(classifyFailure(answered('CONTENT', reply))).toMatchObject({
          result: { about: 'quota' },
          stop: true,
        });
    });
  },
);
