import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { HostFault, systemCode } from '../machine/fault.js';
import { readObject } from '../machine/fields.js';
import { userIdsInUse } from '../machine/processes.js';
import { writeDurably } from './records.js';

/** How many desktops one instance can hold at once. */
export const rangeSize = 4096;
// Above the ranges that systemd hands to containers (to 1 878 982 656) and below 2^31, where some programs go wrong.
const firstBase = 1_880_000_000;
const lastBase = 2_147_000_000 - rangeSize;

export interface UidRange {
  readonly base: number;
  readonly size: number;
}

/**
 * The range of user ids of this instance: chosen once, free of the machine's users, subordinate ranges and running
 * processes, and recorded in `file`.
 * @throws {HostFault} `internal` when this machine's user namespace has no room for it
 */
export async function openUidRange(file: string): Promise<UidRange> {
  const recorded = await readIfThere(file);
  if (recorded !== undefined) {
    const fields = readObject(JSON.parse(recorded), file, ['base', 'size']);
    return { base: fields.integer('base', 1, 4_294_967_294), size: fields.integer('size', 1, 1_000_000) };
  }
  const range = await chooseRange();
  await writeDurably(file, `${JSON.stringify(range)}\n`);
  return range;
}

/**
 * A user id for a new desktop.
 * @throws {HostFault} `capacity` when every id of the range is taken
 */
export async function pickUid(range: UidRange, taken: ReadonlySet<number>): Promise<number> {
  const running = await userIdsInUse();
  for (let uid = range.base; uid < range.base + range.size; uid += 1) {
    if (!taken.has(uid) && !running.has(uid)) return uid;
  }
  throw new HostFault('capacity', `all ${range.size} user ids of this engine host are in use`);
}

async function chooseRange(): Promise<UidRange> {
  const mapped = parseRanges((await readIfThere('/proc/self/uid_map')) ?? '', /\s+/, 0, 2);
  const passwd = ((await readIfThere('/etc/passwd')) ?? '')
    .split('\n')
    .map((line) => ({ first: Number(line.split(':')[2]), size: 1 }));
  const subordinate = [
    ...parseRanges((await readIfThere('/etc/subuid')) ?? '', /:/, 1, 2),
    ...parseRanges((await readIfThere('/etc/subgid')) ?? '', /:/, 1, 2),
  ];
  const running = [...(await userIdsInUse())].map((first) => ({ first, size: 1 }));
  const occupied = [...passwd, ...subordinate, ...running];
  for (let attempt = 0; attempt < 1000; attempt += 1) {
    const slots = Math.floor((lastBase - firstBase) / rangeSize);
    const base = firstBase + randomInt(slots) * rangeSize;
    const usable = mapped.some((each) => each.first <= base && base + rangeSize <= each.first + each.size);
    if (!usable) break;
    if (!occupied.some((each) => each.first < base + rangeSize && base < each.first + each.size)) {
      return { base, size: rangeSize };
    }
  }
  throw new HostFault(
    'internal',
    `no free user ids from ${firstBase} on: the engine host must run where these ids exist, not in a user namespace that maps only some (see /proc/self/uid_map)`,
  );
}

function parseRanges(text: string, separator: RegExp, firstField: number, sizeField: number) {
  return text
    .split('\n')
    .map((line) => line.trim().split(separator))
    .map((parts) => ({ first: Number(parts[firstField]), size: Number(parts[sizeField]) }))
    .filter((each) => Number.isFinite(each.first) && Number.isFinite(each.size));
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
