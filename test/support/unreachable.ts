import { describeEnv, readEnv } from '../../config/env.ts';

/**
 * Address of every outside service, at port 9 (discard), which refuses connections: no test may reach a live
 * service, also not one that is added later.
 */
export const UNREACHABLE: Record<string, string> = Object.fromEntries(
  Object.keys(describeEnv(readEnv({})))
    .filter((name) => name.endsWith('_BASE_URL'))
    .map((name) => [name, 'http://127.0.0.1:9']),
);
