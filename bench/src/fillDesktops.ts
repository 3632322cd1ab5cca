import { setTimeout as pause } from 'node:timers/promises';
import type { Ready } from './messages.js';
import type { Connections } from './production.js';
import { stuckPrefix } from './zeroDelayEngine.js';

type Pool = Connections['pool'];

/**
 * Makes running desktops by the thousand: each with a server, a disk, a port and a user of its own.
 * @returns their ids
 */
export async function fillDesktops(
  pool: Pool,
  { projectId, ...network }: Ready,
  count: number,
): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `insert into desktops (id, project_id, computer_name, desktop_type, product_id, image_id, image_type,
       availability_zone, subnet_id, security_group_ids, status, created_at, language)
     select gen_random_uuid(), $1, 'b-' || substr(replace(gen_random_uuid()::text, '-', ''), 1, 13), 'DEDICATED',
       'workspace.x86.large', gen_random_uuid(), 'gold', 'zone-1', $2, array[$3::uuid], 'ACTIVE',
       now() - random() * interval '90 days', 'en'
     from generate_series(1, $4::int) returning id`,
    [projectId, network.subnetId, network.securityGroupId, count],
  );
  const ids = rows.map((row) => row.id);
  await pool.query(
    `insert into items (id, project_id, desktop_id, kind, single_use_name, state, provider_id, generation, engine_created_at,
       created_at)
     select gen_random_uuid(), $1, d, kind, 'dp-' || gen_random_uuid(), 'present', gen_random_uuid()::text, '1', now(), now()
     from unnest($2::uuid[]) d, unnest(array['server', 'volume', 'port']) kind`,
    [projectId, ids],
  );
  await pool.query(
    `insert into desktop_users (id, project_id, user_name, user_email, created_at)
     select replace(d::text, '-', ''), $1, 'u-' || d, 'someone@example.org', now() from unnest($2::uuid[]) d`,
    [projectId, ids],
  );
  await pool.query(
    `insert into desktop_assignments (desktop_id, user_id, project_id, attached_at)
     select d, replace(d::text, '-', ''), $1, now() from unnest($2::uuid[]) d`,
    [projectId, ids],
  );
  await analyze(pool);
  await untilRulesAreSet(pool);
  return ids;
}

/** The service tells the engine the rules of every new port. What is measured comes after. */
async function untilRulesAreSet(pool: Pool): Promise<void> {
  for (;;) {
    const { rows } = await pool.query<{ left: boolean }>(
      'select exists (select from network_changes where due_at <= now()) as left',
    );
    if (!(rows[0]?.left ?? true)) return;
    await pause(50);
  }
}

/**
 * Makes desktops whose deletion was accepted long ago and cannot get on: their host does not answer. Each has failed so
 * often that its waits are the longest there are; their turns are spread evenly over that time.
 */
export async function fillStuck(pool: Pool, { projectId, ...network }: Ready, count: number): Promise<void> {
  await pool.query(
    `with desktop as (
       insert into desktops (id, project_id, computer_name, desktop_type, product_id, image_id, image_type,
         availability_zone, subnet_id, security_group_ids, status, task_status, created_at, language)
       select gen_random_uuid(), $1, 's-' || substr(replace(gen_random_uuid()::text, '-', ''), 1, 13), 'DEDICATED',
         'workspace.x86.large', gen_random_uuid(), 'gold', 'zone-1', $2, array[$3::uuid], 'DELETING', 'deleteFailed',
         now() - random() * interval '90 days', 'en'
       from generate_series(1, $4::int) returning id
     ), item as (
       insert into items (id, project_id, desktop_id, kind, single_use_name, state, provider_id, generation, engine_created_at,
         created_at)
       select gen_random_uuid(), $1, id, 'server', 'dp-' || gen_random_uuid(), 'present', $5 || gen_random_uuid(), '1',
         now(), now() from desktop returning id, desktop_id
     ), deletion as (
       insert into deletion_orders (desktop_id, project_id, delete_users, email_notification, is_force_delete,
         accepted_at, accepted_by, request_id, failed_since)
       select id, $1, false, false, false, now() - interval '1 day', '', '', now() - interval '1 day' from desktop
     )
     insert into deletion_progress (desktop_id, items, stage, opened_at, attempts, due_at)
     select desktop_id, item_states(jsonb_build_array(jsonb_build_object('id', id, 'kind', 'server', 'intent', 'delete', 'stage', 0,
         'attempts', 100, 'lastError', 'unreachable: the host is down'))),
       0, now(), 100, now() + interval '375 seconds' * random()
     from item`,
    [projectId, network.subnetId, network.securityGroupId, count, stuckPrefix],
  );
  await analyze(pool);
}

/** What autovacuum would do within the minute. Only what was filled: an empty table is not taken for one that stays empty. */
async function analyze(pool: Pool): Promise<void> {
  await pool.query('vacuum (analyze) desktops, items, desktop_users, desktop_assignments');
  await pool.query(
    `do $$ begin if exists (select from deletion_progress) then analyze deletion_progress, deletion_orders; end if; end $$`,
  );
}
