import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { routedOperations } from '../../testing/definitions/routedFields.js';
import { changeDesktopProofs, createDesktopProofs } from '../../testing/fields/desktopProofs.js';
import { bodyWith, merge, type OperationProofs, valueAt } from '../../testing/fields/fieldProof.js';
import { userProofs } from '../../testing/fields/userProofs.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';

let service: TestService;
let proofs: Readonly<Record<string, OperationProofs>>;
before(async () => {
  service = await startTestService({ simulated: { delayMs: 1 } });
  const { subnet_ids } = (await service.call('GET', '/workspaces')).body;
  const { security_groups } = (await service.call('GET', '/security-groups')).body;
  const project = await service.call('POST', '//v1.0/enterprise-projects', { name: 'fields' });
  const enterpriseProjectId: string = project.body.enterprise_project.id;
  const infrastructure = security_groups.find(
    (group: { name: string }) => group.name === 'WorkspaceManagerSecurityGroup',
  );
  proofs = {
    CreateDesktop: createDesktopProofs({
      subnetId: subnet_ids[1].subnet_id,
      securityGroupId: infrastructure.id,
      address: '100.64.0.77',
      enterpriseProjectId,
    }),
    ...changeDesktopProofs,
    ...userProofs({ enterpriseProjectId }),
  };
});
after(() => service.remove());

/** The operations that make and change desktops and their users. The other ones have a field or two, each tested where it counts. */
const walked = [
  'CreateDesktop',
  'UpdateDesktop',
  'AttachInstances',
  'CreateTag',
  'CreateDesktopUser',
  'UpdateUserInfo',
  'ChangeUserStatus',
];

describe('nothing is accepted and ignored', () => {
  for (const operation of walked) {
    it(`${operation}: every field of its body is stored and shown, takes effect, or is refused by name`, async () => {
      const routed = routedOperations((await service.call('GET', '//openapi.json')).body);
      const body = routed.find(({ operationId }) => operationId === operation)?.body ?? {};
      const known = proofs[operation];
      assert.ok(known !== undefined);
      const { call, fields } = known;
      assert.deepEqual(Object.keys(fields).sort(), Object.keys(body).sort());
      for (const [place, proof] of Object.entries(fields)) {
        if ('elsewhere' in proof) continue;
        const further = Object(merge(proof.with ?? {}, bodyWith(place, proof.send)));
        const { status, message, shown: seen } = await call(service, further);
        if ('refused' in proof) {
          assert.match(message, proof.refused, `${operation} ${place}`);
          continue;
        }
        assert.ok(status < 300, `${operation} ${place}: ${status} ${message}`);
        const expected = proof.as ?? proof.send;
        assert.deepEqual(valueAt(seen, proof.shown), expected, `${operation} ${place}`);
      }
    });
  }
});
