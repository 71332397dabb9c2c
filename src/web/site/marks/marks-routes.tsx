import { Hono } from 'hono';
import { currentTopic } from '../../../../config/topics/taxonomy.ts';
import { previewComposition } from '../../../editions/preview.ts';
import { arxivPages } from '../../../papers/arxiv-id.ts';
import { cleanLine, cutAtWord } from '../../../papers/text/clean-text.ts';
import {
  DIRECTIONS,
  type Direction,
  readMarkToken,
  topicWeights,
} from '../../../subscribers/preferences/mark.ts';
import { markPaper } from '../../../subscribers/preferences/mark-paper.ts';
import { readMarkedPaper, readMarks } from '../../../subscribers/preferences/mark-queries.ts';
import type { Preference } from '../../../subscribers/preferences/preference.ts';
import { fieldOf, readBody } from '../../http/read-body.ts';
import { keepPrivate } from '../../http/security-headers.ts';
import { renderPage } from '../frame/document.tsx';
import { NoticePage } from '../frame/notice-page.tsx';
import type { RequestVariables } from '../frame/site.ts';
import { papersTexts } from '../papers/papers-texts.ts';
import { preferenceOf, signedSubscriberOf, subscriberPath } from '../preferences/signed-subscriber.ts';
import {
  type SubscriberPageContext,
  type SubscriberRequest,
  showEndedPage,
  showInvalidLink,
} from '../preferences/subscriber-page.tsx';
import { type PreviewView, previewView } from '../preview/preview-view.ts';
import { MarkPage } from './mark-page.tsx';
import { marksTexts } from './marks-texts.ts';

/**
 * `/more/:token` and `/less/:token`, the links below each pick. GET explains the effect; POST applies or
 * undoes it.
 */
export function markRoutes(ctx: SubscriberPageContext): Hono<RequestVariables> {
  const routes = new Hono<RequestVariables>();
  for (const direction of DIRECTIONS) {
    routes
      .use(`/${direction}/:token`, keepPrivate)
      .get(`/${direction}/:token`, (c) => answer(ctx, c, direction, null))
      .post(`/${direction}/:token`, async (c) => {
        const body = (await readBody(c)) ?? {};
        const overrule = fieldOf(body, 'firmly') !== '';
        return answer(ctx, c, direction, fieldOf(body, 'undo') !== '' ? 'undone' : 'marked', overrule);
      });
  }
  return routes;
}

async function answer(
  ctx: SubscriberPageContext,
  c: SubscriberRequest,
  direction: Direction,
  action: 'marked' | 'undone' | null,
  overrule = false,
): Promise<Response> {
  const site = c.get('site');
  const subject = readMarkToken(ctx.keys, direction, c.req.param('token') ?? '', ctx.clock.now());
  if (subject === null) return showInvalidLink(c);
  const subscriber = await signedSubscriberOf(ctx, subject.subscriberId);
  if (subscriber === 'ended') return showEndedPage(c, subscriberPath(ctx.keys, subject.subscriberId), null);
  if (subscriber === 'invalid') return showInvalidLink(c);
  const preferencesPath = subscriberPath(ctx.keys, subscriber.id);
  // A pick of a preview is stored nowhere, so its link carries the topic.
  const topicParameter = c.req.query('topic') ?? '';
  const previewTopic = currentTopic(ctx.taxonomy, topicParameter);
  const paper = await readMarkedPaper(ctx, { ...subject, asked: previewTopic });
  if (!paper || paper.topic === null) {
    const { noTopic } = marksTexts[site.language];
    return c.html(
      renderPage(
        <NoticePage site={site} {...noTopic}>
          <p>
            <a href={preferencesPath}>{site.texts.links.preferences}</a>
          </p>
        </NoticePage>,
      ),
    );
  }
  const before = await preferenceOf(ctx, subscriber);
  if (action !== null)
    await markPaper(ctx, {
      ...subject,
      direction: action === 'undone' ? null : direction,
      asked: previewTopic,
      firmly: overrule,
    });
  const preference = action === null ? before : await preferenceOf(ctx, subscriber);
  const marks = await readMarks(ctx.db, subscriber.id);
  const { topic } = paper;
  const others = marks.filter((mark) => mark.paperId !== subject.paperId);
  const page = {
    site,
    direction,
    paper: {
      title: cutAtWord(cleanLine(paper.title), 300) || papersTexts[site.language].untitled,
      url: arxivPages(subject.paperId).abstract,
      topic,
    },
    current: marks.find((mark) => mark.paperId === subject.paperId)?.direction ?? null,
    weight: {
      now: topicWeights(marks)[topic] ?? 0,
      after: topicWeights([...others, { topic, direction }])[topic] ?? 0,
      overruled:
        topicWeights([
          ...others.filter((mark) => mark.topic === topic && mark.direction === direction),
          { topic, direction },
        ])[topic] ?? 0,
    },
    follows: followsTopic(preference, topic),
    done: action,
    preview: action === null ? null : await previewChange(ctx, c, subscriber.id, before, preference),
    preferencesPath,
  };
  return c.html(renderPage(<MarkPage {...page} />));
}

function followsTopic({ interests }: Preference, topic: string): boolean {
  const followed = interests.filter(({ mode }) => mode === 'follow');
  return followed.length === 0 || followed.some(({ kind, value }) => kind === 'topic' && value === topic);
}

async function previewChange(
  ctx: SubscriberPageContext,
  c: SubscriberRequest,
  subscriberId: string,
  oldPreference: Preference,
  newPreference: Preference,
): Promise<PreviewView | null> {
  const now = ctx.clock.now();
  const before = await previewComposition(ctx, { preference: oldPreference, subscriberId, now });
  const after = await previewComposition(ctx, { preference: newPreference, subscriberId, now });
  return previewView(c.get('site'), after, { before });
}
