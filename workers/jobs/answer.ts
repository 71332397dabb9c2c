import { answerSignUpRequest } from '../../src/subscribers/sign-up/sign-up-request.ts';
import type { Handler } from '../job-handler.ts';

/** Twice is safe: what was asked is deleted once it is answered, and a letter goes out once an hour. */
export const answerJob: Handler<'answer'> = (ctx, payload) => answerSignUpRequest(ctx, payload);
