import { Fragment, type ReactElement } from 'react';
import { markWords } from '../../papers/search-text.ts';

/** A text with the words that a search found marked; React escapes both. */
export function Marked({
  text,
  marks,
}: {
  text: string;
  marks: ReadonlySet<string> | undefined;
}): ReactElement {
  if (marks === undefined || marks.size === 0) return <>{text}</>;
  return (
    <>
      {markWords(text, marks).map((part, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text never move, and two may be equal.
        <Fragment key={place}>{part.marked ? <mark>{part.text}</mark> : part.text}</Fragment>
      ))}
    </>
  );
}
