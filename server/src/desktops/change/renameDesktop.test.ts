import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { DesktopId } from '../../ids.js';
import { createDesktopApi, type DesktopApi } from '../../testing/desktopApi.js';
import { addDesktop, addProject, addUser, type TestProject } from '../../testing/desktopRows.js';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.js';
import { addDesktopRenameRoutes } from './renameRoutes.js';

describe('renaming a desktop', () => {
  let data: TestDatabase;
  let api: DesktopApi;
  let project: TestProject;

  before(async () => {
    data = await createTestDatabase();
    const { database } = data;
    api = await createDesktopApi(database, (app) => addDesktopRenameRoutes(app, { database }));
    project = await addProject(database);
  });
  after(async () => {
    await api.close();
    await data.drop();
  });

  const rename = (id: string, desktop: object, caller?: 'root' | 'nobody') =>
    api.call(project.projectId, 'PUT', `/desktops/${id}`, { desktop }, caller);
  const stored = (id: DesktopId) =>
    data.database
      .selectFrom('desktops')
      .where('id', '=', id)
      .select(['computer_name', 'revision'])
      .executeTakeFirstOrThrow();

  it('stores the name and raises the revision', async () => {
    const id = await addDesktop(data.database, project, { computer_name: 'before' });
    assert.deepEqual(await rename(id, { computer_name: 'After-1' }), { status: 200, body: {} });
    assert.deepEqual(await stored(id), { computer_name: 'After-1', revision: 2 });
    assert.equal(
      (await rename(id, { computer_name: 'AFTER-1' })).status,
      200,
      'its own name in another case',
    );
  });

  it('takes the name of a gone desktop and of one in another project, but of no other here', async () => {
    await addDesktop(data.database, project, { computer_name: 'Reused', gone_at: new Date() });
    await addDesktop(data.database, await addProject(data.database), { computer_name: 'Abroad' });
    await addDesktop(data.database, project, { computer_name: 'Taken' });
    const id = await addDesktop(data.database, project);
    assert.equal((await rename(id, { computer_name: 'reused' })).status, 200);
    assert.equal((await rename(id, { computer_name: 'abroad' })).status, 200);
    const refused = await rename(id, { computer_name: 'TAKEN' });
    assert.equal(refused.status, 409);
    assert.deepEqual(await stored(id), { computer_name: 'abroad', revision: 3 });
  });

  it('refuses the name of a desktop user', async () => {
    await addUser(data.database, project, 'erin');
    const id = await addDesktop(data.database, project);
    assert.equal((await rename(id, { computer_name: 'Erin' })).status, 409);
  });

  it('refuses while any task runs, deletion too', async () => {
    for (const task of ['scheduling', 'rebooting', 'deleting', 'deleteFailed']) {
      const id = await addDesktop(data.database, project, { task_status: task });
      const { status, body } = await rename(id, { computer_name: 'other' });
      assert.equal(status, 409);
      assert.deepEqual(body, {
        error_code: 'WKS.00010032',
        error_msg: `Operation conflict: desktop ${id} is in the state "${task}", which does not allow this operation.`,
        error_detail: `desktop: ${id}`,
      });
    }
  });

  it('refuses names that are none with 400', async () => {
    const id = await addDesktop(data.database, project);
    for (const name of ['', '-a', 'a-', 'a'.repeat(16), 'a b', 'a_b', 'a.b', 'a\u0000', 'é', 7, null]) {
      assert.equal((await rename(id, { computer_name: name })).status, 400, String(name));
    }
    assert.equal((await rename(id, {})).status, 400);
    for (const name of ['a', '1', 'A-9', 'a'.repeat(15)]) {
      assert.equal((await rename(id, { computer_name: name })).status, 200, name);
    }
  });

  it('answers a gone, foreign or missing desktop with 404, and nobody with 403 for each (S4, S16)', async () => {
    const gone = await addDesktop(data.database, project, { gone_at: new Date() });
    const foreign = await addDesktop(data.database, await addProject(data.database));
    for (const id of [gone, foreign, randomUUID()]) {
      assert.equal((await rename(id, { computer_name: 'x' })).status, 404);
      assert.equal((await rename(id, { computer_name: 'x' }, 'nobody')).status, 403);
    }
  });

  it('lets only one of many desktops have a name that all want at once', async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, () => addDesktop(data.database, project)));
    const answers = await Promise.all(ids.map((id) => rename(id, { computer_name: 'Wanted' })));
    assert.deepEqual(
      answers.map(({ status }) => status).sort((one, other) => one - other),
      [200, ...Array.from({ length: 7 }, () => 409)],
    );
  });
});
