import { type Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { ReactElement } from 'react';
import { authenticateToken } from '../../../accounts/session.ts';
import { signIn } from '../../../accounts/sign-in.ts';
import { clientNetwork } from '../../http/client-network.ts';
import { fieldOf, readBody } from '../../http/read-body.ts';
import type { WebContext } from '../../http/web-context.ts';
import { renderPage } from '../../site/frame/document.tsx';
import { localPath } from '../../site/frame/language-routes.ts';
import type { RequestVariables } from '../../site/frame/site.ts';
import type { Notice } from '../frame/dashboard.ts';
import { DashboardDocument } from '../frame/dashboard-page.tsx';
import { keepSession, sessionTokenOf } from '../frame/session-cookie.ts';
import { browserWords } from './browser-words.ts';
import { SIGN_IN_TEXTS } from './sign-in-texts.ts';

type LoginRequest = Context<RequestVariables>;

/** `/operator/login`, the one page of the desk that needs no session. It says nothing about which accounts there are. */
export function signInRoutes(ctx: WebContext): Hono<RequestVariables> {
  return new Hono<RequestVariables>()
    .get('/operator/login', async (c) => {
      const to = backTo(c.req.query('to') ?? '');
      const token = sessionTokenOf(c, ctx.env);
      if (token !== null && (await authenticateToken(ctx, token, true))) return c.redirect(to, 302);
      const out = c.req.query('out') === undefined ? null : { text: SIGN_IN_TEXTS.out, bad: false };
      return showLogin(c, { name: '', to, notice: out });
    })
    .post('/operator/login', async (c) => {
      const body = (await readBody(c)) ?? {};
      const name = fieldOf(body, 'name');
      const to = backTo(fieldOf(body, 'to'));
      const answer = await signIn(ctx, {
        name,
        password: fieldOf(body, 'password'),
        code: fieldOf(body, 'code').slice(0, 100),
        network: clientNetwork(c, ctx.env.TRUST_PROXY),
        browser: browserWords(c.req.header('User-Agent') ?? ''),
        replaces: sessionTokenOf(c, ctx.env),
      });
      if (answer.outcome === 'in') {
        keepSession(c, ctx.env, answer.token);
        return c.redirect(to, 303);
      }
      if (answer.outcome === 'refused')
        return showLogin(c, { name, to, notice: { text: SIGN_IN_TEXTS.refused, bad: true } }, 401);
      c.header('Retry-After', String(Math.ceil(answer.waitMs / 1000)));
      const text = SIGN_IN_TEXTS.throttled(Math.ceil(answer.waitMs / 60_000));
      return showLogin(c, { name, to, notice: { text, bad: true } }, 429);
    });
}

interface Shown {
  name: string;
  to: string;
  notice: Notice | null;
}

function showLogin(
  c: LoginRequest,
  shown: Shown,
  status: ContentfulStatusCode = 200,
): Response | Promise<Response> {
  const page = (
    <DashboardDocument
      site={c.get('site')}
      desk={null}
      here={null}
      title={SIGN_IN_TEXTS.title}
      notice={shown.notice}
    >
      <LoginForm {...shown} />
    </DashboardDocument>
  );
  return c.html(renderPage(page), status);
}

function LoginForm({ name, to }: Shown): ReactElement {
  return (
    <>
      <form method="post" action="/operator/login" className="login">
        <input type="hidden" name="to" value={to} />
        <p className="field">
          <label htmlFor="name">{SIGN_IN_TEXTS.name}</label>
          <input
            id="name"
            name="name"
            type="text"
            defaultValue={name}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={40}
            required
          />
        </p>
        <p className="field">
          <label htmlFor="password">{SIGN_IN_TEXTS.password}</label>
          <input id="password" name="password" type="password" autoComplete="current-password" required />
        </p>
        <p className="field">
          <label htmlFor="code">{SIGN_IN_TEXTS.code}</label>
          <input
            id="code"
            name="code"
            type="text"
            autoComplete="one-time-code"
            aria-describedby="code-hint"
          />
          <span className="hint" id="code-hint">
            {SIGN_IN_TEXTS.codeHint}
          </span>
        </p>
        <p className="field">
          <button type="submit">{SIGN_IN_TEXTS.button}</button>
        </p>
      </form>
      <p className="hint">{SIGN_IN_TEXTS.noAccount}</p>
      <pre className="wrapped">{SIGN_IN_TEXTS.command}</pre>
    </>
  );
}

/** Where a login leads: into the desk and nowhere else. */
function backTo(address: string): string {
  const path = localPath(address);
  const inside = path === '/operator' || path.startsWith('/operator/') || path.startsWith('/operator?');
  return inside && !path.startsWith('/operator/log') ? path : '/operator';
}
