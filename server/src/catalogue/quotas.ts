import { sql } from 'kysely';
import type { Database } from '../database/connect.js';
import { ApiError, type ErrorArgument } from '../errors/errors.js';
import type { ProjectId } from '../ids.js';
import { findProduct } from './products.js';
import { siteId } from './zones.js';

/**
 * What one project may hold where nobody set it otherwise. It stops a runaway script, not an honest fleet: what the machines can carry
 * is for the engine to say.
 */
export const quotaLimits = {
  desktops: 10_000,
  vcpus: 80_000,
  memoryMiB: 160_000_000,
  volumes: 110_000,
  volumeGiB: 100_000_000,
  users: 30_000,
} as const;

/** Amounts of the things that quotas limit. */
export type QuotaAmounts = { readonly [Kind in keyof typeof quotaLimits]: number };

/** The quotas that are counted, by the names of the API: what each limits and in which unit it is told. */
export const countedQuotas = {
  general_instances: { kind: 'desktops', unit: null, words: { en: 'desktops', zh: '桌面数' } },
  cores: { kind: 'vcpus', unit: null, words: { en: 'vCPUs', zh: 'vCPU数' } },
  Memory: { kind: 'memoryMiB', unit: 'MB', words: { en: 'memory in MB', zh: '内存（MB）' } },
  volumes: { kind: 'volumes', unit: null, words: { en: 'disks', zh: '磁盘数' } },
  volume_gigabytes: {
    kind: 'volumeGiB',
    unit: 'GB',
    words: { en: 'size of disks in GB', zh: '磁盘容量（GB）' },
  },
  users: { kind: 'users', unit: null, words: { en: 'desktop users', zh: '桌面用户数' } },
} as const satisfies Readonly<Record<string, CountedQuota>>;

interface CountedQuota {
  readonly kind: keyof QuotaAmounts;
  readonly unit: string | null;
  readonly words: Exclude<ErrorArgument, string>;
}

export type QuotaType = keyof typeof countedQuotas;

/** What the project may hold: what was set for it, else the usual. */
export async function readLimits(database: Database, projectId: ProjectId): Promise<QuotaAmounts> {
  const set = await database
    .selectFrom('project_quotas')
    .select(['kind', 'most'])
    .where('project_id', '=', projectId)
    .execute();
  return { ...quotaLimits, ...Object.fromEntries(set.map(({ kind, most }) => [kind, most])) };
}

/**
 * What the project holds now, counted and never estimated: desktops and volumes until they were seen absent, desktop
 * users until they are deleted.
 */
export async function countUsage(database: Database, projectId: ProjectId): Promise<QuotaAmounts> {
  const { rows } = await sql<{ kind: string; product_id: string; count: number; gibibytes: number }>`
    select 'desktops' as kind, product_id, count(*)::int as count, 0 as gibibytes
      from desktops where project_id = ${projectId} and gone_at is null group by product_id
    union all select 'volumes', '', count(*)::int, coalesce(sum(greatest(size_gib, growing_to)), 0)::float8
      from items where project_id = ${projectId} and kind = 'volume' and state <> 'absent'
    union all select 'users', '', count(*)::int, 0
      from desktop_users where project_id = ${projectId}`.execute(database);
  const sum = (kind: string, amount: (row: (typeof rows)[number]) => number): number =>
    rows.filter((row) => row.kind === kind).reduce((total, row) => total + amount(row), 0);
  return {
    desktops: sum('desktops', (row) => row.count),
    vcpus: sum('desktops', (row) => row.count * (findProduct(row.product_id)?.vcpus ?? 0)),
    memoryMiB: sum('desktops', (row) => row.count * (findProduct(row.product_id)?.memoryMiB ?? 0)),
    volumes: sum('volumes', (row) => row.count),
    volumeGiB: sum('volumes', (row) => row.gibibytes),
    users: sum('users', (row) => row.count),
  };
}

/**
 * Whether the project may hold so much more. Behind `holdWorkspace` calls take turns, and the limit is exact; without, two at once may
 * each be let through by the other's not being there yet.
 * @throws {ApiError} DPL.4091 naming the quota, its limit and what is used
 */
export async function requireQuota(
  database: Database,
  projectId: ProjectId,
  wanted: Partial<QuotaAmounts>,
): Promise<void> {
  const [limits, used] = [await readLimits(database, projectId), await countUsage(database, projectId)];
  for (const [type, { kind, words }] of Object.entries(countedQuotas)) {
    const more = wanted[kind] ?? 0;
    if (more > 0 && used[kind] + more > limits[kind]) {
      const sum = `${used[kind]} + ${more} > ${limits[kind]}`;
      throw new ApiError('DPL.4091', [
        { en: `${words.en} (${type}): ${sum}`, zh: `${words.zh}（${type}）：${sum}` },
      ]);
    }
  }
}

/** The answer of ShowQuotas. Both spellings of the cores are documented, so both are given (docs/reference/service.md#quotas). */
export function presentQuotas(limits: QuotaAmounts, used: QuotaAmounts) {
  const entry = (counted: QuotaType, type: string = counted) => {
    const { kind, unit } = countedQuotas[counted];
    return { type, quota: limits[kind], used: used[kind], unit };
  };
  const none = (type: string) => ({ type, quota: 0, used: 0, unit: null });
  const resources = [
    entry('general_instances'),
    entry('Memory'),
    entry('cores'),
    entry('volumes'),
    entry('volume_gigabytes'),
    none('gpu_instances'),
    none('deh'),
    entry('users'),
    none('policy_groups'),
    entry('cores', 'Cores'),
  ];
  return { quotas: { resources }, site_quotas: [{ site_id: siteId, resources }] };
}
