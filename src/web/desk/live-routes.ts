import { Hono } from 'hono';
import type { DeskVariables } from './desk.ts';
import { LIVE_SCRIPT } from './live-script.ts';

/** `/operator/live.js`. */
export function liveRoutes(): Hono<DeskVariables> {
  return new Hono<DeskVariables>().get('/', (c) =>
    c.body(LIVE_SCRIPT, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }),
  );
}
