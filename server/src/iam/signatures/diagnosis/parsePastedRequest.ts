import type { HeaderLine, TransmittedRequest } from '../canonicalRequest.js';

/** A request as somebody wrote it down. */
export interface PastedRequest extends TransmittedRequest {
  /** The whole first line after the method, where it names a host too. */
  readonly url: string;
}

/**
 * Reads the text of a request: `DELETE https://host/path?query`, or the line of HTTP with a path alone; header lines; an empty line; the
 * body. Lines may end as they like. Without a `Host` header the one of the address counts.
 * @returns undefined when the first lines are no such thing; never throws
 */
export function parsePastedRequest(text: string): PastedRequest | undefined {
  const whole = text.replace(/^\s+/, '');
  const blank = /\r?\n[ \t]*\r?\n/.exec(whole);
  const head = blank === null ? whole : whole.slice(0, blank.index);
  const body = blank === null ? '' : whole.slice(blank.index + blank[0].length);
  const [first = '', ...lines] = head.split(/\r?\n/).filter((line) => line.trim() !== '');
  const [, method, url] = /^([A-Za-z]{1,16})\s+(\S+)(?:\s+HTTP\/[\d.]+)?\s*$/.exec(first) ?? [];
  if (method === undefined || url === undefined) return undefined;
  const [, host, target] = /^https?:\/\/([^/?#]+)([^#]*)/i.exec(url) ?? [undefined, undefined, url];
  if (target === undefined || !/^(?:\/|\?|$)/.test(target)) return undefined;
  const headers = lines.map(readHeader);
  if (!headers.every((header) => header !== undefined)) return undefined;
  const hasHost = headers.some(([name]) => name === 'host');
  return {
    method,
    url,
    target: target.startsWith('/') ? target : `/${target}`,
    headers: host === undefined || hasHost ? headers : [...headers, ['host', host]],
    body: Buffer.from(body),
  };
}

/** As it travels: each byte of the value's UTF-8 a character. */
function readHeader(line: string): HeaderLine | undefined {
  const [, name, value] = /^\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*:[ \t]?(.*)$/.exec(line) ?? [];
  if (name === undefined || value === undefined) return undefined;
  return [name.toLowerCase(), Buffer.from(value).toString('latin1')];
}
