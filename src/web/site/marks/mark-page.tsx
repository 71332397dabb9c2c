import type { ReactElement } from 'react';
import { MAX_TOPIC_MARKS } from '../../../../config/scoring.ts';
import { topicLabel } from '../../../../config/topics/taxonomy.ts';
import type { Direction } from '../../../subscribers/preferences/mark.ts';
import { Document } from '../frame/document.tsx';
import type { Site } from '../frame/site.ts';
import { PreviewPart } from '../preview/preview-part.tsx';
import type { PreviewView } from '../preview/preview-view.ts';
import { marksTexts } from './marks-texts.ts';

export interface MarkPageProps {
  site: Site;
  direction: Direction;
  paper: { title: string; url: string; topic: string };
  /** What they said of this paper, as it is now. */
  said: Direction | null;
  /** The topic's weight now, what the button would make it, and what it would be without what was said to the contrary. */
  weight: { now: number; after: number; firmly: number };
  /** Whether the topic is followed, or nothing is, which comes to the same. */
  follows: boolean;
  /** What has just been done; null before anything. */
  done: 'marked' | 'undone' | null;
  preview: PreviewView | null;
  preferencesPath: string;
}

/** Says what would change, has one button, and afterwards shows what did. */
export function MarkPage(props: MarkPageProps): ReactElement {
  const { site, direction, said, paper, done } = props;
  const words = marksTexts[site.language];
  const heading =
    done === 'undone'
      ? words.undone
      : done === 'marked'
        ? words.done[direction]
        : said === direction
          ? words.already[direction]
          : words.heading[direction];
  return (
    <Document site={site} title={heading}>
      <div className="notice">
        <h1>{heading}</h1>
        <p dir="auto">
          <a href={paper.url}>{paper.title}</a>
        </p>
        <Explanation {...props} />
      </div>
      <MarkForm {...props} />
      {done !== null && <PreviewPart site={site} view={props.preview} />}
      <p>
        <a href={props.preferencesPath}>{site.texts.links.preferences}</a>
      </p>
    </Document>
  );
}

function Explanation({ site, direction, paper, said, weight, follows, done }: MarkPageProps): ReactElement {
  const words = marksTexts[site.language];
  const topic = topicLabel(paper.topic, site.language);
  if (said === direction || done === 'undone') return <p>{words.isNow(topic, weight.now)}</p>;
  const most = Math.abs(weight.now) === MAX_TOPIC_MARKS && weight.after === weight.now;
  return (
    <>
      <p>{words.about(topic)}</p>
      {weight.now !== 0 && weight.now > 0 !== (direction === 'more') && <p>{words.sofar(weight.now)}</p>}
      <p>{most ? words.most : words.will(topic, weight.after)}</p>
      {weight.after > 0 && !follows && <p>{words.unfollowed}</p>}
      <p className="small">{words.back}</p>
    </>
  );
}

function MarkForm({ site, direction, said, weight }: MarkPageProps): ReactElement {
  const words = marksTexts[site.language];
  const undo = said === direction;
  // Where the button would only even out what was said of other papers, there is another that means it.
  const firm = !undo && weight.after !== weight.firmly;
  return (
    <form className="row" method="post">
      {undo && <input type="hidden" name="undo" value="yes" />}
      <button type="submit" className={undo ? 'second' : undefined}>
        {undo ? words.undo : words.button[direction]}
      </button>
      {firm && (
        <button type="submit" className="second" name="firmly" value="yes">
          {words.firmly(weight.firmly)}
        </button>
      )}
    </form>
  );
}
