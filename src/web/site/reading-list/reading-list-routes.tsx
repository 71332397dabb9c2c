import { Hono } from 'hono';
import { cleanLine, cutAtWord } from '../../../papers/text/clean-text.ts';
import { readMarkToken } from '../../../subscribers/preferences/mark.ts';
import {
  EXPORT_FORMATS,
  type ExportFormat,
  exportReadingList,
} from '../../../subscribers/reading-list/export-reading-list.ts';
import {
  countSaved,
  findPaperTitle,
  isSaved,
  readSaved,
  type SaveSource,
} from '../../../subscribers/reading-list/reading-list-queries.ts';
import { changeSavedPaper, savePaper } from '../../../subscribers/reading-list/save-paper.ts';
import { findSubscriberById, type Subscriber } from '../../../subscribers/subscriber-queries.ts';
import { fieldOf, readBody } from '../../http/read-body.ts';
import { keepPrivate } from '../../http/security-headers.ts';
import { renderPage } from '../frame/document.tsx';
import { NoticePage } from '../frame/notice-page.tsx';
import type { RequestVariables } from '../frame/site.ts';
import { BIBTEX_TYPE } from '../paper/citation-formats.ts';
import { MAX_LENGTH, paperPath } from '../papers/paper-view.ts';
import { papersTexts } from '../papers/papers-texts.ts';
import { subscriberPath } from '../preferences/signed-subscriber.ts';
import {
  type SubscriberPageContext,
  type SubscriberRequest,
  showInvalidLink,
  withDataOwner,
} from '../preferences/subscriber-page.tsx';
import {
  forgetDevice,
  isForeignForm,
  isOwnForm,
  rememberDevice,
  rememberedSubscriber,
} from './device-cookie.ts';
import { LIST_PAGE_SIZE, ReadingListPage } from './reading-list-page.tsx';
import { readingListTexts } from './reading-list-texts.ts';
import { SavePage } from './save-page.tsx';

const CONTENT_TYPES: Record<ExportFormat, string> = {
  bib: BIBTEX_TYPE,
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
};

const ACTIONS = ['read', 'unread', 'remove'] as const;

/**
 * The reading list behind a subscriber's own link, former subscribers included: `/preferences/:token/
 * reading-list` shows it (GET) and changes an entry (POST), with exports beside it. `/save/:token` is the
 * link below each pick. `/reading-list/save` saves from a paper's page, in browsers that were asked to
 * remember.
 */
export function readingListRoutes(ctx: SubscriberPageContext): Hono<RequestVariables> {
  const routes = new Hono<RequestVariables>()
    .use('/save/:token', keepPrivate)
    .get('/save/:token', (c) => answerSaveLink(ctx, c, null))
    .post('/save/:token', async (c) => {
      const remove = fieldOf((await readBody(c)) ?? {}, 'remove') !== '';
      return answerSaveLink(ctx, c, remove ? 'removed' : 'saved');
    })
    .get('/preferences/:token/reading-list', (c) =>
      withDataOwner(ctx, c, (owner) => showList(ctx, c, owner, c.req.query('page') ?? '', null)),
    )
    .post('/preferences/:token/reading-list', (c) =>
      withDataOwner(ctx, c, (owner) => changeEntry(ctx, c, owner)),
    )
    .post('/preferences/:token/reading-list/remember', (c) =>
      withDataOwner(ctx, c, (owner) => {
        // Else a site could make its visitors save to a list of its own, and read what they save.
        if (isForeignForm(ctx, c)) return showList(ctx, c, owner, '', null);
        rememberDevice(ctx, c, owner.id);
        const { remembered } = readingListTexts[c.get('site').language].device;
        return showList(ctx, c, owner, '', remembered);
      }),
    )
    .use('/reading-list', keepPrivate)
    .use('/reading-list/*', keepPrivate, async (c, next) => {
      // These addresses are no keys, and without a referrer their forms would come with `Origin: null`.
      c.header('Referrer-Policy', 'same-origin');
      await next();
    })
    .get('/reading-list/:below?', (c) => showDevice(ctx, c))
    .post('/reading-list/save', (c) => saveFromPage(ctx, c))
    .post('/reading-list/forget', (c) => {
      const site = c.get('site');
      forgetDevice(c);
      const { heading, forgotten } = readingListTexts[site.language].device;
      return c.html(renderPage(<NoticePage site={site} heading={heading} paragraphs={[forgotten]} />));
    });
  for (const format of EXPORT_FORMATS)
    routes.get(`/preferences/:token/reading-list.${format}`, (c) =>
      withDataOwner(ctx, c, async ({ id }) => {
        c.header('Content-Disposition', `attachment; filename="reading-list.${format}"`);
        c.header('Content-Type', CONTENT_TYPES[format]);
        return c.body(await exportReadingList(ctx, { subscriberId: id, format }));
      }),
    );
  return routes;
}

async function answerSaveLink(
  ctx: SubscriberPageContext,
  c: SubscriberRequest,
  done: 'saved' | 'removed' | null,
): Promise<Response> {
  const subject = readMarkToken(ctx.keys, 'save', c.req.param('token') ?? '', ctx.clock.now());
  if (subject === null) return showInvalidLink(c);
  const owner = await findSubscriberById(ctx.db, subject.subscriberId);
  if (!owner || owner.state === 'erased') return showInvalidLink(c);
  const listPath = `${subscriberPath(ctx.keys, owner.id)}/reading-list`;
  return answerSave(ctx, c, owner, { paperId: subject.paperId, source: 'digest', done, listPath });
}

/** Saves or removes a paper, or only shows its state, and answers with the page of that paper. */
async function answerSave(
  ctx: SubscriberPageContext,
  c: SubscriberRequest,
  owner: Subscriber,
  request: {
    paperId: string;
    source: SaveSource;
    done: 'saved' | 'removed' | null;
    listPath: string | null;
    action?: string;
  },
): Promise<Response> {
  const site = c.get('site');
  const texts = readingListTexts[site.language].save;
  const { paperId, source, done, listPath, action } = request;
  const subject = { subscriberId: owner.id, paperId };
  const title = await findPaperTitle(ctx.db, paperId);
  if (title === undefined) return c.html(renderPage(<NoticePage site={site} {...texts.unknown} />), 404);
  if (done === 'removed') await changeSavedPaper(ctx, { ...subject, action: 'remove' });
  if (done === 'saved' && (await savePaper(ctx, { ...subject, source })) === 'full')
    return c.html(
      renderPage(
        <NoticePage site={site} {...texts.full}>
          {listPath !== null && (
            <p>
              <a href={listPath}>{texts.open}</a>
            </p>
          )}
        </NoticePage>,
      ),
    );
  const paper = {
    id: paperId,
    title: cutAtWord(cleanLine(title), MAX_LENGTH.title) || papersTexts[site.language].untitled,
    path: paperPath(paperId),
  };
  const saved = await isSaved(ctx.db, owner.id, paperId);
  const page = { site, paper, saved, done, listPath, ...(action === undefined ? {} : { action }) };
  return c.html(renderPage(<SavePage {...page} />));
}

async function changeEntry(
  ctx: SubscriberPageContext,
  c: SubscriberRequest,
  owner: Subscriber,
): Promise<Response> {
  const body = (await readBody(c)) ?? {};
  const action = ACTIONS.find((each) => each === fieldOf(body, 'action'));
  const page = fieldOf(body, 'page');
  if (action === undefined) return showList(ctx, c, owner, page, null);
  const paperId = fieldOf(body, 'paper');
  if (isPaperId(paperId)) await changeSavedPaper(ctx, { subscriberId: owner.id, paperId, action });
  return showList(ctx, c, owner, page, readingListTexts[c.get('site').language].done[action]);
}

async function showList(
  ctx: SubscriberPageContext,
  c: SubscriberRequest,
  owner: Subscriber,
  wantedPage: string,
  note: string | null,
): Promise<Response> {
  const count = await countSaved(ctx.db, owner.id);
  const last = Math.max(1, Math.ceil(count.all / LIST_PAGE_SIZE));
  const page = /^\d{1,3}$/.test(wantedPage) ? Math.min(last, Math.max(1, Number(wantedPage))) : 1;
  const part = { limit: LIST_PAGE_SIZE, offset: (page - 1) * LIST_PAGE_SIZE };
  const papers = await readSaved(ctx.db, owner.id, part);
  const path = `/preferences/${c.req.param('token')}`;
  const shown = { site: c.get('site'), path, papers, count, page, note };
  return c.html(renderPage(<ReadingListPage {...shown} />));
}

/** Saves from a paper's page; without a remembered subscriber, says how to get there. */
async function saveFromPage(ctx: SubscriberPageContext, c: SubscriberRequest): Promise<Response> {
  const body = (await readBody(c)) ?? {};
  const subscriber = isOwnForm(ctx, c) ? await rememberedSubscriber(ctx, c) : null;
  if (subscriber === null) return showDevice(ctx, c);
  const paperId = fieldOf(body, 'paper');
  const done = fieldOf(body, 'remove') === '' ? 'saved' : 'removed';
  const action = '/reading-list/save';
  return answerSave(ctx, c, subscriber, {
    paperId: isPaperId(paperId) ? paperId : '',
    source: 'page',
    done,
    action,
    listPath: null,
  });
}

/** State of this browser: how to make it remember, or a button to forget. */
async function showDevice(ctx: SubscriberPageContext, c: SubscriberRequest): Promise<Response> {
  const site = c.get('site');
  const texts = readingListTexts[site.language];
  const known = isOwnForm(ctx, c) && (await rememberedSubscriber(ctx, c)) !== null;
  return c.html(
    renderPage(
      <NoticePage site={site} {...(known ? texts.known : texts.stranger)}>
        {known && (
          <form className="single" method="post" action="/reading-list/forget">
            <button type="submit" className="second">
              {texts.device.forget}
            </button>
          </form>
        )}
        <p>
          <a href="/my-link">{site.texts.links.myLink}</a>
          {!known && (
            <>
              {' · '}
              <a href="/subscribe">{site.texts.sections.subscribe}</a>
            </>
          )}
        </p>
      </NoticePage>,
    ),
  );
}

/** Rejects text that no paper has as its id, which PostgreSQL may not even accept. */
function isPaperId(text: string): boolean {
  return /^[\w./-]{1,40}$/.test(text);
}
