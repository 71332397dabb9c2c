import type { ReactElement } from 'react';
import type { Books } from '../../delivery/delivery.ts';
import { EDITIONS_TEXTS } from './editions-texts.ts';

/** What a bar of an edition's books has, in this order: a sign, a word, a number. */
const PARTS = [
  { key: 'accepted', sign: '✓' },
  { key: 'planned', sign: '○' },
  { key: 'excluded', sign: '–' },
  { key: 'uncertain', sign: '?' },
  { key: 'failed', sign: '✗' },
] as const;
type Part = (typeof PARTS)[number]['key'];

const WIDTH = 1_000;
const HEIGHT = 20;

/**
 * An edition's books as a bar that is as long as its audience, and in words under it; `name` tells it from others on the page. Each part has its own hatching, so that nothing
 * hangs on colour.
 */
export function BooksBar({ name, books }: { name: string; books: Books }): ReactElement {
  const counts: Record<Part, number> = {
    accepted: books.accepted,
    planned: books.planned,
    excluded: Object.values(books.excluded).reduce((sum, count) => sum + count, 0),
    uncertain: books.uncertain,
    failed: books.failed,
  };
  const shown = PARTS.filter(({ key }) => counts[key] > 0);
  const words = shown.map(({ key, sign }) => `${sign} ${counts[key]} ${EDITIONS_TEXTS.parts[key]}`);
  const sum = Object.values(counts).reduce((total, count) => total + count, 0);
  let from = 0;
  return (
    <div className="books">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={EDITIONS_TEXTS.bar(books.audience, words.join(', ') || '0')}
      >
        <defs>
          <pattern id={`excluded-${name}`} width="8" height="8" patternUnits="userSpaceOnUse">
            <path d="M0 4H8" className="line" />
          </pattern>
          <pattern id={`uncertain-${name}`} width="10" height="10" patternUnits="userSpaceOnUse">
            <path d="M0 10L10 0" className="line" />
          </pattern>
          <pattern id={`failed-${name}`} width="8" height="8" patternUnits="userSpaceOnUse">
            <path d="M0 0L8 8M8 0L0 8" className="line bad" />
          </pattern>
        </defs>
        {shown.map(({ key }) => {
          const width = (counts[key] / Math.max(sum, 1)) * WIDTH;
          const place = { x: from, y: 0, width, height: HEIGHT };
          from += width;
          return <rect key={key} {...place} className={key} {...fillOf(key, name)} />;
        })}
      </svg>
      <p className="meta">
        {words.join(' · ')} · {EDITIONS_TEXTS.sum(sum, books.audience)}{' '}
        <strong>{books.balanced ? EDITIONS_TEXTS.balanced : EDITIONS_TEXTS.unbalanced}</strong>
      </p>
    </div>
  );
}

/** Solid for what is done, empty for what waits, hatched for the rest. */
function fillOf(key: Part, name: string): { fill?: string } {
  return key === 'accepted' || key === 'planned' ? {} : { fill: `url(#${key}-${name})` };
}
