import type { OutgoingEmail } from '../../src/ports.ts';

/** A complete email with an id that ends in that number; `pieces` override its fields. */
export function sampleMail(number: number, over: Partial<OutgoingEmail> = {}): OutgoingEmail {
  const id = `dlv-${number}`;
  return {
    id,
    from: 'Paperboy <digest@papers.example.org>',
    to: `reader${number}@example.com`,
    subject: `Your papers of Monday, ${number}`,
    html: `<!doctype html><html lang="en"><body><h1>Papers for reader ${number}</h1></body></html>`,
    text: `Papers for reader ${number}\n`,
    headers: {
      'Message-ID': `<${id}@papers.example.org>`,
      'List-Id': 'Paperboy <digest.papers.example.org>',
      'List-Unsubscribe':
        `<https://papers.example.org/u/${'k'.repeat(60)}${number}>, ` +
        `<mailto:unsubscribe@papers.example.org?subject=${number}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'Feedback-ID': 'daily:digest:2026-11-23:paperboy',
    },
    date: '2026-11-23T06:30:00.000Z',
    ...over,
  };
}

/** That many sample emails, numbered from `first` on. */
export function sampleMails(count: number, first = 1): OutgoingEmail[] {
  return Array.from({ length: count }, (_, place) => sampleMail(first + place));
}
