import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { Logger } from 'pino';
import { advisoryLocks } from '../../database/advisoryLocks.js';
import type { Database } from '../../database/connect.js';
import { type Engine, EngineError, type PortRule, type ProviderRef } from '../../engines/contract.js';
import type { Generation, ProjectId, ProviderId, SecurityGroupId } from '../../ids.js';
import type { Work } from '../../workers/loop.js';
import { readProjectRules } from './readRules.js';
import { resolveRules } from './resolveRules.js';

export interface RuleKeeperParts {
  readonly database: Database;
  readonly pool: pg.Pool;
  readonly engine: Pick<Engine, 'setPortRules'>;
  readonly logger: Pick<Logger, 'warn'>;
}

/** After a failure of the engine, in milliseconds. */
const retryAfter = 2_000;
/** A port that the engine does not know, or that is on its way out there, is told again after so many seconds, for as long as it is ours. */
const lookAgainAfter = 60;
const atOnce = 8;
const pageSize = 200;
/** Changes taken together at most. */
const maxChanges = 10_000;

/**
 * Keeps what the engine has of the ports' rules equal to what the security groups say, whoever changed them or their members:
 * triggers note the project in the same transaction. Looks at one row when nothing changed. One replica at a time; what it has
 * not finished when it ends is still noted.
 */
export function createRuleWork(parts: RuleKeeperParts): Work<ProjectId> {
  /** Projects with a port that could not be told its rules, and until when they wait: the others do not wait for them (L3). */
  const resting = new Map<ProjectId, number>();
  const rest = (projectId: ProjectId): void => {
    resting.set(projectId, performance.now() + retryAfter);
  };
  return {
    name: 'port rules',
    // Of many desktops that are created at once each would change the rules of all.
    rest: 200,
    capacity: 1,
    claim: async () => {
      for (const [projectId, until] of resting) if (until <= performance.now()) resting.delete(projectId);
      const { rows } = await parts.pool.query<{ project_id: ProjectId }>({
        name: 'look for network changes',
        text: 'select project_id from network_changes where due_at <= now() and project_id <> all ($1) order by id limit 1',
        values: [[...resting.keys()]],
      });
      return rows.map((row) => row.project_id);
    },
    keyOf: (projectId) => projectId,
    perform: async (projectId) => {
      if (!(await keepProject(parts, projectId))) rest(projectId);
    },
  };
}

/** @returns false when it has to be tried again later */
async function keepProject(parts: RuleKeeperParts, projectId: ProjectId): Promise<boolean> {
  const client = await parts.pool.connect();
  try {
    // A lock of the session: no transaction stays open while the engine is asked, and it ends with this process.
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [
      advisoryLocks.portRules,
    ]);
    if (rows[0]?.mine !== true) return false;
    try {
      return await applyChanges(parts, client, projectId);
    } finally {
      await client.query('select pg_advisory_unlock($1)', [advisoryLocks.portRules]);
    }
  } finally {
    client.release();
  }
}

async function applyChanges(
  parts: RuleKeeperParts,
  client: pg.PoolClient,
  projectId: ProjectId,
): Promise<boolean> {
  // Exactly those that are seen now: a change that is committed later may have a lower number.
  const { rows: changes } = await client.query<Change>(
    'select id, item_id from network_changes where project_id = $1 and due_at <= now() limit $2',
    [projectId, maxChanges],
  );
  const portIds = concernedBy(changes);
  const project = await readProjectRules(parts.database, projectId);
  const wanted = (await readGroupSets(client, projectId, portIds)).map((set) => {
    const rules = resolveRules(set.groups, project.rules, project.members);
    return { ...set, rules, digest: digestOf(rules) };
  });
  let complete = true;
  for await (const ports of changedPorts(client, projectId, portIds, wanted)) {
    const told: ChangedPort[] = [];
    const unknown: ChangedPort[] = [];
    for (let start = 0; start < ports.length; start += atOnce) {
      const outcomes = await Promise.all(
        ports.slice(start, start + atOnce).map(async (port) => {
          const rules = wanted.find((each) => each.key === port.key)?.rules ?? [];
          return { port, outcome: await setRules(parts, port, rules) };
        }),
      );
      if (outcomes.some(({ outcome }) => outcome === 'failed')) complete = false;
      for (const { port, outcome } of outcomes)
        if (outcome !== 'failed') (outcome === 'set' ? told : unknown).push(port);
    }
    await recordRules(client, projectId, told);
    await noteAgain(client, projectId, unknown);
  }
  if (!complete) return false;
  await client.query('delete from network_changes where id = any ($1::bigint[])', [
    changes.map(({ id }) => id),
  ]);
  return true;
}

interface Change {
  readonly id: string;
  /** The port whose rules alone may have changed; null: those of any. */
  readonly item_id: string | null;
}

/** @returns the ports whose rules may have changed; null: any of the project */
function concernedBy(changes: readonly Change[]): readonly string[] | null {
  const portIds = changes.flatMap(({ item_id: id }) => id ?? []);
  return portIds.length < changes.length ? null : portIds;
}

interface GroupSet {
  /** The groups as one text. */
  readonly key: string;
  readonly groups: readonly SecurityGroupId[];
}

async function readGroupSets(
  client: pg.PoolClient,
  projectId: ProjectId,
  portIds: readonly string[] | null,
): Promise<GroupSet[]> {
  const { rows } = await client.query<GroupSet>(
    `select distinct d.security_group_ids::text as key, d.security_group_ids as groups
     from items i join desktops d on d.id = i.desktop_id
     where i.project_id = $1 and i.kind = 'port' and i.state = 'present' and i.place = 'current'
       and ($2::uuid[] is null or i.id = any ($2))`,
    [projectId, portIds],
  );
  return rows;
}

interface ChangedPort {
  readonly item_id: string;
  readonly provider_id: ProviderId;
  readonly generation: Generation;
  readonly key: string;
  readonly digest: string;
}

/** The groups that ports are in, as one text, with the digest of the rules that they are to have. */
interface Wanted {
  readonly key: string;
  readonly digest: string;
}

/**
 * Ports whose rules are not those that are wanted, page by page, each page looked up by its ids. Which those are of a whole project is read
 * once: to look for the next page among all would be to read all ports for each.
 */
async function* changedPorts(
  client: pg.PoolClient,
  projectId: ProjectId,
  portIds: readonly string[] | null,
  wanted: readonly Wanted[],
): AsyncGenerator<readonly ChangedPort[]> {
  const ids = portIds ?? (await readChangedIds(client, projectId, wanted));
  for (let start = 0; start < ids.length; start += pageSize)
    yield await readChangedPorts(client, projectId, ids.slice(start, start + pageSize), wanted);
}

/** Ports that the engine knows, by what the parameters $1 to $3 are: a project, and what is wanted of its sets of groups. */
const changed = `
  from items i join desktops d on d.id = i.desktop_id
  join unnest($2::text[], $3::text[]) as wanted (key, digest) on wanted.key = d.security_group_ids::text
  left join port_rules r on r.item_id = i.id
  where i.project_id = $1 and i.kind = 'port' and i.state = 'present' and i.place = 'current'
    and i.provider_id is not null and i.generation is not null and r.digest is distinct from wanted.digest`;

const parametersOf = (projectId: ProjectId, wanted: readonly Wanted[]) => [
  projectId,
  wanted.map(({ key }) => key),
  wanted.map(({ digest }) => digest),
];

async function readChangedIds(
  client: pg.PoolClient,
  projectId: ProjectId,
  wanted: readonly Wanted[],
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `select i.id ${changed} order by i.id`,
    parametersOf(projectId, wanted),
  );
  return rows.map(({ id }) => id);
}

async function readChangedPorts(
  client: pg.PoolClient,
  projectId: ProjectId,
  portIds: readonly string[],
  wanted: readonly Wanted[],
): Promise<ChangedPort[]> {
  const { rows } = await client.query<ChangedPort>(
    `select i.id as item_id, i.provider_id, i.generation, wanted.key, wanted.digest ${changed} and i.id = any ($4::uuid[])
     order by i.id`,
    [...parametersOf(projectId, wanted), portIds],
  );
  return rows;
}

/** `gone`: the engine has no such port to set rules for, or says so; the ledger may hear of it by itself. */
async function setRules(
  parts: RuleKeeperParts,
  port: ChangedPort,
  rules: readonly PortRule[],
): Promise<'set' | 'gone' | 'failed'> {
  const ref: ProviderRef = { kind: 'port', id: port.provider_id, generation: port.generation };
  try {
    await parts.engine.setPortRules(ref, rules);
    return 'set';
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    if (error.reason === 'not-found' || error.reason === 'conflict') return 'gone';
    parts.logger.warn({ port: port.item_id, err: error }, 'could not set the rules of a port');
    return 'failed';
  }
}

/** Only of ports that are still there: what is recorded goes with the port, in the transaction that ends it. */
async function recordRules(
  client: pg.PoolClient,
  projectId: ProjectId,
  ports: readonly ChangedPort[],
): Promise<void> {
  if (ports.length === 0) return;
  await client.query(
    `insert into port_rules (item_id, project_id, digest)
     select id, $1, digest
     from (
       select i.id, given.digest from items i join unnest($2::uuid[], $3::text[]) as given (id, digest) on given.id = i.id
       where i.id = any ($2) and i.project_id = $1 and i.state = 'present'
       order by i.id for share of i
     ) as there
     on conflict (item_id) do update set digest = excluded.digest`,
    [projectId, ports.map(({ item_id: id }) => id), ports.map(({ digest }) => digest)],
  );
}

/** The change goes with the others of this turn: those that were not told are looked at again, while they are there. */
async function noteAgain(
  client: pg.PoolClient,
  projectId: ProjectId,
  ports: readonly ChangedPort[],
): Promise<void> {
  if (ports.length === 0) return;
  await client.query(
    `insert into network_changes (project_id, item_id, due_at)
     select $1, port.id, now() + make_interval(secs => $3) from unnest($2::uuid[]) as port (id)
     where not exists (select from network_changes c where c.item_id = port.id and c.due_at > now())`,
    [projectId, ports.map(({ item_id: id }) => id), lookAgainAfter],
  );
}

function digestOf(rules: readonly PortRule[]): string {
  return createHash('sha256').update(JSON.stringify(rules)).digest('hex');
}
