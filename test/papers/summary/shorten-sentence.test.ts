import { describe, expect, it } from 'vitest';
import { summarize } from '../../../src/papers/summary/summarize.ts';

const filler =
  'Gardeners have long watered plants by hand. However, watering by hand remains slow, and existing hoses often leak. ';

function summaryOf(abstract: string, longest: number): string {
  return summarize(
    { title: 'A Title Without Names', abstract: `${filler}${abstract} ${filler}`, summary: null },
    longest,
  );
}

describe('a shortened sentence', () => {
  it('does not end after a relative verb, before what it is about', () => {
    const summary = summaryOf(
      'We introduce a valve controller for all gardens of nine dry towns in the valley that quickly reacts to ' +
        'whatever the moisture sensors beneath the roots of the oldest trees happen to be reporting during the ' +
        'hottest hours of a dry summer afternoon.',
      120,
    );
    expect(summary).toMatch(/^We introduce a valve controller for all gardens of nine dry towns/);
    expect(summary).not.toContain('reacts');
  });

  it('does not end before the verb that follows an inner condition', () => {
    const finding =
      'We show that, if the soil of the nine gardens is wet in spring, the roots of old trees beside the leaking ' +
      'hoses of all those gardens and of our dry towns rot without any visible sign on leaves and branches until ' +
      'the late summer.';
    expect(summaryOf(finding, 140)).not.toMatch(/rot\./);
    expect(summaryOf(finding, 195)).toBe(finding);
  });

  it('does not end between the last name of a list and its apposition', () => {
    expect(
      summaryOf(
        'We introduce for the gardens of nine dry towns DripNet, a valve controller and RootNet, a sensor of ' +
          'leaking hoses that reads the moisture beneath roots of old trees and closes all valves that nobody has ' +
          'been visiting for the dry summer.',
        90,
      ),
    ).not.toContain('RootNet.');
  });
});
