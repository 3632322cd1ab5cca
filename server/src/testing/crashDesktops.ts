import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { EngineOffer } from '../engines/contract.js';
import { createChance } from '../engines/simulated/chance.js';
import type { CrashStage } from './crashStage.js';
import { waitUntil } from './waitUntil.js';

/** Draws a whole number from 0 up to the bound. */
export type Draw = (below: number) => number;

/** A row of numbers that follows from the seed and a name, whatever is drawn elsewhere. */
export function drawer(seed: number, name: string): Draw {
  const chance = createChance(seed, 0);
  let draws = 0;
  return (below) => {
    draws += 1;
    return Math.floor(chance.of(String(draws), name) * below);
  };
}

/** How a deletion was asked for. */
export interface Wish {
  readonly deleteUsers: boolean;
  readonly emailNotification: boolean;
}

export interface CrashOutcome {
  /** Desktops whose deletion was accepted. */
  readonly deleted: ReadonlyMap<string, Wish>;
  /** Desktops that must still be there. */
  readonly kept: ReadonlySet<string>;
  /** Data disks whose deletion alone was accepted, and whose they are. */
  readonly disks: ReadonlyMap<string, string>;
}

export interface ComingAndGoing {
  readonly stage: CrashStage;
  readonly offer: EngineOffer;
  readonly draw: Draw;
  /** Longest time between an order and the deletion, in milliseconds. */
  readonly maxStay: number;
  /** No more desktops than that stay. */
  readonly maxKept: number;
  /** Whether to go on, asked before each batch of four. */
  readonly goesOn: (deleted: number) => boolean | Promise<boolean>;
}

/** Orders desktops and has most of them deleted, one by one or together, while they are made or after. */
export async function comeAndGo(world: ComingAndGoing): Promise<CrashOutcome> {
  const { stage, draw, maxKept } = world;
  const deleted = new Map<string, Wish>();
  const kept = new Set<string>();
  const disks = new Map<string, string>();
  for (let batch = 1; await world.goesOn(deleted.size); batch += 1) {
    const ids = await order(world, batch);
    // Sometimes at once, sometimes a while after, sometimes once they are made: orders wait for a slow machine, too.
    const stay = draw(3);
    if (stay === 1) await pause(draw(world.maxStay));
    if (stay === 2) await untilMade(stage, ids);
    for (const id of ids)
      if (draw(3) === 0) for (const disk of await removeDisk(stage, id)) disks.set(disk, id);
    const wish = { deleteUsers: draw(3) > 0, emailNotification: draw(4) > 0 };
    const [first, second, ...others] = ids;
    assert.ok(first !== undefined && second !== undefined);
    const crowded = kept.size + 3 > maxKept;
    if (draw(2) === 0 || crowded) {
      await removeMany(stage, [second, ...others], wish);
      for (const id of [second, ...others]) deleted.set(id, wish);
    } else {
      for (const id of others) if (await remove(stage, id, wish, draw(2) === 0)) deleted.set(id, wish);
    }
    // The user's other desktop: both end at about the same time, in every second batch.
    if ((draw(2) === 0 || crowded) && (await remove(stage, first, wish, true))) deleted.set(first, wish);
    for (const id of ids) if (!deleted.has(id)) kept.add(id);
  }
  return { deleted, kept, disks };
}

/** Orders four desktops: two of one user, two of others. An answer that got lost is looked up in the ledger. */
async function order({ stage, offer }: ComingAndGoing, batch: number): Promise<string[]> {
  const people = [`b${batch}twice`, `b${batch}twice`, `b${batch}once`, `b${batch}alone`];
  const answer = await stage.call('POST', '/desktops', {
    desktop_type: 'DEDICATED',
    product_id: `workspace.${offer.architecture}.small`,
    image_type: 'gold',
    image_id: offer.images[0]?.id,
    root_volume: { type: 'SAS', size: 80 },
    data_volumes: [{ type: 'SAS', size: 10 }],
    desktops: people.map((user_name, index) => ({
      user_name,
      user_email: `${user_name}@example.org`,
      computer_name: `b${batch}-${index}`,
    })),
  });
  // Refused because the first attempt was taken, and its answer lost.
  assert.ok(answer.status === 200 || answer.status === 409 || answer.status === 400, answer.text);
  const rows = await stage.ask<{ id: string }>(
    `select id from desktops where computer_name like $1 order by computer_name`,
    [`b${batch}-%`],
  );
  assert.equal(rows.length, 4, answer.text);
  return rows.map((row) => row.id);
}

/** Polls as clients do, but gives up after a minute: while services die a creation may take long. */
async function untilMade(stage: CrashStage, ids: readonly string[]): Promise<void> {
  const isMade = async (id: string) =>
    (await stage.call('GET', `/desktops/${id}`)).body.desktop?.status === 'ACTIVE';
  for (const id of ids)
    await waitUntil(() => isMade(id), `desktop ${id} is made`, 60_000).catch(() => undefined);
}

/** @returns whether the deletion was accepted; a desktop that is still being made refuses one without force */
async function remove(stage: CrashStage, id: string, wish: Wish, force: boolean): Promise<boolean> {
  const query = `delete_users=${wish.deleteUsers}&email_notification=${wish.emailNotification}`;
  const answer = await stage.call('DELETE', `/desktops/${id}?${query}&is_force_delete=${force}`);
  assert.ok([204, 404, 409].includes(answer.status), answer.text);
  return answer.status !== 409;
}

/** Has the data disk of a desktop deleted alone. @returns it, if that was accepted: a desktop that is still being made refuses it */
async function removeDisk(stage: CrashStage, id: string): Promise<readonly string[]> {
  const [disk] = await stage.ask<{ id: string }>(
    `select id from items where desktop_id = $1 and kind = 'volume' and not coalesce(is_root, false)`,
    [id],
  );
  assert.ok(disk !== undefined);
  const answer = await stage.call('POST', `/desktops/${id}/volumes/batch-delete`, { volume_ids: [disk.id] });
  assert.ok([200, 404, 409].includes(answer.status), answer.text);
  // Gone since the first attempt was taken, and its answer lost.
  const accepted = await stage.ask('select from deletion_orders where desktop_id = $1', [disk.id]);
  return accepted.length === 0 ? [] : [disk.id];
}

async function removeMany(stage: CrashStage, ids: readonly string[], wish: Wish): Promise<void> {
  const answer = await stage.call('POST', '/desktops/batch-delete', {
    desktop_ids: ids,
    delete_users: wish.deleteUsers,
    email_notification: wish.emailNotification,
    is_force_delete: true,
  });
  assert.equal(answer.status, 202, answer.text);
}
