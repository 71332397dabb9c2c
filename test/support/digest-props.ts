import type { DigestPick, DigestProps } from '../../templates/digest/props.ts';

/** A complete pick; `number` makes it unique. */
export function samplePick(number = 1, overrides: Partial<DigestPick> = {}): DigestPick {
  const id = `2606.${String(10_000 + number)}`;
  return {
    title: `Paper ${number}: Patient Postmen Learn to Ring Once`,
    authors: ['Ada Example', 'Bo Sample', 'Cy Specimen', 'Di Instance'],
    authorCount: 8,
    organisation: 'Example University',
    publicOn: '2026-11-15',
    stars: 1_149,
    topic: 'Agents & tool use',
    abstract: null,
    summary: 'A postman who waits rings less often. We measure how much less, on three streets.',
    reason: 'Agents & tool use · 214 upvotes since yesterday',
    exploration: false,
    url: `https://papers.example.org/papers/${id}`,
    arxivUrl: `https://arxiv.org/abs/${id}`,
    pdfUrl: `https://arxiv.org/pdf/${id}`,
    codeUrl: `https://code.example.org/${id}`,
    projectUrl: `https://project.example.org/${id}`,
    discussionUrl: `https://talk.example.org/${id}`,
    discussionCount: 12,
    saveUrl: `https://papers.example.org/save/${id}`,
    moreUrl: `https://papers.example.org/more/${id}`,
    lessUrl: `https://papers.example.org/less/${id}`,
    ...overrides,
  };
}

/** A complete digest of that many picks. */
export function sampleDigest(picks = 7, overrides: Partial<DigestProps> = {}): DigestProps {
  return {
    language: 'en',
    date: '2026-11-23',
    picks: Array.from({ length: picks }, (_, index) => samplePick(index + 1)),
    poolSize: 143,
    week: null,
    alsoTrending: Array.from({ length: 8 }, (_, index) => ({
      title: `Also ${index + 1}: Doorbells Considered`,
      topic: 'Robotics',
      url: `https://papers.example.org/papers/2606.2000${index}`,
    })),
    subscription: 'You follow 3 topics · weekdays at 07:00, Berlin',
    links: {
      site: 'https://papers.example.org/',
      preferences: 'https://papers.example.org/p/token',
      pause: 'https://papers.example.org/p/token/pause',
      unsubscribe: 'https://papers.example.org/u/token',
      readingList: 'https://papers.example.org/preferences/token/reading-list',
      browser: 'https://papers.example.org/digests/token',
      subscribe: 'https://papers.example.org/subscribe',
    },
    postalAddress: 'Paperboy, 1 Example Street, 12345 Example Town',
    ...overrides,
  };
}
