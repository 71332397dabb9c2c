import type { Language } from '../../../config/languages.ts';
import { archiveTexts } from './archive.ts';
import { confirmTexts } from './confirm.ts';
import { failureTexts } from './failures.ts';
import { feedTexts } from './feeds.ts';
import { frameTexts } from './frame.ts';
import { leaveTexts } from './leave.ts';
import { marksTexts } from './marks.ts';
import { outboxTexts } from './outbox.ts';
import { ownDataTexts } from './own-data.ts';
import { paperTexts } from './paper.ts';
import { papersTexts } from './papers.ts';
import { preferencesTexts } from './preferences.ts';
import { previewTexts } from './preview.ts';
import { searchTexts } from './search.ts';
import { subscribeTexts } from './subscribe.ts';
import { topicPageTexts } from './topic-pages.ts';
import { topicTexts } from './topics.ts';
import { WORDING } from './wording.ts';

/** Every word of the pages, by area. */
export type PageTexts = ReturnType<typeof pageTexts>;

/** The words by language. What a language lacks is a type error in the area's own file. */
export const PAGE_TEXTS: Record<Language, PageTexts> = { en: pageTexts('en'), de: pageTexts('de') };

function pageTexts(language: Language) {
  return {
    wording: WORDING[language],
    frame: frameTexts[language],
    failures: failureTexts[language],
    papers: papersTexts[language],
    archive: archiveTexts[language],
    feeds: feedTexts[language],
    paper: paperTexts[language],
    search: searchTexts[language],
    topicPages: topicPageTexts[language],
    topics: topicTexts[language],
    confirm: confirmTexts[language],
    leave: leaveTexts[language],
    preferences: preferencesTexts[language],
    preview: previewTexts[language],
    marks: marksTexts[language],
    ownData: ownDataTexts[language],
    subscribe: subscribeTexts[language],
    outbox: outboxTexts[language],
  };
}
