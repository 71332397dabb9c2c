import { answer } from '../src/subscribers/ask.ts';
import type { Handler } from './handle.ts';

/** Twice is safe: what was asked is deleted once it is answered, and a letter goes out once an hour. */
export const answerJob: Handler<'answer'> = (ctx, payload) => answer(ctx, payload);
