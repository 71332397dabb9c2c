import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { ReactElement, ReactNode } from 'react';
import { renderPage } from '../../site/frame/document.tsx';
import { Head } from '../../site/frame/head.tsx';
import type { Site } from '../../site/frame/site.ts';
import type { Dashboard, DashboardRequest, Notice } from './dashboard.ts';
import { DashboardForm } from './dashboard-form.tsx';
import { DASHBOARD_TEXTS, type ErrorText } from './dashboard-texts.ts';

interface PageProps {
  /** Title of the page, also its heading unless `heading` is given. */
  title: string;
  heading?: string;
  /** Shown above the content in place of the notice of the form that redirected here. */
  notice?: Notice | null;
  /** Additional elements for the document's head. */
  head?: ReactNode;
  children?: ReactNode;
}

/** Answers with a dashboard page: navigation, account, heading and the given content. */
export function dashboardPage(
  c: DashboardRequest,
  { status = 200, ...page }: PageProps & { status?: ContentfulStatusCode },
): Response | Promise<Response> {
  const dashboard = c.get('dashboard');
  const currentArea = findCurrentArea(dashboard.areas, c.req.path);
  return c.html(
    renderPage(
      <DashboardDocument site={c.get('site')} dashboard={dashboard} currentArea={currentArea} {...page} />,
    ),
    status,
  );
}

/**
 * Refuses a request with 403: a page for browsers, JSON for other clients. Works with and without a session.
 */
export function dashboardRefusal(c: Context, text: ErrorText): Response | Promise<Response> {
  if (c.req.header('Accept')?.includes('text/html')) return errorPage(c, text, 403);
  return c.json({ error: `${text.heading}. ${text.text}` }, 403);
}

/** Answers an unknown or failed page inside the dashboard's frame; null without a session. */
export function dashboardFailure(
  c: Context,
  text: ErrorText,
  status: 404 | 500,
): Response | Promise<Response> | null {
  return c.get('dashboard') ? errorPage(c, text, status) : null;
}

function errorPage(
  c: Context,
  { heading, text }: ErrorText,
  status: ContentfulStatusCode,
): Response | Promise<Response> {
  const site: Site = c.get('site');
  const dashboard: Dashboard | undefined = c.get('dashboard');
  const page = (
    <DashboardDocument site={site} dashboard={dashboard ?? null} currentArea={null} title={heading}>
      <p>{text}</p>
      <p>
        <a href="/operator">{DASHBOARD_TEXTS.dashboard}</a>
      </p>
    </DashboardDocument>
  );
  return c.html(renderPage(page), status);
}

/** The whole document. Without `dashboard`, before sign-in, it has no navigation. */
export function DashboardDocument({
  site,
  dashboard,
  currentArea,
  title,
  heading = title,
  notice = null,
  head,
  children,
}: PageProps & { site: Site; dashboard: Dashboard | null; currentArea: string | null }): ReactElement {
  const shownNotice = notice ?? dashboard?.notice ?? null;
  return (
    <html lang="en" dir="ltr">
      <Head site={site} title={title} metadata={undefined}>
        {head}
      </Head>
      <body className="dashboard">
        <a className="skip" href="#text">
          {DASHBOARD_TEXTS.skip}
        </a>
        <header className="dashboard-head">
          <p className="dashboard-name">
            <a href="/operator">{site.texts.name}</a> <span>{DASHBOARD_TEXTS.dashboard}</span>
          </p>
          {dashboard && <Account dashboard={dashboard} />}
          {dashboard && <Navigation areas={dashboard.areas} currentArea={currentArea} />}
        </header>
        <main id="text">
          <h1>{heading}</h1>
          {shownNotice && <NoticeLine notice={shownNotice} />}
          {children}
        </main>
        <footer className="dashboard-foot">
          <a href="/">{DASHBOARD_TEXTS.publicSite}</a>
        </footer>
      </body>
    </html>
  );
}

/** Shows the result of a form; `role=alert` for errors, `role=status` otherwise. */
function NoticeLine({ notice }: { notice: Notice }): ReactElement {
  return (
    <p className={notice.isError ? 'note bad' : 'note'} role={notice.isError ? 'alert' : 'status'}>
      <strong>{notice.isError ? DASHBOARD_TEXTS.error : DASHBOARD_TEXTS.done}:</strong> {notice.text}
    </p>
  );
}

function Account({ dashboard }: { dashboard: Dashboard }): ReactElement {
  const { name, role } = dashboard.session;
  return (
    <div className="dashboard-account">
      <a href="/operator/account">{DASHBOARD_TEXTS.account(name, role)}</a>
      <DashboardForm dashboard={dashboard} action="/operator/sign-out">
        <button className="quiet" type="submit">
          {DASHBOARD_TEXTS.signOut}
        </button>
      </DashboardForm>
    </div>
  );
}

function Navigation({
  areas,
  currentArea,
}: {
  areas: Dashboard['areas'];
  currentArea: string | null;
}): ReactElement {
  return (
    <nav aria-label={DASHBOARD_TEXTS.navigation}>
      <ul className="sections">
        {areas.map(({ path, name }) => (
          <li key={path}>
            <a href={path} aria-current={path === currentArea ? 'page' : undefined}>
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Finds the area of a path: the longest area path that it starts with. */
function findCurrentArea(areas: Dashboard['areas'], path: string): string | null {
  const matching = areas.filter((area) => path === area.path || path.startsWith(`${area.path}/`));
  const [longest] = matching.sort((a, b) => b.path.length - a.path.length);
  // Every path starts with /operator, which is Today's own.
  return longest && (longest.path !== '/operator' || path === '/operator') ? longest.path : null;
}
