import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Engine, ItemKind, ListedItem } from '../engines/contract.js';
import { asId, type DesktopId, type Generation, type ProjectId, type ProviderId } from '../ids.js';
import { createDesktops, showUntilGone } from '../testing/desktopCalls.js';
import { addDesktop, addProject } from '../testing/desktopRows.js';
import { addItem, type Planted, plantInEngine } from '../testing/plantItems.js';
import { createPolicyUsers } from '../testing/policyUsers.js';
import { startTestService, type TestService } from '../testing/startTestService.js';

interface Shown {
  readonly class: string;
  readonly kind: string;
  readonly id: string;
  readonly generation: string;
  readonly reason: string;
}

interface Scan {
  readonly complete: boolean;
  readonly summary: Readonly<Record<string, number>>;
  readonly items: readonly Shown[];
  readonly foreign_items: readonly { readonly id: string }[];
}

/** What the next lists lack or have too much, as those of an engine that lags. */
const lag = { hidden: new Set<string>(), added: [] as ListedItem[] };
let observe: Engine['observe'] | undefined;

let service: TestService;
before(async () => {
  service = await startTestService({
    simulated: { delayMs: 10 },
    engine: (simulated): Engine => ({
      ...simulated,
      observe: (ref) => (observe === undefined ? simulated.observe(ref) : observe(ref)),
      list: async (kind: ItemKind) => {
        const listed = (await simulated.list(kind)).filter((item) => !lag.hidden.has(item.id));
        return [...listed, ...lag.added.filter((item) => item.kind === kind)];
      },
    }),
  });
});
after(() => service.remove());

async function scan(): Promise<Scan> {
  const answer = await service.call('GET', '/orphan-scan');
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
}

async function reclaim(body: object = {}): Promise<{ id: string; result: string; detail: string | null }[]> {
  const answer = await service.call('POST', '/orphan-scan/reclaim', body);
  assert.equal(answer.status, 200, answer.text);
  return answer.body.results;
}

async function itemsOf(desktopId: string, kind: ItemKind) {
  return service.database.database
    .selectFrom('items')
    .selectAll()
    .where('desktop_id', '=', asId<DesktopId>(desktopId))
    .where('kind', '=', kind)
    .execute();
}

async function isInEngine({ kind, id }: Pick<Planted, 'kind' | 'id'>): Promise<boolean> {
  const { rowCount } = await service.database.pool.query(
    `select 1 from simulated_items where kind = $1 and id = $2 and status <> 'deleting'`,
    [kind, id],
  );
  return rowCount === 1;
}

/** The item of a desktop's record, back in the engine as if it had never gone. */
async function resurrect(desktopId: string, kind: ItemKind, uses: readonly string[] = []): Promise<Planted> {
  const [item] = await itemsOf(desktopId, kind);
  assert.ok(item !== undefined && item.provider_id !== null && item.generation !== null);
  return plantInEngine(
    service.database.database,
    { kind, id: item.provider_id, generation: item.generation, name: item.single_use_name },
    uses,
    item.key_id,
  );
}

async function makeAndDelete(): Promise<string> {
  const [id] = await createDesktops(service, {});
  await service.call('DELETE', `/desktops/${id}`);
  await showUntilGone(service, id);
  return id;
}

function ids(shown: readonly { readonly id: string }[]): string[] {
  return shown.map((each) => each.id).sort();
}

const refOf = ({ kind, id, generation }: Planted) => ({ kind, id, generation });

describe('the orphan scan', () => {
  it('A13: finds nothing on a service that lives, with desktops that come and go meanwhile', async () => {
    await createDesktops(service, { size: 2, desktop_name: 'still' });
    let churning = true;
    const churn = async (): Promise<void> => {
      while (churning) await makeAndDelete();
    };
    const churns = [churn(), churn(), churn()];
    try {
      for (let round = 0; round < 15; round += 1) {
        const { items, summary } = await scan();
        assert.deepEqual(items, []);
        assert.ok((summary['ours_live'] ?? 0) >= 6);
      }
    } finally {
      churning = false;
      await Promise.all(churns);
    }
  });

  it('A13: reports exactly what was planted, and reclaiming takes exactly what is ours', async () => {
    const { database } = service.database;
    const projectId = asId<ProjectId>(service.credentials.project_id);
    const [live] = await createDesktops(service, {});
    const gone = await makeAndDelete();
    const [liveVolume] = await itemsOf(live, 'volume');
    const [gonePort] = await itemsOf(gone, 'port');
    assert.ok(liveVolume !== undefined && gonePort !== undefined && gonePort.provider_id !== null);

    const goneVolume = await resurrect(gone, 'volume');
    const goneServer = await resurrect(gone, 'server', [goneVolume.id]);
    // Asked for, given up, and born all the same.
    const late = await addItem(database, { projectId }, asId(gone), {
      state: 'absent',
      asked_at: new Date(),
    });
    const lateVolume = await plantInEngine(database, { name: late.single_use_name });
    const planted = [goneVolume, goneServer, lateVolume];

    const unproven = await addItem(database, { projectId }, asId(gone), { state: 'absent' });
    const doubtful = [
      await plantInEngine(database, { name: liveVolume.single_use_name }),
      await plantInEngine(database, { name: unproven.single_use_name }),
      await plantInEngine(database, { name: gonePort.single_use_name, kind: 'server' }),
    ];

    const foreign = [
      await plantInEngine(database),
      await plantInEngine(database, { kind: 'port', name: 'reserved-by-the-network-team' }),
      // Got the id of an item of ours.
      await plantInEngine(database, { kind: 'port', id: gonePort.provider_id, name: 'recycled' }),
    ];

    const other = await addProject(database);
    const otherDesktop = await addDesktop(database, other, { gone_at: new Date() });
    const otherItem = await addItem(database, other, otherDesktop, {
      state: 'absent',
      provider_id: asId<ProviderId>(randomUUID()),
      generation: asId<Generation>(randomUUID()),
    });
    const others = await plantInEngine(database, {
      id: otherItem.provider_id ?? '',
      generation: otherItem.generation ?? '',
      name: otherItem.single_use_name,
    });

    const found = await scan();
    const orphaned = found.items.filter((item) => item.class === 'ours-orphaned');
    const unknown = found.items.filter((item) => item.class === 'unknown');
    assert.deepEqual(ids(orphaned), ids(planted));
    assert.deepEqual(ids(unknown), ids(doubtful));
    assert.deepEqual(
      found.items.filter((item) => item.class === 'missing'),
      [],
    );
    assert.deepEqual(ids(found.foreign_items), ids(foreign));
    assert.equal(found.summary['foreign'], 3);
    assert.equal(found.summary['ours_orphaned'], 3);

    assert.deepEqual(
      (await reclaim({ items: [...doubtful, ...foreign, others].map(refOf) })).map(({ result }) => result),
      ['left', 'left', 'left'],
    );
    const results = await reclaim();
    assert.deepEqual(ids(results), ids(planted));
    assert.deepEqual(
      results.map(({ result }) => result),
      ['removed', 'removed', 'removed'],
    );
    for (const each of planted) assert.equal(await isInEngine(each), false);
    for (const each of [...doubtful, ...foreign, others])
      assert.equal(await isInEngine(each), true, each.name);
    assert.equal((await service.call('GET', `/desktops/${live}`)).body.desktop.status, 'ACTIVE');
    const { rows } = await service.database.pool.query(
      'select provider_id as id, outcome, asked_by from orphan_reclaims',
    );
    assert.deepEqual(ids(rows), ids(planted));
    assert.ok(rows.every((row) => row.outcome === 'removed' && /^[0-9a-f]{32}$/.test(row.asked_by)));
    const later = await scan();
    assert.equal(later.summary['ours_orphaned'], 0);
    assert.equal(later.summary['unknown'], 3);
    for (const { kind, id } of [...doubtful, ...foreign, others])
      await service.database.pool.query('delete from simulated_items where kind = $1 and id = $2', [
        kind,
        id,
      ]);
  });

  it('A13: knows snapshots: leaves those of a live desktop, lists and reclaims those of a deleted one', async () => {
    const { database } = service.database;
    const project = { projectId: asId<ProjectId>(service.credentials.project_id) };
    const [live] = await createDesktops(service, {});
    const gone = await makeAndDelete();
    const plant = async (desktopId: string, state: 'present' | 'absent'): Promise<Planted> => {
      const planted = await plantInEngine(database, { kind: 'snapshot' });
      await addItem(database, project, asId<DesktopId>(desktopId), {
        kind: 'snapshot',
        state,
        single_use_name: asId(planted.name),
        provider_id: asId<ProviderId>(planted.id),
        generation: asId<Generation>(planted.generation),
      });
      return planted;
    };
    const [kept, orphan] = [await plant(live, 'present'), await plant(gone, 'absent')];
    const foreign = await plantInEngine(database, { kind: 'snapshot', name: 'nightly' });
    const { items, foreign_items: others } = await scan();
    assert.deepEqual(
      items
        .filter(({ kind }) => kind === 'snapshot')
        .map(({ class: found, kind, id, reason }) => [found, kind, id, reason]),
      [['ours-orphaned', 'snapshot', orphan.id, 'seen-absent']],
    );
    assert.ok(ids(others).includes(foreign.id));
    assert.deepEqual(
      (await reclaim({ items: [kept, orphan, foreign].map(refOf) })).map(({ id, result }) => [id, result]),
      [[orphan.id, 'removed']],
    );
    assert.deepEqual(await Promise.all([kept, orphan, foreign].map(isInEngine)), [true, false, true]);
    await service.database.pool.query('delete from simulated_items where id = any($1)', [
      [kept.id, foreign.id],
    ]);
    await service.database.pool.query(`update items set state = 'absent' where provider_id = $1`, [kept.id]);
  });

  it('takes a lagging list for no proof: neither of presence nor of absence', async () => {
    const [live] = await createDesktops(service, {});
    const gone = await makeAndDelete();
    const [liveServer] = await itemsOf(live, 'server');
    const [goneServer] = await itemsOf(gone, 'server');
    assert.ok(liveServer !== undefined && liveServer.provider_id !== null);
    assert.ok(goneServer !== undefined && goneServer.provider_id !== null && goneServer.generation !== null);
    lag.hidden.add(liveServer.provider_id);
    lag.added.push({
      kind: 'server',
      id: goneServer.provider_id,
      generation: goneServer.generation,
      name: goneServer.single_use_name,
      createdAt: new Date(),
    });
    try {
      assert.deepEqual((await scan()).items, []);
    } finally {
      lag.hidden.clear();
      lag.added.length = 0;
    }
  });

  it('shows what the ledger has and a look finds gone, unless it is being deleted', async () => {
    const [id] = await createDesktops(service, {});
    const [volume] = await itemsOf(id, 'volume');
    await service.database.pool.query('delete from simulated_items where id = $1', [volume?.provider_id]);
    const { items } = await scan();
    assert.deepEqual(
      items.map((item) => [item.class, item.id, item.reason]),
      [['missing', volume?.provider_id, 'absent']],
    );
    await service.call('DELETE', `/desktops/${id}`);
    assert.deepEqual((await scan()).items, []);
    await showUntilGone(service, id);
  });

  it('S7: still knows a released item as ours', async () => {
    const gone = await makeAndDelete();
    const volume = await resurrect(gone, 'volume');
    await service.database.pool.query(
      `update items set state = 'present', absent_at = null, released = true where provider_id = $1`,
      [volume.id],
    );
    assert.deepEqual(
      (await scan()).items.map((item) => [item.class, item.id, item.reason]),
      [['ours-orphaned', volume.id, 'released']],
    );
    assert.deepEqual(
      (await reclaim()).map(({ result }) => result),
      ['removed'],
    );
  });

  it('S5: says unknown when the engine cannot tell, and reclaims nothing then', async () => {
    const gone = await makeAndDelete();
    const volume = await resurrect(gone, 'volume');
    observe = async () => ({ state: 'unknown', reason: 'the host is down' });
    try {
      assert.deepEqual(
        (await scan()).items.map((item) => [item.class, item.id, item.reason]),
        [['unknown', volume.id, 'engine-cannot-tell']],
      );
      assert.deepEqual(await reclaim(), []);
      assert.equal(await isInEngine(volume), true);
    } finally {
      observe = undefined;
    }
    assert.equal((await reclaim()).length, 1);
  });

  it('S2, S16: names what carries a name of ours and is on no ledger, to the operator, and never removes it', async () => {
    const forgotten = await plantInEngine(service.database.database, { name: `dp-${randomUUID()}` });
    const shown = (items: readonly Shown[]) => items.map((item) => [item.class, item.id, item.reason]);
    const found = await scan();
    assert.deepEqual(shown(found.items), [['unknown', forgotten.id, 'not-on-record']]);
    assert.deepEqual([found.summary['unknown'], found.summary['foreign']], [1, 0]);
    assert.deepEqual(await reclaim(), []);
    assert.deepEqual(await reclaim({ items: [refOf(forgotten)] }), []);
    assert.equal(await isInEngine(forgotten), true);
    const everything = { Effect: 'Allow', Action: ['*:*:*'] };
    const reader = await (await createPolicyUsers(service)).add('reader', { identity: [everything] });
    const answer = await reader.call('GET', `/v2/${service.credentials.project_id}/orphan-scan`);
    const { items, summary } = answer.body;
    assert.deepEqual([items, summary?.unknown, summary?.foreign], [[], 0, 1], answer.text);
    await service.database.pool.query('delete from simulated_items where id = $1', [forgotten.id]);
  });
});
