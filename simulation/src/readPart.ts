import { type DesktopRow, deletionOf, goesAlone, type ItemRow } from './ledger.js';
import { asId, type Deletable, type DesktopId, type ItemId } from './production.js';
import { readOne } from './readDesktop.js';
import { momentAfter, type World } from './world.js';

/** A disk or a snapshot as a deletion of its own finds it, by its id. */
export function readPart(world: World, id: DesktopId): Deletable | undefined {
  const { ledger } = world;
  const item = ledger.items.get(asId<ItemId>(id));
  const desktop = item === undefined ? undefined : ledger.desktops.get(item.desktopId);
  if (item === undefined || desktop === undefined) return undefined;
  const { kind } = item;
  if (kind !== 'volume' && kind !== 'snapshot') return undefined;
  const whole = readOne(world, desktop);
  const goes = ledger.progress.has(id);
  const disk = item.snapshotOf === null ? undefined : deletionOf(item.snapshotOf);
  const isPart = (each: { readonly id: ItemId }): boolean =>
    each.id === item.id || ledger.items.get(each.id)?.snapshotOf === item.id;
  return {
    ...whole,
    id,
    readAt: new Date(momentAfter(world, ledger.deletions.get(id)?.acceptedAt ?? null)),
    taskStatus: goes ? 'deleting' : desktop.taskStatus,
    taskJobId: null,
    gone:
      item.state === 'absent' ||
      desktop.gone ||
      (ledger.deletions.has(id) && !goes) ||
      (disk !== undefined && ledger.deletions.get(disk)?.state === 'done'),
    planDigest: ledger.deletions.get(id)?.digest ?? null,
    part: {
      kind,
      desktopId: desktop.id,
      isRoot: isSystemDisk(desktop, item),
      goesWithMore:
        !goes && (desktop.status === 'DELETING' || (disk !== undefined && ledger.progress.has(disk))),
    },
    inventory: {
      desktopId: id,
      items: whole.inventory.items.filter(isPart),
      users: [],
      tenantSendsMail: false,
      staying: whole.inventory.items.flatMap((each) =>
        each.keyId !== null && each.keyId === item.keyId && each.state !== 'absent' && !isPart(each)
          ? [{ id: each.id, keyId: each.keyId }]
          : [],
      ),
    },
    records: new Map(
      [...whole.records].flatMap(([itemId, record]) =>
        isPart({ id: itemId }) ? [[itemId, { ...record, goesAlone: goesAlone(ledger, id, itemId) }]] : [],
      ),
    ),
    userEnterpriseProjects: new Map(),
  };
}

/** The first disk of a desktop. */
function isSystemDisk({ items }: DesktopRow, item: ItemRow): boolean {
  return items.find(({ kind }) => kind === 'volume') === item;
}
