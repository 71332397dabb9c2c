import type { ColdModel } from './cold-model.ts';
import { coldModelSchema } from './cold-model.ts';
import json from './shipped-model.json' with { type: 'json' };

let shipped: ColdModel | undefined;

/**
 * Model that Paperboy ships with, for an installation without lists of its own. Made by `bench/cold-prior.ts`
 * from recorded lists; it has coefficients of features, words and organizations, and no persons.
 */
export function shippedModel(): ColdModel {
  shipped ??= coldModelSchema.parse(json);
  return shipped;
}
