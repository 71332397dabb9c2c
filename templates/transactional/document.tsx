import type { ReactElement } from 'react';
import { Body, Button, Container, Head, Heading, Hr, Html, Link, Preview, Text } from 'react-email';
import { COLOR_SCHEME_METAS, EMAIL_STYLES, emailStyleSheet } from '../email-style.ts';
import { LinkRow } from '../link-row.tsx';
import { THEME } from '../theme.ts';
import type { TransactionalView } from './view.ts';

const { light, fonts, sizes, lineHeights, spaces } = THEME;
const lineHeight = lineHeights.text;

/** Whole transactional email: masthead as in a digest, a few sentences, one button. */
export function TransactionalDocument({ view }: { view: TransactionalView }): ReactElement {
  return (
    <Html lang={view.language} dir="ltr">
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        {COLOR_SCHEME_METAS.map((name) => (
          <meta key={name} name={name} content="light dark" />
        ))}
        <title>{view.subject}</title>
        <style>{emailStyleSheet()}</style>
      </Head>
      <Body
        className="paper"
        style={{ backgroundColor: light.paper, fontFamily: fonts.text, color: light.ink, margin: '0' }}
      >
        <Preview useTitleTag={false}>{view.preheader}</Preview>
        <Container style={{ maxWidth: `${THEME.columnWidth}px`, padding: `${spaces.block}px` }}>
          <EmailMasthead name={view.name} site={view.site} />
          <Heading
            as="h2"
            {...EMAIL_STYLES.heading}
            style={{ ...EMAIL_STYLES.heading.style, fontSize: `${sizes.heading}px` }}
          >
            {view.heading}
          </Heading>
          {view.paragraphs.map((paragraph) => (
            <Text key={paragraph} {...EMAIL_STYLES.body} style={{ ...EMAIL_STYLES.body.style, lineHeight }}>
              {paragraph}
            </Text>
          ))}
          <EmailAction action={view.action} linkHint={view.linkHint} />
          {view.notes.map((sentence) => (
            <Text key={sentence} {...EMAIL_STYLES.body} style={{ ...EMAIL_STYLES.body.style, lineHeight }}>
              {sentence}
            </Text>
          ))}
          <EmailFooter footerLinks={view.footerLinks} postalAddress={view.postalAddress} />
        </Container>
      </Body>
    </Html>
  );
}

function EmailMasthead({ name, site }: Pick<TransactionalView, 'name' | 'site'>): ReactElement {
  return (
    <>
      <Heading as="h1" {...EMAIL_STYLES.masthead}>
        <Link href={site} {...EMAIL_STYLES.plainLink}>
          {name}
        </Link>
      </Heading>
      <div {...EMAIL_STYLES.doubleRule} />
      <div style={{ height: `${spaces.section}px` }} />
    </>
  );
}

function EmailAction({ action, linkHint }: Pick<TransactionalView, 'action' | 'linkHint'>): ReactElement {
  return (
    <>
      <div style={{ margin: `${spaces.block}px 0` }}>
        <Button href={action.url} {...EMAIL_STYLES.button}>
          {action.label}
        </Button>
      </div>
      <Text {...EMAIL_STYLES.meta} style={{ ...EMAIL_STYLES.meta.style, lineHeight }}>
        {linkHint}
        <br />
        <Link
          href={action.url}
          {...EMAIL_STYLES.quietLink}
          style={{ ...EMAIL_STYLES.quietLink.style, wordBreak: 'break-all' }}
        >
          {action.url}
        </Link>
      </Text>
    </>
  );
}

function EmailFooter({
  footerLinks,
  postalAddress,
}: Pick<TransactionalView, 'footerLinks' | 'postalAddress'>): ReactElement {
  return (
    <>
      <Hr
        className="stroke"
        style={{ borderTop: `1px solid ${light.ink}`, margin: `${spaces.section}px 0 ${spaces.near}px` }}
      />
      {footerLinks.length > 0 && (
        <Text {...EMAIL_STYLES.links} style={{ ...EMAIL_STYLES.links.style, margin: '0' }}>
          <LinkRow links={footerLinks} />
        </Text>
      )}
      <Text {...EMAIL_STYLES.meta} style={{ ...EMAIL_STYLES.meta.style, lineHeight }}>
        {postalAddress}
      </Text>
    </>
  );
}
