import type { ReactElement } from 'react';
import { cleanLine } from '../../../rendering/clean-text.ts';
import { Document } from '../frame/document.tsx';
import type { Site } from '../frame/site.ts';
import { outboxTexts } from './outbox-texts.ts';
import type { OutboxEmail, OutboxEntry } from './read-outbox.ts';

/** Links of the mail open in a window of their own, which is no longer sandboxed; scripts and forms stay off. */
export const EMAIL_SANDBOX = 'allow-popups allow-popups-to-escape-sandbox';

/** Every mail that was written instead of being sent, newest first. */
export function OutboxPage({
  site,
  mails,
  older,
}: {
  site: Site;
  mails: readonly OutboxEntry[];
  older: number;
}): ReactElement {
  const words = outboxTexts[site.language];
  return (
    <Document site={site} title={words.heading} here="outbox">
      <h1>{words.heading}</h1>
      <p className="meta">{words.about}</p>
      {mails.length === 0 && <p>{words.empty}</p>}
      {mails.length > 0 && (
        <ul className="mails">
          {mails.map((mail) => (
            <li key={mail.file}>
              <a href={`/outbox/${mail.file}`} dir="auto">
                {subjectOf(mail, site)}
              </a>
              <p className="meta">
                {[mail.to, shortDate(mail.date), words.bytes(mail.bytes)]
                  .map(cleanLine)
                  .filter(Boolean)
                  .join(' · ')}
              </p>
            </li>
          ))}
        </ul>
      )}
      {older > 0 && <p className="meta">{words.older(older)}</p>}
    </Document>
  );
}

/** One mail: its headers, how it looks, and its text part. */
export function EmailPage({ site, mail }: { site: Site; mail: OutboxEmail }): ReactElement {
  const words = outboxTexts[site.language];
  const shown = [
    [words.from, mail.from],
    [words.to, mail.to],
    [words.date, shortDate(mail.date)],
    [words.size, words.bytes(mail.bytes)],
  ] as const;
  return (
    <Document site={site} title={subjectOf(mail, site)} here="outbox">
      <a className="back" href="/outbox">
        ← {words.back}
      </a>
      <h1 dir="auto">{subjectOf(mail, site)}</h1>
      <HeaderList headers={shown.map(([name, value]) => ({ name, value }))} />
      {mail.html === null ? (
        <p>{words.noHtml}</p>
      ) : (
        <>
          <iframe
            sandbox={EMAIL_SANDBOX}
            src={`/outbox/${mail.file}/html`}
            title={words.htmlPart}
            height={frameHeight(mail.text)}
          />
          <p>
            <a className="back" href={`/outbox/${mail.file}/html`}>
              {words.alone}
            </a>
          </p>
        </>
      )}
      <details>
        <summary>{words.textPart}</summary>
        <pre className="wrapped" dir="auto">
          {mail.text ?? ''}
        </pre>
      </details>
      <details>
        <summary>{words.headers}</summary>
        <HeaderList headers={mail.headers} />
      </details>
    </Document>
  );
}

/**
 * Nobody may ask a sandboxed mail how high it is, but its text part says about as much: measured in Chromium, a digest has
 * sixteen pixels a line. The reader can pull the frame where it is not enough.
 */
function frameHeight(text: string | null): number {
  const lines = (text ?? '').split('\n').length;
  return Math.min(Math.max(SMALLEST_FRAME, lines * 17), LARGEST_FRAME);
}

const SMALLEST_FRAME = 480;
const LARGEST_FRAME = 8_000;

function HeaderList({ headers }: { headers: readonly { name: string; value: string }[] }): ReactElement {
  return (
    <dl>
      {headers.map(({ name, value }) => (
        <HeaderLine key={`${name} ${value}`} name={cleanLine(name)} value={cleanLine(value)} />
      ))}
    </dl>
  );
}

function HeaderLine({ name, value }: { name: string; value: string }): ReactElement {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}

function subjectOf(mail: OutboxEntry, site: Site): string {
  const { unreadable, noSubject } = outboxTexts[site.language];
  return mail.subject === null ? unreadable : cleanLine(mail.subject) || noSubject;
}

/** `2026-11-23 06:30 UTC`; what is no date stays as it is. */
function shortDate(date: string): string {
  const time = Date.parse(date);
  return Number.isNaN(time) ? date : `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
