import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Call, callAsRoot } from '../../../testing/identityCalls.js';
import { startTestService, type TestService } from '../../../testing/startTestService.js';

let service: TestService;
let root: Call;
before(async () => {
  service = await startTestService();
  root = callAsRoot(service);
});
after(() => service.remove());

const path = '/v1.0/enterprise-projects';
const list = async (query = ''): Promise<[number, string[]]> => {
  const { body } = await root('GET', `${path}${query}`);
  return [body.total_count, body.enterprise_projects.map(({ name }: { name: string }) => name)];
};

describe('enterprise projects', () => {
  it('begin with the default one, which stays as it is', async () => {
    assert.deepEqual(await list(), [1, ['default']]);
    const shown = await root('GET', `${path}/0`);
    assert.equal(shown.body.enterprise_project.status, 1);
    assert.equal((await root('PUT', `${path}/0`, { name: 'mine' })).status, 409);
    assert.equal((await root('POST', `${path}/0/action`, { action: 'disable' })).status, 409);
    for (const name of ['default', 'Default', 'dеfault']) {
      assert.equal((await root('POST', path, { name })).status, 409, name);
    }
  });

  it('are added, listed by page and state, shown, renamed, disabled and enabled', async () => {
    const made = await root('POST', path, { name: 'finance', description: 'money', type: 'poc' });
    assert.equal(made.status, 201, made.text);
    const { id, created_at, updated_at, ...fields } = made.body.enterprise_project;
    assert.match(id, /^[0-9a-f-]{36}$/);
    assert.match(created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.equal(updated_at, created_at);
    assert.deepEqual(fields, {
      name: 'finance',
      description: 'money',
      type: 'poc',
      status: 1,
      delete_flag: false,
    });
    await root('POST', path, { name: 'sales' });
    assert.deepEqual(await list('?limit=1&offset=1'), [3, ['finance']]);
    assert.deepEqual(await list('?name=FIN'), [1, ['finance']]);
    assert.deepEqual(await list('?type=poc'), [1, ['finance']]);
    assert.deepEqual(await list(`?id=${id}`), [1, ['finance']]);
    assert.equal((await root('PUT', `${path}/${id}`, { name: 'treasury' })).status, 200);
    assert.equal((await root('PUT', `${path}/${id}`, { name: 'SALES' })).status, 409);
    assert.equal((await root('POST', path, { name: 'Treasury' })).status, 409);
    assert.equal((await root('POST', `${path}/${id}/action`, { action: 'disable' })).status, 204);
    assert.deepEqual(await list('?status=2'), [1, ['treasury']]);
    assert.equal((await root('POST', `${path}/${id}/action`, { action: 'enable' })).status, 204);
    assert.deepEqual(await list('?status=2'), [0, []]);
  });

  it('change from a test project to a real one, and are listed in the order that is asked for', async () => {
    for (const name of ['blue', 'green'])
      assert.equal((await root('POST', path, { name, type: 'poc', description: 'sorted' })).status, 201);
    await service.database.database
      .updateTable('enterprise_projects')
      .set({ created_at: new Date(0) })
      .where('name', '=', 'green')
      .execute();
    const ordered = async (query: string) =>
      (await list(`?sort_key=created_at${query}`))[1].filter((name) => /^(blue|green)$/.test(name));
    assert.deepEqual(await ordered(''), ['green', 'blue']);
    assert.deepEqual(await ordered('&sort_dir=desc'), ['blue', 'green']);
    const found = await root('GET', `${path}?name=blue`);
    const [{ id }] = found.body.enterprise_projects;
    const changed = await root('PUT', `${path}/${id}`, { name: 'blue', type: 'prod' });
    assert.equal(changed.body.enterprise_project.type, 'prod');
    assert.deepEqual(await list('?name=blue&type=poc'), [0, []]);
  });

  it('are refused with what is wrong', async () => {
    for (const body of [{}, { name: '' }, { name: 'a\u0000' }, { name: 'x', type: 'other' }, { name: 5 }]) {
      assert.equal((await root('POST', path, body)).status, 400, JSON.stringify(body));
    }
    for (const id of ['1', 'x', '00000000-0000-4000-8000-000000000000', '0'.repeat(32)]) {
      assert.equal((await root('GET', `${path}/${id}`)).status, 404, id);
      assert.equal((await root('PUT', `${path}/${id}`, { name: 'x' })).status, 404, id);
    }
    for (const query of ['?limit=0', '?limit=1001', '?offset=-1', '?status=3', '?limit=1&limit=2']) {
      assert.equal((await root('GET', `${path}${query}`)).status, 400, query);
    }
  });
});
