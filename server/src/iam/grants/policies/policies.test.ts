import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type GrantService, refusalOf, startGrantService } from '../../../testing/grantCalls.js';

let grants: GrantService;
before(async () => {
  grants = await startGrantService();
});
after(() => grants.service.remove());

/** As a user writes it: what is stored is this text, not what it means. */
const document = (action = 'workspace:desktops:get'): string =>
  `{\n  "Version": "5.0",\n  "Statement": [{"Effect": "Allow", "Action": ["${action}"]}]\n}`;

const create = async (policy_name: string, text = document()): Promise<string> => {
  const created = await grants.call('POST', '/v5/policies', { policy_name, policy_document: text });
  assert.equal(created.status, 201, created.text);
  return created.body.policy.policy_id;
};
const versions = async (id: string): Promise<string[]> =>
  (await grants.call('GET', `/v5/policies/${id}/versions`)).body.versions.map(
    ({ version_id }: { version_id: string }) => version_id,
  );
const remove = async (id: string): Promise<void> => {
  assert.equal((await grants.call('DELETE', `/v5/policies/${id}`)).status, 204);
};

describe('identity policies', () => {
  it('are made, shown, listed, described and deleted', async () => {
    const created = await grants.call('POST', '/v5/policies', {
      policy_name: 'Viewer+1@a.b_c-d=',
      policy_document: document(),
      path: 'team/a/',
      description: 'to look',
    });
    assert.equal(created.status, 201, created.text);
    const { policy_id: id, created_at, updated_at, ...rest } = created.body.policy;
    assert.match(id, /^[A-Za-z0-9-]{1,64}$/);
    assert.match(created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assert.equal(updated_at, created_at);
    assert.deepEqual(rest, {
      policy_type: 'custom',
      policy_name: 'Viewer+1@a.b_c-d=',
      urn: `iam::${grants.domainId}:policy:team/a/Viewer+1@a.b_c-d=`,
      path: 'team/a/',
      default_version_id: 'v1',
      attachment_count: 0,
      description: 'to look',
    });
    assert.deepEqual((await grants.call('GET', `/v5/policies/${id}`)).body, created.body);
    const list = await grants.call('GET', '/v5/policies?policy_type=custom&path_prefix=team/');
    assert.deepEqual(list.body, {
      policies: [created.body.policy],
      page_info: { next_marker: null, current_count: 1 },
    });
    assert.deepEqual((await grants.call('GET', '/v5/policies?path_prefix=other/')).body.policies, []);

    const described = await grants.call('PUT', `/v5/policies/${id}`, { description: 'to see' });
    assert.equal(described.status, 200, described.text);
    assert.equal(described.text, '');
    assert.equal((await grants.call('GET', `/v5/policies/${id}`)).body.policy.description, 'to see');
    await remove(id);
    const gone = await grants.call('GET', `/v5/policies/${id}`);
    assert.equal(gone.status, 404);
    assert.match(gone.body.request_id, /^[0-9a-f]{32}$/);
    assert.ok(gone.body.error_code !== undefined && gone.body.error_msg !== undefined);
  });

  it('keep their documents as they were given, in at most five versions of which one counts', async () => {
    const id = await create('Versions');
    const first = await grants.call('GET', `/v5/policies/${id}/versions/v1`);
    assert.deepEqual(
      { ...first.body.policy_version, created_at: '' },
      { document: document(), version_id: 'v1', is_default: true, created_at: '' },
    );
    for (const number of [2, 3, 4, 5]) {
      const added = await grants.call('POST', `/v5/policies/${id}/versions`, {
        policy_document: document(`workspace:desktops:get${number}*`),
        ...(number === 3 ? { set_as_default: true } : {}),
      });
      assert.equal(added.status, 201, added.text);
      assert.equal(added.body.policy_version.version_id, `v${number}`);
      assert.equal(added.body.policy_version.is_default, number === 3);
    }
    assert.deepEqual(await versions(id), ['v5', 'v4', 'v3', 'v2', 'v1']);
    assert.equal((await grants.call('GET', `/v5/policies/${id}`)).body.policy.default_version_id, 'v3');
    const sixth = await grants.call('POST', `/v5/policies/${id}/versions`, { policy_document: document() });
    assert.equal(sixth.status, 409);
    assert.equal(sixth.body.error_code, 'PAP5.0028');

    assert.equal((await grants.call('DELETE', `/v5/policies/${id}/versions/v3`)).status, 409);
    assert.equal((await grants.call('DELETE', `/v5/policies/${id}/versions/v5`)).status, 204);
    assert.equal((await grants.call('DELETE', `/v5/policies/${id}/versions/v5`)).status, 404);
    const again = await grants.call('POST', `/v5/policies/${id}/versions`, { policy_document: document() });
    assert.equal(again.body.policy_version.version_id, 'v6', 'a number is never used again');

    const set = await grants.call('POST', `/v5/policies/${id}/versions/v1/set-default`);
    assert.equal(set.status, 200, set.text);
    assert.equal((await grants.call('GET', `/v5/policies/${id}`)).body.policy.default_version_id, 'v1');
    assert.equal((await grants.call('POST', `/v5/policies/${id}/versions/v9/set-default`)).status, 404);
    for (const wrong of ['1', 'v0', 'v', 'v99999999999', 'latest']) {
      assert.equal((await grants.call('GET', `/v5/policies/${id}/versions/${wrong}`)).status, 400, wrong);
    }
    await remove(id);
    assert.equal((await grants.call('GET', `/v5/policies/${id}/versions`)).status, 404);
  });

  it('are refused with a wrong document or name, and nothing is stored', async () => {
    const earlier = await grants.revision();
    const wrong = document('workspace:desktops');
    const refused = await grants.call('POST', '/v5/policies', { policy_name: 'X', policy_document: wrong });
    assert.equal(refused.status, 400);
    assert.equal(refused.body.error_code, 'PAP5.0011');
    assert.match(refused.body.error_msg, /\$\.Statement\[0\]\.Action\[0\]/);
    const chinese = await grants.call(
      'POST',
      '/v5/policies',
      { policy_name: 'X', policy_document: wrong },
      { 'x-language': 'zh-cn' },
    );
    assert.match(chinese.body.error_msg, /策略文档校验失败/);
    const duplicate = '{"Version":"5.0","Version":"5.0","Statement":[]}';
    const deep = '['.repeat(10_000);
    for (const text of ['', 'null', duplicate, deep, 'x'.repeat(1_000_000)]) {
      const body = { policy_name: 'X', policy_document: text };
      const answer = await grants.call('POST', '/v5/policies', body);
      assert.equal(answer.status, 400, text.slice(0, 60));
      assert.equal(answer.body.error_code, 'PAP5.0011', answer.text.slice(0, 200));
    }
    for (const changes of [
      { policy_name: '' },
      { policy_name: 'a b' },
      { policy_name: 'Оne' },
      { policy_name: 'x'.repeat(129) },
      { path: '/' },
      { path: 'a' },
      { path: 'a//' },
      { description: 'a\u0000' },
      { description: 'x'.repeat(1_001) },
    ]) {
      const body = { policy_name: 'X', policy_document: document(), ...changes };
      assert.equal((await grants.call('POST', '/v5/policies', body)).status, 400, JSON.stringify(changes));
    }
    for (const policy_name of ['WorkspaceFullAccessPolicy', 'workspacefullaccesspolicy']) {
      const body = { policy_name, policy_document: document() };
      assert.equal((await grants.call('POST', '/v5/policies', body)).status, 409);
    }
    assert.equal(await grants.revision(), earlier);
    const id = await create('Taken');
    const twice = await grants.call('POST', '/v5/policies', {
      policy_name: 'TAKEN',
      policy_document: document(),
    });
    assert.equal(twice.status, 409);
    await remove(id);
  });

  it('are listed page by page, each once, and markers that are none are refused', async () => {
    const ids = await Promise.all(['A', 'B', 'C', 'D', 'E'].map((name) => create(`Page-${name}`)));
    const seen: string[] = [];
    let marker = '';
    do {
      const page = await grants.call(
        'GET',
        `/v5/policies?policy_type=custom&limit=2${marker === '' ? '' : `&marker=${marker}`}`,
      );
      assert.equal(page.body.page_info.current_count, page.body.policies.length);
      seen.push(...page.body.policies.map(({ policy_name }: { policy_name: string }) => policy_name));
      marker = page.body.page_info.next_marker ?? '';
    } while (marker !== '');
    assert.deepEqual(seen, ['Page-A', 'Page-B', 'Page-C', 'Page-D', 'Page-E']);
    const refused = await grants.call('GET', '/v5/policies?marker=abcdef');
    assert.equal(refused.status, 400);
    assert.equal(refused.body.error_code, 'PAP5.0010');
    for (const query of ['limit=0', 'limit=201', 'marker=a', 'policy_type=mine', 'only_attached=maybe']) {
      assert.equal((await grants.call('GET', `/v5/policies?${query}`)).status, 400, query);
    }
    await Promise.all(ids.map(remove));
  });

  it('that came with the service are shown in the language of the caller and cannot be changed', async () => {
    const system = await grants.call('GET', '/v5/policies?policy_type=system');
    const full = system.body.policies.find(
      ({ policy_name }: { policy_name: string }) => policy_name === 'WorkspaceFullAccessPolicy',
    );
    assert.equal(full.policy_type, 'system');
    assert.equal(full.urn, 'iam::system:policy:WorkspaceFullAccessPolicy');
    const chinese = await grants.call('GET', `/v5/policies/${full.policy_id}`, undefined, {
      'x-language': 'zh-cn',
    });
    assert.match(chinese.body.policy.description, /[一-鿿]/);
    assert.deepEqual(await versions(full.policy_id), ['v1']);
    const version = await grants.call('GET', `/v5/policies/${full.policy_id}/versions/v1`);
    assert.equal(JSON.parse(version.body.policy_version.document).Version, '5.0');
    const earlier = await grants.revision();
    for (const [method, path, body] of [
      ['PUT', '', { description: 'mine' }],
      ['DELETE', ''],
      ['POST', '/versions', { policy_document: document() }],
      ['POST', '/versions/v1/set-default'],
      ['DELETE', '/versions/v1'],
    ] as const) {
      const answer = await grants.call(method, `/v5/policies/${full.policy_id}${path}`, body);
      assert.equal(answer.status, 409, `${method} ${path}`);
    }
    assert.equal(await grants.revision(), earlier);
  });

  it('of another account look like missing ones (S16)', async () => {
    const id = await create('Ours');
    const user = await grants.addUser('theirs-1', grants.otherDomainId);
    const earlier = await grants.revision();
    for (const [method, path, body] of [
      ['GET', ''],
      ['PUT', '', { description: '' }],
      ['DELETE', ''],
      ['GET', '/versions'],
      ['POST', '/versions', { policy_document: document() }],
      ['GET', '/versions/v1'],
      ['DELETE', '/versions/v1'],
      ['POST', '/versions/v1/set-default'],
      ['POST', '/attach-user', { user_id: user }],
      ['POST', '/detach-user', { user_id: user }],
      ['GET', '/attached-entities'],
    ] as const) {
      const foreign = await grants.callAsOther(method, `/v5/policies/${id}${path}`, body);
      const missing = await grants.callAsOther(method, `/v5/policies/${'0'.repeat(32)}${path}`, body);
      assert.equal(foreign.status, 404, `${method} ${path} ${foreign.text}`);
      assert.equal(refusalOf(foreign), refusalOf(missing));
      assert.equal(
        (await grants.callAsNobody(method, `/v5/policies/${id}${path}`, body)).status,
        403,
        `${method} ${path}`,
      );
    }
    assert.equal(await grants.revision(), earlier);
    const names = (await grants.callAsOther('GET', '/v5/policies?policy_type=custom')).body.policies;
    assert.deepEqual(names, []);
    await remove(id);
  });
});

describe('the revision of the account', () => {
  it('rises with every change of a policy and not by looking', async () => {
    const rises = async (what: string, change: () => Promise<{ status: number; text: string }>) => {
      const earlier = await grants.revision();
      const answer = await change();
      assert.ok(answer.status < 300, `${what}: ${answer.text}`);
      assert.ok((await grants.revision()) > earlier, what);
    };
    const earlier = await grants.revision();
    await grants.call('GET', '/v5/policies');
    assert.equal(await grants.revision(), earlier);
    let id = '';
    await rises('create', async () => {
      const made = await grants.call('POST', '/v5/policies', {
        policy_name: 'Rising',
        policy_document: document(),
      });
      id = made.body.policy.policy_id;
      return made;
    });
    const user = await grants.addUser('rising');
    const base = `/v5/policies/${id}`;
    await rises('attach', () => grants.call('POST', `${base}/attach-user`, { user_id: user }));
    await rises('add', () =>
      grants.call('POST', `${base}/versions`, { policy_document: document(), set_as_default: true }),
    );
    await rises('set-default', () => grants.call('POST', `${base}/versions/v1/set-default`));
    await rises('delete version', () => grants.call('DELETE', `${base}/versions/v2`));
    await rises('detach', () => grants.call('POST', `${base}/detach-user`, { user_id: user }));
    await rises('delete', () => grants.call('DELETE', base));
  });
});
