import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import type { DashboardVariables } from './dashboard.ts';

/** One script of the desk, behind the session like everything of it. */
export function scriptRoutes(script: string): Hono<DashboardVariables> {
  return new Hono<DashboardVariables>().get('/', (c) =>
    c.body(script, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }),
  );
}

/** Its address with a version that follows from the contents. */
export function scriptAddress(path: string, script: string): string {
  return `${path}?v=${createHash('sha256').update(script).digest('hex').slice(0, 12)}`;
}
