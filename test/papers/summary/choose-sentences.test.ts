import { describe, expect, it } from 'vitest';
import { summarize } from '../../../src/papers/summary/summarize.ts';

const filler =
  'Gardeners have long watered plants by hand. However, watering by hand remains slow, and existing hoses often leak. ';

function summaryOf(abstract: string, title = 'A Title Without Names', longest = 195): string {
  return summarize({ title, abstract: `${filler}${abstract} ${filler}`, summary: null }, longest);
}

describe('summarize chooses', () => {
  it('a result with a figure beside the contribution', () => {
    expect(
      summaryOf(
        'We introduce DripNet, a valve controller that waters each plant by need. ' +
          'We describe the valve controller and its plant sensors for gardeners. ' +
          'DripNet reduces the water use of nine gardens by 62.1% in a dry summer.',
        'DripNet: Watering Each Plant by Need',
      ),
    ).toBe(
      'We introduce DripNet, a valve controller that waters each plant by need. ' +
        'DripNet reduces the water use of nine gardens by 62.1% in a dry summer.',
    );
  });

  it.each([
    'We conduct extensive experiments on valve controllers and plant needs.',
    'We evaluate multiple valve controllers and plants of the gardens.',
    'We provide a comprehensive analysis of valve controllers and plants.',
    'The valve controller represents a significant milestone for plants.',
  ])('no sentence that only says that work was done or matters: %s', (empty) => {
    expect(
      summaryOf(
        `We introduce DripNet, a valve controller that waters each plant by need. ${empty} ` +
          'Each plant keeps its leaves through nine weeks of drought.',
        'DripNet: Watering Plants',
      ),
    ).not.toContain(empty);
  });

  it('no sentence whose object only the sentence before names', () => {
    const summary = summaryOf(
      'A common claim says that roots of old trees reach water at any depth without help. ' +
        'We revisit this claim for the trees of nine gardens. ' +
        'We show that the roots of old trees reach no water below nine meters.',
    );
    expect(summary).toContain('We show that the roots of old trees reach no water below nine meters.');
    expect(summary).not.toMatch(/^We revisit this claim/);
  });

  it('no result of an unnamed `it`', () => {
    const summary = summaryOf(
      'We measure clay pots in the gardens of nine villages. ' +
        'With only four pots, it reaches 67.7% of the plants in the gardens of nine villages. ' +
        'Clay pots keep 61.1% of the water in the gardens of nine villages.',
    );
    expect(summary).not.toContain('it reaches');
  });

  it('words about a system beside its bare name', () => {
    expect(
      summaryOf(
        'We propose Steady Root Watering (SRW), which explicitly regularizes the composition of consecutive waterings ' +
          'of every plant. For real-time watering at noon, we treat the tank as a condition and propose Tank Training.',
        'Salt: Steady Root Watering with Tank Training for Fast Growth',
      ),
    ).toMatch(/^We propose Steady Root Watering \(SRW\), which explicitly regularizes/);
  });

  it('what is said `by proposing` the system', () => {
    expect(
      summaryOf(
        'Valve control, which opens and closes pipes based on the weather, is critical for dry gardens. ' +
          'We move beyond this paradigm by proposing DripNet, a training-free controller that decouples valve control into three stages.',
        'DripNet: Valve Control for Dry Gardens',
      ),
    ).toContain('by proposing DripNet');
  });

  it('the step that leads to the paper’s own system if no sentence introduces it', () => {
    expect(
      summaryOf(
        'We deploy an automated search for pumps to find DripNet, a network of valves for dry gardens. ' +
          'We provide a list of six kinds of leaks and identify four causes that make leaks in the hoses of gardens hard to find.',
        'DripNet: A Search for Pumps',
      ),
    ).toMatch(/^We deploy an automated search for pumps to find DripNet/);
  });
});

describe('summarize ends a sentence', () => {
  it.each([
    // A clause within the inner clause is no statement yet.
    [
      'We show that, in gardens where new hoses are unnecessary, closing one valve after another by hand on each of ' +
        'the nine evenings before the first frost of the year can preserve the pipes of the whole garden and the tanks ' +
        'of all its neighbors while reducing the loss of water to almost nothing in every winter of the trial.',
      /unnecessary\.$/,
    ],
    // The second of two names has its own apposition.
    [
      'We introduce DripNet, a valve controller that reads the humidity of the soil near the roots of each plant, and ' +
        'DripMap, a generative map of canals that predicts the flow of water through the nine gardens of a whole ' +
        'valley and that helps the gardeners to find a leak before the leaves of their plants turn yellow.',
      /and DripMap\.$/,
    ],
    [
      'We propose DripNet, a method for the gardens on the slopes of the northern valley that constructs and applies ' +
        'a map of all the canals, valves, pumps, tanks and hoses from the notes of nine gardeners over nine years, ' +
        'and that gives each of them a plan for the next summer on a single sheet of paper before the first frost.',
      /that constructs\.$/,
    ],
    [
      'We introduce DripNet, a tokenizer of gardens that encodes the difference between the leaves of each plant on ' +
        'two consecutive days of the summer into one number that gardeners can read on a small display at the gate ' +
        'of the garden, together with the hour at which the valve of that plant was opened for the last time.',
      /difference\.$/,
    ],
  ])('never where it promises something: %s', (sentence, broken) => {
    for (const longest of [120, 150, 195, 280])
      expect(summaryOf(sentence, 'DripNet: Valves', longest)).not.toMatch(broken);
  });

  it('before a count of what is not shown', () => {
    expect(
      summaryOf(
        'We introduce DripNet, a controller that waters each plant by its need through two key innovations.',
        'DripNet: Watering Plants',
      ),
    ).toMatch(/^We introduce DripNet, a controller that waters each plant by its need\./);
  });

  it('before what only the sentence before explains', () => {
    expect(
      summaryOf('We introduce DripNet, a controller for the valves of dry gardens that closes this loop.'),
    ).toMatch(/^We introduce DripNet, a controller for the valves of dry gardens\./);
  });

  it('keeps the opening that `respectively` refers to', () => {
    const summary = summaryOf(
      'Experiments on roses, tulips and daisies show that DripNet saves 41.1%, 75.8% and 53.3% of the water, respectively.',
      'DripNet: Watering Plants',
    );
    expect(summary).not.toMatch(/^DripNet saves 41\.1%/);
  });
});

describe('summarize spells out', () => {
  const introduction = 'Soil humidity sensors (SHS) measure the water near roots. ';
  const short = 'We propose a valve that closes when the SHS detects rain on the leaves of a plant.';

  it('an abbreviation that a sentence left out has defined', () => {
    expect(summaryOf(`A soil humidity sensor (SHS) measures water near roots. ${short}`)).toContain(
      'when the soil humidity sensor (SHS) detects rain',
    );
  });

  it('its first word in small letters if only the beginning of a sentence gave it a capital', () => {
    expect(summaryOf(`Soil humidity sensor (SHS) data are rare in gardens. ${short}`)).toContain(
      'when the soil humidity sensor (SHS) detects',
    );
  });

  it.each([
    ['its plural', introduction, 'A Title'],
    ['letters that are not the initials', 'A probe of wet soil (SHS) measures water near roots. ', 'A Title'],
    ['what the title abbreviates', 'A soil humidity sensor (SHS) measures water. ', 'Valves and the SHS'],
    [
      'what the title spells out',
      'A soil humidity sensor (SHS) measures water. ',
      'The Soil Humidity Sensor',
    ],
  ])('nothing from %s', (_, definition, title) => {
    expect(summaryOf(`${definition}${short}`, title)).toContain('when the SHS detects');
  });

  it('nothing that would exceed the space', () => {
    const summary = summaryOf(`A soil humidity sensor (SHS) measures water. ${short}`, 'A Title', 72);
    expect(summary.length).toBeLessThanOrEqual(90);
    expect(summary).not.toContain('soil humidity sensor (SHS) detects');
  });

  it('nothing that its article does not fit', () => {
    expect(
      summaryOf(
        'A soil humidity sensor (SHS) measures water near roots. ' +
          'We propose a valve that closes when an SHS detects rain on the leaves of a plant.',
      ),
    ).toContain('when an SHS detects');
  });
});
