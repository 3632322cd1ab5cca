import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { Ambient } from '../ambient.js';
import type { StandingProof } from '../iam/standingProof.js';
import type { DesktopId, DesktopUserId, DomainId, IamUserId, ProjectId } from '../ids.js';

/** Somebody who may look at a screen, as long as his rights last. */
export interface Viewer {
  /** Of a user of the desktop who has signed in to the desk: his own. */
  readonly userId: IamUserId | DesktopUserId;
  readonly userName: string;
  readonly domainId: DomainId;
  readonly projectId: ProjectId;
  readonly desktopId: DesktopId;
  readonly proof: StandingProof | DeskProof;
}

/** A session of the desk, which is no proof to the API. */
export interface DeskProof {
  readonly kind: 'desk';
  readonly hash: Buffer;
}

/** A page that was opened: with its secret it may come back. */
export interface OpenedPage {
  readonly viewer: Viewer;
  readonly secret: string;
}

/** How long an address of a screen may be opened, once. */
export const tokenSeconds = 60;
/** How long a page may come back after it connected last. */
const sessionSeconds = 12 * 3600;
/** 256 bits. */
const secretBytes = 32;

interface TicketRow {
  readonly project_id: ProjectId;
  readonly desktop_id: DesktopId;
  readonly domain_id: DomainId;
  readonly user_id: IamUserId | DesktopUserId;
  readonly user_name: string;
  readonly token_hash: Buffer | null;
  readonly access_key: string | null;
  readonly session_hash: Buffer | null;
  readonly desk_session_hash: Buffer | null;
}

const columns =
  'project_id, desktop_id, domain_id, user_id, user_name, token_hash, access_key, session_hash, desk_session_hash';

/** Makes a token that opens the page once within {@link tokenSeconds}. */
export async function issueToken(pool: pg.Pool, ambient: Ambient, viewer: Viewer): Promise<string> {
  const token = newSecret(ambient);
  const { proof } = viewer;
  await pool.query({
    name: 'screen-issue-token',
    text: `
      with expired as (delete from screen_tickets where expires_at < service_now())
      insert into screen_tickets (secret_hash, kind, ${columns}, expires_at)
      values ($1, 'token', $2, $3, $4, $5, $6, $7, $8, $9, $10, service_now() + make_interval(secs => $11))`,
    values: [
      digest(token),
      viewer.projectId,
      viewer.desktopId,
      viewer.domainId,
      viewer.userId,
      viewer.userName,
      proof.kind === 'token' ? proof.hash : null,
      proof.kind === 'key' ? proof.accessKey : null,
      proof.kind === 'session' ? proof.hash : null,
      proof.kind === 'desk' ? proof.hash : null,
      tokenSeconds,
    ],
  });
  return token;
}

/**
 * Uses a token up.
 * @param onFound told whose it is before anything is committed
 * @returns undefined for one that is used, expired or nobody's
 */
export async function redeemToken(
  pool: pg.Pool,
  ambient: Ambient,
  token: string,
  onFound: (viewer: Viewer) => void,
): Promise<OpenedPage | undefined> {
  const secret = newSecret(ambient);
  const client = await pool.connect();
  try {
    await client.query('begin');
    const { rows } = await client.query<TicketRow>({
      name: 'screen-redeem-token',
      text: `
        with used as (
          delete from screen_tickets where secret_hash = $1 and kind = 'token' and expires_at > service_now() returning *
        )
        insert into screen_tickets (secret_hash, kind, ${columns}, expires_at)
        select $2, 'session', ${columns}, service_now() + make_interval(secs => $3) from used
        returning ${columns}`,
      values: [digest(token), digest(secret), sessionSeconds],
    });
    const [row] = rows;
    const viewer = row === undefined ? undefined : viewerOf(row);
    if (viewer !== undefined) onFound(viewer);
    await client.query('commit');
    return viewer === undefined ? undefined : { viewer, secret };
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

/** Whose page has this secret; from now on it may come back for as long again. @returns undefined for nobody's */
export async function findSession(pool: pg.Pool, secret: string): Promise<Viewer | undefined> {
  const { rows } = await pool.query<TicketRow>({
    name: 'screen-find-session',
    text: `
      update screen_tickets set expires_at = service_now() + make_interval(secs => $2)
       where secret_hash = $1 and kind = 'session' and expires_at > service_now()
      returning ${columns}`,
    values: [digest(secret), sessionSeconds],
  });
  const [row] = rows;
  return row === undefined ? undefined : viewerOf(row);
}

/** Ends a page's right to come back. */
export async function endSession(pool: pg.Pool, secret: string): Promise<void> {
  await pool.query({
    name: 'screen-end-session',
    text: 'delete from screen_tickets where secret_hash = $1',
    values: [digest(secret)],
  });
}

function viewerOf(row: TicketRow): Viewer {
  return {
    projectId: row.project_id,
    desktopId: row.desktop_id,
    domainId: row.domain_id,
    userId: row.user_id,
    userName: row.user_name,
    proof: proofOf(row),
  };
}

function proofOf(row: TicketRow): Viewer['proof'] {
  const { token_hash, session_hash, desk_session_hash, access_key } = row;
  if (token_hash !== null) return { kind: 'token', hash: token_hash };
  if (session_hash !== null) return { kind: 'session', hash: session_hash };
  if (desk_session_hash !== null) return { kind: 'desk', hash: desk_session_hash };
  return { kind: 'key', accessKey: access_key ?? '' };
}

const newSecret = (ambient: Ambient): string => ambient.randomBytes(secretBytes).toString('base64url');

const digest = (secret: string): Buffer => createHash('sha256').update(secret).digest();
