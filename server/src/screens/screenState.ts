import type pg from 'pg';
import type { ProviderRef } from '../engines/contract.js';
import type { DesktopId, Generation, ProviderId } from '../ids.js';

/** Why a screen cannot be looked at, or no longer. */
export type EndReason =
  /** The desktop is deleted, or on its way. */
  | 'deleted'
  | 'stopped'
  | 'hibernated'
  /** It is being made, started or restarted: it will be there soon. */
  | 'starting'
  /** Its creation or start failed. */
  | 'failed'
  /** The viewer may not look, or no longer; or signed off, or came with a secret that is nobody's. */
  | 'rights'
  /** Too many look at it, or at all. */
  | 'full'
  /** The viewer reads too slowly or sends what is not foreseen. */
  | 'viewer'
  /** Whatever else broke the connection: come again. */
  | 'lost';

/** A desktop as its viewers see it. */
export interface ScreenState {
  readonly computerName: string;
  /** Undefined: it runs and can be looked at. */
  readonly ended: { readonly why: EndReason; readonly at: Date | undefined } | undefined;
  readonly server: ProviderRef | undefined;
}

export interface StateRow {
  readonly id: DesktopId;
  readonly computer_name: string;
  readonly status: string;
  readonly task_status: string;
  readonly gone_at: Date | null;
  readonly accepted_at: Date | null;
  readonly provider_id: ProviderId | null;
  readonly generation: Generation | null;
}

/** What these desktops look like now, the gone ones included. */
export async function readScreenStates(
  pool: pg.Pool,
  desktopIds: readonly DesktopId[],
): Promise<Map<DesktopId, ScreenState>> {
  const { rows } = await pool.query<StateRow>({
    name: 'screen-states',
    text: `
      select d.id, d.computer_name, d.status, d.task_status, d.gone_at, x.accepted_at, i.provider_id, i.generation
        from desktops d
        left join deletions x on x.desktop_id = d.id
        left join items i on i.desktop_id = d.id and i.kind = 'server' and i.state = 'present'
       where d.id = any($1::uuid[])`,
    values: [desktopIds],
  });
  return new Map(rows.map((row) => [row.id, screenStateOf(row)]));
}

/** What a desktop's row says to its viewers. */
export function screenStateOf(row: StateRow): ScreenState {
  const { provider_id: id, generation } = row;
  return {
    computerName: row.computer_name,
    ended: endOf(row),
    server: id === null || generation === null ? undefined : { kind: 'server', id, generation },
  };
}

function endOf({ status, task_status: task, gone_at, accepted_at }: StateRow): ScreenState['ended'] {
  if (gone_at !== null || accepted_at !== null || status === 'DELETING')
    return { why: 'deleted', at: accepted_at ?? gone_at ?? undefined };
  // What is being switched off runs until it does not: the connection ends by itself.
  if (status === 'ACTIVE') return undefined;
  if (status === 'HIBERNATED') return ended('hibernated');
  if (task === 'powering-on' || task.startsWith('rebooting') || status === '') return ended('starting');
  return ended(status === 'ERROR' ? 'failed' : 'stopped');
}

const ended = (why: EndReason): ScreenState['ended'] => ({ why, at: undefined });
