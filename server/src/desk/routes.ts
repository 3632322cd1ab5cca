import { Type } from 'typebox';
import { iam5 } from '../http/declare.js';
import { noContent } from '../http/request.js';
import { DesktopPath } from '../http/schemas/ids.js';
import { NoContent } from '../http/schemas/values.js';
import type { Server } from '../http/server.js';
import { endpointOf } from '../iam/keystone/endpoint.js';
import { cookieGiving, cookieTaking, hashSecret, pageRequestOf } from '../iam/sessions/sessionRequest.js';
import { requireSignInPage, signedOutAnswer } from '../sessions/pageAnswers.js';
import { SignedOutBody } from '../sessions/schemas.js';
import { changeOwnPassword } from './changeOwnPassword.js';
import {
  admitDeskUser,
  admitProven,
  admitToDesktops,
  type DeskAdmission,
  readDeskSession,
} from './deskSession.js';
import { addInvitationRoutes } from './invitations/routes.js';
import { listOwnDesktops, operateOwnDesktop } from './ownDesktops.js';
import { type OwnScreenParts, openOwnScreen } from './ownScreen.js';
import { presentDeskSession } from './presentDeskSession.js';
import { DeskPasswordBody, DeskSessionBody, DeskSignInBody, OperateBody, OwnDesktops } from './schemas.js';
import { addSecondFactorRoutes } from './secondFactor/deskRoutes.js';
import type { DeviceParts } from './secondFactor/devices.js';
import { type DeskSignInParts, openDeskSession } from './signIn.js';

export interface DeskParts extends DeskSignInParts, DeskAdmission, OwnScreenParts, DeviceParts {
  /** Whether passwords may be sent over plain HTTP from other machines. */
  readonly plainHttp: boolean;
  /** Something became due. */
  readonly announceWork: () => void;
}

/**
 * What those who work on desktops can do in a browser: their own few calls, which let in to nothing else. Each has its own way to prove
 * who asks, so none has a caller of IAM's.
 */
export function addDeskRoutes(app: Server, parts: DeskParts): void {
  const { database, ambient, place } = parts;
  const rules = { publicUrl: place.publicUrl, plainHttp: parts.plainHttp };
  const anonymous = true;

  app.post(
    '/desk/api/session',
    iam5('LoginToDesk', 'Sign in as somebody who works on desktops', {
      anonymous,
      description:
        'For pages of this service only, as `Login`. The session lets in to the calls below `/desk/api` and to no other.',
      body: DeskSignInBody,
      answers: { 200: DeskSessionBody },
    }),
    async (request, reply) => {
      const { secure } = requireSignInPage(request, place, rules);
      const { enterprise_id: enterpriseId, user_name: userName, password } = request.body;
      const signIn = { enterpriseId, userName, password };
      const { secret, session } = await openDeskSession(parts, signIn, request.origin.address);
      reply.header('set-cookie', cookieGiving(place, secure, secret));
      return presentDeskSession(session);
    },
  );

  app.get(
    '/desk/api/session',
    iam5('ShowDeskSession', 'The session of somebody who works on desktops', {
      anonymous,
      answers: { 200: DeskSessionBody, 401: SignedOutBody },
    }),
    async (request, reply) => {
      const page = pageRequestOf(request, place);
      const session =
        page?.secret === undefined
          ? undefined
          : await readDeskSession(parts.plainPool, hashSecret(page.secret), page.background);
      if (session !== undefined) return presentDeskSession(session);
      return reply.code(401).send(signedOutAnswer(request, reply, place, rules));
    },
  );

  app.delete(
    '/desk/api/session',
    iam5('LogoutFromDesk', 'End the session of somebody who works on desktops', {
      anonymous,
      query: Type.Object({
        everywhere: Type.Optional(Type.Boolean({ default: false, description: 'On every browser.' })),
      }),
      answers: { 204: NoContent },
    }),
    async (request, reply) => {
      const { session, hash } = await admitDeskUser(parts, request, 'LogoutFromDesk');
      await parts.pool.query({
        name: 'end-desk-sessions',
        text: 'delete from desk_sessions where user_id = $1 and ($2::bytea is null or session_hash = $2)',
        values: [session.userId, request.query.everywhere === true ? null : hash],
      });
      const page = pageRequestOf(request, place);
      if (page !== undefined) reply.header('set-cookie', cookieTaking(place, page.secure));
      return noContent(reply);
    },
  );

  app.post(
    '/desk/api/password',
    iam5('ChangeDeskPassword', 'Choose a new password of the desktop user', {
      anonymous,
      description: 'Ends all sessions of the user.',
      body: DeskPasswordBody,
      answers: { 204: NoContent },
    }),
    async (request, reply) => {
      const { session } = await admitProven(parts, request, 'ChangeDeskPassword');
      const { original_password: original, password } = request.body;
      await changeOwnPassword(parts, session, { original, password }, request.origin.address);
      return noContent(reply);
    },
  );

  addInvitationRoutes(app, parts, place, rules);
  addSecondFactorRoutes(app, parts);

  app.get(
    '/desk/api/desktops',
    iam5('ListOwnDesktops', 'The desktops of whoever is signed in', {
      anonymous,
      answers: { 200: OwnDesktops },
    }),
    async (request) => {
      const { session: user } = await admitToDesktops(parts, request, 'ListOwnDesktops');
      const desktops = await listOwnDesktops(database, user);
      return {
        desktops: desktops.map(({ id, computerName, status, taskStatus, loginStatus, inMaintenance }) => ({
          id,
          computer_name: computerName,
          status,
          task_status: taskStatus,
          login_status: loginStatus,
          in_maintenance_mode: inMaintenance,
        })),
      };
    },
  );

  app.post(
    '/desk/api/desktops/:desktop_id/action',
    iam5('OperateOwnDesktop', 'Start, stop or restart a desktop of the user who is signed in', {
      anonymous,
      path: DesktopPath,
      body: OperateBody,
      answers: { 204: NoContent },
    }),
    async (request, reply) => {
      const { session: user } = await admitToDesktops(parts, request, 'OperateOwnDesktop');
      const { operation, type } = request.body;
      const order = { desktopId: request.params.desktop_id, operation, hard: type === 'HARD' };
      await operateOwnDesktop(database, ambient, user, order);
      parts.announceWork();
      return noContent(reply);
    },
  );

  app.post(
    '/desk/api/desktops/:desktop_id/screen',
    iam5('OpenOwnDesktop', 'An address that opens the screen of a desktop of the user who is signed in', {
      anonymous,
      description: 'Once and within a minute, as that of `ShowRemoteConsoleAddress`.',
      path: DesktopPath,
      answers: { 200: Type.Object({ url: Type.String() }) },
    }),
    async (request) => {
      const { session: user, hash } = await admitToDesktops(parts, request, 'OpenOwnDesktop');
      const token = await openOwnScreen(parts, user, hash, request.params.desktop_id);
      const endpoint = endpointOf(request, { endpoint: place.publicUrl });
      return { url: `${endpoint}/screen/view#token=${token}` };
    },
  );
}
