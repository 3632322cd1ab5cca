import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Static } from 'typebox';
import { ApiError, describeError } from '../errors/errors.js';
import {
  cookieTaking,
  type PageRequest,
  pageHeader,
  pageRequestOf,
  type SessionPlace,
} from '../iam/sessions/sessionRequest.js';
import type { SignedOutBody } from './schemas.js';
import { type SignInRules, whyNotSignIn } from './signInPlace.js';

/**
 * Lets a page of ours go on to sign somebody in.
 * @throws {ApiError} DPL.4031 for what no such page has sent, and where nobody should send his password from
 */
export function requireSignInPage(
  request: FastifyRequest,
  place: SessionPlace,
  rules: SignInRules,
): PageRequest {
  const page = pageRequestOf(request, place);
  if (page === undefined) throw new ApiError('DPL.4031', [notOurPage]);
  const obstacle = whyNotSignIn(request, rules);
  if (obstacle !== undefined) throw new ApiError('DPL.4031', [obstacle]);
  return page;
}

/** The answer 401 to a page that asks who is signed in: whether this is a place to sign in at. Takes away a cookie that is no more. */
export function signedOutAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
  place: SessionPlace,
  rules: SignInRules,
): Static<typeof SignedOutBody> {
  const page = pageRequestOf(request, place);
  if (page?.secret !== undefined) reply.header('set-cookie', cookieTaking(place, page.secure));
  const { language } = request;
  const obstacle = whyNotSignIn(request, rules);
  const reason = typeof obstacle === 'object' ? obstacle[language] : obstacle;
  return {
    error_code: 'APIGW.0301',
    error_msg: describeError('APIGW.0301', language, [noSession]),
    request_id: request.id,
    sign_in: reason === undefined ? { allowed: true } : { allowed: false, reason },
  };
}

const noSession = { en: 'nobody is signed in', zh: '尚未登录' };
const notOurPage = {
  en: `the request must come from a page of this service, at its own address (Origin), with the header ${pageHeader} and no other credential`,
  zh: `请求必须来自本服务自身地址上的页面（Origin），带有请求头${pageHeader}，且不含其他凭据`,
};
