import type { ReactElement, ReactNode } from 'react';
import { arxivPages } from '../../../papers/arxiv-id.ts';
import { periodOf } from '../../../papers/lists/period.ts';
import { summarize } from '../../../papers/summary/summarize.ts';
import { textLanguage } from '../../../papers/text/text-language.ts';
import { clientScript } from '../../assets/scripts.ts';
import { Document } from '../frame/document.tsx';
import { NoticePage } from '../frame/notice-page.tsx';
import type { Site } from '../frame/site.ts';
import { FormattedText } from '../papers/formatted-text.tsx';
import { PaperLinkList } from '../papers/paper-card.tsx';
import { paperPath } from '../papers/paper-view.ts';
import { periodPath } from '../papers/period-view.ts';
import { SaveForm } from '../papers/save-form.tsx';
import { Byline } from './byline.tsx';
import { CitationMetadata } from './citation-metadata.tsx';
import { CitePart } from './cite-part.tsx';
import type { PaperDetailView } from './paper-detail-view.ts';
import { paperTexts } from './paper-texts.ts';
import { SharePart } from './share-part.tsx';
import { SignalCharts } from './signal-chart.tsx';

const MAX_DESCRIPTION_LENGTH = 200;

/** Everything known about one paper. */
export function PaperPage({ site, paper }: { site: Site; paper: PaperDetailView }): ReactElement {
  const texts = paperTexts[site.language];
  const { card } = paper;
  const description = summarize(paper, MAX_DESCRIPTION_LENGTH) || card.byline;
  return (
    <Document
      site={site}
      title={card.title}
      metadata={{ path: paperPath(card.id), description: description || card.title, type: 'article' }}
      head={<CitationMetadata paper={paper.citable} />}
    >
      <article className="whole">
        <h1 dir="auto" lang={textLanguage(paper.title, site.language)}>
          <FormattedText text={paper.title} />
        </h1>
        <Byline site={site} paper={paper} />
        {paper.withdrawn && <p className="note">{texts.withdrawn}</p>}
        {card.topics.length > 0 && (
          <ul className="facts">
            {card.topics.map((topic) => (
              <li key={topic.path}>
                <a href={topic.path}>{topic.label}</a>
              </li>
            ))}
          </ul>
        )}
        <PaperLinkList paper={card} />
        <SaveForm site={site} paperId={card.id} />
        {paper.summary && (
          <Part id="summary" heading={texts.summary}>
            <p dir="auto" lang={textLanguage(paper.summary, site.language)} className="text">
              <FormattedText text={paper.summary} />
            </p>
            {paper.generated && <p className="meta">{texts.generated}</p>}
          </Part>
        )}
        <Part id="abstract" heading={texts.abstract}>
          <p
            dir="auto"
            lang={paper.abstract ? textLanguage(paper.abstract, site.language) : undefined}
            className="text"
          >
            <FormattedText text={paper.abstract || texts.noAbstract} />
          </p>
        </Part>
        <Part id="signals" heading={texts.signals}>
          {paper.charts.length > 0 && <SignalCharts site={site} charts={paper.charts} />}
          {paper.latest.length > 0 && <p>{paper.latest.join(' · ')}</p>}
          {paper.charts.length === 0 && (
            <p className="meta">{paper.latest.length > 0 ? texts.fewDays : texts.noSignals}</p>
          )}
        </Part>
        <Part id="details" heading={texts.details}>
          <Details site={site} paper={paper} />
        </Part>
        <Part id="cite" heading={texts.cite.heading}>
          <CitePart site={site} paper={paper} />
        </Part>
        <Part id="share" heading={texts.share.heading}>
          <SharePart site={site} path={card.path} title={card.title} />
        </Part>
      </article>
      {paper.similar.length > 0 && (
        <Part id="similar" heading={texts.similar}>
          <ul className="similar">
            {paper.similar.map((each) => (
              <li key={each.id}>
                <a href={each.path} dir="auto">
                  <FormattedText text={each.title} />
                </a>
                <p dir="auto" className="meta">
                  {each.byline}
                </p>
              </li>
            ))}
          </ul>
        </Part>
      )}
      <script src={clientScript('paper-page').address} defer />
    </Document>
  );
}

function Part({ id, heading, children }: { id: string; heading: string; children: ReactNode }): ReactElement {
  return (
    <section className="part" aria-labelledby={id}>
      <h2 id={id}>{heading}</h2>
      {children}
    </section>
  );
}

function Details({ site, paper }: { site: Site; paper: PaperDetailView }): ReactElement {
  const texts = paperTexts[site.language];
  const { format } = site;
  return (
    <dl className="pairs">
      {paper.facts.map(({ label, value }) => (
        <Detail key={label} label={label}>
          {value}
        </Detail>
      ))}
      {paper.listDays.length > 0 && (
        <Detail label={texts.lists}>
          <Inline
            links={paper.listDays.map((day) => ({
              label: format.plainDate(day),
              url: periodPath(periodOf('day', day)),
            }))}
          />
        </Detail>
      )}
      {paper.versions.length > 0 && (
        <Detail label={texts.versions}>
          <Inline links={paper.versions} />
        </Detail>
      )}
    </dl>
  );
}

function Detail({ label, children }: { label: string; children: ReactNode }): ReactElement {
  return (
    <>
      <dt>{label}</dt>
      <dd dir="auto">{children}</dd>
    </>
  );
}

function Inline({ links }: { links: readonly { label: string; url: string }[] }): ReactElement {
  return (
    <ul className="inline">
      {links.map((link) => (
        <li key={link.url}>
          <a href={link.url}>{link.label}</a>
        </li>
      ))}
    </ul>
  );
}

/** 404 for a valid arXiv id of a paper that is not in the database. */
export function UnknownPaperPage({ site, id }: { site: Site; id: string }): ReactElement {
  const texts = paperTexts[site.language].unknown;
  return (
    <NoticePage site={site} heading={texts.heading(id)} paragraphs={texts.paragraphs}>
      <ul>
        <li>
          <a href={arxivPages(id).abstract}>{texts.link}</a>
        </li>
        <li>
          <a href="/search">{texts.search}</a>
        </li>
      </ul>
    </NoticePage>
  );
}
