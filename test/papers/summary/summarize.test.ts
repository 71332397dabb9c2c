import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { summarize } from '../../../src/papers/summary/summarize.ts';

const EMAIL = 195;

function fromAbstract(abstract: string, longest = EMAIL, title = 'A Title Without Names'): string {
  return summarize({ title, abstract, summary: null }, longest);
}

const filler =
  'Gardeners have long watered plants by hand. However, watering by hand remains slow, and existing hoses often leak. ';

describe('summarize an abstract', () => {
  it.each([
    // A that-clause keeps its verb.
    [
      'We show that teaching young gardeners to produce explicit, many-sided plans for the beds of a whole season ' +
        'with their own hands and without any help from the older members of the club leads to far richer harvests ' +
        'in every year that follows, in all nine gardens of the trial and in both of its climates.',
      /^We show that teaching(?!.*leads)/,
    ],
    [
      'We observe that applying a thick layer of straw to the beds in the dry weeks, from the first day of June ' +
        'until the last day of August in each year of the whole trial and in all nine of the gardens that we had ' +
        'chosen for it, halves the loss of water and spares the soil.',
      /^We observe that applying(?!.*halves)/,
    ],
    // The other half of a contrast stays.
    [
      'We find that the new hoses can improve the harvest of every bed in all nine gardens of our long trial, ' +
        'usually by keeping the soil a little more even through the hot weeks of the year in the south, but they ' +
        'do not save any water at all over the whole season.',
      /^We find that the new hoses can improve(?!.*do not)/,
    ],
  ])('never cuts a sentence so that its sense is lost: %s', (sentence, broken) => {
    for (const longest of [150, 195, 260, 280])
      expect(fromAbstract(`${filler}${sentence} ${filler}`, longest)).not.toMatch(broken);
  });

  it.each([
    [
      'We introduce DripNet, a valve controller that overcomes these limitations.',
      'We introduce DripNet, a valve controller.',
    ],
    [
      'Inspired by the way in which gardeners meet these challenges, we introduce DripNet, a valve controller.',
      'We introduce DripNet, a valve controller.',
    ],
  ])('leaves out what refers to the sentence before: %s', (sentence, wanted) => {
    expect(fromAbstract(`${filler}${sentence} ${filler}${filler}`).startsWith(wanted)).toBe(true);
  });

  it('shows contribution and result instead of the background', () => {
    expect(
      fromAbstract(
        `${filler}In this paper, we introduce DripNet, a valve controller that waters each plant by its own need. ` +
          'We describe its firmware and the wiring of its sensors in detail for hobbyists. ' +
          'Extensive experiments in nine gardens show that DripNet reduces water use by 62.1% without losses.',
        EMAIL,
        'DripNet: Watering by Need',
      ),
    ).toBe(
      'We introduce DripNet, a valve controller that waters each plant by its own need. ' +
        'DripNet reduces water use by 62.1% without losses.',
    );
  });

  it('drops lead-ins that refer to what is not shown', () => {
    const told = (leadIn: string) =>
      fromAbstract(
        `${filler}${filler}${leadIn} propose a pump that measures the humidity of the soil around each root.`,
      );
    const expected = 'We propose a pump that measures the humidity of the soil around each root.';
    expect(told('To address these limitations, we')).toBe(expected);
    expect(told('To this end, we')).toBe(expected);
    expect(told('Motivated by this observation, in this work we')).toBe(expected);
    expect(told('Specifically, we therefore')).toBe(expected);
  });

  it('keeps a purpose that says something', () => {
    expect(
      fromAbstract(
        `${filler}${filler}To water roofs at night, we present a pump that runs on stored sunlight.`,
      ),
    ).toBe('To water roofs at night, we present a pump that runs on stored sunlight.');
  });

  it('prefers a sentence that stands alone to one that refers back', () => {
    const summary = fromAbstract(
      `${filler}${filler}This raises the question of cost. We show that clay pots reduce evaporation by a third. ` +
        'These results hold in every season that our gauges covered, which surprised the gardeners of the region.',
    );
    expect(summary).toMatch(/^We show that clay pots reduce evaporation by a third\./);
    expect(summary).not.toMatch(/^(This|These|It)\b/);
  });

  it('ends a cut sentence with nothing that needs what follows', () => {
    const rest =
      'of all the gardens on the steep and stony slopes of the northern valleys of our country '.repeat(3);
    for (const end of ['together with the seeds', 'compared to the seeds', 'trained with the seeds'])
      expect(
        fromAbstract(`${filler}${filler}We introduce Sprout, a catalog of ninety clay pots ${end} ${rest}.`),
      ).not.toMatch(/(together|compared|trained)( with| to)?\.$/);
  });

  it('leaves out the address of the code', () => {
    expect(
      fromAbstract(
        `${filler}We present Rill, a map of garden canals. Rill finds leaks within a day. ` +
          'Code and data are publicly available at https://example.org/rill for every gardener who wants to try them.',
        EMAIL,
        'Rill: Maps of Canals',
      ),
    ).toBe('We present Rill, a map of garden canals. Rill finds leaks within a day.');
  });

  it('shortens a long sentence where a clause ends', () => {
    expect(
      fromAbstract(
        `${filler}We propose a network of clay pipes that carries rain from the roof to the roots of every tree in a ` +
          'garden, thereby avoiding the pumps, the tanks, the valves and the electric wiring that gardeners had to ' +
          'install, to maintain and to repair in all of the earlier designs of this kind.',
      ),
    ).toBe(
      'We propose a network of clay pipes that carries rain from the roof to the roots of every tree in a garden.',
    );
  });

  it('cuts no number, decimal or abbreviation', () => {
    const summary = fromAbstract(
      `${filler}We evaluate pumps by Doe et al. on U.S. soils, e.g. loam, cf. Fig. 3, at 3.5 bar vs. 2 bar. ` +
        'Our pump improves the yield by 62.1% and the flow by 1.5x over the pump of Doe et al. (2021).',
    );
    for (const sentence of summary.split(/(?<=\.) (?=[A-Z])/))
      expect(sentence).not.toMatch(/(al|Fig|e\.g|vs)\.$/);
    expect(summary).toContain('62.1%');
  });

  it('is whole if it fits', () => {
    const short = 'In this note, we count the bees of one meadow. There are 311.';
    expect(fromAbstract(short)).toBe(short);
    expect(fromAbstract(short, 280)).toBe(short);
  });

  it('shows the beginning of an abstract in another language', () => {
    const chinese = `${'我们提出一种新的浇水方法。'.repeat(4)}${'实验表明该方法节约用水。'.repeat(30)}`;
    expect(fromAbstract(chinese)).toMatch(/^我们提出一种新的浇水方法。.*。$/);
    const arabic = `${'نقترح طريقة جديدة لري الحدائق بالتنقيط. '.repeat(12)}`;
    expect(fromAbstract(arabic)).toMatch(/^نقترح طريقة جديدة .*التنقيط\.$/);
    const german = `${'Wir stellen eine neue Pumpe für Gärten vor. '.repeat(12)}`;
    expect(fromAbstract(german)).toMatch(/^Wir stellen eine neue Pumpe .* vor\.$/);
  });

  it('reads capitals, bullets, code and numbered points', () => {
    const loud = `${filler}We introduce a valve that closes when the soil is wet. It saves half of the water.`;
    expect(fromAbstract(loud.toUpperCase())).toContain('WE INTRODUCE A VALVE');
    expect(
      fromAbstract(
        `${filler}${filler}Contributions: • We introduce a valve for wet soil. • We release 40 plans of the valve.`,
      ),
    ).toMatch(/^We introduce a valve for wet soil\./);
    const code = `${filler}${filler}We present \`drip.open(42)\`, a call that opens valve_42 of the garden.`;
    expect(fromAbstract(code)).toBe('We present `drip.open(42)`, a call that opens valve_42 of the garden.');
    const points =
      `${filler}${filler}We propose a plan for gardens on steep slopes with three parts: (1) a tank that collects the rain of the roof, ` +
      '(2) a valve that opens when the soil is dry, and (3) a clock that keeps the valve closed at noon, at night and in the whole winter of every year.';
    expect(fromAbstract(points)).toBe('We propose a plan for gardens on steep slopes with three parts.');
  });

  it('cuts one endless sentence at a word', () => {
    const endless = `the pump and the valve and this tank with our hose for the garden ${'near the wall '.repeat(40)}`;
    expect(fromAbstract(endless)).toMatch(/^the pump and the valve .*\w…$/);
  });
});

describe('summarize a summary of the source', () => {
  const cut = (summary: string, longest = EMAIL) =>
    summarize({ title: 'T', abstract: null, summary }, longest);

  it('is whole up to a quarter over the space', () => {
    const summary = `${'A pump with a longer hose waters the trees behind the house. '.repeat(3)}It runs at night.`;
    expect(summary.length).toBeGreaterThan(EMAIL);
    expect(cut(summary)).toBe(summary);
  });

  it('ends with a sentence', () => {
    const first =
      'A clay pump waters each tree of a garden by its own need, and it closes when rain falls on the leaves.';
    expect(cut(`${first} ${'It runs on sunlight that is stored in salt during the day '.repeat(4)}.`)).toBe(
      first,
    );
  });

  it('ends with a clause when the sentence is too long', () => {
    expect(
      cut(
        'Dripper improves the watering of trees with a network of clay pipes that needs no electric pump at all, ' +
          'outperforming all earlier gardens by a wide margin in trials that took nine years, forty gardeners and ' +
          'three botanical institutes on two continents to complete in full',
      ),
    ).toBe(
      'Dripper improves the watering of trees with a network of clay pipes that needs no electric pump at all.',
    );
  });
});

const anyPaper = fc.record({
  title: fc.string({ unit: 'grapheme', maxLength: 60 }),
  abstract: fc.oneof(
    fc.string({ unit: 'binary', maxLength: 1_200 }),
    fc.string({ unit: 'grapheme', maxLength: 1_200 }),
    fc
      .array(
        fc.constantFrom(
          ...(
            'we propose the pump of a garden, and show that this reduces 62.1% with for In However, ( ) [1] e.g. ' +
            'et al. outperforming https://example.org/x which by watering; DripNet: (1) “quoted” … ! ? 水。 naïve'
          ).split(' '),
        ),
        { maxLength: 220 },
      )
      .map((words) => words.join(' ')),
  ),
});
const anyLength = fc.integer({ min: 1, max: 400 });

function wordsIn(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

describe('summarize anything', () => {
  it('exceeds the space by at most a quarter', () => {
    fc.assert(
      fc.property(anyPaper, anyLength, fc.boolean(), ({ title, abstract }, longest, given) => {
        const paper = given
          ? { title, abstract: null, summary: abstract }
          : { title, abstract, summary: null };
        expect([...summarize(paper, longest)].length).toBeLessThanOrEqual(longest * 1.25);
      }),
    );
  });

  it('uses words of the abstract only, and whole ones', () => {
    fc.assert(
      fc.property(anyPaper, anyLength, ({ title, abstract }, longest) => {
        const known = wordsIn(abstract);
        const shown = wordsIn(summarize({ title, abstract, summary: null }, longest));
        // A word that alone is longer than the space, or has no spaces in its script, is cut anywhere.
        const whole = shown.slice(0, -1);
        expect(whole.filter((word) => !known.includes(word))).toEqual([]);
        const last = shown.at(-1);
        if (last !== undefined) expect(known.some((word) => word.startsWith(last))).toBe(true);
      }),
    );
  });

  it('is the same each time, and the summary of itself', () => {
    fc.assert(
      fc.property(anyPaper, anyLength, ({ title, abstract }, longest) => {
        const summary = summarize({ title, abstract, summary: null }, longest);
        expect(summarize({ title, abstract, summary: null }, longest)).toBe(summary);
        expect(summarize({ title, abstract: summary, summary: null }, longest)).toBe(summary);
        expect(summarize({ title, abstract: null, summary }, longest)).toBe(summary);
      }),
    );
  });

  it.each([
    'a. ',
    'A! ',
    'we propose a valve. ',
    'we propose ',
    'This, ',
    '((',
    '(a ',
    '-',
    '. ',
    ', which ',
    'by watering ',
    'To address this, ',
    'experiments on ',
    'However, ',
    '"',
    '。',
    '字',
  ])('takes linear time for 100,000 times %j', (part) => {
    const english = 'The work of our group is with us and for that garden which we water from this well. ';
    const started = performance.now();
    summarize({ title: part.repeat(1_000), abstract: english + part.repeat(100_000), summary: null }, EMAIL);
    summarize({ title: '', abstract: null, summary: part.repeat(100_000) }, EMAIL);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
