import { describe, expect, it } from 'vitest';
import { classifyBounce, classifyJudgedBounce } from '../../../src/feedback/reports/smtp-status.ts';

describe('classifyBounce', () => {
  it.each([
    ['5.1.1', 'hard-bounce'],
    ['5.1.2', 'hard-bounce'],
    ['5.1.3', 'hard-bounce'],
    ['5.1.6', 'hard-bounce'],
    ['5.1.10', 'hard-bounce'],
    ['5.2.1', 'hard-bounce'],
    ['5.2.2', 'soft-bounce'],
    ['4.2.2', 'soft-bounce'],
    ['4.4.1', 'soft-bounce'],
    ['5.4.4', 'soft-bounce'],
    ['4.1.1', 'soft-bounce'],
    ['5.0.0', 'soft-bounce'],
    ['5.1.0', 'soft-bounce'],
    ['5.1.7', 'refused'],
    ['5.1.8', 'refused'],
    ['5.1.90', 'refused'],
    ['5.2.3', 'refused'],
    ['5.3.4', 'refused'],
    ['5.4.5', 'refused'],
    ['5.5.2', 'refused'],
    ['5.6.0', 'refused'],
    ['5.7.1', 'refused'],
    ['4.7.0', 'refused'],
  ])('status %s alone is a %s', (status, kind) => {
    const about = kind === 'refused' ? 'mail' : 'address';
    expect(classifyBounce(status)).toEqual({ kind, about });
  });

  it('counts an unexplained failure as a soft bounce', () => {
    expect(classifyBounce()).toEqual({ kind: 'soft-bounce', about: 'address' });
    expect(classifyBounce(undefined, '')).toEqual({ kind: 'soft-bounce', about: 'address' });
  });

  it.each([
    ['5.1.1', 'smtp; 550 5.7.1 blocked by local policy', 'refused'],
    ['5.1.1', 'smtp; 550 5.1.1 listed by a DNSBL', 'refused'],
    [
      '5.1.0',
      'smtp; 5.1.0 - Unknown address error 554-"5.7.1 Mail rejected, poor reputation" (delivery attempts: 0)',
      'refused',
    ],
    [
      '5.1.0',
      'smtp; 5.1.0 - Unknown address error 550-"5.1.1 User unknown" (delivery attempts: 0)',
      'hard-bounce',
    ],
    ['5.1.1', 'smtp; 452 4.2.2 mailbox is over its quota', 'soft-bounce'],
    ['5.1.1', 'smtp; 550 5.1.1 mailbox full', 'soft-bounce'],
    ['5.0.0', 'smtp; 550 5.1.1 <ada@example.com> unknown', 'hard-bounce'],
    ['5.0.0', 'smtp; 550 no such user', 'hard-bounce'],
    ['5.2.1', 'smtp; 550 5.2.1 the user you are writing to gets mail at too high a rate', 'refused'],
    ['5.5.0', 'smtp; 550 5.5.0 Requested action not taken: mailbox unavailable', 'soft-bounce'],
  ])('lets the most lenient of %s and "%s" decide: %s', (status, diagnostic, kind) => {
    expect(classifyBounce(status, diagnostic).kind).toBe(kind);
  });
});

describe('classifyJudgedBounce', () => {
  it.each([
    ['permanent', [], 'hard-bounce'],
    ['permanent', [undefined, ' '], 'hard-bounce'],
    ['other', [], 'soft-bounce'],
    ['permanent', ['5.1.1', 'smtp; 550 5.1.1 user unknown'], 'hard-bounce'],
    ['other', ['5.1.1', 'smtp; 550 5.1.1 user unknown'], 'soft-bounce'],
    ['permanent', ['5.1.0', 'smtp; 550 5.1.0 sender refused'], 'refused'],
    ['permanent', ['5.0.0', 'smtp; 550 undefined'], 'soft-bounce'],
    ['other', ['4.7.0', 'smtp; 421 4.7.0 try later'], 'refused'],
  ] as const)('with the verdict %s and %j is a %s', (verdict, texts, kind) => {
    expect(classifyJudgedBounce(verdict, texts).kind).toBe(kind);
  });
});
