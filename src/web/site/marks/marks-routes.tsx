import { Hono } from 'hono';
import { TOPIC_SLUGS } from '../../../../config/topics/taxonomy.ts';
import { previewComposition } from '../../../editions/preview.ts';
import { arxivPages } from '../../../papers/arxiv-id.ts';
import { cleanLine, cutAtWord } from '../../../rendering/clean-text.ts';
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
import {
  refuseSubscriber,
  type SubscriberPageContext,
  type SubscriberRequest,
  showEnded,
} from '../preferences/preferences-routes.tsx';
import { preferenceOf, signedSubscriberOf, subscriberPath } from '../preferences/signed-subscriber.ts';
import { type PreviewView, previewView } from '../preview/preview-view.ts';
import { MarkPage } from './mark-page.tsx';
import { marksTexts } from './marks-texts.ts';

/** `/more/:token` and `/less/:token`, the links under each pick: GET says what would change, POST changes it or takes it back. */
export function markRoutes(ctx: SubscriberPageContext): Hono<RequestVariables> {
  const routes = new Hono<RequestVariables>();
  for (const direction of DIRECTIONS) {
    routes
      .use(`/${direction}/:token`, keepPrivate)
      .get(`/${direction}/:token`, (c) => answer(ctx, c, direction, null))
      .post(`/${direction}/:token`, async (c) => {
        const body = (await readBody(c)) ?? {};
        const firmly = fieldOf(body, 'firmly') !== '';
        return answer(ctx, c, direction, fieldOf(body, 'undo') !== '' ? 'undone' : 'marked', firmly);
      });
  }
  return routes;
}

async function answer(
  ctx: SubscriberPageContext,
  c: SubscriberRequest,
  direction: Direction,
  act: 'marked' | 'undone' | null,
  firmly = false,
): Promise<Response> {
  const site = c.get('site');
  const subject = readMarkToken(ctx.keys, direction, c.req.param('token') ?? '', ctx.clock.now());
  if (subject === null) return refuseSubscriber(c);
  const reader = await signedSubscriberOf(ctx, subject.subscriberId);
  if (reader === 'ended') return showEnded(c, subscriberPath(ctx.keys, subject.subscriberId), null);
  if (reader === 'invalid') return refuseSubscriber(c);
  const preferencesPath = subscriberPath(ctx.keys, reader.id);
  // Of a pick that was only looked at, the preview says under which topic; what is none is not looked up.
  const topicAsked = c.req.query('topic') ?? '';
  const asked = TOPIC_SLUGS.has(topicAsked) ? topicAsked : null;
  const paper = await readMarkedPaper(ctx.db, { ...subject, asked });
  if (!paper || paper.topic === null) {
    const { noTopic } = marksTexts[site.language];
    const way = <a href={preferencesPath}>{site.texts.links.preferences}</a>;
    return c.html(
      renderPage(
        <NoticePage site={site} {...noTopic}>
          <p>{way}</p>
        </NoticePage>,
      ),
    );
  }
  const before = await preferenceOf(ctx, reader);
  const said = act === 'undone' ? null : direction;
  if (act !== null) await markPaper(ctx, { ...subject, direction: said, asked, firmly });
  const preference = act === null ? before : await preferenceOf(ctx, reader);
  const marks = await readMarks(ctx.db, reader.id);
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
    said: marks.find((mark) => mark.paperId === subject.paperId)?.direction ?? null,
    weight: {
      now: topicWeights(marks)[topic] ?? 0,
      after: topicWeights([...others, { topic, direction }])[topic] ?? 0,
      firmly:
        topicWeights([
          ...others.filter((mark) => mark.topic === topic && mark.direction === direction),
          { topic, direction },
        ])[topic] ?? 0,
    },
    follows: followsTopic(preference, topic),
    done: act,
    preview: act === null ? null : await difference(ctx, c, reader.id, before, preference),
    preferencesPath,
  };
  return c.html(renderPage(<MarkPage {...page} />));
}

function followsTopic({ interests }: Preference, topic: string): boolean {
  const followed = interests.filter(({ mode }) => mode === 'follow');
  return followed.length === 0 || followed.some(({ kind, value }) => kind === 'topic' && value === topic);
}

async function difference(
  ctx: SubscriberPageContext,
  c: SubscriberRequest,
  subscriberId: string,
  was: Preference,
  is: Preference,
): Promise<PreviewView | null> {
  const now = ctx.clock.now();
  const before = await previewComposition(ctx, { preference: was, subscriberId, now });
  const after = await previewComposition(ctx, { preference: is, subscriberId, now });
  return previewView(after, c.get('site').language, { before });
}
