import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeskBrowser, type TestDesk, testDesk } from '../../support/desk.ts';
import { fingerprint, formBody } from '../../support/site.ts';

/** What needs no session, and what is everybody's own. */
const OPEN = ['/operator/login'];
const OWN = /^\/operator\/(?:account|logout)/;

/** Every route under /operator that the application has, whoever added it, with something in the place of what varies. */
function deskRoutes(desk: TestDesk): { method: string; path: string }[] {
  const seen = new Map<string, { method: string; path: string }>();
  for (const route of desk.app.routes) {
    if (!route.path.startsWith('/operator') || (route.method === 'ALL' && route.path === '/operator/*'))
      continue;
    const path = route.path.replace(/:[^/]+/g, 'x').replace(/\*/g, 'x');
    for (const method of route.method === 'ALL' ? ['GET', 'POST'] : [route.method])
      seen.set(`${method} ${path}`, { method, path });
  }
  return [...seen.values()].filter(({ path }) => !OPEN.includes(path));
}

describe('the desk is closed', () => {
  let desk: TestDesk;
  beforeAll(async () => {
    desk = await testDesk();
  });
  afterAll(() => desk?.close());

  it('to whoever has no session: every route of the application leads to the login or says 401, and says nothing else', async () => {
    const routes = deskRoutes(desk);
    expect(routes.length).toBeGreaterThan(5);
    const more = ['/operator/', '/operator/x', '/operator/%61udit', '/operator/login/x', '/operator/queues'];
    const all = [...routes, ...more.flatMap((path) => ['GET', 'POST'].map((method) => ({ method, path })))];
    const stranger = { 'Sec-Fetch-Site': 'same-origin', Cookie: `paperboy-desk=${'A'.repeat(43)}` };
    for (const { method, path } of all) {
      const page = await desk.app.request(path, { method, headers: { ...stranger, Accept: 'text/html' } });
      const isPage = method === 'GET';
      expect([method, path, page.status]).toEqual([method, path, isPage ? 302 : 401]);
      if (isPage) expect(page.headers.get('Location')).toMatch(/^\/operator\/login(?:\?to=|$)/);
      const program = await desk.app.request(path, { method, headers: { ...stranger, Accept: '*/*' } });
      expect([method, path, program.status]).toEqual([method, path, 401]);
      for (const answer of [page, program]) {
        expect(await answer.text()).toBe(answer.status === 302 ? '' : 'Not logged in');
        expect(answer.headers.get('Cache-Control')).toBe('no-store');
        expect(answer.headers.get('Set-Cookie')).toBeNull();
      }
    }
    const head = await desk.app.request('/operator', { method: 'HEAD', headers: { Accept: 'text/html' } });
    expect(head.status).toBe(302);
  });

  it('to whoever only may look: every request that could change something is refused and changes nothing', async () => {
    const viewer = await desk.as('viewer');
    const token = await viewer.formToken();
    const before = await fingerprint(desk.ctx);
    const paths = [...new Set(deskRoutes(desk).map(({ path }) => path))].filter((path) => !OWN.test(path));
    for (const path of [...paths, '/operator/x', '/operator/queues/x'])
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
        const allowed = { 'X-Form-Token': token, 'Sec-Fetch-Site': 'same-origin' };
        const answer = await askAs(desk, viewer, path, method, allowed);
        expect([method, path, answer.status]).toEqual([method, path, 403]);
      }
    expect(await fingerprint(desk.ctx)).toBe(before);
  });

  it('to forms without the token of the very session, and to forms of another site', async () => {
    const [ada, bob] = [await desk.as('operator'), await desk.as('operator')];
    const [own, stolen] = [await ada.formToken(), await bob.formToken()];
    const before = await fingerprint(desk.ctx);
    const paths = deskRoutes(desk).filter(({ method, path }) => method !== 'GET' && !/\/queues\//.test(path));
    expect(paths.length).toBeGreaterThan(2);
    for (const { method, path } of paths) {
      for (const token of [stolen, '', `${own}x`, own.slice(1)]) {
        const answer = await askAs(desk, ada, path, method, { 'X-Form-Token': token });
        expect([path, answer.status]).toEqual([path, 403]);
        expect(await answer.text()).toContain('This form is too old');
      }
      for (const foreign of [
        { 'Sec-Fetch-Site': 'cross-site' },
        { 'Sec-Fetch-Site': 'same-site' },
        { 'Sec-Fetch-Site': 'none' },
        { Origin: 'https://evil.example.org' },
        { Origin: 'null' },
      ]) {
        const answer = await askAs(desk, ada, path, method, { 'X-Form-Token': own, ...foreign });
        expect([path, answer.status]).toEqual([path, 403]);
        expect(await answer.text()).toContain('This did not come from the desk');
      }
    }
    expect(await fingerprint(desk.ctx)).toBe(before);
  });

  it('so that nothing of it is kept, and no script but our own runs', async () => {
    const viewer = await desk.as('viewer');
    for (const { method, path } of deskRoutes(desk).filter(({ path }) => !/\/queues/.test(path))) {
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

/** Sends a request with that browser's cookies and nothing else that it would add. */
function askAs(
  desk: TestDesk,
  browser: DeskBrowser,
  path: string,
  method: string,
  headers: Record<string, string>,
): Promise<Response> {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const body = formBody({ session: 'others' });
  return Promise.resolve(
    desk.app.request(path, { method, body, headers: { Accept: 'text/html', Cookie: cookie, ...headers } }),
  );
}
