import { isIP } from 'node:net';
import { Type } from 'typebox';
import { ApiError } from '../../errors/errors.js';
import { workspace } from '../../http/declare.js';
import { plainAddress } from '../../http/origin/requestOrigin.js';
import { callerOf, projectOf } from '../../http/request.js';
import { oneOf } from '../../http/schemas/values.js';
import type { Server } from '../../http/server.js';
import { type CanIParts, canI } from './canI.js';
import { DecisionBody, QuestionBody } from './canISchemas.js';
import { ownRights, type Reach } from './ownRights.js';
import { presentAnswer } from './presentAnswer.js';

/** Why somebody may do something, or may not. */
export function addCanIRoutes(app: Server, given: Omit<CanIParts, 'isInProject'>): void {
  let inProject: ReadonlySet<string> | undefined;
  const isInProject = (operation: string): boolean => (inProject ??= projectOperations(app)).has(operation);
  const parts: CanIParts = { ...given, isInProject };
  app.post(
    '/v2/:project_id/authorization-decisions',
    workspace('ShowAuthorizationDecision', 'Whether a user may do something, and which statement decides.', {
      description:
        'Does nothing. The account itself may ask about all of its users, a user about himself: that is who is meant without `user_id` and `user_name`.',
      body: QuestionBody,
      answers: { 200: DecisionBody },
    }),
    async (request) => {
      const { user_id, user_name, operation, resource, tags = [], source_ip } = request.body;
      if (source_ip !== undefined && isIP(source_ip) === 0)
        throw wrong('source_ip must be an IPv4 or IPv6 address', 'source_ip必须为IPv4或IPv6地址');
      if (user_id !== undefined && user_name !== undefined)
        throw wrong('user_id and user_name exclude each other', 'user_id与user_name不能同时给出');
      const answer = await canI(parts, callerOf(request), projectOf(request), {
        user:
          user_id !== undefined ? { id: user_id } : user_name !== undefined ? { name: user_name } : undefined,
        operation,
        resource,
        tags,
        enterpriseProjectId: request.body.enterprise_project_id,
        sourceIp: plainAddress(source_ip),
      });
      return presentAnswer(answer);
    },
  );

  app.get(
    '/console/api/rights/:project_id',
    workspace('ShowOwnRights', 'What the caller may do in a project, operation by operation.', {
      description:
        'For pages that offer only what makes sense; each call is decided anew. `some`: on part of what there is, for instance on desktops ' +
        'with a certain tag.',
      answers: {
        200: Type.Object({
          rights: Type.Record(Type.String(), oneOf<Reach>(['all', 'some', 'none'])),
        }),
      },
    }),
    async (request) => ({ rights: await ownRights(parts, callerOf(request), projectOf(request)) }),
  );
}

const wrong = (en: string, zh: string): ApiError => new ApiError('WKS.0001', [{ en, zh }]);

/** The operations whose path names a project. */
function projectOperations(app: Server): ReadonlySet<string> {
  const paths: object = Object(Reflect.get(app.swagger(), 'paths'));
  return new Set(
    Object.entries(paths)
      .filter(([path]) => path.includes('{project_id}'))
      .flatMap(([, methods]) => Object.values(Object(methods)))
      .map((method) => String(Reflect.get(Object(method), 'operationId'))),
  );
}
