import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  lastNameLexemes,
  nameForms,
  organizationLexemes,
  personLexemes,
} from '../../../src/papers/search/name-lexemes.ts';

describe('names in the index', () => {
  it.each([
    ['Serena Williams', ['=serena', '=williams', '@williams', '@serena williams', '@s williams']],
    ['Ming-Ming J. Sun', ['@sun', '@mingming sun', '@m sun', '@mingming j sun', '@ming ming j sun']],
    ['Sammy Davis Jr.', ['@davis', '@sammy davis', '@s davis']],
    ['Jörg Ødegård', ['@odegard', '@oedegaard', '@jorg odegard', '@joerg oedegaard', '@j oedegaard']],
    ['Plato', ['=plato', '@plato']],
  ])('%s is found by its words, last name, full name and initial, unstemmed', (name, lexemes) => {
    expect(personLexemes(name)).toEqual(expect.arrayContaining(lexemes));
    expect(new Set(personLexemes(name)).size).toBe(personLexemes(name).length);
  });

  it('count last names in all spellings, and not those of organizations', () => {
    expect(lastNameLexemes('Jürgen Müller')).toEqual(['@muller', '@mueller']);
    expect(lastNameLexemes('…')).toEqual([]);
    expect(organizationLexemes('University of Technology')).toContain('@university of technology');
    expect(organizationLexemes('Apple')).toEqual(['=apple']);
  });

  it('are never empty or overlong, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        for (const lexeme of [...personLexemes(name), ...organizationLexemes(name), ...lastNameLexemes(name)])
          expect(lexeme).toMatch(/^[=@][\p{L}\p{N} ]{1,79}$/u);
      }),
    );
  });
});

describe('a query read as a name', () => {
  it.each([
    ['Song Han', '@song han', ['@han song'], null],
    ['Han, Song', '@song han', ['@han song'], null],
    ['Cruz, Juan de la', '@juan de la cruz', expect.arrayContaining(['@la cruz juan de']), null],
    ['N. Agarwal', '@n agarwal', ['@agarwal n'], null],
    ['Müller', '@muller', ['@mueller'], 'muller'],
    ['Ming-Ming Sun', '@mingming sun', expect.arrayContaining(['@ming ming sun', '@sun mingming']), null],
  ])('%s', (query, exact, reordered, lastName) => {
    expect(nameForms(query)).toEqual({ exact, reordered, lastName });
  });

  it('is none if it has no letters or too many words', () => {
    expect([nameForms(''), nameForms('…'), nameForms('one two three four five six seven')]).toEqual([
      null,
      null,
      null,
    ]);
  });
});
