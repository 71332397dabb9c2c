import type { ReactElement } from 'react';
import type { Site } from '../frame/site.ts';
import { FormattedText } from './formatted-text.tsx';
import type { View } from './list-query.ts';
import { PaperCard } from './paper-card.tsx';
import type { PaperView } from './paper-view.ts';

/** A paper of a list, with words of a search that it does not contain. */
export interface PaperEntry {
  paper: PaperView;
  missing?: readonly string[];
}

interface PaperListProps {
  site: Site;
  view: View;
  entries: readonly PaperEntry[];
  /** Rank of the first paper, where the order is a ranking. */
  firstRank?: number;
  /** Sets the first paper larger than the others, as the lead story of the day. */
  lead?: boolean;
  /** Search words to highlight, in folded form. */
  highlights?: ReadonlySet<string>;
}

/** Papers as full cards, or as one line each. */
export function PaperList(props: PaperListProps): ReactElement {
  const { site, view, entries, firstRank, lead = false, highlights } = props;
  const names = [view === 'compact' ? 'compact' : 'papers', ...(firstRank === undefined ? [] : ['numbered'])];
  return (
    <ol className={names.join(' ')} start={firstRank}>
      {entries.map(({ paper, missing }, place) => (
        <li key={paper.id}>
          {view === 'compact' ? (
            <PaperLine paper={paper} highlights={highlights} />
          ) : (
            <PaperCard
              site={site}
              paper={paper}
              lead={lead && place === 0}
              highlights={highlights}
              missing={missing}
            />
          )}
        </li>
      ))}
    </ol>
  );
}

/** One paper in one line: its title, its first topic and its upvotes. */
function PaperLine({
  paper,
  highlights,
}: {
  paper: PaperView;
  highlights: ReadonlySet<string> | undefined;
}): ReactElement {
  const [topic] = paper.topics;
  return (
    <>
      <a href={paper.path} dir="auto">
        <FormattedText text={paper.title} highlights={highlights} />
      </a>
      {topic && <span className="topic">{topic.label}</span>}
      {paper.upvotes && (
        <span className="votes">
          {paper.upvotes.count}
          <span className="unit"> {paper.upvotes.unit}</span>
        </span>
      )}
    </>
  );
}
