import i18next from 'i18next';
import { currentLanguage } from '../language/language';
import { readServiceError, ServiceError } from './serviceError';
import { isUserActive } from './userActivity';

export interface CallOptions {
  readonly body?: unknown;
  /** In the place of `body`: sent as it is. */
  readonly bytes?: Blob;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/**
 * The one way to the service: with our header, without which the session's cookie does not count, and in the language that is shown.
 * @returns the parsed answer, undefined where it is empty
 * @throws {ServiceError} for every answer but a success, and where there is none
 */
export async function callService(method: string, path: string, options: CallOptions = {}): Promise<unknown> {
  const response = await send(method, path, options);
  const text = await response.text();
  const body = parse(text);
  if (response.ok) return body;
  throw readServiceError(response.status, body, response.headers.get('x-request-id'));
}

/**
 * The same, with the answer unread: for downloads and streams.
 * @throws {ServiceError} also for a path with a part `.` or `..`, which the browser would take away and so call something else
 */
export async function send(method: string, path: string, options: CallOptions = {}): Promise<Response> {
  const { body, bytes, headers, signal } = options;
  if (new URL(path, globalThis.location.origin).pathname !== path.split('?', 1)[0])
    throw new ServiceError(i18next.t('layout:otherAddress'), { status: 0 });
  try {
    return await fetch(path, {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        'x-deskplane-console': isUserActive() ? '1' : 'background',
        'x-language': currentLanguage() === 'zh-CN' ? 'zh-cn' : 'en-us',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(bytes === undefined ? {} : { 'content-type': 'application/octet-stream' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(bytes === undefined ? {} : { body: bytes }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new ServiceError(i18next.t('layout:unreachable'), { status: 0 });
  }
}

function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
