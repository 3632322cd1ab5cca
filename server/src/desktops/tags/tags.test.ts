import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { DesktopId } from '../../ids.js';
import { createDesktopApi, type DesktopApi } from '../../testing/desktopApi.js';
import { addDesktop, addProject, addTags, type TestProject } from '../../testing/desktopRows.js';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.js';
import { addDesktopTagRoutes } from './routes.js';

describe('tags of desktops', () => {
  let data: TestDatabase;
  let api: DesktopApi;
  let project: TestProject;

  before(async () => {
    data = await createTestDatabase();
    const { database } = data;
    api = await createDesktopApi(database, (app) => addDesktopTagRoutes(app, { database }));
    project = await addProject(database);
  });
  after(async () => {
    await api.close();
    await data.drop();
  });

  type Method = 'GET' | 'POST' | 'DELETE';
  const call = (method: Method, path: string, body?: object, caller?: 'root' | 'nobody') =>
    api.call(project.projectId, method, path, body, caller);
  const done = { status: 204, body: undefined };

  async function tagsOf(id: DesktopId): Promise<unknown> {
    return (await call('GET', `/desktops/${id}/tags`)).body;
  }
  async function revisionOf(id: DesktopId): Promise<number> {
    const row = await data.database
      .selectFrom('desktops')
      .where('id', '=', id)
      .select('revision')
      .executeTakeFirst();
    return row?.revision ?? 0;
  }

  it('adds, overwrites and removes one tag, and each change raises the revision once', async () => {
    const id = await addDesktop(data.database, project);
    assert.deepEqual(await call('POST', `/desktops/${id}/tags`, { tag: { key: 'env', value: 'a' } }), done);
    assert.deepEqual(await call('POST', `/desktops/${id}/tags`, { tag: { key: 'env', value: 'b' } }), done);
    assert.deepEqual(await call('POST', `/desktops/${id}/tags`, { tag: { key: 'bare' } }), done);
    assert.deepEqual(await tagsOf(id), {
      tags: [
        { key: 'bare', value: '' },
        { key: 'env', value: 'b' },
      ],
    });
    assert.equal(await revisionOf(id), 4);
    assert.deepEqual(await call('DELETE', `/desktops/${id}/tags/env`), done);
    assert.deepEqual(await call('DELETE', `/desktops/${id}/tags/env`), done, 'removing what is not there');
    assert.deepEqual(await tagsOf(id), { tags: [{ key: 'bare', value: '' }] });
    assert.equal(await revisionOf(id), 5, 'nothing changed by the second removal');
  });

  it('changes several tags of a desktop at once', async () => {
    const id = await addDesktop(data.database, project);
    await addTags(data.database, project, id, { keep: '1', change: '1' });
    const action = (name: string, tags: object[]) =>
      call('POST', `/desktops/${id}/tags/action`, { action: name, tags });
    assert.deepEqual(
      await action('create', [{ key: 'change', value: '2' }, { key: 'new', value: '3' }, { key: 'new' }]),
      done,
    );
    assert.deepEqual(await action('delete', [{ key: 'keep', value: 'whatever' }, { key: 'absent' }]), done);
    assert.deepEqual(await tagsOf(id), {
      tags: [
        { key: 'change', value: '2' },
        { key: 'new', value: '' },
      ],
    });
    assert.equal(await revisionOf(id), 3);
    assert.equal((await action('drop', [])).status, 400);
  });

  it('takes keys of every script, up to their longest, also in the path', async () => {
    const id = await addDesktop(data.database, project);
    for (const key of ['键'.repeat(128), 'a=b:c.d+e-f@g h_1', 'action']) {
      assert.deepEqual(await call('POST', `/desktops/${id}/tags`, { tag: { key, value: 'x' } }), done);
      assert.deepEqual(await call('DELETE', `/desktops/${id}/tags/${encodeURIComponent(key)}`), done);
    }
    assert.deepEqual(await tagsOf(id), { tags: [] });
  });

  it('refuses keys and values that are none with 400', async () => {
    const id = await addDesktop(data.database, project);
    for (const tag of [
      { key: '' },
      { key: ' a' },
      { key: 'a ' },
      { key: '_sys_a' },
      { key: 'a,b' },
      { key: 'a\u0000' },
      { key: '.' },
      { key: '..' },
      { key: 'k'.repeat(129) },
      { key: 'a', value: ' ' },
      { key: 'a', value: 'v'.repeat(44) },
      { key: 'a', value: 'v\n' },
      { key: 'a', value: 1 },
      { value: 'a' },
    ]) {
      const { status } = await call('POST', `/desktops/${id}/tags`, { tag });
      assert.equal(status, 400, JSON.stringify(tag));
    }
  });

  it('gives a desktop twenty tags and no more, however many calls come at once', async () => {
    const id = await addDesktop(data.database, project);
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, index) =>
        call('POST', `/desktops/${id}/tags`, { tag: { key: `k${index}` } }),
      ),
    );
    const statuses = answers.map(({ status }) => status);
    assert.equal(statuses.filter((status) => status === 204).length, 20);
    assert.equal(statuses.filter((status) => status === 409).length, 4);
    assert.equal(await revisionOf(id), 21);
    const full = await call('POST', `/desktops/${id}/tags`, { tag: { key: 'k-too-many' } });
    assert.deepEqual(full.body, {
      error_code: 'DPL.4091',
      error_msg: 'Quota exceeded: a desktop has at most 20 tags',
      error_detail: `desktop: ${id}`,
    });
  });

  it('changes no tag of a desktop that is being deleted', async () => {
    for (const task of ['deleting', 'deleteFailed']) {
      const id = await addDesktop(data.database, project, { status: 'DELETING', task_status: task });
      await addTags(data.database, project, id, { a: '1' });
      const answers = [
        await call('POST', `/desktops/${id}/tags`, { tag: { key: 'b' } }),
        await call('DELETE', `/desktops/${id}/tags/a`),
        await call('POST', `/desktops/${id}/tags/action`, { action: 'delete', tags: [{ key: 'a' }] }),
        await call('POST', '/desktops/batch-tags', { desktops: [{ desktop_id: id, tags: [{ key: 'b' }] }] }),
      ];
      for (const { status, body } of answers) {
        assert.equal(status, 409);
        assert.ok(JSON.stringify(body).includes('WKS.00010032'));
      }
      assert.deepEqual(await tagsOf(id), { tags: [{ key: 'a', value: '1' }] });
      assert.equal(await revisionOf(id), 1);
    }
  });

  it('answers a gone, foreign or missing desktop with 404, and nobody with 403 for each (S4, S16)', async () => {
    const gone = await addDesktop(data.database, project, { gone_at: new Date() });
    const foreign = await addDesktop(data.database, await addProject(data.database));
    const there = await addDesktop(data.database, project);
    const ways: [method: Method, path: string, body?: object][] = [
      ['GET', '/tags'],
      ['POST', '/tags', { tag: { key: 'a' } }],
      ['DELETE', '/tags/a'],
      ['POST', '/tags/action', { action: 'create', tags: [{ key: 'a' }] }],
    ];
    for (const [method, path, body] of ways) {
      for (const id of [gone, foreign, randomUUID()]) {
        assert.equal((await call(method, `/desktops/${id}${path}`, body)).status, 404);
        assert.equal((await call(method, `/desktops/${id}${path}`, body, 'nobody')).status, 403);
      }
      assert.equal((await call(method, `/desktops/${there}${path}`, body, 'nobody')).status, 403);
    }
    assert.equal(await revisionOf(there), 1);
  });

  it('answers a desktop that is not there in the words by which clients of tags know it', async () => {
    const { body } = await call('GET', `/desktops/${randomUUID()}/tags`);
    assert.equal(
      Reflect.get(Object(body), 'error_msg'),
      'The resource does not exist or is a resource of another project. DesktopId is not exist.',
    );
  });

  it('tags and untags many desktops and passes over ids of none', async () => {
    const [one, two] = [await addDesktop(data.database, project), await addDesktop(data.database, project)];
    const foreign = await addDesktop(data.database, await addProject(data.database));
    const desktops = (...tags: object[]) => ({
      desktops: [one, 'no-id', randomUUID(), two, foreign].map((id) => ({ desktop_id: id, tags })),
    });
    assert.deepEqual(
      await call('POST', '/desktops/batch-tags', desktops({ key: 'a', value: '1' }, { key: 'b' })),
      done,
    );
    assert.deepEqual(await call('DELETE', '/desktops/batch-tags', desktops({ key: 'b' })), done);
    for (const id of [one, two]) {
      assert.deepEqual(await tagsOf(id), { tags: [{ key: 'a', value: '1' }] });
      assert.equal(await revisionOf(id), 3);
    }
    assert.equal(await revisionOf(foreign), 1);
  });

  it('changes all named desktops or, when one may not be changed, none', async () => {
    const one = await addDesktop(data.database, project);
    const full = await addDesktop(data.database, project);
    await addTags(
      data.database,
      project,
      full,
      Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`k${i}`, ''])),
    );
    const { status } = await call('POST', '/desktops/batch-tags', {
      desktops: [one, full].map((id) => ({ desktop_id: id, tags: [{ key: 'x' }] })),
    });
    assert.equal(status, 409);
    assert.deepEqual(await tagsOf(one), { tags: [] });
  });

  it('carries out calls that name the same desktops in opposite orders at once', async () => {
    const ids = await Promise.all(Array.from({ length: 10 }, () => addDesktop(data.database, project)));
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        call('POST', '/desktops/batch-tags', {
          desktops: (index % 2 === 0 ? ids : ids.toReversed()).map((id) => ({
            desktop_id: id,
            tags: [{ key: `k${index}` }],
          })),
        }),
      ),
    );
    assert.deepEqual(
      answers.map(({ status }) => status),
      answers.map(() => 204),
    );
    for (const id of ids) assert.equal(await revisionOf(id), 9);
  });

  it('lists each key of the project once with its values, page by page', async () => {
    const own = await addProject(data.database);
    const list = async (query: string) =>
      (await api.call(own.projectId, 'GET', `/desktops/tags${query}`)).body;
    const [one, two] = [await addDesktop(data.database, own), await addDesktop(data.database, own)];
    const gone = await addDesktop(data.database, own, { gone_at: new Date() });
    await addTags(data.database, own, one, { env: 'a', team: 'x' });
    await addTags(data.database, own, two, { env: 'b', zone: 'a' });
    await addTags(data.database, own, gone, { env: 'c', old: '1' });
    const [env, team, zone] = [
      { key: 'env', values: ['a', 'b'] },
      { key: 'team', values: ['x'] },
      { key: 'zone', values: ['a'] },
    ];
    assert.deepEqual(await list(''), { tags: [env, team, zone], totalCount: 3 });
    assert.deepEqual(await list('?limit=1&offset=1'), { tags: [team], totalCount: 3 });
    assert.deepEqual(await list('?offset=3'), { tags: [], totalCount: 3 });
    assert.deepEqual(await list('?key=team'), { tags: [team], totalCount: 1 });
    assert.deepEqual(await list('?key=team&value=b'), {
      tags: [{ key: 'env', values: ['b'] }, team],
      totalCount: 2,
    });
  });
});
