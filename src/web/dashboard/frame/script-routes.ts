import { Hono } from 'hono';
import { sendAsset } from '../../assets/asset.ts';
import { clientScript, type ScriptName } from '../../assets/scripts.ts';
import type { DashboardVariables } from './dashboard.ts';

/** Serves one of the dashboard's scripts, behind the session like its pages. */
export function scriptRoutes(name: ScriptName): Hono<DashboardVariables> {
  return new Hono<DashboardVariables>().get('/', (c) => sendAsset(c, clientScript(name), 'javascript'));
}
