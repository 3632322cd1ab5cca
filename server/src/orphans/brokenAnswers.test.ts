import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Engine, EngineError } from '../engines/contract.js';
import { asId, type DesktopId, type ProjectId } from '../ids.js';
import { createDesktops, showUntilGone } from '../testing/desktopCalls.js';
import { addItem, type Planted, plantInEngine } from '../testing/plantItems.js';
import { startTestService, type TestService } from '../testing/startTestService.js';

interface Scan {
  readonly complete: boolean;
  readonly problems: readonly { readonly kind: string; readonly reason: string }[];
  readonly items: readonly {
    readonly class: string;
    readonly kind: string;
    readonly id: string;
    readonly reason: string;
  }[];
}

/** What the engine throws instead of listing its ports, or anything, or of looking at anything. */
const broken: { list?: Error | undefined; listAny?: Error | undefined; look?: Error | undefined } = {};

let service: TestService;
before(async () => {
  service = await startTestService({
    simulated: { delayMs: 10 },
    engine: (simulated): Engine => ({
      ...simulated,
      list: async (kind) => {
        if (broken.listAny !== undefined) throw broken.listAny;
        if (kind === 'port' && broken.list !== undefined) throw broken.list;
        return simulated.list(kind);
      },
      observe: async (ref) => {
        if (broken.look !== undefined) throw broken.look;
        return simulated.observe(ref);
      },
    }),
  });
});
after(() => service.remove());

async function scanWith(how: typeof broken): Promise<Scan> {
  Object.assign(broken, how);
  try {
    const answer = await service.call('GET', '/orphan-scan');
    assert.equal(answer.status, 200, answer.text);
    return answer.body;
  } finally {
    Object.assign(broken, { list: undefined, listAny: undefined, look: undefined });
  }
}

async function makeAndDelete(): Promise<DesktopId> {
  const [id] = await createDesktops(service, {});
  await service.call('DELETE', `/desktops/${id}`);
  await showUntilGone(service, id);
  return asId<DesktopId>(id);
}

/** A disk of a desktop that is gone, back as if it had never gone. */
async function orphan(desktopId: DesktopId): Promise<Planted> {
  const { database } = service.database;
  const item = await database
    .selectFrom('items')
    .selectAll()
    .where('desktop_id', '=', desktopId)
    .where('kind', '=', 'volume')
    .executeTakeFirstOrThrow();
  assert.ok(item.provider_id !== null && item.generation !== null);
  const { provider_id: id, generation, single_use_name: name } = item;
  return plantInEngine(database, { kind: 'volume', id, generation, name });
}

const take = ({ kind, id }: Planted) =>
  service.database.pool.query('delete from simulated_items where kind = $1 and id = $2', [kind, id]);

describe('an orphan scan of an engine that breaks', () => {
  it('says so when nothing can be listed, and nothing about any kind', async () => {
    const found = await scanWith({ listAny: new EngineError('unreachable', 'no route') });
    assert.equal(found.complete, false);
    assert.deepEqual(found.items, []);
  });

  for (const error of [new EngineError('internal', 'it broke'), new TypeError('it broke')]) {
    it(`S5: names the list that broke (${error.name}), and concludes nothing from it`, async () => {
      const volume = await orphan(await makeAndDelete());
      await createDesktops(service, {});
      const found = await scanWith({ list: error });
      assert.equal(found.complete, false);
      assert.deepEqual(found.problems, [{ kind: 'port', reason: 'internal: it broke' }]);
      assert.deepEqual(
        found.items.map((item) => [item.class, item.kind, item.id]),
        [['ours-orphaned', 'volume', volume.id]],
      );
      await take(volume);
    });

    it(`S5: says of what it could not look at (${error.name}) only that, not why it was suspected`, async () => {
      const gone = await makeAndDelete();
      const projectId = asId<ProjectId>(service.credentials.project_id);
      const { database } = service.database;
      const unproven = await addItem(database, { projectId }, gone, { state: 'absent' });
      const planted = await plantInEngine(database, { name: unproven.single_use_name });
      const classes = async (how: typeof broken): Promise<string[][]> =>
        (await scanWith(how)).items.map((item) => [item.class, item.id, item.reason]);
      assert.deepEqual(await classes({}), [['unknown', planted.id, 'never-asked-for']]);
      assert.deepEqual(await classes({ look: error }), [['unknown', planted.id, 'engine-cannot-tell']]);
      await take(planted);
    });
  }
});
