import type { ReactElement } from 'react';
import { cleanLine } from '../../../papers/text/clean-text.ts';
import { Document } from '../frame/document.tsx';
import type { Site } from '../frame/site.ts';
import { outboxTexts } from './outbox-texts.ts';
import type { OutboxEmail, OutboxEntry } from './read-outbox.ts';

/** Sandbox of the email's frame: links open in a window without the sandbox; scripts and forms stay off. */
export const EMAIL_SANDBOX = 'allow-popups allow-popups-to-escape-sandbox';

/** Emails written to the outbox, newest first. */
export function OutboxPage({
  site,
  emails,
  older,
}: {
  site: Site;
  emails: readonly OutboxEntry[];
  older: number;
}): ReactElement {
  const texts = outboxTexts[site.language];
  return (
    <Document site={site} title={texts.heading} section="outbox">
      <h1>{texts.heading}</h1>
      <p className="meta">{texts.about}</p>
      {emails.length === 0 && <p>{texts.empty}</p>}
      {emails.length > 0 && (
        <ul className="emails">
          {emails.map((email) => (
            <li key={email.file}>
              <a href={`/outbox/${email.file}`} dir="auto">
                {subjectOf(email, site)}
              </a>
              <p className="meta">
                {[email.to, shortDate(email.date), texts.bytes(email.bytes)]
                  .map(cleanLine)
                  .filter(Boolean)
                  .join(' · ')}
              </p>
            </li>
          ))}
        </ul>
      )}
      {older > 0 && <p className="meta">{texts.older(older)}</p>}
    </Document>
  );
}

/** One email: main headers, HTML part in a frame, text part and all headers. */
export function EmailPage({ site, email }: { site: Site; email: OutboxEmail }): ReactElement {
  const texts = outboxTexts[site.language];
  const shown = [
    [texts.from, email.from],
    [texts.to, email.to],
    [texts.date, shortDate(email.date)],
    [texts.size, texts.bytes(email.bytes)],
  ] as const;
  return (
    <Document site={site} title={subjectOf(email, site)} section="outbox">
      <a className="back" href="/outbox">
        ← {texts.back}
      </a>
      <h1 dir="auto">{subjectOf(email, site)}</h1>
      <HeaderList headers={shown.map(([name, value]) => ({ name, value }))} />
      {email.html === null ? (
        <p>{texts.noHtml}</p>
      ) : (
        <>
          <iframe
            sandbox={EMAIL_SANDBOX}
            src={`/outbox/${email.file}/html`}
            title={texts.htmlPart}
            height={frameHeight(email.text)}
          />
          <p>
            <a className="back" href={`/outbox/${email.file}/html`}>
              {texts.htmlOnly}
            </a>
          </p>
        </>
      )}
      <details>
        <summary>{texts.textPart}</summary>
        <pre className="wrapped" dir="auto">
          {email.text ?? ''}
        </pre>
      </details>
      <details>
        <summary>{texts.headers}</summary>
        <HeaderList headers={email.headers} />
      </details>
    </Document>
  );
}

/**
 * Height of the frame in pixels, estimated from the text part because a sandboxed document cannot be
 * measured. A digest has 16 pixels a line, measured in Chromium; the frame can be resized by hand.
 */
function frameHeight(text: string | null): number {
  const lines = (text ?? '').split('\n').length;
  return Math.min(Math.max(MIN_FRAME_HEIGHT, lines * 17), MAX_FRAME_HEIGHT);
}

const MIN_FRAME_HEIGHT = 480;
const MAX_FRAME_HEIGHT = 8_000;

function HeaderList({ headers }: { headers: readonly { name: string; value: string }[] }): ReactElement {
  return (
    <dl className="pairs">
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

function subjectOf(email: OutboxEntry, site: Site): string {
  const { unreadable, noSubject } = outboxTexts[site.language];
  return email.subject === null ? unreadable : cleanLine(email.subject) || noSubject;
}

/** `2026-11-23 06:30 UTC`; an unparsable date is returned unchanged. */
function shortDate(date: string): string {
  const time = Date.parse(date);
  return Number.isNaN(time) ? date : `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
