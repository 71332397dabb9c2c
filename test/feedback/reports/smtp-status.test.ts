import { describe, expect, it } from 'vitest';
import { classifyStatus, enhancedStatus } from '../../../src/feedback/reports/smtp-status.ts';

describe('classifyStatus', () => {
  it.each([
    ['5.1.1', 'hard-bounce', 'address'],
    ['5.1.2', 'hard-bounce', 'address'],
    ['5.1.10', 'hard-bounce', 'address'],
    ['5.2.1', 'hard-bounce', 'address'],
    ['5.2.2', 'soft-bounce', 'address'],
    ['4.2.2', 'soft-bounce', 'address'],
    ['4.4.1', 'soft-bounce', 'address'],
    ['5.4.4', 'soft-bounce', 'address'],
    ['4.1.1', 'soft-bounce', 'address'],
    ['5.0.0', 'soft-bounce', 'address'],
    ['5.1.7', 'refused', 'mail'],
    ['5.1.8', 'refused', 'mail'],
    ['5.2.3', 'refused', 'mail'],
    ['5.3.4', 'refused', 'mail'],
    ['5.5.2', 'refused', 'mail'],
    ['5.6.0', 'refused', 'mail'],
    ['5.7.1', 'refused', 'mail'],
    ['4.7.0', 'refused', 'mail'],
  ])('%s is a %s about the %s', (status, kind, about) => {
    expect(classifyStatus(status)).toEqual({ kind, about });
  });

  it('classifies an unexplained failure as a soft bounce', () => {
    expect(classifyStatus(null)).toEqual({ kind: 'soft-bounce', about: 'address' });
  });
});

describe('enhancedStatus', () => {
  it.each([
    ['5.1.1', 'smtp; 550 5.7.1 no', '5.1.1'],
    ['5.1.1 (unknown user)', undefined, '5.1.1'],
    ['5.0.0', 'smtp; 550 5.1.1 <ada> unknown', '5.1.1'],
    ['5.0.0', 'smtp;550-5.1.1 unknown', '5.1.1'],
    ['5.0.0', 'smtp; 550 no such user at 10.5.1.1', '5.0.0'],
    [undefined, 'smtp; 552 5.2.2 full', '5.2.2'],
    [undefined, 'host 127.0.0.1 said no', null],
    ['7.1.1', undefined, null],
    ['', '', null],
    [undefined, undefined, null],
  ])('reads %s with %s as %s', (status, diagnostic, expected) => {
    expect(enhancedStatus(status, diagnostic)).toBe(expected);
  });
});
