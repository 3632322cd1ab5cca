import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { HostFault, systemCode } from '../machine/fault.js';
import { readObject } from '../machine/fields.js';
import { writeDurably } from './records.js';

/** How many user ids one instance has. */
export const rangeSize = 1_048_576;
/** Above the ranges that systemd hands to containers (to 1 878 982 656) and below 2^31, where some programs go wrong. */
export const firstBase = 1_880_000_000;
export const slotCount = Math.floor((2 ** 31 - firstBase) / rangeSize);

/** What the machine remembers of a range of user ids, also when the instance that has it is gone. */
export interface UidClaim {
  readonly slot: number;
  /** Who takes an abandoned range over makes the next file: there is one at most of each number. */
  readonly turn: number;
  readonly stateDir: string;
  /** The first id, counted from the base, that was never given out since its chunk was entered. */
  readonly next: number;
  /** When ids of a chunk were last in use, ISO 8601, by the chunk's number. */
  readonly uses: Readonly<Record<string, string>>;
}

export interface UidClaims {
  /** The newest claim of each slot that has one. */
  list(): Promise<UidClaim[]>;
  /** Makes a claim, unless somebody else was first with this slot and turn or is ahead of it. */
  make(claim: UidClaim): Promise<boolean>;
  /** Durable when it returns. */
  save(claim: UidClaim): Promise<void>;
}

const fileName = /^(\d{1,3})\.(\d{1,9})\.json$/;

/** Opens the directory, common to all engine hosts of the machine, that tells whose each range is. */
export function openUidClaims(dir: string): UidClaims {
  const pathOf = ({ slot, turn }: UidClaim) => join(dir, `${slot}.${turn}.json`);

  async function makeDirectory(): Promise<void> {
    // The one above has directories of other users, too.
    await mkdir(dirname(dir), { recursive: true, mode: 0o755 });
    await mkdir(dir, { recursive: true, mode: 0o700 });
  }

  async function list(): Promise<UidClaim[]> {
    await makeDirectory();
    const newest = new Map<number, UidClaim>();
    for (const name of await readdir(dir)) {
      const [, slot, turn] = fileName.exec(name) ?? [];
      if (slot === undefined || Number(turn) <= (newest.get(Number(slot))?.turn ?? -1)) continue;
      const claim = await readClaim(join(dir, name), Number(slot), Number(turn));
      if (claim !== undefined) newest.set(Number(slot), claim);
    }
    return [...newest.values()];
  }

  return {
    list,
    async make(claim) {
      const path = pathOf(claim);
      await makeDirectory();
      const draft = join(dir, `draft.${randomUUID()}`);
      const file = await open(draft, 'w', 0o600);
      await file.writeFile(textOf(claim));
      await file.sync();
      await file.close();
      try {
        // Complete from its first moment, and only if there is none.
        await link(draft, path);
      } catch (error) {
        if (systemCode(error) === 'EEXIST') return false;
        throw error;
      } finally {
        await rm(draft, { force: true });
      }
      const newest = (await list()).find((each) => each.slot === claim.slot);
      const ours = newest?.turn === claim.turn;
      await rm(ours ? pathOf({ ...claim, turn: claim.turn - 1 }) : path, { force: true });
      return ours;
    },
    save: (claim) => writeDurably(pathOf(claim), textOf(claim)),
  };
}

function textOf({ stateDir, next, uses }: UidClaim): string {
  return `${JSON.stringify({ stateDir, next, uses })}\n`;
}

async function readClaim(path: string, slot: number, turn: number): Promise<UidClaim | undefined> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    const why = error instanceof Error ? error.message : String(error);
    throw new HostFault('internal', `${path} cannot be understood: ${why}`, { cause: error });
  }
  const fields = readObject(value, path, ['stateDir', 'next', 'uses']);
  const chunks = Array.from({ length: 256 }, (_, index) => String(index));
  const uses = fields.object('uses', chunks);
  const stamp = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
  const used = chunks.filter((chunk) => !uses.isAbsent(chunk));
  return {
    slot,
    turn,
    stateDir: fields.text('stateDir', /^\//),
    next: fields.integer('next', 0, rangeSize),
    uses: Object.fromEntries(used.map((chunk) => [chunk, uses.text(chunk, stamp)])),
  };
}
