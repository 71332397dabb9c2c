import { randomBytes, randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import type { Role } from '../../config/operators.ts';
import { addOperator } from '../../src/accounts/add-operator.ts';
import { createApp } from '../../src/web/http/app.ts';
import type { RequestVariables } from '../../src/web/site/frame/site.ts';
import { type TestInstallation, type TestOptions, testInstallation } from './installation.ts';
import { formBody } from './site.ts';

export const PASSWORD = 'correct horse battery staple';

/** What any mail address has in it, plain or encoded. Not somebody's name: the hexadecimal digits of a random id may spell "ada". */
export const AN_ADDRESS = /@|%40|example/i;

/** So that a test does not spend its time on hashing; what is too cheap is hashed anew at the first login, which it costs once. */
const CHEAP = { memoryKiB: 64, iterations: 1, parallelism: 1 };

/** The desk of an installation of its own, asked without a network. */
export interface TestDesk {
  ctx: TestInstallation;
  app: Hono<RequestVariables>;
  /** A browser that nobody has logged in with. */
  browser(): DeskBrowser;
  /** Makes an account with that role and logs in with it. */
  as(role: Role, name?: string): Promise<DeskBrowser>;
  close(): Promise<void>;
}

/** Keeps cookies as a browser does and sends forms with the token of the page that they stand on. */
export interface DeskBrowser {
  name: string;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  /** Sends a form with this session's token in it, as it stands on every page. */
  post(
    path: string,
    fields?: Record<string, string | readonly string[]>,
    headers?: Record<string, string>,
  ): Promise<Response>;
  /** The token of this session's forms. */
  formToken(): Promise<string>;
  logIn(name: string, password?: string, more?: Record<string, string>): Promise<Response>;
  cookies: Map<string, string>;
}

/** Opens an installation and its desk. */
export async function testDesk(options: TestOptions = {}): Promise<TestDesk> {
  const ctx = await testInstallation(options);
  const app = createApp(ctx);
  return {
    ctx,
    app,
    browser: () => deskBrowser(app),
    async as(role, name = `${role}-${randomUUID().slice(0, 8)}`) {
      await putOperator(ctx, name, role);
      const browser = deskBrowser(app);
      await browser.logIn(name);
      return browser;
    },
    close: () => ctx.close(),
  };
}

/** An account whose password is PASSWORD. */
export function putOperator(
  ctx: Pick<TestInstallation, 'db' | 'clock'>,
  name: string,
  role: Role,
): Promise<{ id: string; name: string; role: Role }> {
  return addOperator(ctx, { name, role, password: PASSWORD, by: 'test', cost: CHEAP });
}

/** One browser on the desk of that app. Every one comes from a network of its own, so that tests do not throttle each other. */
export function deskBrowser(app: Hono<RequestVariables>): DeskBrowser {
  const cookies = new Map<string, string>();
  const connection = { incoming: { socket: { remoteAddress: `10.${[...randomBytes(2)].join('.')}.1` } } };
  const ask = async (path: string, init: RequestInit & { headers: Record<string, string> }) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { Accept: 'text/html', ...(cookie ? { Cookie: cookie } : {}), ...init.headers };
    const answer = await app.request(path, { ...init, headers }, connection);
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /max-age=0/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  };
  const browser: DeskBrowser = {
    name: '',
    cookies,
    get: (path, headers = {}) => ask(path, { headers }),
    async post(path, fields = {}, headers = {}) {
      const token = fields['form-token'] ?? (await browser.formToken());
      const body = formBody({ ...fields, 'form-token': token });
      return ask(path, { method: 'POST', body, headers: { 'Sec-Fetch-Site': 'same-origin', ...headers } });
    },
    async formToken() {
      const page = await (await ask('/operator/account', { headers: {} })).text();
      return /name="form-token" value="([^"]+)"/.exec(page)?.[1] ?? '';
    },
    async logIn(name, password = PASSWORD, more = {}) {
      browser.name = name;
      const body = formBody({ name, password, ...more });
      return ask('/operator/login', { method: 'POST', body, headers: { 'Sec-Fetch-Site': 'same-origin' } });
    },
  };
  return browser;
}
