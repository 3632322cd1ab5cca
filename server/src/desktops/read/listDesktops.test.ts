import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { createDesktopApi, type DesktopApi } from '../../testing/desktopApi.js';
import {
  addDesktop,
  addPort,
  addProject,
  addTags,
  addUser,
  addVolume,
  type TestProject,
  testOffer,
} from '../../testing/desktopRows.js';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.js';
import { addDesktopReadRoutes } from './readRoutes.js';

const Names = Type.Object({
  total_count: Type.Integer(),
  desktops: Type.Array(Type.Object({ computer_name: Type.String() })),
});

const at = (minute: number) => ({ created_at: new Date(Date.UTC(2026, 2, 4, 5, minute)) });

describe('listing desktops', () => {
  let data: TestDatabase;
  let api: DesktopApi;
  let project: TestProject;
  const ids = new Map<string, string>();

  before(async () => {
    data = await createTestDatabase();
    const { database } = data;
    api = await createDesktopApi(database, (app) =>
      addDesktopReadRoutes(app, { database, offer: testOffer }),
    );
    project = await addProject(database);
    const a = await addDesktop(database, project, { computer_name: 'Alpha', ...at(3) });
    const b = await addDesktop(database, project, { computer_name: 'beta', ...at(2), status: 'SHUTOFF' });
    const c = await addDesktop(database, project, {
      computer_name: 'Gamma',
      ...at(1),
      desktop_type: 'SHARED',
      availability_zone: 'zone-2',
      enterprise_project_id: 'e-1',
    });
    await addDesktop(database, project, { computer_name: 'Gone', gone_at: new Date() });
    await addDesktop(database, await addProject(database), { computer_name: 'Foreign' });
    for (const [name, id] of Object.entries({ a, b, c })) ids.set(name, id);
    await addUser(database, project, 'alice', [a, c]);
    await addUser(database, project, 'alicia', [a]);
    await addTags(database, project, a, { env: 'test', 'a=b': 'c', plain: '' });
    await addTags(database, project, c, { env: 'prod' });
    await addPort(database, project, a, '100.64.0.5');
    await addPort(database, project, b, '100.64.0.50');
    await addPort(database, project, c, '100.64.0.6', { state: 'absent' });
  });
  after(async () => {
    await api.close();
    await data.drop();
  });

  async function names(path: string): Promise<string[]> {
    const answer = await api.call(project.projectId, 'GET', path);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    const { total_count, desktops } = Value.Parse(Names, Value.Clean(Names, answer.body));
    assert.equal(total_count, desktops.length, 'the total is the number of matches');
    return desktops.map((desktop) => desktop.computer_name);
  }

  const everything = ['Gamma', 'beta', 'Alpha'];
  const cases: [title: string, query: string, expected: string[]][] = [
    ['without a filter all that are there, oldest first', '', everything],
    ['by status', '?status=SHUTOFF', ['beta']],
    ['by a user whose name contains a text', '?user_name=LIC', ['Gamma', 'Alpha']],
    ['not by a text that only LIKE would take for a pattern', '?user_name=%25', []],
    ['by the name, whole and in any case', '?computer_name=BETA', ['beta']],
    ['not by a part of the name', '?computer_name=bet', []],
    ['by the exact address', '?desktop_ip=100.64.0.5', ['Alpha']],
    ['not by an address given up', '?desktop_ip=100.64.0.6', []],
    ['by type', '?desktop_type=SHARED', ['Gamma']],
    ['by being shared', '?is_share_desktop=false', ['beta', 'Alpha']],
    ['by enterprise project', '?enterprise_project_id=e-1', ['Gamma']],
    ['in all enterprise projects', '?enterprise_project_id=all_granted_eps', everything],
    ['by a tag', '?tag=env%3Dtest', ['Alpha']],
    ['by several tags at once', '?tag=env%3Dtest,plain%3D', ['Alpha']],
    ['by a tag whose key holds an equals sign', '?tag=a%3Db%3Dc', ['Alpha']],
    ['by a tag of any value', '?tag=env', ['Gamma', 'Alpha']],
    ['by no subnet that exists', '?subnet_id=nowhere', []],
    ['in a pool: none', '?pool_id=p1', []],
    ['with empty conditions as without', '?user_name=&status=&tag=', everything],
  ];
  for (const [title, query, expected] of cases) {
    it(`gives in both lists ${title}`, async () => {
      assert.deepEqual(await names(`/desktops${query}`), expected);
      assert.deepEqual(await names(`/desktops/detail${query}`), expected);
    });
  }

  const detailCases: [title: string, query: string, expected: string[]][] = [
    ['sorts by name in any case', '?sort_field=computer_name', ['Alpha', 'beta', 'Gamma']],
    ['sorts backwards', '?sort_type=DESC', ['Alpha', 'beta', 'Gamma']],
    ['finds exact user names and then ignores the fuzzy one', '?user_names=alicia&user_name=x', ['Alpha']],
    ['finds several names', '?computer_names=alpha&computer_names=beta', ['beta', 'Alpha']],
    ['finds those without users', '?user_attached=false', ['beta']],
    ['finds those with users', '?user_attached=true', ['Gamma', 'Alpha']],
    ['finds by zone', '?availability_zone=zone-2', ['Gamma']],
    ['finds by image', `?image_id=${testOffer.images[0]?.id}`, everything],
    ['knows only pay per use', '?charge_mode=0', []],
    ['knows pay per use', '?charge_mode=1', everything],
    ['finds none in maintenance', '?in_maintenance_mode=true', []],
    ['finds those not in maintenance', '?in_maintenance_mode=false&is_support_internet=false', everything],
  ];
  for (const [title, query, expected] of detailCases) {
    it(`in the detailed list ${title}`, async () => {
      assert.deepEqual(await names(`/desktops/detail${query}`), expected);
    });
  }

  it('finds desktops by id, repeated or separated, and none by an empty match', async () => {
    const query = `?desktop_id=${ids.get('a')}&desktop_id=${ids.get('b')}`;
    assert.deepEqual(await names(`/desktops${query}`), ['beta', 'Alpha']);
    assert.deepEqual(await names(`/desktops/detail${query}`), ['beta', 'Alpha']);
    assert.deepEqual(await names(`/desktops?desktop_id=${project.vpcId}`), []);
  });

  it('pages to an empty page while the total stays true', async () => {
    const seen: string[] = [];
    for (let offset = 0; ; offset += 2) {
      const { body } = await api.call(project.projectId, 'GET', `/desktops/detail?limit=2&offset=${offset}`);
      const page = Value.Parse(Names, Value.Clean(Names, body));
      assert.equal(page.total_count, 3);
      if (page.desktops.length === 0) break;
      seen.push(...page.desktops.map((desktop) => desktop.computer_name));
    }
    assert.deepEqual(seen, everything);
  });

  it('refuses what is not documented with the field at fault', async () => {
    for (const query of [
      'limit=1001',
      'limit=-1',
      'offset=x',
      'is_share_desktop=maybe',
      'desktop_id=nonsense',
      'status=a&status=b',
      'status=%00',
    ]) {
      const { status, body } = await api.call(project.projectId, 'GET', `/desktops?${query}`);
      assert.equal(status, 400, query);
      assert.ok(JSON.stringify(body).includes(query.split('=')[0] ?? ''), JSON.stringify(body));
    }
    const sorted = await api.call(project.projectId, 'GET', '/desktops/detail?sort_field=status');
    assert.equal(sorted.status, 400);
  });

  it('needs as many statements for a hundred desktops as for one', async () => {
    const many = await addProject(data.database);
    let statements = 0;
    const database = data.database.withPlugin({
      transformQuery: ({ node }) => {
        statements += 1;
        return node;
      },
      transformResult: async ({ result }) => result,
    });
    const counted = await createDesktopApi(data.database, (app) =>
      addDesktopReadRoutes(app, { database, offer: testOffer }),
    );
    const count = async (): Promise<number> => {
      statements = 0;
      const { status } = await counted.call(many.projectId, 'GET', '/desktops/detail');
      assert.equal(status, 200);
      return statements;
    };
    const fill = async () => {
      const id = await addDesktop(data.database, many);
      await addVolume(data.database, many, id, '/dev/vda');
      await addTags(data.database, many, id, { env: 'x' });
    };
    await fill();
    const forOne = await count();
    assert.ok(forOne > 0, 'statements are counted');
    for (let index = 1; index < 100; index += 1) await fill();
    assert.equal(await count(), forOne);
    await counted.close();
  });
});
