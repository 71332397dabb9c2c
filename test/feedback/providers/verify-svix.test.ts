import { describe, expect, it } from 'vitest';
import { verifySvix } from '../../../src/feedback/providers/verify-svix.ts';
import { RESEND_SECRET, svixHeaders } from '../../support/webhooks.ts';

/** Test vector of the Standard Webhooks specification. */
const VECTOR = {
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestamp: '1614265330',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};
const BODY = '{"test": 2432232314}';
const AT = new Date(1_614_265_330_000);
const later = (seconds: number) => new Date(AT.getTime() + seconds * 1000);
const OTHER_SECRET = `whsec_${Buffer.from('another key of twenty-four').toString('base64')}`;

const read = (pieces: Partial<typeof VECTOR> = {}, body = BODY, now = AT, secret = RESEND_SECRET) =>
  verifySvix(secret, { ...VECTOR, ...pieces }, body, now);

describe('verifySvix', () => {
  it('verifies the vector of the specification', () => {
    expect(read()).toEqual({ valid: true, id: VECTOR.id });
  });

  it.each([
    ['another body', () => read({}, '{"test": 2432232315}')],
    ['a space more', () => read({}, `${BODY} `)],
    ['another id', () => read({ id: 'msg_other' })],
    ['another time', () => read({ timestamp: '1614265331' })],
    ['another key', () => read({}, BODY, AT, OTHER_SECRET)],
    ['an empty signature', () => read({ signature: 'v1,' })],
    ['another version', () => read({ signature: VECTOR.signature.replace('v1', 'v1a') })],
    ['no version', () => read({ signature: VECTOR.signature.slice(3) })],
    [
      'the right one as the twenty-first',
      () => read({ signature: `${'v1,AAAA '.repeat(20)}${VECTOR.signature}` }),
    ],
  ])('refuses %s', (_, reading) => {
    expect(reading()).toEqual({ valid: false, reason: 'signature' });
  });

  it('accepts one of several signatures, as during a key rotation', () => {
    expect(read({ signature: `v1,AAAA v1a,BBBB ${VECTOR.signature}` })).toMatchObject({ valid: true });
    const { 'svix-signature': signature } = svixHeaders(BODY, AT, { id: VECTOR.id, secret: OTHER_SECRET });
    expect(read({ signature: `${signature} ${VECTOR.signature}` })).toMatchObject({ valid: true });
  });

  it.each([-300, 300])('tolerates a clock that is off by %i seconds, and not one second more', (seconds) => {
    expect(read({}, BODY, later(seconds))).toMatchObject({ valid: true });
    expect(read({}, BODY, later(seconds + Math.sign(seconds)))).toEqual({ valid: false, reason: 'time' });
  });

  it.each([
    { id: '' },
    { id: 'a b' },
    { id: 'x'.repeat(201) },
    { timestamp: '' },
    { timestamp: 'now' },
    { timestamp: '-1' },
    { timestamp: '1e9' },
    { timestamp: '9'.repeat(13) },
    { signature: '' },
  ])('rejects headers such as %o', (pieces) => {
    expect(read(pieces)).toEqual({ valid: false, reason: 'headers' });
  });

  it('rejects a request without headers', () => {
    expect(
      verifySvix(RESEND_SECRET, { id: undefined, timestamp: undefined, signature: undefined }, BODY, AT),
    ).toEqual({ valid: false, reason: 'headers' });
  });
});
