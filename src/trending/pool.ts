import { z } from 'zod';
import type { PaperLinks } from '../ports.ts';

/**
 * Copy of a paper's data in a pool: all that picks and emails need, so that later changes to the paper do not
 * affect it.
 */
export interface PoolCard {
  paperId: string;
  title: string;
  abstract: string | null;
  summary: string | null;
  authors: string[];
  authorCount: number;
  organisation: string | null;
  links: PaperLinks;
  /** ISO time. Earliest time of attention: midnight UTC of its list day, else when it was first seen here. */
  publicAt: string;
  /** True if the summary is an operator's. */
  edited?: boolean;
  /** True if the summary is a language model's. */
  generated?: boolean;
}

/** One revision of a pool. */
export interface PoolRevision {
  poolId: string;
  revision: number;
  papers: number;
  createdAt: Date;
}

export const poolCardSchema: z.ZodType<PoolCard> = z.object({
  paperId: z.string(),
  title: z.string(),
  abstract: z.string().nullable(),
  summary: z.string().nullable(),
  authors: z.array(z.string()),
  authorCount: z.number(),
  organisation: z.string().nullable(),
  links: z.object({
    code: z.string().exactOptional(),
    project: z.string().exactOptional(),
    discussion: z.string().exactOptional(),
  }),
  publicAt: z.string(),
  edited: z.boolean().exactOptional(),
  generated: z.boolean().exactOptional(),
});
