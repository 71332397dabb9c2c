/** Lines of an email as bytes, with CRLF. */
export function emailOf(...lines: string[]): Buffer {
  return Buffer.from(lines.join('\r\n'));
}

/** An email that a person writes to one of our addresses; further header lines come first. */
export function emailTo(
  to: string,
  pieces: { from?: string; subject?: string; headers?: string[] } = {},
): Buffer {
  return emailOf(
    ...(pieces.headers ?? []),
    `From: ${pieces.from ?? 'Ada <ada@example.com>'}`,
    `To: ${to}`,
    `Subject: ${pieces.subject ?? 'Hello'}`,
    'Date: Mon, 23 Nov 2026 07:30:00 +0000',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Please do.',
    '',
  );
}

export interface BouncePieces {
  /** Message-ID of the quoted email, with its angle brackets. */
  messageId: string;
  recipient?: string;
  /** Lines of the recipient's group next to Final-Recipient. */
  fields?: string[];
  /** Further groups, each an array of lines. */
  groups?: string[][];
  headersOnly?: boolean;
}

/** A delivery status notification as Postfix writes it. */
export function bounceOf(pieces: BouncePieces): Buffer {
  const groups = [
    [
      `Final-Recipient: rfc822; ${pieces.recipient ?? 'ada@example.com'}`,
      ...(pieces.fields ?? [
        'Action: failed',
        'Status: 5.1.1',
        'Diagnostic-Code: smtp; 550 5.1.1 no such user',
      ]),
    ],
    ...(pieces.groups ?? []),
  ];
  return emailOf(
    'Return-Path: <>',
    'From: Mail Delivery System <MAILER-DAEMON@mx.example.org>',
    'To: digest@paperboy.example.org',
    'Subject: Undelivered Mail Returned to Sender',
    'Date: Mon, 23 Nov 2026 07:31:00 +0000',
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status;',
    '\tboundary="=_bounce"',
    '',
    '--=_bounce',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'I am sorry.',
    '--=_bounce',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example.org',
    'Arrival-Date: Mon, 23 Nov 2026 07:30:30 +0000',
    ...groups.flatMap((lines) => ['', ...lines]),
    '',
    '--=_bounce',
    pieces.headersOnly ? 'Content-Type: text/rfc822-headers' : 'Content-Type: message/rfc822',
    '',
    'From: Paperboy <digest@paperboy.example.org>',
    'To: ada@example.com',
    `Message-ID: ${pieces.messageId}`,
    'Subject: A digest',
    '',
    ...(pieces.headersOnly ? [] : ['Message-ID: <digest.not-this@example.org>', 'The body.']),
    '--=_bounce--',
    '',
  );
}

/** A complaint from a feedback loop (RFC 5965). */
export function complaintOf(pieces: {
  messageId: string;
  type?: string;
  fields?: string[];
  to?: string;
}): Buffer {
  return emailOf(
    'From: <feedback@isp.example.org>',
    'To: digest@paperboy.example.org',
    'Subject: FW: A digest',
    'Date: Mon, 23 Nov 2026 09:00:00 +0000',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type="feedback-report"; boundary="=_arf"',
    '',
    '--=_arf',
    'Content-Type: text/plain',
    '',
    'This is a report.',
    '--=_arf',
    'Content-Type: message/feedback-report',
    '',
    `Feedback-Type: ${pieces.type ?? 'abuse'}`,
    'User-Agent: SomeGenerator/1.0',
    'Version: 1',
    ...(pieces.fields ?? ['Original-Rcpt-To: <ada@example.com>']),
    '',
    '--=_arf',
    'Content-Type: message/rfc822',
    'Content-Disposition: inline',
    '',
    'From: Paperboy <digest@paperboy.example.org>',
    `To: ${pieces.to ?? 'ada@example.com'}`,
    `Message-ID: ${pieces.messageId}`,
    '',
    'The body.',
    '--=_arf--',
    '',
  );
}
