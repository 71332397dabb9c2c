import type { Context } from 'hono';
import { z } from 'zod';

/** Fields of a form, or null where the body is not one despite its Content-Type. */
export async function readBody(c: Context): Promise<Record<string, unknown> | null> {
  try {
    return await c.req.parseBody({ all: true });
  } catch {
    return null;
  }
}

const text = z.preprocess((value) => (Array.isArray(value) ? value[0] : value), z.string().catch(''));

/** One field as text; empty where it is missing or a file. */
export function fieldOf(body: Record<string, unknown>, name: string): string {
  return text.parse(body[name]);
}
