import type { ReactElement } from 'react';
import type { Site } from '../frame/site.ts';
import { papersTexts } from './papers-texts.ts';

/** Saves a paper to the reading list that the browser remembers; the same button for every visitor. */
export function SaveForm({ site, paperId }: { site: Site; paperId: string }): ReactElement {
  return (
    <form className="row" method="post" action="/reading-list/save">
      <input type="hidden" name="paper" value={paperId} />
      <button type="submit" className="second">
        {papersTexts[site.language].save}
      </button>
    </form>
  );
}
