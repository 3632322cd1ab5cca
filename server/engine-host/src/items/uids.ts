import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HostFault, systemCode } from '../machine/fault.js';
import { readObject } from '../machine/fields.js';
import { userIdsInUse } from '../machine/processes.js';
import { createSerial } from '../machine/serial.js';
import { writeDurably } from './records.js';
import {
  firstBase,
  openUidClaims,
  rangeSize,
  slotCount,
  type UidClaim,
  type UidClaims,
} from './uidClaims.js';

const dayMs = 86_400_000;
/** An id rests for 30 days; times of use are noted to the day. */
const restMs = 31 * dayMs;
const chunkSize = 4096;
const blockSize = 64;

export interface UidOptions {
  /** Common to all engine hosts of the machine. */
  readonly claimsDir: string;
  readonly stateDir: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The user ids of this instance. */
export interface UidStore {
  /**
   * A user id that no desktop had for 30 days, and never after this one crashed.
   * @param taken ids that must not be given out
   * @throws {HostFault} `capacity` when all were in use within that time
   */
  take(taken: ReadonlySet<number>): Promise<number>;
  /** Notes that an id was in use until now. */
  noteUse(uid: number): Promise<void>;
}

/**
 * Opens the range of user ids of this instance. It is chosen once, free of the machine's users, subordinate ranges and running
 * processes and no other instance's. When all are given away, one whose instance is gone is taken over with all that is
 * known of the use of its ids.
 * @throws {HostFault} `internal` when this machine's user namespace has no room for it
 */
export async function openUids(options: UidOptions): Promise<UidStore> {
  const claims = openUidClaims(options.claimsDir);
  let claim = (await recordedClaim(claims, options.stateDir)) ?? (await newClaim(claims, options));
  const base = firstBase + claim.slot * rangeSize;
  const queue = createSerial();
  let cursor = claim.next;
  let running: ReadonlySet<number> = new Set();

  const save = async (changed: UidClaim) => {
    await claims.save(changed);
    claim = changed;
  };
  const stamped = (chunk: number) => ({ ...claim.uses, [chunk]: new Date(options.now()).toISOString() });
  /** Sets ids aside before any of them is given out, so that a crash loses some but gives out none twice. */
  const reserve = async () => {
    const start = nextFree(claim, cursor, options.now());
    await save({ ...claim, next: start + blockSize, uses: stamped(Math.floor(start / chunkSize)) });
    cursor = start;
    running = userIdsInUse();
  };

  return {
    take: (taken) =>
      queue.run('uids', async () => {
        for (;;) {
          if (cursor === claim.next) await reserve();
          const uid = base + cursor;
          cursor += 1;
          if (!taken.has(uid) && !running.has(uid)) return uid;
        }
      }),
    noteUse: (uid) =>
      queue.run('uids', async () => {
        const offset = uid - base;
        // An id of the range that this instance had before.
        if (offset < 0 || offset >= rangeSize) return;
        const chunk = Math.floor(offset / chunkSize);
        const noted = Date.parse(claim.uses[chunk] ?? '1970-01-01T00:00:00Z');
        if (options.now() - noted >= dayMs) await save({ ...claim, uses: stamped(chunk) });
      }),
  };
}

/** Where the next block begins: right on, or, at the end of a chunk, with the next one that has rested. */
function nextFree(claim: UidClaim, cursor: number, now: number): number {
  if (cursor % chunkSize !== 0) return cursor;
  for (let tried = 0; tried < rangeSize; tried += chunkSize) {
    const start = (cursor + tried) % rangeSize;
    const used = claim.uses[Math.floor(start / chunkSize)];
    if (used === undefined || now - Date.parse(used) >= restMs) return start;
  }
  throw new HostFault(
    'capacity',
    `all ${rangeSize} user ids of this engine host were in use in the last 30 days`,
  );
}

async function recordedClaim(claims: UidClaims, stateDir: string): Promise<UidClaim | undefined> {
  const slot = await slotOf(stateDir);
  return (await claims.list()).find((each) => each.slot === slot && each.stateDir === stateDir);
}

async function newClaim(claims: UidClaims, { stateDir }: UidOptions): Promise<UidClaim> {
  const mapped = parseRanges(await readIfThere('/proc/self/uid_map'), /\s+/, 0, 2);
  const occupied = await occupiedRanges();
  const usable = Array.from({ length: slotCount }, (_, slot) => slot).filter((slot) => {
    const first = firstBase + slot * rangeSize;
    const end = first + rangeSize;
    return (
      mapped.some((each) => each.first <= first && end <= each.first + each.size) &&
      !occupied.some((each) => each.first < end && first < each.first + each.size)
    );
  });
  // Each round sees what others claimed meanwhile.
  for (let round = 0; round < slotCount; round += 1) {
    const known = new Map((await claims.list()).map((each) => [each.slot, each]));
    const running = userIdsInUse();
    const free = usable.filter(
      (slot) => !known.has(slot) && ![...running].some((uid) => slotOfUid(uid) === slot),
    );
    const slot =
      free.length > 0 ? free[randomInt(free.length)] : await findAbandoned([...known.values()], usable);
    if (slot === undefined) break;
    const before = known.get(slot);
    const claim = { next: 0, uses: {}, ...before, slot, turn: (before?.turn ?? 0) + 1, stateDir };
    // Ours names the slot before the claim is made: a claim that nobody's state names is an abandoned one.
    await writeDurably(fileIn(stateDir), `${JSON.stringify({ slot })}\n`);
    if (await claims.make(claim)) return claim;
  }
  throw new HostFault(
    'internal',
    `no free user ids from ${firstBase} on: the engine host must run where these ids exist, not in a user namespace that maps only some (see /proc/self/uid_map)`,
  );
}

async function findAbandoned(
  known: readonly UidClaim[],
  usable: readonly number[],
): Promise<number | undefined> {
  for (const claim of known) {
    if (usable.includes(claim.slot) && (await slotOf(claim.stateDir)) !== claim.slot) return claim.slot;
  }
  return undefined;
}

function fileIn(stateDir: string): string {
  return join(stateDir, 'uid-range.json');
}

async function slotOf(stateDir: string): Promise<number | undefined> {
  const file = fileIn(stateDir);
  const text = await readIfThere(file);
  return text === ''
    ? undefined
    : readObject(JSON.parse(text), file, ['slot']).integer('slot', 0, slotCount - 1);
}

function slotOfUid(uid: number): number {
  return Math.floor((uid - firstBase) / rangeSize);
}

async function occupiedRanges() {
  const passwd = (await readIfThere('/etc/passwd'))
    .split('\n')
    .map((line) => ({ first: Number(line.split(':')[2]), size: 1 }));
  return [
    ...passwd,
    ...parseRanges(await readIfThere('/etc/subuid'), /:/, 1, 2),
    ...parseRanges(await readIfThere('/etc/subgid'), /:/, 1, 2),
  ];
}

function parseRanges(text: string, separator: RegExp, firstField: number, sizeField: number) {
  return text
    .split('\n')
    .map((line) => line.trim().split(separator))
    .map((parts) => ({ first: Number(parts[firstField]), size: Number(parts[sizeField]) }))
    .filter((each) => Number.isFinite(each.first) && Number.isFinite(each.size));
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return '';
    throw error;
  }
}
