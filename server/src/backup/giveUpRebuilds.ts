import type pg from 'pg';
import { endUnknownTasks, isPending } from './endUnknownTasks.js';

/**
 * Gives up what a database that was put back says is being rebuilt: it may have failed long since, and the desktops have written more to the
 * disks that they had (S9). To be called once what has ended since is on the ledger: where the former disk is gone the desktop has the new
 * one, and otherwise keeps the former. Then the new one is to go; an engine never removes what a server begins with, so that nothing is lost
 * where the former is gone after all and nobody knows. Whether it was ever asked for is not known either: its name tells (D7).
 */
export async function giveUpRebuilds(client: pg.ClientBase): Promise<void> {
  await client.query(
    `with pending as (
       select d.id, d.project_id, (d.task_change ->> 'imageId')::uuid as image_id, d.task_change ->> 'imageType' as image_type,
         (d.task_change ->> 'diskId')::uuid as disk_id, f.id as former_id, f.state = 'absent' as rebuilt
       from desktops d join items f on f.id = (d.task_change ->> 'formerId')::uuid
       where ${isPending('rebuild')} and d.task_change ->> 'stage' <> 'start'
     ), placed as (
       update items i set place = case when i.id = p.former_id or not p.rebuilt then 'past' else 'current' end,
         asked_at = case when i.id = p.disk_id then coalesce(i.asked_at, now()) else i.asked_at end, asking_worker = null
       from pending p where i.id = p.disk_id or (i.id = p.former_id and p.rebuilt)
     ), retired as (
       insert into retirements (item_id, project_id, desktop_id, accepted_at, due_at)
       select p.disk_id, p.project_id, p.id, now(), now() from pending p where not p.rebuilt
     )
     update desktops d set image_id = p.image_id, image_type = p.image_type from pending p where p.rebuilt and d.id = p.id`,
  );
  await endUnknownTasks(client, 'rebuild');
}
