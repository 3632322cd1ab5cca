import type pg from 'pg';
import type { ItemKind } from '../engines/contract.js';
import { engineCalls } from '../engines/simulated/engineFaults.js';
import type { DesktopId, DomainId } from '../ids.js';
import { wrong } from './readFault.js';
import type { FaultOrder } from './schemas.js';

interface Found {
  readonly desktopId: DesktopId | undefined;
  /** The engine's id. */
  readonly itemId: string | undefined;
}

/**
 * The desktop and the item that a fault is for, of an account.
 * @throws {ApiError} WKS.0001 when one is not there, or they do not belong together
 */
export async function findTarget(pool: pg.Pool, domainId: DomainId, order: FaultOrder): Promise<Found> {
  const { desktop_id: desktopId, item_id: itemId, engine_call: engineCall = 'remove', kind } = order;
  if (desktopId !== undefined && !(await hasDesktop(pool, domainId, desktopId)))
    throw wrong('desktop_id', 'is no desktop of this account', '不是本账号的桌面');
  if (itemId === undefined) return { desktopId, itemId: undefined };
  const item = await findItem(pool, domainId, itemId);
  if (item === undefined) throw wrong('item_id', 'is no item of this account', '不是本账号的资源');
  if (item.providerId === null)
    throw wrong('item_id', 'is not made yet: wait until its desktop is there', '尚未创建，请等待其桌面就绪');
  if (desktopId !== undefined && item.desktopId !== desktopId)
    throw wrong('item_id', 'belongs to another desktop', '属于另一个桌面');
  if (kind !== undefined && item.kind !== kind)
    throw wrong('kind', `must be ${item.kind}, as the item is, or left out`, `应为${item.kind}或省略`);
  const kinds: readonly string[] = engineCalls[engineCall];
  if (!kinds.includes(item.kind))
    throw wrong(
      'item_id',
      `is a ${item.kind}, which ${engineCall} is never about`,
      `为${item.kind}，${engineCall}不涉及`,
    );
  return { desktopId, itemId: item.providerId };
}

async function hasDesktop(pool: pg.Pool, domainId: DomainId, desktopId: DesktopId): Promise<boolean> {
  const { rowCount } = await pool.query(
    `select from desktops d join projects p on p.id = d.project_id where d.id = $1 and p.domain_id = $2`,
    [desktopId, domainId],
  );
  return rowCount === 1;
}

interface ItemRow {
  readonly desktopId: DesktopId;
  readonly kind: ItemKind;
  readonly providerId: string | null;
}

/** By its own id or by the engine's. */
async function findItem(pool: pg.Pool, domainId: DomainId, id: string): Promise<ItemRow | undefined> {
  const { rows } = await pool.query<ItemRow>(
    `select i.desktop_id as "desktopId", i.kind, i.provider_id as "providerId"
     from items i join projects p on p.id = i.project_id
     where p.domain_id = $1 and (i.id::text = $2 or i.provider_id = $2) limit 1`,
    [domainId, id],
  );
  return rows[0];
}
