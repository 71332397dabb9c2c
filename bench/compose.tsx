import { createElement, Fragment } from 'react';
import { render } from 'react-email';
import { RENDERING } from '../config/rendering.ts';
import { BUILT_IN_TAXONOMY } from '../config/topics/built-in.ts';
import type { Taxonomy } from '../config/topics/taxonomy.ts';
import { composeDigestEmail } from '../src/delivery/digest/digest-email.ts';
import { type EmailEnv, type EmailRecipient, toDigestProps } from '../src/delivery/digest/digest-props.ts';
import { composeDigest } from '../src/editions/compose.ts';
import { type Composition, compositionSchema } from '../src/editions/composition.ts';
import { createPool, type Pool, type ShownPaper } from '../src/editions/pool-cache.ts';
import { NOTHING_RECEIVED } from '../src/editions/sent-papers-queries.ts';
import type { OutgoingEmail } from '../src/ports.ts';
import { cleanDigest } from '../src/rendering/clean-digest.ts';
import { shapeDigest } from '../src/rendering/digest-parts.ts';
import { compileMjml } from '../src/rendering/fragments.ts';
import { seededRandom } from '../src/seeded-random.ts';
import { type Preference, preferenceSchema } from '../src/subscribers/preferences/preference.ts';
import { emptyBaseline } from '../src/trending/baseline.ts';
import { scorePapers } from '../src/trending/score.ts';
import { digestBlocks } from '../templates/digest/blocks.tsx';
import { Block, DigestDocument } from '../templates/digest/document.tsx';
import type { DigestView } from '../templates/digest/view.ts';
import { TEXTS } from '../templates/texts.ts';
import { generateLibrary, NEWEST_DAY } from './generated-papers.ts';
import { type Figure, measureCpu } from './measure.ts';

const AS_OF = new Date(`${NEWEST_DAY}T06:00:00Z`);
const POOL_SIZE = 1_500;
const PREFERENCES = 1_000;
/** Digests per run of the references, which take up to a hundred times as long. */
const REFERENCES = 20;
const RUNS = 5;

const TOPICS = BUILT_IN_TAXONOMY.topics;
const CONTEXT: { env: EmailEnv; keys: { current: string; previous: string[] }; taxonomy: Taxonomy } = {
  taxonomy: BUILT_IN_TAXONOMY,
  env: {
    PUBLIC_URL: 'https://papers.example.org',
    MAIL_FROM: 'Paperboy <digest@papers.example.org>',
    MAIL_FROM_TRANSACTIONAL: 'Paperboy <hello@papers.example.org>',
    MAIL_POSTAL_ADDRESS: 'Paperboy, 1 Example Street, 12345 Example Town',
    LIST_ID: 'digest.papers.example.org',
  },
  keys: { current: 'a key for signing links in a benchmark', previous: [] },
};

/** A pool of generated papers of the last days, every one with the texts of a real one. */
function generatedPool(): Pool {
  const library = generateLibrary(14);
  const generated = Array.from({ length: POOL_SIZE }, (_, number) => library.paper(number, POOL_SIZE));
  const candidates = generated.map(({ paper, topics, readings }, number) => ({
    paperId: paper.id,
    publicAt: new Date(AS_OF.getTime() - (number % 3) * 86_400_000),
    topics,
    organisation: paper.organisation,
    snapshots: readings.length > 0 ? { hf_upvotes: [{ at: AS_OF, value: (number * 31) % 240 }] } : {},
  }));
  const byId = new Map(generated.map((each, number) => [each.paper.id, { ...each.paper, number }]));
  const cards = new Map<string, ShownPaper>();
  const papers = scorePapers(candidates, emptyBaseline(AS_OF), AS_OF).flatMap((scored) => {
    const paper = byId.get(scored.paperId);
    if (!paper) return [];
    const publicAt = new Date(AS_OF.getTime() - (paper.number % 3) * 86_400_000);
    const { title, abstract, authors, organisation, links } = paper;
    const { summary, authorCount } = paper;
    cards.set(scored.paperId, {
      paperId: scored.paperId,
      title,
      abstract,
      summary,
      authors,
      authorCount: authorCount ?? authors.length,
      organisation,
      links,
      publicAt: publicAt.toISOString(),
      signals: scored.signals,
    });
    return [{ ...scored, title, abstract, authors, organization: organisation, publicAt, hasCode: false }];
  });
  return createPool(
    { taxonomy: BUILT_IN_TAXONOMY, poolId: `day-${NEWEST_DAY}`, revision: 1, cards, unreadable: [] },
    papers,
  );
}

/** Distinct preferences with a fixed seed: one to eight topics, five to ten picks, every fourth in German. */
function preferences(): Preference[] {
  const random = seededRandom(14);
  const below = (count: number) => Math.floor(random() * count);
  return Array.from({ length: PREFERENCES }, (_, number) =>
    preferenceSchema.parse({
      interests: [
        ...new Set(Array.from({ length: 1 + below(8) }, () => TOPICS[below(TOPICS.length)]?.slug)),
      ].map((value) => ({ kind: 'topic', mode: 'follow', value })),
      size: 5 + (number % 6),
      sendHour: number % 24,
      language: number % 4 === 0 ? 'de' : 'en',
    }),
  );
}

function recipients(pool: Pool): EmailRecipient[] {
  return preferences().flatMap((preference, number) => {
    const digest = composeDigest(pool, preference, NOTHING_RECEIVED);
    const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
    const key = `key-${String(number).padStart(18, '0')}`;
    const address = `reader${number}@example.com`;
    if (!digest) return [];
    return [
      {
        id,
        editionId: `daily-${NEWEST_DAY}`,
        subscriberId: id,
        address,
        unsubscribeKey: key,
        localDay: NEWEST_DAY,
        // As the database returns it.
        digest: JSON.parse(JSON.stringify(digest)),
      },
    ];
  });
}

function viewOf(pool: Pool, recipient: EmailRecipient): DigestView {
  const composition: Composition = compositionSchema.parse(recipient.digest);
  const props = toDigestProps(CONTEXT, pool, composition, recipient);
  const texts = TEXTS[props.language];
  return shapeDigest(cleanDigest(props, texts), RENDERING.fullDetail, texts);
}

/** The obvious design: every digest is an MJML document of its own. */
function naive(view: DigestView): Promise<string> {
  const { language, subject, preheader } = view;
  return compileMjml(
    <DigestDocument language={language} title={subject} preheader={preheader}>
      {digestBlocks(view).map((block) => (
        <Block key={block.key}>{block}</Block>
      ))}
    </DigestDocument>,
  );
}

function floor(email: OutgoingEmail): number {
  const headers = Object.entries(email.headers).map(([name, value]) => `${name}: ${value}`);
  return [email.subject, email.html, email.text, headers.join('\r\n')]
    .map((text) => Buffer.from(text).length)
    .reduce((sum, bytes) => sum + bytes, 0);
}

/** Measures composing one digest from its stored composition, for distinct preferences. */
export async function benchCompose(): Promise<Figure[]> {
  const pool = generatedPool();
  const all = recipients(pool);
  const some = all.slice(0, REFERENCES);
  const emails: OutgoingEmail[] = [];
  for (const each of all) emails.push(await composeDigestEmail(CONTEXT, pool, each, AS_OF));
  // Strings that were joined are flat after their first encoding, as they are in a worker.
  const bytes = emails.reduce((sum, email) => sum + floor(email), 0);
  const systems: Record<string, { digests: number; run: () => Promise<unknown> }> = {
    ours: {
      digests: all.length,
      run: async () => {
        for (const each of all) await composeDigestEmail(CONTEXT, pool, each, AS_OF);
      },
    },
    'ours, and encoding it': {
      digests: all.length,
      run: async () => {
        for (const each of all) floor(await composeDigestEmail(CONTEXT, pool, each, AS_OF));
      },
    },
    'naive: React and strict mjml2html for each': {
      digests: some.length,
      run: async () => {
        for (const each of some) await naive(viewOf(pool, each));
      },
    },
    'react-email: render the same blocks': {
      digests: some.length,
      run: async () => {
        for (const each of some)
          await render(createElement(Fragment, null, ...digestBlocks(viewOf(pool, each))));
      },
    },
    'floor: UTF-8 of the same bytes': {
      digests: emails.length,
      run: async () => {
        for (const email of emails) floor(email);
      },
    },
  };
  const times = new Map<string, { cpuMs: number; wallMs: number }[]>();
  for (let run = 0; run < RUNS; run += 1)
    for (const [name, { run: action }] of Object.entries(systems))
      times.set(name, [...(times.get(name) ?? []), await measureCpu(action)]);
  const figures = Object.entries(systems).flatMap(([name, { digests }]) =>
    (['cpuMs', 'wallMs'] as const).map((clock): Figure => {
      const sorted = (times.get(name) ?? []).map((time) => time[clock]).sort((a, b) => a - b);
      const value = ((sorted[Math.floor(RUNS / 2)] ?? 0) * 1_000) / digests;
      return {
        bench: 'compose',
        figure: `${name}, ${clock === 'cpuMs' ? 'CPU' : 'wall'}`,
        value,
        unit: 'µs',
      };
    }),
  );
  const size = bytes / emails.length;
  return [...figures, { bench: 'compose', figure: 'mean size of a digest', value: size, unit: 'bytes' }];
}
