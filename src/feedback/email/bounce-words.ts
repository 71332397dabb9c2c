const anyOf = (...patterns: readonly string[]): RegExp => new RegExp(patterns.join('|'), 'i');

/** Openings that only mail servers write (qmail, Exim, sendmail, Postfix): proof of a bounce. */
const MAIL_SERVER_OPENINGS = anyOf(
  'this message was created automatically by (?:the )?mail (?:delivery|transfer) (?:software|system|agent)',
  'this is the (?:qmail-send|mail (?:program|system|delivery|transport)|postfix|sendmail|mlmmj|ezmlm)',
  "i'?m afraid i wasn'?t able to deliver|i wasn'?t able to deliver your message",
  'i could not deliver your message',
  "i'?m sorry to have to inform you that",
  "sorry,? (?:i|we) (?:was|were|could)(?:n'?t| not) (?:be )?(?:able to )?deliver",
  'the following addresses had (?:permanent|transient|delivery)|transcript of (?:the )?session follows',
  'delivery to the following (?:recipients?|addresses) (?:has |have )?(?:failed|been delayed|was|were)',
  'could not be delivered to mobile|no valid recipients for this mm',
  'your message\\b.{0,300}\\bwas not delivered to: .{0,200}\\bbecause:',
  'did not reach the following recipient|the following recipient\\(?s?\\)? (?:cannot|could not) be reached',
);

/** Words with which mail servers say that an email was not delivered. */
const FAILURE = anyOf(
  'undeliver(?:able|ed)|non-?delivery|not? deliverable|unzustellbar|notzugestellt',
  "(?:could|can|has|have|was|were|is|are|did|will)(?: ?not|n'?t)(?: be|" +
    ' been)? (?:able to )?(?:be )?(?:deliver|sent|accepted|reach|complete|forward|transfer|transmit|' +
    'relay|find|locate)',
  '(?:unable|not able|failed|failure|impossible) to (?:be )?(?:deliver|send|reach|relay|transmit|' +
    'forward|contact)',
  "(?:couldn'?t|can'?t|cannot|wasn'?t able to|not able to) (?:be )?(?:deliver|reach|send|find|open)",
  '\\bdeliver(?:y|ing|ed)?\\b.{0,80}\\b(?:fail|unsuccess|impossible|aborted|error|problem|refused|' +
    'rejected|suspended)',
  '(?:mail|message|e-?mail|delivery|transmission|transaction) (?:delivery |transfer |system |' +
    'not )?(?:fail|error|problem|bounce|rejected|refused|blocked)',
  'fail(?:ed|ure) (?:delivery|notice|recipient|address|mail)',
  'return(?:ed|ing) (?:mail|message|e-?mail|to sender)|mail returned',
  'bounced? (?:mail|message|e-?mail|back)',
  '\\b(?:message|mail|e-?mail)\\b.{0,80}\\b(?:returned|rejected|refused|bounced|blocked|discarded|' +
    'not accepted|undelivered)',
  'mail loop|loop (?:alert|back|detected)',
  '(?:permanent|fatal|unrecoverable|unresolvable)(?: fatal| delivery)? (?:error|failure)',
  'delivery (?:failure|error|problem)|giv(?:en|ing) up',
  '(?:unknown|invalid|no such|unrout(?:e|a)+ble|inactive|disabled|non-?existent|bad|' +
    'illegal) (?:\\w+ ){0,2}(?:user|recipient|address|mailbox|account|domain|host)',
  '(?:user|recipient|address|mailbox|account|domain|host)\\b.{0,60}\\b(?:unknown|not known|not found|' +
    "does ?n[o']t exist|not exist|not valid|is full|disabled|inactive|unavailable|not recognized|" +
    'not listed|rejected|suspended|deactivated|over quota)',
  '\\b(?:error|problem|trouble|difficult)\\w*\\b.{0,60}\\bdeliver',
  '(?:group|list|address)\\b.{0,60}may not exist',
  '(?:user|account|recipient)\\(?s?\\)? .{0,40}(?:over quota|disabled)|no valid recipients|not listed in',
  'temporarily (?:limited|restricted|unavailable)|(?:mailbox|quota|disk) (?:is )?(?:full|exceeded|over)',
  'over(?:\\s|-)?quota|(?:exceed\\w*|over) (?:the |its |his |their )?(?:storage|quota|mailbox|disk)',
  'nicht zugestellt|nicht (?:übermittel|ausgeliefert|erreich)|zustellung.{0,40} (?:fehl|nicht|unm)',
  'empf[äa]e?nger (?:ist )?unbekannt|unbekannter (?:empf|benutzer)',
  "n'(?:a|ont) pas pu|non (?:remis|distribu|délivr)|impossible de (?:remettre|distribuer|délivrer)",
  'échec de (?:la )?(?:remise|distribution)|destinataire (?:est )?inconnu',
  'no se (?:ha )?(?:podido|pudo|puede) (?:ser )?entreg|no (?:ha sido |fue )?entregad|no se pudo enviar',
  'destinatario (?:desconocido|no existe)',
  'mancato recapito|non (?:è stat[oa] |può essere )?(?:possibile )?(?:recapit|consegn)',
  'impossibile (?:recapit|consegn)',
  'n[ãa]o (?:p[ôo]de|foi|pode|foi poss[íi]vel) (?:ser )?(?:entreg|enviad)|falha (?:na|de) (?:entrega|envio)',
  'niet (?:worden |kunnen )?(?:afgelever|bezorg)|onbestelbaar|kunde inte (?:levereras|skickas)',
  'kunne ikke leveres|toimittaminen',
  'nie (?:można|mogła|mógł|udało się|został[ao]?) (?:\\S+ )?(?:dostarcz|doręcz)|niedostarcz',
  'не (?:может быть|могло быть|было|был|удалось|удаётся|удается) (?:\\S+ )?достав|недостав|не ?доставлен',
  'невозможно доставить|не существует',
  '配信(?:でき|不能|に失敗|エラー|され)|送信(?:でき|エラー|に失敗)|(?:お)?届け(?:する)?(?:ことが)?でき|届きません|宛先(?:不明|が)|存在しません|エラーメール|送達でき',
  '受信者が|メールボックスが',
  '[eé]chec de la (?:remise|distribution)|error en la entrega|entrega\\b.{0,60}\\bfal(?:h|l)|recapito non',
  '(?:übermittlung|zustellung)\\b.{0,60}\\bfehlgeschlagen',
  'nedoručiteln|doručení.{0,60} nezdařil|kézbesít\\S{0,20} sikertelen|kézbesíthetetlen|teslim edilemedi',
  'leveransen misslyckades|kan inte levereras',
  'ei voi toimittaa|toimitus epäonnistui|levering(?:en)? (?:mislyktes|mislykkedes)|kan ikke leveres',
  'המסירה נכשלה|παράδοση απέτυχε|δεν παραδόθηκε|ไม่สามารถส่ง',
  'delivery of the e?-?mail (?:was|has been) stopped|无法传递|退信|退回|无法(?:投递|送达|发送)|無法(?:投遞|傳送|寄送|傳遞)|投递失败',
  '未(?:能)?(?:送达|投递)|不存在|배달(?:되지|하지|할| 실패)|전송(?:되지| 실패|하지)|반송',
);

/** Words of a delay while the server keeps trying. */
const DELAY = anyOf(
  'warning: (?:message|could not|mail(?! loop)|delivery)',
  'delivery (?:is |has been |was )?(?:temporarily )?(?:delay|defer)|delayed (?:mail|message|delivery)',
  'message (?:is |has been |was )?(?:still )?(?:delay|defer|queued)',
  '(?:has|have) not (?:yet )?been delivered (?:yet|after)|not yet (?:been )?delivered',
  'will (?:be retried|keep trying|continue (?:to try|trying)|try again|retry)',
  '(?:still|keep) (?:being )?(?:trying|retried)|attempts? will (?:be made|continue)',
  'do not need to (?:resend|retry|take)|need not resend|no action is required|nicht erneut senden|verzögert',
);

/** Words of a server that has given up; they override those of a delay. */
const GAVE_UP = anyOf(
  'gav(?:e|en) up|giving up|given up|permanent(?:ly)?\\b|fatal|will not be retried|no longer (?:try|be)',
  'fail(?:ed|ure)\\b|undeliver|retry (?:time|timeout) (?:not reached|exceeded)|too long|expired',
  'message (?:was |has been )?(?:returned|expired)|unable to deliver',
);

/** Characters of a text in which words are looked for. Mail servers write a few lines. */
const MAX_CHARACTERS = 20_000;

/** Puts a text on one line. */
export function onOneLine(text: string): string {
  return text.slice(0, MAX_CHARACTERS).replace(/[\s\u00a0]+/g, ' ');
}

/** Returns the beginning of a text without lines quoted with `>`. Mail servers write `>>>` for their own. */
export function unquoted(text: string): string {
  return text.slice(0, MAX_CHARACTERS).replace(/^[ \t]*>(?!>).*$/gm, '');
}

/** True when the subject or text of a mail server's email says that an email was not delivered. */
export function saysNotDelivered(subject: string, text: string): boolean {
  const plain = onOneLine(text);
  return MAIL_SERVER_OPENINGS.test(plain) || FAILURE.test(subject) || FAILURE.test(plain);
}

/** True when the text has an opening that only mail servers write, apart from lines quoted with `>`. */
export function opensLikeMailServer(text: string): boolean {
  return openingOf(text) !== null;
}

/** True when the text starts with such words, without a person's greeting or question before them. */
export function startsLikeMailServer(text: string): boolean {
  return (openingOf(text)?.index ?? MAX_CHARACTERS) <= 30;
}

function openingOf(text: string): RegExpExecArray | null {
  return MAIL_SERVER_OPENINGS.exec(onOneLine(unquoted(text)).trimStart());
}

/** True when the text says that the server keeps trying. */
export function saysDelayed(subject: string, text: string): boolean {
  if (DELAY.test(subject)) return !/\bfail/i.test(subject);
  const plain = onOneLine(text);
  return DELAY.test(plain) && !GAVE_UP.test(plain);
}

/** Lines that mark the copy of the returned email. */
const COPY_MARKERS = [
  /^[-=|*#<>_+\s]{2,}.{0,40}\b(?:copy of|cop(?:y|ie)|original|undelivered|unsent|returned?|enclosed|message[- ](?:header|text|body)|headers? (?:of|follow)|body of|nachricht|mensaje|message d)/i,
  /^\s*(?:(?:this|below|here|the following|following|attached) (?:is|are|line is)\b.{0,60}\b(?:copy|headers?|original|contents?)\b|(?:your |the )?(?:original|returned|undelivered|unsent|rejected|bounced|failed) (?:message|mail|e-?mail|headers?)\b.{0,30}(?:follows?|below|headers?|contents?|text)\b|original (?:message|mail|headers?)(?: headers?)?\s*[:.]?\s*$|(?:message|mail|original) headers?(?: follows?)?\s*[:.]?\s*$)/i,
];
const COPY_HEADER =
  /^[ \t>|]{0,4}(?:received|return-path|dkim-signature|message-id|mime-version|content-type|x-[a-z-]{2,40}|delivered-to|authentication-results|arc-[a-z-]+)[ \t]*:/i;

/** Splits the text of a bounce into the server's own words and the copy of the returned email. */
export function splitAtCopy(text: string): { words: string; copy: string } {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const at = lines.findIndex(
    (line, index) =>
      COPY_HEADER.test(line) ||
      (index > 0 && COPY_MARKERS.some((marker) => marker.test(line.slice(0, 200)))) ||
      (/^[ \t>|]{0,4}from[ \t]*:/i.test(line) && isHeaderLike(lines.slice(index + 1, index + 4))),
  );
  if (at < 0) return { words: text, copy: '' };
  return { words: lines.slice(0, at).join('\n'), copy: lines.slice(at).join('\n') };
}

function isHeaderLike(lines: readonly string[]): boolean {
  return lines.some((line) => /^[ \t>|]{0,4}(?:to|date|subject|cc|message-id|reply-to)[ \t]*:/i.test(line));
}
