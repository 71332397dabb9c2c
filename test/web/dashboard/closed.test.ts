import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DashboardBrowser, type TestDashboard, testDashboard } from '../../support/dashboard.ts';
import { formBody, hashDatabase } from '../../support/site.ts';

/** Paths without a session, and paths that every role may change. */
const OPEN = ['/operator/sign-in', '/operator/login'];
const OWN = /^\/operator\/(?:account|sign-out)/;

/** All routes under /operator, with a placeholder for each parameter. */
function dashboardRoutes(dashboard: TestDashboard): { method: string; path: string }[] {
  const seen = new Map<string, { method: string; path: string }>();
  for (const route of dashboard.app.routes) {
    if (!route.path.startsWith('/operator') || (route.method === 'ALL' && route.path === '/operator/*'))
      continue;
    const path = route.path.replace(/:[^/]+/g, 'x').replace(/\*/g, 'x');
    for (const method of route.method === 'ALL' ? ['GET', 'POST'] : [route.method])
      seen.set(`${method} ${path}`, { method, path });
  }
  return [...seen.values()].filter(({ path }) => !OPEN.includes(path));
}

describe('the dashboard', () => {
  let dashboard: TestDashboard;
  beforeAll(async () => {
    dashboard = await testDashboard();
  });
  afterAll(() => dashboard?.close());

  it('redirects pages to sign-in and answers 401 otherwise without a session', async () => {
    const routes = dashboardRoutes(dashboard);
    expect(routes.length).toBeGreaterThan(5);
    const others = [
      '/operator/',
      '/operator/x',
      '/operator/%61udit',
      '/operator/sign-in/x',
      '/operator/queues',
    ];
    const all = [...routes, ...others.flatMap((path) => ['GET', 'POST'].map((method) => ({ method, path })))];
    const noSession = { 'Sec-Fetch-Site': 'same-origin', Cookie: `paperboy-operator=${'A'.repeat(43)}` };
    for (const { method, path } of all) {
      const page = await dashboard.app.request(path, {
        method,
        headers: { ...noSession, Accept: 'text/html' },
      });
      const isPage = method === 'GET';
      expect([method, path, page.status]).toEqual([method, path, isPage ? 302 : 401]);
      if (isPage) expect(page.headers.get('Location')).toMatch(/^\/operator\/sign-in(?:\?to=|$)/);
      const program = await dashboard.app.request(path, { method, headers: { ...noSession, Accept: '*/*' } });
      expect([method, path, program.status]).toEqual([method, path, 401]);
      for (const answer of [page, program]) {
        expect(await answer.text()).toBe(answer.status === 302 ? '' : 'Not signed in');
        expect(answer.headers.get('Cache-Control')).toBe('no-store');
        expect(answer.headers.get('Set-Cookie')).toBeNull();
      }
    }
    const head = await dashboard.app.request('/operator', {
      method: 'HEAD',
      headers: { Accept: 'text/html' },
    });
    expect(head.status).toBe(302);
  });

  it('refuses every changing request of a viewer and changes nothing', async () => {
    const viewer = await dashboard.signedInAs('viewer');
    const token = await viewer.formToken();
    const before = await hashDatabase(dashboard.ctx);
    const paths = [...new Set(dashboardRoutes(dashboard).map(({ path }) => path))].filter(
      (path) => !OWN.test(path),
    );
    for (const path of [...paths, '/operator/x', '/operator/queues/x'])
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
        const allowed = { 'X-Form-Token': token, 'Sec-Fetch-Site': 'same-origin' };
        const answer = await requestAs(dashboard, viewer, path, method, allowed);
        expect([method, path, answer.status]).toEqual([method, path, 403]);
      }
    expect(await hashDatabase(dashboard.ctx)).toBe(before);
  });

  it('refuses forms without the session’s own token, and forms from another site', async () => {
    const [ada, bob] = [await dashboard.signedInAs('operator'), await dashboard.signedInAs('operator')];
    const [own, stolen] = [await ada.formToken(), await bob.formToken()];
    const before = await hashDatabase(dashboard.ctx);
    const paths = dashboardRoutes(dashboard).filter(
      ({ method, path }) => method !== 'GET' && !/\/queues\//.test(path),
    );
    expect(paths.length).toBeGreaterThan(2);
    for (const { method, path } of paths) {
      for (const token of [stolen, '', `${own}x`, own.slice(1)]) {
        const answer = await requestAs(dashboard, ada, path, method, { 'X-Form-Token': token });
        expect([path, answer.status]).toEqual([path, 403]);
        expect(await answer.text()).toContain('This form has expired');
      }
      for (const foreign of [
        { 'Sec-Fetch-Site': 'cross-site' },
        { 'Sec-Fetch-Site': 'same-site' },
        { 'Sec-Fetch-Site': 'none' },
        { Origin: 'https://evil.example.org' },
        { Origin: 'null' },
      ]) {
        const answer = await requestAs(dashboard, ada, path, method, { 'X-Form-Token': own, ...foreign });
        expect([path, answer.status]).toEqual([path, 403]);
        expect(await answer.text()).toContain('Request blocked');
      }
    }
    expect(await hashDatabase(dashboard.ctx)).toBe(before);
  });

  it('is never cached or indexed, and runs only its own scripts', async () => {
    const viewer = await dashboard.signedInAs('viewer');
    for (const { method, path } of dashboardRoutes(dashboard).filter(({ path }) => !/\/queues/.test(path))) {
      if (method !== 'GET') continue;
      const { headers } = await viewer.get(path);
      expect(headers.get('Cache-Control')).toBe('no-store');
      expect(headers.get('X-Robots-Tag')).toContain('noindex');
      const policy = headers.get('Content-Security-Policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/unsafe-|https?:/);
    }
  });
});

/** Sends a request with the browser's cookies, without the form token and headers that it would add. */
function requestAs(
  dashboard: TestDashboard,
  browser: DashboardBrowser,
  path: string,
  method: string,
  headers: Record<string, string>,
): Promise<Response> {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const body = formBody({ session: 'others' });
  return Promise.resolve(
    dashboard.app.request(path, {
      method,
      body,
      headers: { Accept: 'text/html', Cookie: cookie, ...headers },
    }),
  );
}
