import { describe, expect, it } from 'vitest';
import { gainedSinceYesterday, hoursBetween, velocityOf } from '../../src/trending/candidate.ts';
import { AS_OF, hoursAgo } from '../support/pool.ts';

const snapshot = (hours: number, value: number) => ({ at: hoursAgo(hours), value });

describe('gainedSinceYesterday', () => {
  it('compares with the snapshot closest to a day ago', () => {
    expect(gainedSinceYesterday([snapshot(27, 5), snapshot(23, 8), snapshot(1, 20)], AS_OF)).toBe(12);
  });

  it.each([20, 28])('accepts a snapshot %i h old', (hours) => {
    expect(gainedSinceYesterday([snapshot(hours, 5), snapshot(0, 9)], AS_OF)).toBe(4);
  });

  it.each([19.9, 28.1])('is null when the only earlier snapshot is %d h old', (hours) => {
    expect(gainedSinceYesterday([snapshot(hours, 5), snapshot(0, 9)], AS_OF)).toBeNull();
  });

  it('is null without snapshots, with one, and when yesterday’s is the newest', () => {
    expect(gainedSinceYesterday([], AS_OF)).toBeNull();
    expect(gainedSinceYesterday([snapshot(0, 9)], AS_OF)).toBeNull();
    expect(gainedSinceYesterday([snapshot(24, 9)], AS_OF)).toBeNull();
  });

  it('is never negative', () => {
    expect(gainedSinceYesterday([snapshot(24, 9), snapshot(0, 7)], AS_OF)).toBe(0);
  });
});

describe('velocityOf', () => {
  it('halves a gain after 48 hours', () => {
    expect(velocityOf('hf_upvotes', [snapshot(0, 10)], AS_OF)).toBeCloseTo(Math.log(11));
    expect(velocityOf('hf_upvotes', [snapshot(48, 10)], AS_OF)).toBeCloseTo(Math.log(6));
    expect(velocityOf('hf_upvotes', [snapshot(48, 10), snapshot(0, 14)], AS_OF)).toBeCloseTo(Math.log(10));
  });

  it('treats the first reading of stars as history, of upvotes as gain', () => {
    expect(velocityOf('github_stars', [snapshot(0, 5_000)], AS_OF)).toBe(0);
    expect(velocityOf('github_stars', [snapshot(5, 5_000), snapshot(0, 5_003)], AS_OF)).toBeCloseTo(
      Math.log(4),
    );
  });

  it('is 0 without snapshots', () => {
    expect(velocityOf('hf_upvotes', [], AS_OF)).toBe(0);
  });
});

describe('hoursBetween', () => {
  it('is never negative', () => {
    expect(hoursBetween(AS_OF, hoursAgo(2))).toBe(0);
    expect(hoursBetween(hoursAgo(2), AS_OF)).toBe(2);
  });
});
