import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { permissions } from '../../access/permissions/table.js';
import { systemPolicies } from '../../access/policies/systemPolicies.js';
import { createDesktops } from '../../testing/desktopCalls.js';
import { type ExampleThings, exampleBody, examplePath } from '../../testing/exampleRequests.js';
import { createPolicyUsers, type PolicyUser, type PolicyUsers } from '../../testing/policyUsers.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';
import { digestTables, isPolicyRefusal, readRoutes, type WalkedRoute } from '../../testing/walkRoutes.js';

/** The auditor's policy in both kinds, as users have it who have nothing else. */
const kinds = { role: 'Auditor ReadOnlyAccess', identity: 'AuditorReadOnlyPolicy' } as const;

let service: TestService;
let users: PolicyUsers;
let routes: readonly WalkedRoute[];
let things: ExampleThings;
const auditors = new Map<keyof typeof kinds, PolicyUser>();

before(async () => {
  service = await startTestService();
  users = await createPolicyUsers(service);
  routes = (await readRoutes(service)).filter(({ open }) => !open);
  things = await prepareThings();
  for (const kind of ['role', 'identity'] as const) {
    const auditor = await users.add(`auditor-${kind}`);
    const policy = systemPolicies.find(({ name }) => name === kinds[kind])?.id ?? '';
    const given =
      kind === 'identity'
        ? await users.root('POST', `/v5/policies/${policy}/attach-user`, { user_id: auditor.id })
        : await users.root(
            'PUT',
            `/v3/OS-INHERIT/domains/${things.domainId}/users/${auditor.id}/roles/${policy}/inherited_to_projects`,
          );
    assert.ok(given.status < 300, given.text);
    auditors.set(kind, auditor);
  }
});
after(() => service.remove());

const looks = ({ operation }: WalkedRoute): boolean =>
  ['list', 'read'].includes(permissions[operation].level);
/** What everyone may do with what is his own, without a policy: end his session, change his password, sign with his key. */
const isOwn = ({ operation }: WalkedRoute): boolean => permissions[operation].action === undefined;
/** What he may have signed: a report. It says what he may look at anyway, and leaves an entry in the log. */
const signs = ({ operation }: WalkedRoute): boolean => operation === 'CreatePersonReport';
/** What he may take away as a file: whom he may look at anyway. It leaves an entry in the log, and for a week who is in the file. */
const takesAway = ({ operation }: WalkedRoute): boolean =>
  ['ExportUsersNew', 'ExportUserGroupUsersNew', 'DownloadExportFile'].includes(operation);
/** Its answer lasts as long as a deletion; whether it begins is what ShowDeletion shows. */
const ends = ({ operation }: WalkedRoute): boolean => operation !== 'WatchDeletion';

for (const kind of ['role', 'identity'] as const)
  describe(`an auditor by the ${kind} policy ${kinds[kind]}`, () => {
    const send = ({ operation, method, path }: WalkedRoute) =>
      auditors.get(kind)?.call(method, examplePath(path, things, method), exampleBody(operation, things)) ??
      assert.fail('nobody');

    it('S4: is refused by every operation that changes something, and changes nothing', async () => {
      const writes = routes
        .filter((route) => !looks(route) && !isOwn(route))
        .filter((route) => !signs(route) && !takesAway(route));
      assert.ok(writes.length > 80, String(writes.length));
      const untouched = await digestTables(service);
      for (const route of writes) {
        const answer = await send(route);
        assert.ok(
          isPolicyRefusal(answer),
          `${route.operation}: ${answer.status} ${answer.text.slice(0, 300)}`,
        );
      }
      assert.deepEqual(await digestTables(service), untouched);
    });

    it('is let in by every operation that only looks, and changes nothing', async () => {
      const reads = routes.filter(looks).filter(ends);
      assert.ok(reads.length > 80, String(reads.length));
      const untouched = await digestTables(service);
      for (const route of reads) {
        const answer = await send(route);
        const right = answer.status < 500 && answer.status !== 401 && answer.status !== 403;
        assert.ok(right, `${route.operation}: ${answer.status} ${answer.text.slice(0, 300)}`);
      }
      assert.deepEqual(await digestTables(service), untouched);
    });

    it('changes only what is everyone’s own: contact and access keys of himself', async () => {
      const auditor = auditors.get(kind);
      assert.ok(auditor !== undefined);
      const key = { credential: { user_id: auditor.id } };
      const made = await auditor.call('POST', '/v3.0/OS-CREDENTIAL/credentials', key);
      assert.equal(made.status, 201, made.text);
      const own = { ...things, iamUser: auditor.id, accessKey: made.body.credential.access };
      const passed: string[] = [];
      for (const route of routes
        .filter((each) => !looks(each) && !isOwn(each))
        .filter((each) => !signs(each) && !takesAway(each))) {
        const { operation, method, path } = route;
        const answer = await auditor.call(
          method,
          examplePath(path, own, method),
          exampleBody(operation, own),
        );
        if (!isPolicyRefusal(answer)) passed.push(operation);
      }
      assert.deepEqual(passed.toSorted(), [
        'CreatePermanentAccessKey',
        'DeletePermanentAccessKey',
        'UpdatePermanentAccessKey',
        'UpdateUserInformation',
      ]);
    });

    it('has a report about a person signed, which changes nothing but the log', async () => {
      const untouched = await digestTables(service);
      const route = routes.find(signs);
      assert.ok(route !== undefined);
      const path = examplePath(route.path, things, route.method);
      const answer = await auditors.get(kind)?.call(route.method, path);
      assert.equal(answer?.status, 201, answer?.text);
      assert.deepEqual(await digestTables(service), untouched);
    });

    it('has users written into a file, which changes nothing but the log and what is kept of exports', async () => {
      const untouched = await digestTables(service);
      const answers = new Map<string, { status: number; body: { task_id?: string }; text: string }>();
      for (const route of routes.filter(takesAway)) {
        const answer = await send(route);
        answers.set(route.operation, answer);
      }
      assert.equal(answers.get('ExportUserGroupUsersNew')?.status, 200);
      assert.equal(answers.get('DownloadExportFile')?.status, 404, 'of an export that is not there');
      const task = answers.get('ExportUsersNew')?.body.task_id;
      const path = `/v2/${things.projectId}/export-tasks/${task}/download`;
      const file = await auditors.get(kind)?.call('GET', path);
      assert.match(file?.text ?? '', /walked/);
      const now = await digestTables(service);
      const others = (digests: Readonly<Record<string, string>>) =>
        Object.entries(digests).filter(([table]) => !table.startsWith('export_task'));
      assert.deepEqual(others(now), others(untouched));
    });

    it('is shown no secret by any of them', async () => {
      for (const route of routes.filter(looks).filter(ends)) {
        const { text } = await send(route);
        for (const secret of [service.credentials.secret_key, service.credentials.password])
          assert.ok(!text.includes(secret), route.operation);
        assert.doesNotMatch(text, /"(?:secret|password|password_hash|secret_key)":"/, route.operation);
      }
    });
  });

/** One of each that an operation may be about. */
async function prepareThings(): Promise<ExampleThings> {
  const { project_id: projectId, domain_id: domainId } = service.credentials;
  const made = async (path: string, body: object) => {
    const answer = await users.root('POST', path, body);
    assert.ok(answer.status < 300, answer.text);
    return answer.body;
  };
  const [desktop] = await createDesktops(service, { desktops: [{ user_name: 'walked' }] });
  const { users: desktopUsers } = (await service.call('GET', '/users')).body;
  const victim = await users.add('victim');
  const { group } = await made('/v3/groups', { group: { name: 'walk' } });
  const document = { Version: '5.0', Statement: [{ Effect: 'Allow', Action: ['iam:users:getUser'] }] };
  const { policy } = await made('/v5/policies', {
    policy_name: 'walk',
    policy_document: JSON.stringify(document),
  });
  const { role } = await made('/v3.0/OS-ROLE/roles', {
    role: { display_name: 'walk', type: 'XA', description: '', policy: { ...document, Version: '1.1' } },
  });
  const { credential } = await made('/v3.0/OS-CREDENTIAL/credentials', {
    credential: { user_id: victim.id },
  });
  return {
    projectId,
    domainId,
    desktop,
    desktopUser: desktopUsers[0].id,
    secondUser: desktopUsers[0].id,
    userGroup: (await service.call('POST', '/groups', { group_name: 'walk', platform_type: 'LOCAL' })).body
      .id,
    iamUser: victim.id,
    group: group.id,
    role: role.id,
    policy: policy.policy_id,
    accessKey: credential.access,
    enterpriseProject: '0',
    tag: { key: 'team', value: 'blue' },
    createIn: '0',
  };
}
