import type pg from 'pg';
import { advisoryLocks } from '../database/advisoryLocks.js';
import { hashTombstone, noHash, type Tombstone } from './tombstone.js';

const batch = 1_000;

const columns = `
  position::float8 as position, kind, subject, project_id as "projectId", facts,
  to_char(ended_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endedAt", encode(hash, 'hex') as hash`;

/**
 * Gives committed tombstones their places, in the order in which they are seen: one replica at a time, no place twice, none
 * left out. One whose transaction still runs gets a later place.
 * @returns how many got one; a full batch may leave more to do
 */
export async function numberTombstones(pool: pg.Pool): Promise<number> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [advisoryLocks.tombstoneNumbers]);
    const {
      rows: [last],
    } = await client.query<{ position: number; hash: string }>(
      `select position::float8 as position, encode(hash, 'hex') as hash from tombstones
       where position is not null order by position desc limit 1`,
    );
    const { rows } = await client.query<Omit<Tombstone, 'position' | 'hash'> & { id: string }>(
      `select id, ${columns} from tombstones where position is null order by id limit $1`,
      [batch],
    );
    let before = last?.hash ?? noHash;
    const numbered = rows.map((row, index) => {
      const position = (last?.position ?? 0) + index + 1;
      before = hashTombstone(before, { ...row, position });
      return { id: row.id, position, hash: before };
    });
    await client.query(
      `update tombstones t set position = n.position, hash = decode(n.hash, 'hex')
       from unnest($1::bigint[], $2::bigint[], $3::text[]) as n (id, position, hash) where t.id = n.id`,
      [
        numbered.map(({ id }) => id),
        numbered.map(({ position }) => position),
        numbered.map(({ hash }) => hash),
      ],
    );
    await client.query('commit');
    return numbered.length;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

/** Where the numbered tombstones of a database stand. */
export interface TombstoneState {
  /** 0: none has a number. */
  readonly lastPosition: number;
  /** The hash at the asked-for position; undefined: the database has not come that far. */
  readonly hashAt: string | undefined;
  readonly unnumbered: boolean;
}

/** What the database knows, as it stands and at a position. */
export async function readTombstoneState(
  pool: pg.Pool | pg.PoolClient,
  position: number,
): Promise<TombstoneState> {
  const { rows } = await pool.query<{ last: number | null; hash: string | null; unnumbered: boolean }>({
    name: 'read tombstone state',
    text: `select (select max(position) from tombstones)::float8 as last,
       (select encode(hash, 'hex') from tombstones where position = $1) as hash,
       exists (select from tombstones where position is null) as unnumbered`,
    values: [position],
  });
  const [row] = rows;
  return {
    lastPosition: row?.last ?? 0,
    hashAt: row?.hash ?? undefined,
    unnumbered: row?.unnumbered ?? false,
  };
}

/** The next tombstones after a position. */
export async function readNumbered(pool: pg.Pool, after: number): Promise<Tombstone[]> {
  const { rows } = await pool.query<Tombstone>(
    `select ${columns} from tombstones where position > $1 order by position limit $2`,
    [after, batch],
  );
  return rows;
}
