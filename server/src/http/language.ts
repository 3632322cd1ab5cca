import type { Language } from './errors.js';

/**
 * The language of an answer: `X-Language` as Huawei's clients send it (`zh-cn`, `en-us`), else `Accept-Language`,
 * else English.
 */
export function languageOf(headers: NodeJS.Dict<string | string[]>): Language {
  const asked = headers['x-language'] ?? headers['accept-language'] ?? '';
  const first = Array.isArray(asked) ? (asked[0] ?? '') : asked;
  return first.trim().toLowerCase().startsWith('zh') ? 'zh' : 'en';
}
