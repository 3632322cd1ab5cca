import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { createDesktopApi, type DesktopApi } from '../../testing/desktopApi.js';
import { addDesktop, addProject, addTags, type TestProject } from '../../testing/desktopRows.js';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.js';
import { addDesktopTagRoutes } from './routes.js';

const Found = Type.Object({ resources: Type.Array(Type.Object({ resource_name: Type.String() })) });

const at = (minute: number) => ({ created_at: new Date(Date.UTC(2026, 2, 4, 5, minute)) });

describe('finding desktops by tags', () => {
  let data: TestDatabase;
  let api: DesktopApi;
  let project: TestProject;

  before(async () => {
    data = await createTestDatabase();
    const { database } = data;
    api = await createDesktopApi(database, (app) => addDesktopTagRoutes(app, { database }));
    project = await addProject(database);
    const one = await addDesktop(database, project, { computer_name: 'One', ...at(1) });
    const two = await addDesktop(database, project, { computer_name: 'Two', ...at(2) });
    await addDesktop(database, project, { computer_name: 'Bare', ...at(3) });
    const gone = await addDesktop(database, project, { computer_name: 'Gone', gone_at: new Date() });
    await addDesktop(database, await addProject(database), { computer_name: 'Foreign' });
    await addTags(database, project, one, { env: 'test', team: 'x' });
    await addTags(database, project, two, { env: 'prod', team: 'x' });
    await addTags(database, project, gone, { env: 'test' });
  });
  after(async () => {
    await api.close();
    await data.drop();
  });

  const search = (body: object, path = 'resource-instances') =>
    api.call(project.projectId, 'POST', `/desktops/${path}/action`, body);

  const test = { key: 'env', values: ['test'] };
  const prod = { key: 'env', values: ['prod'] };
  const anyTeam = { key: 'team', values: [] };
  const cases: [title: string, body: object, expected: string[]][] = [
    ['without conditions all', {}, ['One', 'Two', 'Bare']],
    ['with all the tags', { tags: [test, anyTeam] }, ['One']],
    ['with one of the values', { tags: [{ key: 'env', values: ['test', 'prod'] }] }, ['One', 'Two']],
    ['with any of the tags', { tags_any: [test, prod] }, ['One', 'Two']],
    ['without all of the tags together', { not_tags: [test, anyTeam] }, ['Two', 'Bare']],
    ['without any of the tags', { not_tags_any: [prod, { key: 'none' }] }, ['One', 'Bare']],
    ['without a tag at all', { without_any_tag: true, tags: [test] }, ['Bare']],
    ['by a part of the name', { matches: [{ key: 'resource_name', value: 'O' }] }, ['One', 'Two']],
    ['a page', { offset: '1', limit: '1' }, ['Two']],
    ['an empty page past the end', { offset: 3 }, []],
  ];
  for (const [title, body, expected] of cases) {
    it(`finds ${title}`, async () => {
      const answer = await search({ action: 'filter', ...body });
      assert.equal(answer.status, 200);
      const { resources } = Value.Parse(Found, Value.Clean(Found, answer.body));
      assert.deepEqual(
        resources.map((resource) => resource.resource_name),
        expected,
      );
    });
  }

  it('answers the whole resource, under the old path too', async () => {
    const desktops = await data.database.selectFrom('desktops').select(['id', 'computer_name']).execute();
    const answer = await search({ action: 'filter', tags: [test] }, 'resource_instances');
    assert.deepEqual(answer.body, {
      offset: 0,
      resources: [
        {
          resource_id: desktops.find((desktop) => desktop.computer_name === 'One')?.id,
          resource_name: 'One',
          resource_detail: null,
          tags: [
            { key: 'env', value: 'test' },
            { key: 'team', value: 'x' },
          ],
        },
      ],
      total_count: 1,
    });
  });

  it('counts without listing', async () => {
    assert.deepEqual((await search({ action: 'count', tags: [anyTeam] })).body, { total_count: 2 });
  });

  it('refuses unknown actions, matches and numbers', async () => {
    for (const body of [
      {},
      { action: 'delete' },
      { action: 'filter', offset: '-1' },
      { action: 'filter', limit: 'x' },
      { action: 'filter', matches: [{ key: 'other', value: 'a' }] },
    ]) {
      assert.equal((await search(body)).status, 400, JSON.stringify(body));
    }
  });
});
