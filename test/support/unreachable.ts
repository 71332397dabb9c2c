import { describeEnv, readEnv } from '../../config/env.ts';

/**
 * Every outside service's address, at port 9 (discard), which refuses: nothing of a test may ask a live one, also not one
 * that is added later.
 */
export const UNREACHABLE: Record<string, string> = Object.fromEntries(
  Object.keys(describeEnv(readEnv({})))
    .filter((name) => name.endsWith('_BASE_URL'))
    .map((name) => [name, 'http://127.0.0.1:9']),
);
