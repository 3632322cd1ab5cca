import { sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Database } from '../../database/connect.js';
import type { ProjectId } from '../../ids.js';
import { lastFailure } from './lastFailure.js';
import { loginStatusOf } from './loginStatus.js';

/** The desktops of a project that exist: gone ones are never among them. */
export function liveDesktops(database: Database, projectId: ProjectId) {
  return database
    .selectFrom('desktops as d')
    .where('d.project_id', '=', projectId)
    .where('d.gone_at', 'is', null);
}

export type LiveDesktops = ReturnType<typeof liveDesktops>;

/**
 * Everything that an answer tells of a desktop, in the same statement: each row is one consistent picture, and the
 * number of statements does not grow with the number of desktops.
 */
export function withDetails(desktops: LiveDesktops) {
  return desktops.innerJoin('projects as p', 'p.id', 'd.project_id').select((eb) => [
    'd.id',
    'd.project_id',
    'p.domain_id',
    'd.computer_name',
    'd.desktop_type',
    'd.product_id',
    'd.image_id',
    'd.availability_zone',
    'd.subnet_id',
    'd.enterprise_project_id',
    'd.ou_name',
    'd.status',
    'd.task_status',
    'd.created_at',
    'd.deletion_protection',
    'd.in_maintenance_mode',
    loginStatusOf.as('login_status'),
    lastFailure.as('fail_reason'),
    eb
      .selectFrom('sub_jobs as j')
      .whereRef('j.job_id', '=', 'd.task_job_id')
      .where('j.desktop_id', '=', sql<string>`d.id::text`)
      .select('j.progress')
      .orderBy('j.position')
      .limit(1)
      .as('task_progress'),
    jsonArrayFrom(
      eb
        .selectFrom('desktop_assignments as a')
        .innerJoin('desktop_users as u', 'u.id', 'a.user_id')
        .whereRef('a.desktop_id', '=', 'd.id')
        .select(['u.id', 'u.user_name', 'a.user_group'])
        .orderBy('a.attached_at')
        .orderBy('u.id'),
    ).as('users'),
    jsonArrayFrom(
      eb
        .selectFrom('desktop_group_assignments as a')
        .innerJoin('user_groups as g', 'g.id', 'a.group_id')
        .whereRef('a.desktop_id', '=', 'd.id')
        .select(['g.id', 'g.name', 'a.user_group'])
        .orderBy('a.attached_at')
        .orderBy('g.id'),
    ).as('groups'),
    jsonArrayFrom(
      eb
        .selectFrom('desktop_tags as t')
        .whereRef('t.desktop_id', '=', 'd.id')
        .select(['t.key', 't.value'])
        .orderBy('t.key'),
    ).as('tags'),
    jsonArrayFrom(
      eb
        .selectFrom('items as v')
        .whereRef('v.desktop_id', '=', 'd.id')
        .where('v.kind', '=', 'volume')
        .where('v.state', '<>', 'absent')
        // One that it is to get is shown once it has it.
        .where('v.place', '=', 'current')
        // One that somebody released from a deletion of its own is no longer the desktop's, wherever it is.
        .where(sql<boolean>`not exists (select from deletion_ends e where e.desktop_id = v.id)`)
        .select(['v.id', 'v.volume_type', 'v.size_gib', 'v.device', 'v.is_root', 'v.display_name'])
        .select(['v.created_at', 'v.iops', 'v.throughput'])
        // /dev/vda … /dev/vdz before /dev/vdaa
        .orderBy((order) => order.fn('length', ['v.device']))
        .orderBy('v.device'),
    ).as('volumes'),
    jsonArrayFrom(
      eb
        .selectFrom('items as n')
        .innerJoin('subnets as s', 's.id', 'n.subnet_id')
        .innerJoin('vpcs as w', 'w.id', 's.vpc_id')
        .whereRef('n.desktop_id', '=', 'd.id')
        .where('n.kind', '=', 'port')
        .where('n.state', '<>', 'absent')
        .where('n.place', '=', 'current')
        .where('n.address', 'is not', null)
        .select(['n.id', 'n.mac_address', 's.id as subnet_id', 's.name as subnet_name'])
        .select(['w.id as vpc_id', 'w.name as vpc_name'])
        .select([
          sql<string>`host(n.address)`.as('address'),
          sql<string>`s.cidr::text`.as('subnet_cidr'),
          sql<string>`w.cidr::text`.as('vpc_cidr'),
        ])
        .orderBy('n.created_at')
        .orderBy('n.id'),
    ).as('ports'),
    jsonArrayFrom(
      eb
        .selectFrom('security_groups as g')
        .whereRef('g.project_id', '=', 'd.project_id')
        .where(sql<boolean>`g.id = any(d.security_group_ids)`)
        .select(['g.id', 'g.name'])
        .orderBy(sql`array_position(d.security_group_ids, g.id)`),
    ).as('security_groups'),
  ]);
}

/** A desktop as {@link withDetails} reads it. Dates inside the lists are ISO texts. */
export type DesktopRow = Awaited<ReturnType<ReturnType<typeof withDetails>['execute']>>[number];
