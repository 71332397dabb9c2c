import { GREEK } from './tex-symbols.ts';

function alphabet(plain: string, raised: string): ReadonlyMap<string, string> {
  const characters = [...raised];
  return new Map([...plain].map((character, place) => [character, characters[place] ?? character]));
}

const SUPERSCRIPTS = alphabet(
  '0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδεθφχ⊤',
  '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᵋᶿᵠᵡᵀ',
);
const SUBSCRIPTS = alphabet(
  '0123456789+-−=()aehijklmnoprstuvxβγρφχ',
  '₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ',
);

/** Marks that are already raised. */
const RAISED_ALREADY = new Map([...'*∗′″°†‡'].map((mark) => [mark, mark] as const))
  .set('∘', '°')
  .set('⋆', '*');

/**
 * Four raised or lowered letters in a row are hard to read and cannot be searched for, so longer words stay
 * on the line: `L_total`, not `Lₜₒₜₐₗ`.
 */
const LONG_WORD = /\p{L}{4}/u;

/**
 * Renders readable text as a superscript: in Unicode superscripts if all of it has them, else `^x` or `^(x
 * y)`.
 */
export function superscript(content: string): string {
  const inner = withGreek(content);
  return RAISED_ALREADY.get(inner) ?? translate(inner, SUPERSCRIPTS) ?? onTheLine('^', inner);
}

/** Renders a subscript likewise. A lone sign like ∞ needs no mark: `ℓ∞`. */
export function subscript(content: string): string {
  const inner = withGreek(content);
  if (/^[^\p{L}\p{N}\p{M}\s^_{}]$/u.test(inner) && !SUBSCRIPTS.has(inner)) return inner;
  return translate(inner, SUBSCRIPTS) ?? onTheLine('_', inner);
}

// Pages that lost their backslashes write `_{theta}` and `_infty`.
function withGreek(content: string): string {
  const inner = content.trim();
  return inner === 'infty' ? '∞' : (GREEK.get(inner) ?? inner);
}

function translate(inner: string, table: ReadonlyMap<string, string>): string | null {
  if (LONG_WORD.test(inner)) return null;
  const characters = [...inner.replaceAll(' ', '')].map((character) => table.get(character));
  return characters.includes(undefined) ? null : characters.join('');
}

function onTheLine(mark: '^' | '_', inner: string): string {
  const needsBrackets =
    /[^\p{L}\p{N}\p{M}.]/u.test(inner) && [...inner].length > 1 && !/^\([^()]*\)$/.test(inner);
  return inner === '' ? '' : needsBrackets ? `${mark}(${inner})` : mark + inner;
}
