/** A mail without its envelope. The subject is one line; the HTML and the text say the same. */
export interface RenderedEmail {
  subject: string;
  /** What an inbox shows after the subject; it stands in the HTML, too. */
  preheader: string;
  html: string;
  text: string;
}
