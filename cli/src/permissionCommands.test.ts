import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDesktops } from '@deskplane/server/testing/desktopCalls.js';
import { type GrantService, startGrantService } from '@deskplane/server/testing/grantCalls.js';
import { attachIdentityPolicy } from '@deskplane/server/testing/policyCalls.js';
import { nameOperation } from './permissions/nameOperation.js';
import { type Deskplane, prepareDeskplane } from './testing/runDeskplane.js';

let grants: GrantService;
let deskplane: Deskplane;
let desktop: string;
before(async () => {
  grants = await startGrantService();
  deskplane = await prepareDeskplane(grants.service.credentials);
  const tags = [{ key: 'owner', value: 'alice' }];
  [desktop] = await createDesktops(grants.service, { desktop_name: 'alice-1', tags });
  const alice = await grants.addUser('alice');
  await attachIdentityPolicy(
    grants,
    alice,
    [
      {
        Sid: 'Own',
        Effect: 'Allow',
        Action: ['workspace:desktops:delete', 'vpc:ports:get'],
        Condition: { StringEquals: { 'g:ResourceTag/owner': ['alice'] } },
      },
    ],
    'owners',
  );
});
after(async () => {
  await deskplane.remove();
  await grants.service.remove();
});

describe('deskplane can-i', () => {
  it('says in a sentence what decides, and ends with 0 or 1', async () => {
    const root = await deskplane.run('can-i', 'delete', 'desktop', 'alice-1');
    assert.equal(root.code, 0, root.stderr);
    assert.match(
      root.stdout,
      /^Yes: \S+ may do DeleteDesktop on alice-1\. The account itself may do everything\.$/m,
    );

    const missing = await deskplane.run('can-i', '--as', 'alice', 'delete', 'desktop', desktop);
    assert.equal(missing.code, 1, missing.stderr);
    assert.ok(
      missing.stdout.startsWith(
        `No: alice may not do DeleteDesktop on ${desktop}. It also needs vpc:ports:delete, but no identity policy allows that.\n`,
      ),
      missing.stdout,
    );
    assert.match(missing.stdout, /^ACTION +DECISION +POLICY +STATEMENT +RESOURCE$/m);
    assert.match(missing.stdout, /^vpc:ports:get +allowed +owners +Own +vpc:test-1:/m);
    assert.match(missing.stdout, /^vpc:ports:delete +not allowed /m);
    assert.match(missing.stdout, /^ {2}g:ResourceTag\/owner +alice$/m);

    const { user_id } = await findUser('alice');
    await attachIdentityPolicy(grants, user_id, [{ Effect: 'Allow', Action: ['vpc:ports:*'] }]);
    const allowed = await deskplane.run('can-i', '--as', 'alice', 'workspace:desktops:delete', 'alice-1');
    assert.equal(allowed.code, 0, allowed.stderr);
    assert.match(allowed.stdout, /^Yes: .*\. Statement Own of policy owners allows it\.$/m);
    const chinese = await deskplane.runInChinese('can-i', '--as', 'alice', 'list', 'desktops');
    assert.equal(chinese.code, 1);
    assert.match(
      chinese.stdout,
      /^不可以：alice 不能执行 ListDesktops。没有策略允许 workspace:desktops:list。$/m,
    );
  });

  it('decides the opening of a screen by the right to ask for its address, on the desktop that is meant', async () => {
    for (const words of [['open', 'screen'], ['open', 'desktop'], ['OpenScreen']]) {
      const refused = await deskplane.run('can-i', '--as', 'alice', ...words, 'alice-1');
      assert.equal(refused.code, 1, refused.stdout);
      assert.match(refused.stdout, /^No: alice may not do ShowRemoteConsoleAddress on alice-1\./);
      assert.match(refused.stdout, /workspace:desktops:createConsole +not allowed .*desktop:/);
    }
    const { user_id } = await findUser('alice');
    const own = { StringEquals: { 'g:ResourceTag/owner': ['alice'] } };
    await attachIdentityPolicy(grants, user_id, [
      { Effect: 'Allow', Action: ['workspace:desktops:createConsole'], Condition: own },
    ]);
    const allowed = await deskplane.run('can-i', '--as', 'alice', 'open', 'screen', 'alice-1');
    assert.equal(allowed.code, 0, allowed.stdout);
  });

  it('prints the API’s own object with --json', async () => {
    const { stdout, code } = await deskplane.run('can-i', '--as', 'alice', 'list', 'users', '--json');
    assert.deepEqual([code, JSON.parse(stdout).reason], [1, 'none_allowed']);
  });

  it('ends with 2 or 3 when it is not clear what is asked, or of whom', async () => {
    assert.equal((await deskplane.run('can-i', 'delete')).code, 2);
    assert.equal((await deskplane.run('can-i', 'delete', 'desktop', 'a', 'b')).code, 2);
    assert.equal((await deskplane.run('can-i', 'delete', 'desktop', 'no-such-desktop')).code, 3);
    assert.equal((await deskplane.run('can-i', '--as', 'no such user', 'list', 'desktops')).code, 3);
  });

  it('offers what it knows where it does not know what is asked about, the nearest first', async () => {
    const verb = await deskplane.run('can-i', 'delte', 'desktop', 'alice-1');
    assert.equal(verb.code, 2);
    assert.match(verb.stderr, /there is no "delte desktop" to ask about\. Nearest: delete desktop, /);
    assert.match(verb.stderr, /Also: .*decode authorization/);
    const chinese = await deskplane.runInChinese('can-i', 'polish', 'desktop');
    assert.match(chinese.stderr, /没有“polish desktop”这一操作。最接近的有：/);
    const short = await deskplane.run('can-i', 'delete');
    assert.match(short.stderr, /there is no "delete" to ask about\. Nearest: delete /);
    const operation = await deskplane.run('can-i', 'DeleteDesktopp', '--json');
    const { error, known: names } = JSON.parse(operation.stdout);
    assert.deepEqual([operation.code, error.kind, names[0]], [2, 'usage', 'DeleteDesktop']);
    const action = await deskplane.run('can-i', 'workspace:desktop:delete');
    assert.equal(action.code, 0, 'the account may do what there is not, too');
    assert.match(action.stderr, /No call of this service needs .*Nearest: workspace:desktops:delete\./);
    for (const known of ['workspace:desktops:delete', 'workspace:Desktops:Delete'])
      assert.equal((await deskplane.run('can-i', known)).stderr, '', known);
  });

  it('says of a desktop user that policies do not tell, and what he may do', async () => {
    await createDesktops(grants.service, {
      desktops: [{ user_name: 'dora', user_email: 'dora@example.com' }],
    });
    const { code, stderr } = await deskplane.run('can-i', '--as', 'dora', 'delete', 'desktop');
    assert.equal(code, 3);
    assert.match(
      stderr,
      /dora is a desktop user, not an IAM user\. Policies say nothing about desktop users/,
    );
    const chinese = await deskplane.runInChinese('can-i', '--as', 'dora', 'delete', 'desktop');
    assert.match(chinese.stderr, /dora 是桌面用户，不是 IAM 用户/);
    const nobody = await deskplane.run('can-i', '--as', 'no-one', 'delete', 'desktop');
    assert.deepEqual([nobody.code, /desktop user/.test(nobody.stderr)], [3, false]);
  });
});

describe('deskplane authorization', () => {
  it('reads refusals, also those of before a change of their key', async () => {
    const refused = await grants.callAsNobody('GET', `/v2/${grants.projectId}/desktops`);
    const message = refused.body.encoded_authorization_message;
    const unasked = await deskplane.run('authorization', 'rotate-key');
    assert.equal(unasked.code, 2, 'as with receipt rotate-key, somebody has to say yes');
    assert.match(unasked.stderr, /The key was not rotated\. Pass --yes/);
    const rotated = await deskplane.run('authorization', 'rotate-key', '--yes');
    assert.match(
      rotated.stdout,
      /^A new key encrypts authorization messages\. Older messages stay readable until 2\d{3}-/,
    );
    const { stdout, code, stderr } = await deskplane.run('authorization', 'decode', message);
    assert.equal(code, 0, stderr);
    assert.equal(JSON.parse(stdout).context.action, 'workspace:desktops:list');
    const wrong = await deskplane.run('authorization', 'decode', 'nonsense');
    assert.deepEqual([wrong.code, wrong.stdout], [1, '']);
  });
});

describe('what is asked about', () => {
  it('is named by verb and noun, by operation or by action', () => {
    const named = (words: string): unknown[] => {
      const asked = nameOperation(words.split(' '));
      return [asked?.operation, asked?.resourceType, asked?.resource];
    };
    assert.deepEqual(named('delete desktop x'), ['DeleteDesktop', 'desktop', 'x']);
    assert.deepEqual(named('reboot desktop x'), ['BatchRunDesktops', 'desktop', 'x']);
    assert.deepEqual(named('delete user x'), ['DeleteUser', 'user', 'x']);
    assert.deepEqual(named('DeleteUser x'), ['DeleteUser', 'user', 'x']);
    assert.deepEqual(named('workspace:users:delete x'), ['workspace:users:delete', 'user', 'x']);
    assert.deepEqual(named('workspace:desktops:delete'), ['workspace:desktops:delete', 'desktop', undefined]);
    assert.deepEqual(named('list products'), ['ListProducts', 'desktop', undefined]);
    assert.equal(nameOperation(['delete']), undefined);
    assert.equal(nameOperation([]), undefined);
  });
});

async function findUser(name: string): Promise<{ user_id: string }> {
  const { body } = await grants.call('GET', `/v3/users?name=${name}`);
  return { user_id: body.users[0].id };
}
