import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type GrantService, refusalOf, startGrantService } from '../../../testing/grantCalls.js';

let grants: GrantService;
before(async () => {
  grants = await startGrantService();
});
after(() => grants.service.remove());

const policy = (action = 'workspace:desktops:get') => ({
  Version: '1.1',
  Statement: [{ Effect: 'Allow', Action: [action] }],
});
const role = (display_name: string, changes: object = {}) => ({
  role: { display_name, type: 'XA', description: 'to look', policy: policy(), ...changes },
});
const create = async (name: string): Promise<string> => {
  const created = await grants.call('POST', '/v3.0/OS-ROLE/roles', role(name));
  assert.equal(created.status, 201, created.text);
  return created.body.role.id;
};

describe('custom policies of Version 1.1', () => {
  it('are made, shown, listed, changed and deleted, in the shape of the real service', async () => {
    const created = await grants.call(
      'POST',
      '/v3.0/OS-ROLE/roles',
      role('Viewer 查看', { description_cn: '只读' }),
    );
    assert.equal(created.status, 201, created.text);
    const { id, links, created_time, updated_time, ...rest } = created.body.role;
    assert.match(id, /^[0-9a-f]{32}$/);
    assert.equal(links.self, `${grants.service.endpoint}/v3/roles/${id}`);
    assert.match(created_time, /^\d{13}$/);
    assert.equal(created_time, updated_time);
    assert.deepEqual(rest, {
      name: `custom_${id}`,
      display_name: 'Viewer 查看',
      type: 'XA',
      catalog: 'CUSTOMED',
      description: 'to look',
      description_cn: '只读',
      domain_id: grants.domainId,
      policy: policy(),
    });

    const one = await grants.call('GET', `/v3.0/OS-ROLE/roles/${id}`);
    assert.deepEqual(one.body.role, { ...created.body.role, references: 0 });
    assert.deepEqual((await grants.call('GET', `/v3/roles/${id}`)).body.role, created.body.role);
    const list = await grants.call('GET', '/v3.0/OS-ROLE/roles');
    assert.equal(list.body.total_number, 1);
    assert.deepEqual(list.body.roles, [created.body.role]);

    const changes = { display_name: 'Looker', type: 'AX', policy: policy('workspace:*:get*') };
    const changed = await grants.call('PATCH', `/v3.0/OS-ROLE/roles/${id}`, { role: changes });
    assert.equal(changed.status, 200, changed.text);
    assert.deepEqual(changed.body.role.policy, changes.policy);
    assert.equal(changed.body.role.display_name, 'Looker');
    assert.equal(changed.body.role.type, 'AX');
    assert.equal(changed.body.role.description, 'to look');

    const deleted = await grants.call('DELETE', `/v3.0/OS-ROLE/roles/${id}`);
    assert.equal(deleted.status, 200);
    assert.deepEqual(deleted.body, { message: 'Delete success' });
    assert.equal((await grants.call('GET', `/v3.0/OS-ROLE/roles/${id}`)).status, 404);
    assert.equal((await grants.call('DELETE', `/v3.0/OS-ROLE/roles/${id}`)).status, 404);
  });

  it('are refused with place and reason in either language when the document is wrong, and nothing is stored', async () => {
    const wrong = { Version: '1.1', Statement: [{ Effect: 'Allow', Action: ['workspace:desktops'] }] };
    const body = role('Broken', { policy: wrong });
    const earlier = await grants.revision();
    const english = await grants.call('POST', '/v3.0/OS-ROLE/roles', body);
    assert.equal(english.status, 400);
    assert.equal(english.body.error_code, 'IAM.1035');
    assert.match(english.body.error_msg, /\$\.Statement\[0\]\.Action\[0\]/);
    assert.match(english.body.error_detail, /\$\.Statement\[0\]\.Action\[0\]/);
    const chinese = await grants.call('POST', '/v3.0/OS-ROLE/roles', body, { 'x-language': 'zh-cn' });
    assert.match(chinese.body.error_msg, /\$\.Statement\[0\]\.Action\[0\]：授权项/);
    for (const [text, code] of [
      [{ ...policy(), Version: '5.0' }, 'IAM.1024'],
      [[], 'IAM.1020'],
      ['text', 'IAM.1020'],
      [{ Version: '1.1', Statement: [] }, 'IAM.1028'],
    ] as const) {
      const answer = await grants.call('POST', '/v3.0/OS-ROLE/roles', role('Broken', { policy: text }));
      assert.equal(answer.status, 400);
      assert.equal(answer.body.error_code, code, answer.text);
    }
    const deep = `{"role":{"display_name":"Deep","type":"XA","description":"","policy":${'['.repeat(10_000)}${']'.repeat(10_000)}}}`;
    for (const text of [deep, JSON.stringify(role('Long', { policy: 'x'.repeat(1_000_000) }))]) {
      const answer = await grants.call('POST', '/v3.0/OS-ROLE/roles', text);
      assert.ok(answer.status >= 400 && answer.status < 500, answer.text.slice(0, 200));
    }
    const id = await create('Whole');
    const changed = await grants.call('PATCH', `/v3.0/OS-ROLE/roles/${id}`, { role: { policy: wrong } });
    assert.equal(changed.status, 400);
    assert.deepEqual((await grants.call('GET', `/v3/roles/${id}`)).body.role.policy, policy());
    await grants.call('DELETE', `/v3.0/OS-ROLE/roles/${id}`);
    assert.ok((await grants.revision()) > earlier);
    assert.equal((await grants.call('GET', '/v3.0/OS-ROLE/roles')).body.total_number, 0);
  });

  it('are refused with a name that is taken, looks like a taken one, or is none', async () => {
    const id = await create('Operators');
    for (const name of ['Operators', 'operators', 'Оperators', 'Workspace FullAccess', 'te_admin']) {
      const answer = await grants.call('POST', '/v3.0/OS-ROLE/roles', role(name));
      assert.equal(answer.status, 409, name);
    }
    for (const name of ['', ' x', 'a\u0000b', 'a\u202eb', 'x'.repeat(65), '<script>']) {
      const answer = await grants.call('POST', '/v3.0/OS-ROLE/roles', role(name));
      assert.equal(answer.status, 400, name);
    }
    const other = await create('Others');
    const taken = await grants.call('PATCH', `/v3.0/OS-ROLE/roles/${other}`, {
      role: { display_name: 'OPERATORS' },
    });
    assert.equal(taken.status, 409);
    const same = await grants.call('PATCH', `/v3.0/OS-ROLE/roles/${other}`, {
      role: { display_name: 'others' },
    });
    assert.equal(same.status, 200);
    for (const each of [id, other]) await grants.call('DELETE', `/v3.0/OS-ROLE/roles/${each}`);
  });

  it('of another account look like missing ones (S16)', async () => {
    const id = await create('Ours');
    const body = { role: { description: 'x' } };
    for (const [method, path] of [
      ['GET', '/v3.0/OS-ROLE/roles/'],
      ['GET', '/v3/roles/'],
      ['PATCH', '/v3.0/OS-ROLE/roles/'],
      ['DELETE', '/v3.0/OS-ROLE/roles/'],
    ] as const) {
      const sent = method === 'PATCH' ? body : undefined;
      const foreign = await grants.callAsOther(method, `${path}${id}`, sent);
      const missing = await grants.callAsOther(method, `${path}${'0'.repeat(32)}`, sent);
      assert.equal(foreign.status, 404);
      assert.equal(refusalOf(foreign), refusalOf(missing));
    }
    assert.deepEqual((await grants.callAsOther('GET', '/v3.0/OS-ROLE/roles')).body.roles, []);
    const asked = await grants.callAsOther('GET', `/v3/roles?domain_id=${grants.domainId}`);
    assert.deepEqual(asked.body.roles, []);
    assert.equal((await grants.callAsOther('POST', '/v3.0/OS-ROLE/roles', role('Ours'))).status, 201);
    assert.equal((await grants.call('DELETE', `/v3.0/OS-ROLE/roles/${id}`)).status, 200);
  });

  it('are nothing for a user without the right, before it shows whether they are there', async () => {
    for (const [method, path, body] of [
      ['GET', '/v3.0/OS-ROLE/roles'],
      ['GET', `/v3.0/OS-ROLE/roles/${'0'.repeat(32)}`],
      ['POST', '/v3.0/OS-ROLE/roles', role('Mine')],
      ['PATCH', `/v3.0/OS-ROLE/roles/${'0'.repeat(32)}`, { role: {} }],
      ['DELETE', `/v3.0/OS-ROLE/roles/${'0'.repeat(32)}`],
    ] as const) {
      assert.equal((await grants.callAsNobody(method, path, body)).status, 403, `${method} ${path}`);
    }
    assert.equal((await grants.call('GET', '/v3.0/OS-ROLE/roles')).body.total_number, 0);
  });
});

describe('the roles that came with the service', () => {
  const named = async (query: string): Promise<string[]> =>
    (await grants.call('GET', `/v3/roles${query}`)).body.roles.map(
      ({ display_name }: { display_name: string }) => display_name,
    );

  it('are the same in every account and found by name', async () => {
    const ours = await grants.call('GET', '/v3/roles');
    const theirs = await grants.callAsOther('GET', '/v3/roles');
    assert.deepEqual(ours.body.roles, theirs.body.roles);
    const names = await named('');
    for (const name of ['Workspace FullAccess', 'Workspace DesktopsManager', 'Workspace ReadOnlyAccess']) {
      assert.ok(names.includes(name), name);
      assert.deepEqual(await named(`?display_name=${encodeURIComponent(name)}`), [name]);
    }
    assert.equal((await named('?name=te_admin')).length, 1);
    assert.ok((await named('?type=domain')).every((name) => !name.startsWith('Workspace ')));
    assert.equal((await named('?per_page=2')).length, 2);
    assert.deepEqual(await named('?catalog=none'), []);
    assert.ok((await named('?permission_type=policy')).includes('Workspace FullAccess'));
    const [full] = (await grants.call('GET', '/v3/roles?name=Workspace%20FullAccess')).body.roles;
    assert.equal(full.domain_id, null);
    assert.equal(full.flag, 'fine_grained');
    assert.deepEqual((await grants.call('GET', `/v3/roles/${full.id}`)).body.role, full);
  });

  it('cannot be changed or deleted, and own ones are listed apart', async () => {
    const [full] = (await grants.call('GET', '/v3/roles?name=Workspace%20FullAccess')).body.roles;
    const earlier = await grants.revision();
    const changed = await grants.call('PATCH', `/v3.0/OS-ROLE/roles/${full.id}`, {
      role: { description: 'mine' },
    });
    assert.equal(changed.status, 409);
    assert.equal((await grants.call('DELETE', `/v3.0/OS-ROLE/roles/${full.id}`)).status, 409);
    assert.equal(await grants.revision(), earlier);
    const id = await create('Own');
    assert.ok(!(await named('')).includes('Own'));
    assert.deepEqual(await named('?name=Own'), ['Own']);
    assert.deepEqual((await grants.callAsOther('GET', '/v3/roles?name=Own')).body.roles, []);
    assert.deepEqual(await named(`?domain_id=${grants.domainId}`), ['Own']);
    await grants.call('DELETE', `/v3.0/OS-ROLE/roles/${id}`);
  });
});
