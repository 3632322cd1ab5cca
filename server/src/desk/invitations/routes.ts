import { iam5 } from '../../http/declare.js';
import { noContent } from '../../http/request.js';
import { NoContent } from '../../http/schemas/values.js';
import type { Server } from '../../http/server.js';
import type { SessionPlace } from '../../iam/sessions/sessionRequest.js';
import { requireSignInPage } from '../../sessions/pageAnswers.js';
import type { SignInRules } from '../../sessions/signInPlace.js';
import { AcceptInvitationBody, InvitationAnswer, InvitationTokenBody } from '../schemas.js';
import { acceptInvitation, type InvitationParts, showInvitation } from './acceptInvitation.js';

/** How an invited user chooses his password, in a browser. The token is in the body: addresses end up in logs. */
export function addInvitationRoutes(
  app: Server,
  parts: InvitationParts,
  place: SessionPlace,
  rules: SignInRules,
): void {
  const anonymous = true;

  app.post(
    '/desk/api/invitations/show',
    iam5('ShowInvitation', 'Whom the link of an invitation is for', {
      anonymous,
      description: 'For pages of this service only, as `LoginToDesk`. The link stays good.',
      body: InvitationTokenBody,
      answers: { 200: InvitationAnswer },
    }),
    async (request) => {
      requireSignInPage(request, place, rules);
      const invitation = await showInvitation(parts, request.body.token, request.origin.address);
      return {
        user: { name: invitation.userName },
        enterprise_id: invitation.enterpriseId,
        expires_at: invitation.invitedUntil.toISOString(),
      };
    },
  );

  app.post(
    '/desk/api/invitations/accept',
    iam5('AcceptInvitation', 'Choose the password of an invited desktop user', {
      anonymous,
      description: 'For pages of this service only. Uses the link up, and ends all sessions of the user.',
      body: AcceptInvitationBody,
      answers: { 204: NoContent },
    }),
    async (request, reply) => {
      requireSignInPage(request, place, rules);
      await acceptInvitation(parts, request.body, request.origin.address);
      return noContent(reply);
    },
  );
}
