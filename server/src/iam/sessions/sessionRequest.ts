import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { ApiError } from '../../errors/errors.js';
import { comesFromOwnPage } from '../../http/origin/sameOrigin.js';
import { endpointOf } from '../keystone/endpoint.js';

/** How the browsers of this service keep their sessions. */
export interface SessionPlace {
  /** Part of the cookie's name: cookies ignore ports, so several services of one host would overwrite each other's. */
  readonly instance: string;
  /** Where browsers reach the service; undefined: where they say that they do. */
  readonly publicUrl: string | undefined;
}

/** A request that a page of ours has made. */
export interface PageRequest {
  /** Whether the browser speaks HTTPS. */
  readonly secure: boolean;
  /** Of the session; undefined when the browser sent none. */
  readonly secret: string | undefined;
  /** The page has asked by itself: that nobody does anything is no use of a session. */
  readonly background: boolean;
  /** Whom the page shows itself to, by his ID; undefined where it does not say. */
  readonly shownTo: string | undefined;
}

/** Pages elsewhere cannot send it without being asked for leave first (CORS), which is never given. */
export const pageHeader = 'x-deskplane-console';

/** All tabs of a browser share one cookie, so a page says whom it was built for: with another user's session it gets nothing. */
const shownToHeader = 'x-deskplane-user';

/**
 * What a request brings that a page of ours has made; undefined for every other one: without our header, from elsewhere, or with
 * another credential beside. A browser sends its cookie with whatever makes it call, so the cookie alone says nothing.
 */
export function pageRequestOf(request: FastifyRequest, place: SessionPlace): PageRequest | undefined {
  const { headers } = request;
  const mark = headers[pageHeader];
  if (mark !== '1' && mark !== 'background') return undefined;
  if (headers['x-auth-token'] !== undefined || headers.authorization !== undefined) return undefined;
  const endpoint = endpointOf(request, { endpoint: place.publicUrl });
  if (!comesFromOwnPage(headers, endpoint)) return undefined;
  const secure = endpoint.startsWith('https://');
  return {
    secure,
    secret: cookieOf(headers.cookie, cookieName(place, secure)),
    background: mark === 'background',
    shownTo: headers[shownToHeader]?.toString(),
  };
}

/**
 * Refuses the request of a page that shows itself to another one than whose session the browser has by now.
 * @throws {ApiError} APIGW.0301
 */
export function requireShownTo({ shownTo }: PageRequest, userId: string): void {
  if (shownTo !== undefined && shownTo !== userId) throw new ApiError('APIGW.0301', [anotherUser]);
}

const anotherUser = {
  en: 'another user has signed in with this browser meanwhile; load the page again',
  zh: '此浏览器已由其他用户登录，请重新加载页面',
};

/** What a session is stored and looked up as. */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** The header that gives a browser its session; the browser forgets it when it is closed. */
export function cookieGiving(place: SessionPlace, secure: boolean, secret: string): string {
  return `${cookieName(place, secure)}=${secret}; ${attributes(secure)}`;
}

/** The header that takes it away. */
export function cookieTaking(place: SessionPlace, secure: boolean): string {
  return `${cookieName(place, secure)}=; Max-Age=0; ${attributes(secure)}`;
}

const attributes = (secure: boolean): string =>
  `Path=/; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;

/** With its prefix no other host of the domain, and nothing over plain HTTP, can set one that counts (RFC 6265bis §4.1.3.2). */
const cookieName = ({ instance }: SessionPlace, secure: boolean): string =>
  `${secure ? '__Host-' : ''}deskplane-${instance}`;

/** Of two with one name neither counts: one of them was put there by somebody else. */
function cookieOf(header: string | undefined, name: string): string | undefined {
  const found = (header ?? '').split(';').flatMap((pair) => {
    const [key = '', value] = pair.split('=', 2);
    return key.trim() === name && value !== undefined ? [value.trim()] : [];
  });
  const [secret] = found;
  return found.length === 1 && secret !== undefined && /^[\w-]{43}$/.test(secret) ? secret : undefined;
}
