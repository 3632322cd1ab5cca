import type { Language } from '../errors/errors.js';

/** One mail's content, ready for MIME. Plain text has `\n` line ends. */
export interface MailText {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Longest name that a mail repeats, in characters. */
const maxNameLength = 100;

/**
 * A text from outside made fit for one line of a mail, its subject included: without control characters, line ends,
 * half characters and the marks that turn the reading direction, cut to 100 characters.
 */
export function oneLine(text: string): string {
  const clean = text
    .replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .trim();
  const characters = Array.from(clean);
  return characters.length > maxNameLength ? `${characters.slice(0, maxNameLength).join('')}…` : clean;
}

/** A moment as a reader expects it, to the minute, in UTC: `15 March 2026, 08:30 UTC`, `2026年3月15日 08:30（UTC）`. */
export function readableTime(moment: Date, language: Language): string {
  const clock = moment.toISOString().slice(11, 16);
  if (language === 'zh') {
    const day = `${moment.getUTCFullYear()}年${moment.getUTCMonth() + 1}月${moment.getUTCDate()}日`;
    return `${day} ${clock}（UTC）`;
  }
  const day = new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(moment);
  return `${day}, ${clock} UTC`;
}

/** A paragraph of a mail; one with a link is an address to open, on a line of its own. */
export type Paragraph = string | { readonly link: string };

/** Lays paragraphs out as plain text and as a small HTML page that says the same. */
export function layOut(subject: string, paragraphs: readonly Paragraph[], language: Language): MailText {
  const body = paragraphs.map((paragraph) => `<p>${asHtml(paragraph)}</p>`).join('\n');
  const page = [
    '<!doctype html>',
    `<html lang="${contentLanguage(language)}">`,
    `<head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>`,
    `<body style="font-family: sans-serif; line-height: 1.5">\n${body}\n</body>`,
    '</html>',
  ];
  const text = paragraphs.map((paragraph) => (typeof paragraph === 'string' ? paragraph : paragraph.link));
  return { subject, text: `${text.join('\n\n')}\n`, html: `${page.join('\n')}\n` };
}

function asHtml(paragraph: Paragraph): string {
  if (typeof paragraph === 'string') return escapeHtml(paragraph);
  const address = escapeHtml(paragraph.link);
  return `<a href="${address}">${address}</a>`;
}

/** The language as mail and HTML name it (RFC 5646). */
export function contentLanguage(language: Language): string {
  return language === 'zh' ? 'zh-CN' : 'en';
}

const htmlEntities: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => htmlEntities.get(character) ?? '');
}
