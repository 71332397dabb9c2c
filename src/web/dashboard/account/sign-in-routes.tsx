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
import { sessionTokenOf, setSessionCookie } from '../frame/session-cookie.ts';
import { describeBrowser } from './describe-browser.ts';
import { SIGN_IN_TEXTS } from './sign-in-texts.ts';

const PATH = '/operator/sign-in';

/**
 * `/operator/sign-in`, the only dashboard page without a session. Its answers do not reveal which accounts
 * exist.
 */
export function signInRoutes(ctx: WebContext): Hono<RequestVariables> {
  return (
    new Hono<RequestVariables>()
      // The path of earlier releases.
      .get('/operator/login', (c) => c.redirect(`${PATH}${new URL(c.req.url).search}`, 301))
      .get(PATH, async (c) => {
        const to = returnPath(c.req.query('to') ?? '');
        const token = sessionTokenOf(c, ctx.env);
        if (token !== null && (await authenticateToken(ctx, token, true))) return c.redirect(to, 302);
        const signedOut = c.req.query('signed-out') !== undefined;
        const notice = signedOut ? { text: SIGN_IN_TEXTS.signedOut, isError: false } : null;
        return showSignIn(c, { name: '', to, notice });
      })
      .post(PATH, async (c) => {
        const body = (await readBody(c)) ?? {};
        const name = fieldOf(body, 'name');
        const to = returnPath(fieldOf(body, 'to'));
        const result = await signIn(ctx, {
          name,
          password: fieldOf(body, 'password'),
          code: fieldOf(body, 'code').slice(0, 100),
          network: clientNetwork(c, ctx.env.TRUST_PROXY),
          browser: describeBrowser(c.req.header('User-Agent') ?? ''),
          replaces: sessionTokenOf(c, ctx.env),
        });
        if (result.outcome === 'signed-in') {
          setSessionCookie(c, ctx.env, result.token);
          return c.redirect(to, 303);
        }
        if (result.outcome === 'refused')
          return showSignIn(c, { name, to, notice: { text: SIGN_IN_TEXTS.refused, isError: true } }, 401);
        c.header('Retry-After', String(Math.ceil(result.waitMs / 1000)));
        const text = SIGN_IN_TEXTS.throttled(Math.ceil(result.waitMs / 60_000));
        return showSignIn(c, { name, to, notice: { text, isError: true } }, 429);
      })
  );
}

interface SignInPage {
  name: string;
  to: string;
  notice: Notice | null;
}

function showSignIn(
  c: Context<RequestVariables>,
  page: SignInPage,
  status: ContentfulStatusCode = 200,
): Response | Promise<Response> {
  const document = (
    <DashboardDocument
      site={c.get('site')}
      dashboard={null}
      currentArea={null}
      title={SIGN_IN_TEXTS.title}
      notice={page.notice}
    >
      <SignInForm {...page} />
    </DashboardDocument>
  );
  return c.html(renderPage(document), status);
}

function SignInForm({ name, to }: SignInPage): ReactElement {
  return (
    <>
      <form method="post" action={PATH} className="narrow-form">
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

/** The page to open after signing in: within the dashboard, and never the sign-in or sign-out path itself. */
function returnPath(address: string): string {
  const path = localPath(address);
  const inside = path === '/operator' || path.startsWith('/operator/') || path.startsWith('/operator?');
  return inside && !path.startsWith('/operator/sign-') ? path : '/operator';
}
