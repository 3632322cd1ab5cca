import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { ItemId } from '../../ids.js';
import { createDesktopApi, type DesktopApi } from '../../testing/desktopApi.js';
import { addDesktop, addPort, addProject, addVolume, type TestProject } from '../../testing/desktopRows.js';
import { keepItems } from '../../testing/progressRows.js';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.js';
import type { ItemState } from '../ledger/itemState.js';
import { addDeletionWatchRoutes } from './routes.js';

const second = 1_000;

describe('the list of deletions', () => {
  let data: TestDatabase;
  let api: DesktopApi;
  let project: TestProject;
  const started = Date.now();
  const ago = (seconds: number): Date => new Date(started - seconds * second);

  before(async () => {
    data = await createTestDatabase();
    const { database, pool } = data;
    api = await createDesktopApi(database, (app) =>
      addDeletionWatchRoutes(app, {
        database,
        pool,
        watch: {
          listen: () => assert.fail('nobody listens'),
          wake: () => undefined,
          listeners: () => 0,
          close: async () => undefined,
        },
      }),
    );
    project = await addProject(database);
  });
  after(async () => {
    await api.close();
    await data.drop();
  });

  async function addDeletion(
    of: TestProject,
    state: 'running' | 'failed' | 'done',
    acceptedAt: Date,
    items: readonly {
      kind: 'volume' | 'port';
      ended?: 'absent' | 'released';
      error?: string;
      attempts?: number;
    }[],
  ): Promise<string> {
    const desktop = await addDesktop(data.database, of, {
      computer_name: `d-${randomUUID().slice(0, 8)}`,
      gone_at: state === 'done' ? new Date() : null,
    });
    await data.database
      .insertInto('deletion_orders')
      .values({
        desktop_id: desktop,
        project_id: of.projectId,
        delete_users: false,
        email_notification: true,
        is_force_delete: false,
        accepted_at: acceptedAt,
        accepted_by: 'operator',
        request_id: 'request',
        failed_since: state === 'failed' ? acceptedAt : null,
      })
      .execute();
    if (state === 'done')
      await data.database
        .insertInto('deletion_ends')
        .values({ desktop_id: desktop, completed_at: new Date(acceptedAt.getTime() + 5 * second) })
        .execute();
    const states: ItemState[] = [];
    for (const [index, { kind, ended, attempts, error }] of items.entries()) {
      const id: ItemId =
        kind === 'volume'
          ? await addVolume(data.database, of, desktop, `/dev/vd${'abcdefgh'[index] ?? 'z'}`)
          : await addPort(
              data.database,
              of,
              desktop,
              `100.64.${Math.floor(Math.random() * 15)}.${index + 2}`,
            );
      states.push({
        id,
        kind,
        intent: 'delete',
        stage: 1,
        askedAt: acceptedAt.getTime() + 250,
        ...(ended === undefined ? {} : { ended, endedAt: Date.now() }),
        ...(attempts === undefined ? {} : { attempts }),
        ...(error === undefined ? {} : { lastError: error }),
      });
    }
    await keepItems(data.pool, desktop, states);
    return desktop;
  }

  async function list(query = '', of = project): Promise<Record<string, unknown> & { deletions: Row[] }> {
    const { status, body } = await api.call(of.projectId, 'GET', `/deletions${query}`);
    assert.equal(status, 200, JSON.stringify(body));
    return Object(body);
  }
  interface Row {
    readonly desktop_id: string;
    readonly items_total: number;
    readonly items_ended: number;
    readonly items_released: number;
    readonly age_seconds: number;
    readonly waiting_for: readonly Record<string, unknown>[];
  }

  it('L3: says how far each is, what holds it up, and how old the oldest is', async () => {
    const own = await addProject(data.database);
    assert.deepEqual(await list('', own), { total_count: 0, oldest_open_seconds: null, deletions: [] });
    const done = await addDeletion(own, 'done', ago(900), [
      { kind: 'volume', ended: 'absent' },
      { kind: 'port', ended: 'released' },
    ]);
    const stuck = await addDeletion(own, 'failed', ago(600), [
      { kind: 'volume', ended: 'absent' },
      { kind: 'volume', attempts: 12, error: 'timeout: no answer' },
      { kind: 'port' },
    ]);
    const { total_count, oldest_open_seconds, deletions } = await list('', own);
    assert.deepEqual(
      [total_count, deletions.map((each) => each.desktop_id)],
      [2, [stuck, done]],
      'the newest first',
    );
    assert.ok(Number(oldest_open_seconds) >= 600 && Number(oldest_open_seconds) < 660);
    const [one, other] = deletions;
    assert.deepEqual(
      [one?.items_total, one?.items_ended, one?.items_released, one?.waiting_for.length],
      [3, 1, 0, 2],
    );
    assert.deepEqual(
      one?.waiting_for.map((item) => [item['kind'], item['attempts'], item['last_error']]),
      [
        ['volume', 12, 'timeout: no answer'],
        ['port', 0, null],
      ],
    );
    assert.equal(one?.waiting_for[0]?.['asked_at'], new Date(ago(600).getTime() + 250).toISOString());
    assert.deepEqual(
      [other?.items_ended, other?.items_released, other?.age_seconds, other?.waiting_for],
      [2, 1, 5, []],
    );
  });

  it('is chosen by state and time, and comes in pages that neither overlap nor leave out', async () => {
    const running: string[] = [];
    for (let index = 0; index < 7; index += 1)
      running.push(await addDeletion(project, 'running', ago(100 + index), [{ kind: 'volume' }]));
    const failed = await addDeletion(project, 'failed', ago(50), []);
    const done = await addDeletion(project, 'done', ago(40), []);
    const ids = async (query: string) => (await list(query)).deletions.map((each) => each.desktop_id);
    assert.deepEqual(await ids('?state=failed'), [failed]);
    assert.deepEqual(await ids('?state=failed&state=done'), [done, failed]);
    assert.deepEqual(await ids('?state=running'), running);
    const pages = [];
    for (let offset = 0; offset < 9; offset += 2) pages.push(...(await ids(`?limit=2&offset=${offset}`)));
    assert.deepEqual(pages, [done, failed, ...running]);
    assert.deepEqual(await ids(`?accepted_after=${ago(60).toISOString()}`), [done, failed]);
    assert.deepEqual(await ids(`?accepted_before=${ago(103).toISOString()}`), running.slice(4));
    assert.deepEqual((await list('?limit=0')).total_count, 9);
  });

  it('S16: shows no other project’s, and nobody without the right anything', async () => {
    const other = await addProject(data.database);
    await addDeletion(other, 'running', ago(5_000), [{ kind: 'volume' }]);
    const { oldest_open_seconds } = await list();
    assert.ok(Number(oldest_open_seconds) < 4_000);
    const refused = await api.call(project.projectId, 'GET', '/deletions', undefined, 'nobody');
    assert.equal(refused.status, 403);
  });

  it('refuses what it cannot understand with 400', async () => {
    for (const query of [
      '?state=gone',
      '?state=running&state=',
      '?accepted_after=yesterday',
      '?accepted_before=2026-02-30T00:00:00Z',
      '?limit=-1',
      '?limit=1001',
      '?offset=x',
      '?limit=1&limit=2',
    ])
      assert.equal((await api.call(project.projectId, 'GET', `/deletions${query}`)).status, 400, query);
  });
});
