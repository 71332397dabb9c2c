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
  /** The subscriber's present mark of this paper. */
  current: Direction | null;
  /** The topic's weight now, after the button, and after dropping all marks in the other direction. */
  weight: { now: number; after: number; overruled: number };
  /** The topic is followed, or the subscriber follows everything. */
  follows: boolean;
  /** The action just performed; null on a GET. */
  done: 'marked' | 'undone' | null;
  preview: PreviewView | null;
  preferencesPath: string;
}

/** Explains the effect with one button to apply it; afterward shows the changed preview. */
export function MarkPage(props: MarkPageProps): ReactElement {
  const { site, direction, current, paper, done } = props;
  const texts = marksTexts[site.language];
  const heading =
    done === 'undone'
      ? texts.undone
      : done === 'marked'
        ? texts.done[direction]
        : current === direction
          ? texts.already[direction]
          : texts.heading[direction];
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

function Explanation({
  site,
  direction,
  paper,
  current,
  weight,
  follows,
  done,
}: MarkPageProps): ReactElement {
  const texts = marksTexts[site.language];
  const topic = topicLabel(site.taxonomy, paper.topic, site.language);
  if (current === direction || done === 'undone') return <p>{texts.current(topic, weight.now)}</p>;
  const atLimit = Math.abs(weight.now) === MAX_TOPIC_MARKS && weight.after === weight.now;
  return (
    <>
      <p>{texts.about(topic)}</p>
      {weight.now !== 0 && weight.now > 0 !== (direction === 'more') && (
        <p>{texts.weightSoFar(weight.now)}</p>
      )}
      <p>{atLimit ? texts.limitReached : texts.effect(topic, weight.after)}</p>
      {weight.after > 0 && !follows && <p>{texts.notFollowed}</p>}
      <p className="small">{texts.reversible}</p>
    </>
  );
}

function MarkForm({ site, direction, current, weight }: MarkPageProps): ReactElement {
  const texts = marksTexts[site.language];
  const undo = current === direction;
  // A second button drops earlier marks in the other direction if they weaken the effect.
  const canOverrule = !undo && weight.after !== weight.overruled;
  return (
    <form className="row" method="post">
      {undo && <input type="hidden" name="undo" value="yes" />}
      <button type="submit" className={undo ? 'second' : undefined}>
        {undo ? texts.undo : texts.button[direction]}
      </button>
      {canOverrule && (
        <button type="submit" className="second" name="firmly" value="yes">
          {texts.overrule(weight.overruled)}
        </button>
      )}
    </form>
  );
}
