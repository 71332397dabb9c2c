import { Fragment, type ReactElement } from 'react';
import { highlightWords } from '../../../papers/search/search-words.ts';
import { type MathPart, mathParts } from './math-parts.ts';

interface FormattedTextProps {
  text: string;
  /** Search words to highlight, in folded form (search-words.ts). */
  highlights?: ReadonlySet<string> | undefined;
}

/** A title, summary or abstract with subscripts and superscripts set, and search words highlighted. */
export function FormattedText({ text, highlights }: FormattedTextProps): ReactElement {
  return (
    <>
      {mathParts(text).map((part, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text never move, and two may be equal.
        <Part key={place} part={part} highlights={highlights} />
      ))}
    </>
  );
}

function Part({
  part,
  highlights,
}: {
  part: MathPart;
  highlights: FormattedTextProps['highlights'];
}): ReactElement {
  const text = <Marked text={part.text} highlights={highlights} />;
  if (part.place === 'raised') return <sup>{text}</sup>;
  return part.place === 'lowered' ? <sub>{text}</sub> : text;
}

function Marked({ text, highlights }: FormattedTextProps): ReactElement {
  if (highlights === undefined || highlights.size === 0) return <>{text}</>;
  return (
    <>
      {highlightWords(text, highlights).map((part, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text never move, and two may be equal.
        <Fragment key={place}>{part.highlighted ? <mark>{part.text}</mark> : part.text}</Fragment>
      ))}
    </>
  );
}
