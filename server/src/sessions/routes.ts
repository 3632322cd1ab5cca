import { Type } from 'typebox';
import type { Database } from '../database/connect.js';
import { ApiError } from '../errors/errors.js';
import { iam5 } from '../http/declare.js';
import { callerOf, noContent } from '../http/request.js';
import { NoContent } from '../http/schemas/values.js';
import type { Server } from '../http/server.js';
import { listProjects } from '../iam/projects/queries.js';
import { readSession, type SessionRecord } from '../iam/sessions/readSession.js';
import {
  cookieGiving,
  cookieTaking,
  hashSecret,
  pageHeader,
  pageRequestOf,
  type SessionPlace,
} from '../iam/sessions/sessionRequest.js';
import { endSessions } from './endSessions.js';
import { type OpenSessionParts, openSession } from './openSession.js';
import { requireSignInPage, signedOutAnswer } from './pageAnswers.js';
import { SessionBody, SignedOutBody, SignInBody } from './schemas.js';

export interface SessionRouteParts extends OpenSessionParts {
  readonly database: Database;
  readonly place: SessionPlace;
  /** Whether passwords may be sent over plain HTTP from other machines. */
  readonly plainHttp: boolean;
}

const path = '/console/api/session';

/** Signing in and out with a browser. */
export function addSessionRoutes(app: Server, parts: SessionRouteParts): void {
  const { place } = parts;
  const rules = { publicUrl: place.publicUrl, plainHttp: parts.plainHttp };

  const present = async ({ principal, expiresAt, idleExpiresAt }: SessionRecord) => {
    const projects = await listProjects(parts.database, principal.domainId, { enabled: true });
    return {
      user: { id: principal.userId, name: principal.userName },
      account: { id: principal.domainId, name: principal.domainName },
      projects: projects.map(({ id, name }) => ({ id, name })),
      must_change_password:
        principal.credential.kind === 'session' && principal.credential.mustChangePassword,
      expires_at: expiresAt.toISOString(),
      idle_expires_at: idleExpiresAt.toISOString(),
    };
  };

  app.post(
    path,
    iam5('Login', 'Sign in with a browser', {
      anonymous: true,
      description:
        `For pages of this service only: with the header \`${pageHeader}\`, from their own origin. The session is in a cookie, ends ` +
        'after 30 minutes without a use and after 12 hours at the latest, and lets in to every operation in every project of the account.',
      body: SignInBody,
      answers: { 200: SessionBody },
    }),
    async (request, reply) => {
      const { secure } = requireSignInPage(request, place, rules);
      const { secret, record } = await openSession(parts, request.body, request.origin.address);
      reply.header('set-cookie', cookieGiving(place, secure, secret));
      return present(record);
    },
  );

  app.get(
    path,
    iam5('ShowSession', "The session of this page's browser", {
      anonymous: true,
      description: 'Without a session the answer says whether this is a place to sign in at.',
      answers: { 200: SessionBody, 401: SignedOutBody },
    }),
    async (request, reply) => {
      const page = pageRequestOf(request, place);
      const record =
        page?.secret === undefined ? undefined : await readSession(parts.pool, hashSecret(page.secret));
      if (record !== undefined) return present(record);
      return reply.code(401).send(signedOutAnswer(request, reply, place, rules));
    },
  );

  app.delete(
    path,
    iam5('Logout', "End the session of this page's browser", {
      query: Type.Object({
        everywhere: Type.Optional(
          Type.Boolean({
            default: false,
            description: 'All sessions of the user, on every browser. His tokens stay.',
          }),
        ),
      }),
      answers: { 204: NoContent },
    }),
    async (request, reply) => {
      const { userId, credential } = callerOf(request);
      if (credential.kind !== 'session') throw new ApiError('DPL.0404', ['session']);
      await endSessions(
        parts.pool,
        { userId, sessionHash: credential.sessionHash },
        request.query.everywhere === true,
      );
      const page = pageRequestOf(request, place);
      if (page !== undefined) reply.header('set-cookie', cookieTaking(place, page.secure));
      return noContent(reply);
    },
  );
}
