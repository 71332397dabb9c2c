import { describe, expect, it } from 'vitest';
import { networkOf } from '../../../src/subscribers/sign-up/network.ts';

describe('networkOf', () => {
  it.each([
    ['192.0.2.77', '192.0.2.0/24'],
    ['::ffff:192.0.2.77', '192.0.2.0/24'],
    ['::ffff:c000:24d', '192.0.2.0/24'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
    ['2001:0DB8:0001::9', '2001:db8:1::/48'],
    ['2001:db8::1', '2001:db8:0::/48'],
    ['fe80::1%eth0', 'fe80:0:0::/48'],
    ['::1', '0:0:0::/48'],
  ])('of %s is %s', (address, network) => expect(networkOf(address)).toBe(network));

  it.each([
    '',
    'unknown',
    '192.0.2',
    '192.0.2.256',
    '2001:db8::1::2',
    '192.0.2.1, 192.0.2.2',
    'a'.repeat(10_000),
  ])('is null for %j', (address) => expect(networkOf(address)).toBeNull());
});
