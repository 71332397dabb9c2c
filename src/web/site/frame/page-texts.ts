import type { Language } from '../../../../config/languages.ts';
import { archiveTexts } from '../archive/archive-texts.ts';
import { feedTexts } from '../feeds/feeds-texts.ts';
import { marksTexts } from '../marks/marks-texts.ts';
import { outboxTexts } from '../outbox/outbox-texts.ts';
import { paperTexts } from '../paper/paper-texts.ts';
import { papersTexts } from '../papers/papers-texts.ts';
import { preferencesTexts } from '../preferences/preferences-texts.ts';
import { previewTexts } from '../preferences/preview-texts.ts';
import { searchTexts } from '../search/search-texts.ts';
import { confirmTexts } from '../subscribe/confirm-texts.ts';
import { subscribeTexts } from '../subscribe/subscribe-texts.ts';
import { topicPageTexts } from '../topics/topics-texts.ts';
import { unsubscribeTexts } from '../unsubscribe/unsubscribe-texts.ts';
import { yourDataTexts } from '../your-data/your-data-texts.ts';
import { failureTexts } from './error-texts.ts';
import { frameTexts } from './frame-texts.ts';
import { topicTexts } from './topic-texts.ts';
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
    leave: unsubscribeTexts[language],
    preferences: preferencesTexts[language],
    preview: previewTexts[language],
    marks: marksTexts[language],
    ownData: yourDataTexts[language],
    subscribe: subscribeTexts[language],
    outbox: outboxTexts[language],
  };
}
