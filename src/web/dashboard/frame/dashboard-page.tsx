import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { ReactElement, ReactNode } from 'react';
import { renderPage } from '../../site/frame/document.tsx';
import { Head } from '../../site/frame/head.tsx';
import type { Site } from '../../site/frame/site.ts';
import type { Dashboard, DashboardRequest, Notice } from './dashboard.ts';
import { DashboardForm } from './dashboard-form.tsx';
import { FRAME_TEXTS, type Refusal } from './frame-texts.ts';

interface PageProps {
  /** Of the page alone; it is also its heading unless there is another. */
  title: string;
  heading?: string;
  /** Said at the top, before what is there; the notice of a form that led here stands there by itself. */
  notice?: Notice | null;
  /** Further lines of the head, e.g. a script of ours. */
  head?: ReactNode;
  children?: ReactNode;
}

/** Answers with a page of the desk: the frame with navigation and account, the heading, and what is given. */
export function dashboardPage(
  c: DashboardRequest,
  { status = 200, ...page }: PageProps & { status?: ContentfulStatusCode },
): Response | Promise<Response> {
  const desk = c.get('desk');
  const here = hereOf(desk.areas, c.req.path);
  return c.html(
    renderPage(<DashboardDocument site={c.get('site')} desk={desk} here={here} {...page} />),
    status,
  );
}

/** A refusal, with or without a session: the page for a person, its words for a program. */
export function dashboardRefusal(c: Context, refusal: Refusal): Response | Promise<Response> {
  if (c.req.header('Accept')?.includes('text/html')) return refusalPage(c, refusal, 403);
  return c.json({ error: `${refusal.heading}. ${refusal.text}` }, 403);
}

/** What stands where no page does or where one broke, with the desk's own way back; null for whoever is not logged in to it. */
export function dashboardFailure(
  c: Context,
  words: Refusal,
  status: 404 | 500,
): Response | Promise<Response> | null {
  return c.get('desk') ? refusalPage(c, words, status) : null;
}

function refusalPage(
  c: Context,
  { heading, text }: Refusal,
  status: ContentfulStatusCode,
): Response | Promise<Response> {
  const site: Site = c.get('site');
  const desk: Dashboard | undefined = c.get('desk');
  const page = (
    <DashboardDocument site={site} desk={desk ?? null} here={null} title={heading}>
      <p>{text}</p>
      <p>
        <a href="/operator">{FRAME_TEXTS.desk}</a>
      </p>
    </DashboardDocument>
  );
  return c.html(renderPage(page), status);
}

/** The whole page; without `desk` (nobody is logged in) there is no navigation. */
export function DashboardDocument({
  site,
  desk,
  here,
  title,
  heading = title,
  notice = null,
  head,
  children,
}: PageProps & { site: Site; desk: Dashboard | null; here: string | null }): ReactElement {
  const said = notice ?? desk?.notice ?? null;
  return (
    <html lang="en" dir="ltr">
      <Head site={site} title={title} facts={undefined} more={head} />
      <body className="dashboard">
        <a className="skip" href="#text">
          {FRAME_TEXTS.skip}
        </a>
        <header className="dashboard-head">
          <p className="dashboard-name">
            <a href="/operator">{site.texts.name}</a> <span>{FRAME_TEXTS.desk}</span>
          </p>
          {desk && <Account desk={desk} />}
          {desk && <Navigation desk={desk} here={here} />}
        </header>
        <main id="text">
          <h1>{heading}</h1>
          {said && <NoticeLine notice={said} />}
          {children}
        </main>
        <footer className="dashboard-foot">
          <a href="/">{FRAME_TEXTS.toReaders}</a>
        </footer>
      </body>
    </html>
  );
}

/** What was done or what is wrong, by word and shape first. */
export function NoticeLine({ notice }: { notice: Notice }): ReactElement {
  return (
    <p className={notice.bad ? 'note bad' : 'note'} role={notice.bad ? 'alert' : 'status'}>
      <strong>{notice.bad ? FRAME_TEXTS.failed : FRAME_TEXTS.done}:</strong> {notice.text}
    </p>
  );
}

function Account({ desk }: { desk: Dashboard }): ReactElement {
  const { name, role } = desk.session;
  return (
    <div className="dashboard-account">
      <a href="/operator/account">{FRAME_TEXTS.account(name, role)}</a>
      <DashboardForm desk={desk} action="/operator/logout">
        <button className="quiet" type="submit">
          {FRAME_TEXTS.logOut}
        </button>
      </DashboardForm>
    </div>
  );
}

function Navigation({ desk, here }: { desk: Dashboard; here: string | null }): ReactElement {
  return (
    <nav aria-label={FRAME_TEXTS.navigation}>
      <ul className="sections">
        {desk.areas.map(({ path, name }) => (
          <li key={path}>
            <a href={path} aria-current={path === here ? 'page' : undefined}>
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The area that a path belongs to: the longest whose path it begins with. */
function hereOf(areas: Dashboard['areas'], path: string): string | null {
  const around = areas.filter((area) => path === area.path || path.startsWith(`${area.path}/`));
  const [longest] = around.sort((a, b) => b.path.length - a.path.length);
  // Everything begins with /operator; only its own page is Today's.
  return longest && (longest.path !== '/operator' || path === '/operator') ? longest.path : null;
}
