import { describe, expect, it } from 'vitest';
import { dropLeadIn } from '../../../src/papers/summary/drop-lead-in.ts';

describe('dropLeadIn', () => {
  it.each([
    ['In this paper, we dig a well for the farm.', 'We dig a well for the farm.'],
    ['However, in this work we also dig a deep well.', 'We dig a deep well.'],
    ['To address this gap, the village digs a well.', 'The village digs a well.'],
    ['Building on these insights, WellNet digs deeper.', 'WellNet digs deeper.'],
    ['Extensive experiments on nine farms show that wells save much water.', 'Wells save much water.'],
    ['Through extensive experiments, we show that wells save water.', 'We show that wells save water.'],
    ['(2) We line the well with clay and stones.', 'We line the well with clay and stones.'],
    ['Finally, mWell digs without any help.', 'mWell digs without any help.'],
  ])('drops the lead-in of %j', (sentence, bare) => {
    expect(dropLeadIn(sentence)).toBe(bare);
  });

  it.each([
    'To water a desert, we dig a well.',
    'We dig a well in this paper.',
    'Addressing these issues is crucial, as wells dry up.',
    'Based on WellNet, we conduct evaluations of deep, old wells.',
    'From this well we drew water for nine farms, and more.',
    'However, no.',
  ])('keeps %j', (sentence) => {
    expect(dropLeadIn(sentence)).toBe(sentence);
  });
});
