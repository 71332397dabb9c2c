import { answerSignUpRequest } from '../../src/subscribers/sign-up/sign-up-request.ts';
import type { Handler } from '../job-handler.ts';

/**
 * Safe to repeat: the request is deleted when it is answered, and its email goes out at most once an hour.
 */
export const answerJob: Handler<'answer'> = (ctx, payload) => answerSignUpRequest(ctx, payload);
