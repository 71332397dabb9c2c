import { Fragment, type ReactElement } from 'react';
import { highlightWords } from '../../../papers/search/search-words.ts';
import { type MathPart, mathParts } from './math-parts.ts';

interface PaperTextProps {
  text: string;
  /** Words that a search found, folded. */
  marks?: ReadonlySet<string> | undefined;
}

/** A title, summary or abstract: indices and powers in their place, and the words that a search found marked. */
export function PaperText({ text, marks }: PaperTextProps): ReactElement {
  return (
    <>
      {mathParts(text).map((part, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text never move, and two may be equal.
        <Part key={place} part={part} marks={marks} />
      ))}
    </>
  );
}

function Part({ part, marks }: { part: MathPart; marks: PaperTextProps['marks'] }): ReactElement {
  const text = <Marked text={part.text} marks={marks} />;
  if (part.place === 'raised') return <sup>{text}</sup>;
  return part.place === 'lowered' ? <sub>{text}</sub> : text;
}

function Marked({ text, marks }: PaperTextProps): ReactElement {
  if (marks === undefined || marks.size === 0) return <>{text}</>;
  return (
    <>
      {highlightWords(text, marks).map((part, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text never move, and two may be equal.
        <Fragment key={place}>{part.highlighted ? <mark>{part.text}</mark> : part.text}</Fragment>
      ))}
    </>
  );
}
