import { ApiError } from '../errors/errors.js';
import { findJsonFault } from './jsonShape.js';
import { refuseUnfitText } from './refuseUnfitText.js';

/**
 * The JSON value of a raw body; undefined for an empty one.
 * @throws {ApiError} APIGW.0201 when it is not JSON, nested deeply or has a key twice, WKS.0001 for a text that none may hold,
 * DPL.0415 when it says it is something else
 */
export function parseJsonBody(raw: Buffer, contentType: string | undefined): unknown {
  if (raw.length === 0) return undefined;
  if (contentType !== undefined && !isJsonType(contentType)) throw new ApiError('DPL.0415');
  const text = decode(raw);
  const fault = findJsonFault(text);
  // Before parsing, which is what a deep one makes expensive.
  if (fault?.kind === 'deep') throw bad('the body is nested too deeply', '请求体嵌套过深');
  const value = parse(text);
  if (fault !== undefined) throw bad('an object of the body has a key twice', '请求体中同一对象的键重复');
  // What is not escaped cannot be unfit: JSON has no control characters as they are, and the text was UTF-8.
  if (unfitEscape.test(text)) refuseUnfitText('body', value);
  return value;
}

/** Whether a Content-Type says JSON. Pages of other sites cannot send it without being asked for leave first (CORS). */
export function isJsonType(contentType: string): boolean {
  return /^application\/(?:[\w.+-]+\+)?json\b/i.test(contentType);
}

function decode(raw: Buffer): string {
  try {
    return utf8.decode(raw);
  } catch {
    throw bad('the body is not UTF-8', '请求体不是UTF-8编码');
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw bad('the body is not valid JSON', '请求体不是有效的JSON');
  }
}

const unfitEscape = /\\u(?:0000|d[89a-f])/i;
const utf8 = new TextDecoder('utf-8', { fatal: true });

const bad = (en: string, zh: string): ApiError => new ApiError('APIGW.0201', [{ en, zh }]);
