import {
  Mjml,
  MjmlAll,
  MjmlAttributes,
  MjmlBody,
  MjmlColumn,
  MjmlHead,
  MjmlPreview,
  MjmlRaw,
  MjmlSection,
  MjmlStyle,
  MjmlText,
  MjmlTitle,
} from '@faire/mjml-react';
import type { ReactElement, ReactNode } from 'react';
import { COLOR_SCHEME_METAS, emailStyleSheet } from '../email-style.ts';
import { THEME } from '../theme.ts';

const { light, fonts, sizes, lineHeights, spaces } = THEME;

/**
 * Whole digest as MJML: head, and one column of blocks. The direction is fixed, because MJML's default `auto`
 * mirrors the email when its first paper has an Arabic title.
 */
export function DigestDocument(props: {
  language: string;
  title: string;
  preheader: string;
  children: ReactNode;
}): ReactElement {
  return (
    <Mjml lang={props.language} {...{ dir: 'ltr' }}>
      <MjmlHead>
        <MjmlTitle>{props.title}</MjmlTitle>
        <MjmlPreview>{props.preheader}</MjmlPreview>
        <MjmlAttributes>
          <MjmlAll fontFamily={fonts.text} color={light.ink} />
        </MjmlAttributes>
        <MjmlRaw>
          {COLOR_SCHEME_METAS.map((name) => (
            // React hoists a meta without itemProp out of MJML's head.
            <meta key={name} name={name} content="light dark" itemProp={name} />
          ))}
        </MjmlRaw>
        <MjmlStyle>{emailStyleSheet()}</MjmlStyle>
      </MjmlHead>
      <MjmlBody width={THEME.columnWidth} backgroundColor={light.paper} cssClass="paper">
        <MjmlSection padding={`${spaces.block}px 0`} textAlign="left">
          <MjmlColumn>{props.children}</MjmlColumn>
        </MjmlSection>
      </MjmlBody>
    </Mjml>
  );
}

/** One row of the column. A row takes about 250 bytes; a section of its own would take 1,400. */
export function Block(props: { children: ReactNode }): ReactElement {
  return (
    <MjmlText
      cssClass="block"
      padding={`0 ${spaces.block}px`}
      fontSize={sizes.text}
      lineHeight={String(lineHeights.text)}
    >
      {props.children}
    </MjmlText>
  );
}
