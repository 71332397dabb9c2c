import { randomBytes, randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import type { Role } from '../../config/operators.ts';
import { addOperator } from '../../src/accounts/add-operator.ts';
import { createApp } from '../../src/web/http/app.ts';
import type { RequestVariables } from '../../src/web/site/frame/site.ts';
import { type TestInstallation, type TestOptions, testInstallation } from './installation.ts';
import { formBody } from './site.ts';

export const PASSWORD = 'correct horse battery staple';

/**
 * Matches any email address, plain or encoded. Not a first name: the digits of a random id may spell "ada".
 */
export const AN_ADDRESS = /@|%40|example/i;

/** Fast password hashing for tests; the first sign-in hashes again at the real cost, once. */
const CHEAP = { memoryKiB: 64, iterations: 1, parallelism: 1 };

/** Dashboard of an installation of its own, requested without a network. */
export interface TestDashboard {
  ctx: TestInstallation;
  app: Hono<RequestVariables>;
  /** A browser without a session. */
  browser(): DashboardBrowser;
  /** Creates an account with that role and signs in with it. */
  signedInAs(role: Role, name?: string): Promise<DashboardBrowser>;
  close(): Promise<void>;
}

/** Keeps cookies like a browser, and sends forms with the form token of its session. */
export interface DashboardBrowser {
  name: string;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  /** Sends a form with this session's form token. */
  post(
    path: string,
    fields?: Record<string, string | readonly string[]>,
    headers?: Record<string, string>,
  ): Promise<Response>;
  /** Form token of this session. */
  formToken(): Promise<string>;
  signIn(name: string, password?: string, more?: Record<string, string>): Promise<Response>;
  cookies: Map<string, string>;
}

/** Opens an installation and its dashboard. */
export async function testDashboard(options: TestOptions = {}): Promise<TestDashboard> {
  const ctx = await testInstallation(options);
  const app = createApp(ctx);
  return {
    ctx,
    app,
    browser: () => dashboardBrowser(app),
    async signedInAs(role, name = `${role}-${randomUUID().slice(0, 8)}`) {
      await putOperator(ctx, name, role);
      const browser = dashboardBrowser(app);
      await browser.signIn(name);
      return browser;
    },
    close: () => ctx.close(),
  };
}

/** Adds an account with the password PASSWORD. */
export function putOperator(
  ctx: Pick<TestInstallation, 'db' | 'clock'>,
  name: string,
  role: Role,
): Promise<{ id: string; name: string; role: Role }> {
  return addOperator(ctx, { name, role, password: PASSWORD, by: 'test', cost: CHEAP });
}

/** Creates a browser. Each has a network of its own, so that tests do not hit each other's rate limits. */
export function dashboardBrowser(app: Hono<RequestVariables>): DashboardBrowser {
  const cookies = new Map<string, string>();
  const connection = { incoming: { socket: { remoteAddress: `10.${[...randomBytes(2)].join('.')}.1` } } };
  const send = async (path: string, init: RequestInit & { headers: Record<string, string> }) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { Accept: 'text/html', ...(cookie ? { Cookie: cookie } : {}), ...init.headers };
    const response = await app.request(path, { ...init, headers }, connection);
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /max-age=0/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  };
  const browser: DashboardBrowser = {
    name: '',
    cookies,
    get: (path, headers = {}) => send(path, { headers }),
    async post(path, fields = {}, headers = {}) {
      const token = fields['form-token'] ?? (await browser.formToken());
      const body = formBody({ ...fields, 'form-token': token });
      return send(path, { method: 'POST', body, headers: { 'Sec-Fetch-Site': 'same-origin', ...headers } });
    },
    async formToken() {
      const page = await (await send('/operator/account', { headers: {} })).text();
      return /name="form-token" value="([^"]+)"/.exec(page)?.[1] ?? '';
    },
    async signIn(name, password = PASSWORD, more = {}) {
      browser.name = name;
      const body = formBody({ name, password, ...more });
      return send('/operator/sign-in', {
        method: 'POST',
        body,
        headers: { 'Sec-Fetch-Site': 'same-origin' },
      });
    },
  };
  return browser;
}
