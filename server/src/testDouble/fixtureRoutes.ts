import type { Principal } from '../access/principal.js';
import { requireOperator } from '../access/requireOperator.js';
import { sessionGrantsOf } from '../access/sessionPolicy.js';
import { ApiError } from '../errors/errors.js';
import { workspace } from '../http/declare.js';
import { callerOf, projectOf } from '../http/request.js';
import type { Server } from '../http/server.js';
import { admitUserChange } from '../users/admitUserChange.js';
import { FixturesAnswer, FixturesBody } from './fixtureSchemas.js';
import { type FixtureParts, loadFixtures } from './loadFixtures.js';
import { readFault } from './readFault.js';
import type { TestControl } from './testControl.js';
import { whereControlled } from './whereControlled.js';

/** `LoadFixtures`: Deskplane's own. */
export function addFixtureRoutes(app: Server, parts: FixtureParts, { faults }: TestControl): void {
  app.post(
    '/_deskplane/:project_id/fixtures',
    workspace('LoadFixtures', 'Make users, desktops and policies at once', {
      description: `${whereControlled} All of them, or none if one cannot be made. The desktops are there when this is answered; nobody gets a mail.`,
      body: FixturesBody,
      answers: { 201: FixturesAnswer },
    }),
    async (request, reply) => {
      const caller = callerOf(request);
      requireOperator(caller, 'workspace:fixtures:load');
      const projectId = projectOf(request);
      const fixtures = request.body;
      faults.requireRoom((fixtures.desktops ?? []).filter(({ fault }) => fault !== undefined).length);
      if ((fixtures.iam_users ?? fixtures.policies) !== undefined) requireRoot(caller);
      const { users, desktops, iamUsers, policies } = await loadFixtures(parts, {
        domainId: caller.domainId,
        projectId,
        fixtures,
        language: request.language,
        admitUserChange: admitUserChange(caller, projectId),
      });
      return reply.code(201).send({
        users: users.map(({ id, name }) => ({ user_id: id, name })),
        desktops: desktops.map(({ id, name, status, fault }) => ({
          desktop_id: id,
          name,
          status,
          fault_id:
            fault === undefined
              ? null
              : faults.add({ ...readFault({ effect: fault, desktop_id: id }), desktopId: id }).id,
        })),
        iam_users: iamUsers.map(({ id, name }) => ({ user_id: id, name })),
        policies: policies.map(({ id, name, model }) => ({ policy_id: id, name, model })),
      });
    },
  );
}

/** Who is given rights by a file may be given any: that is for the account itself, and not for what narrows its key. */
function requireRoot(caller: Principal): void {
  if (!caller.isRoot || sessionGrantsOf(caller) !== undefined)
    throw new ApiError('DPL.0403', ['iam:policies:createV5']);
}
