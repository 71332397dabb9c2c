/** An email without its envelope. The subject is one line; HTML and text have the same content. */
export interface RenderedEmail {
  subject: string;
  /** Text that an inbox shows after the subject; also part of the HTML. */
  preheader: string;
  html: string;
  text: string;
}
