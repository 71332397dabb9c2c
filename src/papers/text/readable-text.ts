import { decodeHTMLStrict } from 'entities';
import { texToUnicode } from './tex.ts';
import { repairResidue } from './tex-residue.ts';

/**
 * Turns source text (TeX, HTML entities, hard newlines, arbitrary characters) into one line of readable
 * Unicode in NFC. Never throws, runs in linear time, returns at most a small multiple of the input's length,
 * and is idempotent.
 */
export function readableText(text: string): string {
  let line = text;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const rendered = renderOnce(line);
    if (rendered === line) return line;
    line = rendered;
  }
  return renderOnce(withoutMarkup(line));
}

// Each round renders what the previous one uncovered (`\$x\$` becomes `$x$`, `&amp;lt;` becomes `&lt;`), so
// that the result is a fixed point. Real text needs two rounds plus one that finds nothing left.
const MOST_ROUNDS = 5;

function renderOnce(text: string): string {
  const line = oneCleanLine(decodeHTMLStrict(text.replace(REPEATED_ESCAPE, '&')));
  return oneCleanLine(texToUnicode(repairResidue(line)));
}

const REPEATED_ESCAPE = /&(?:amp;)+/gi;

/**
 * Text that still changes after all rounds was built to do so. Removes every character that starts markup.
 */
function withoutMarkup(line: string): string {
  return line.replace(/[\\${}^_~&`*]/g, '').replace(/([-'])\1+/g, '$1');
}

function oneCleanLine(text: string): string {
  return (
    text
      // JavaScript counts the byte order mark as a space, but it has no width.
      .replace(/(?:[^\S\uFEFF]|\u0085)+/gu, ' ')
      .replace(UNSEEN, '')
      .replace(JOINERS, '')
      .replace(SELECTORS, '')
      .replace(STACKED_MARKS, '$1')
      .normalize('NFC')
      .replace(/ {2,}/g, ' ')
      .trim()
  );
}

/**
 * Shapeless characters that can hide or reorder their neighbors: controls, lone surrogates, bidi marks and
 * overrides, zero-width spaces, fillers, tags, noncharacters.
 */
const UNSEEN = new RegExp(
  String.raw`\u034F|[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u00AD\u061C\u115F\u1160\u17B4\u17B5\u180E` +
    String.raw`\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF0-\uFFFB` +
    String.raw`\u{1BCA0}-\u{1BCA3}\u{E0000}-\u{E00FF}\u{E01F0}-\u{E0FFF}]`,
  'gu',
);

// Joiners are spelling in Persian, Urdu and the Indic scripts, a part of emoji (👩‍💻), and junk elsewhere.
const JOINERS = new RegExp(
  String.raw`(?<![\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Malayalam}` +
    String.raw`\p{Script=Kannada}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Sinhala}])` +
    String.raw`(?!(?<=\p{Extended_Pictographic}[\uFE0F\u{1F3FB}-\u{1F3FF}]?)\u200D\p{Extended_Pictographic})` +
    String.raw`[\u200C\u200D]+`,
  'gu',
);

// Choose between the text and the emoji form of the symbol or key (1️⃣) before them.
const SELECTORS = /(?<!\p{Extended_Pictographic})(?!(?<=[0-9#*])\uFE0F\u20E3)[\uFE0E\uFE0F]/gu;

// No script stacks more. Names that do paint over the lines around them.
const STACKED_MARKS = /(\p{M}{6})\p{M}+/gu;
