import type { ReactElement } from 'react';
import { Body, Button, Container, Head, Heading, Hr, Html, Link, Preview, Text } from 'react-email';
import { CHECKS, COLOUR_SCHEME_METAS, emailStyleSheet } from '../email-style.ts';
import { LinkRow } from '../link-row.tsx';
import { THEME } from '../theme.ts';
import type { TransactionalView } from './view.ts';

const { light, fonts, sizes, lineHeights, spaces } = THEME;
const lineHeight = lineHeights.text;

/** A whole transactional mail, in the digest's look: name and double rule, a few sentences, one button. */
export function Letter({ letter }: { letter: TransactionalView }): ReactElement {
  return (
    <Html lang={letter.language} dir="ltr">
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        {COLOUR_SCHEME_METAS.map((name) => (
          <meta key={name} name={name} content="light dark" />
        ))}
        <title>{letter.subject}</title>
        <style>{emailStyleSheet()}</style>
      </Head>
      <Body
        className="paper"
        style={{ backgroundColor: light.paper, fontFamily: fonts.text, color: light.ink, margin: '0' }}
      >
        <Preview useTitleTag={false}>{letter.preheader}</Preview>
        <Container style={{ maxWidth: `${THEME.columnWidth}px`, padding: `${spaces.block}px` }}>
          <LetterHead name={letter.name} site={letter.site} />
          <Heading
            as="h2"
            {...CHECKS.heading}
            style={{ ...CHECKS.heading.style, fontSize: `${sizes.heading}px` }}
          >
            {letter.heading}
          </Heading>
          {letter.paragraphs.map((paragraph) => (
            <Text key={paragraph} {...CHECKS.body} style={{ ...CHECKS.body.style, lineHeight }}>
              {paragraph}
            </Text>
          ))}
          <LetterAction action={letter.action} byHand={letter.byHand} />
          {letter.afterwards.map((sentence) => (
            <Text key={sentence} {...CHECKS.body} style={{ ...CHECKS.body.style, lineHeight }}>
              {sentence}
            </Text>
          ))}
          <LetterFoot footLinks={letter.footLinks} postalAddress={letter.postalAddress} />
        </Container>
      </Body>
    </Html>
  );
}

function LetterHead({ name, site }: Pick<TransactionalView, 'name' | 'site'>): ReactElement {
  return (
    <>
      <Heading as="h1" {...CHECKS.masthead}>
        <Link href={site} {...CHECKS.plainLink}>
          {name}
        </Link>
      </Heading>
      <div {...CHECKS.doubleRule} />
      <div style={{ height: `${spaces.section}px` }} />
    </>
  );
}

function LetterAction({ action, byHand }: Pick<TransactionalView, 'action' | 'byHand'>): ReactElement {
  return (
    <>
      <div style={{ margin: `${spaces.block}px 0` }}>
        <Button href={action.url} {...CHECKS.button}>
          {action.label}
        </Button>
      </div>
      <Text {...CHECKS.meta} style={{ ...CHECKS.meta.style, lineHeight }}>
        {byHand}
        <br />
        <Link
          href={action.url}
          {...CHECKS.quietLink}
          style={{ ...CHECKS.quietLink.style, wordBreak: 'break-all' }}
        >
          {action.url}
        </Link>
      </Text>
    </>
  );
}

function LetterFoot({
  footLinks,
  postalAddress,
}: Pick<TransactionalView, 'footLinks' | 'postalAddress'>): ReactElement {
  return (
    <>
      <Hr
        className="stroke"
        style={{ borderTop: `1px solid ${light.ink}`, margin: `${spaces.section}px 0 ${spaces.near}px` }}
      />
      {footLinks.length > 0 && (
        <Text {...CHECKS.links} style={{ ...CHECKS.links.style, margin: '0' }}>
          <LinkRow links={footLinks} />
        </Text>
      )}
      <Text {...CHECKS.meta} style={{ ...CHECKS.meta.style, lineHeight }}>
        {postalAddress}
      </Text>
    </>
  );
}
