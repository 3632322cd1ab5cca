import type { DiskForm } from '../items/records.js';
import { HostFault } from '../machine/fault.js';
import type { Places } from '../machine/places.js';
import { createSerial, type Serial } from '../machine/serial.js';
import { canGrowMounted } from './canGrowMounted.js';
import { type Copies, createCopies } from './copies.js';
import { type Erasures, openErasures } from './erasures.js';
import { type KeyStore, openKeyStore } from './keyStore.js';
import { probeDisks } from './probeDisks.js';
import { type RoomRules, usualReserve } from './space.js';

export const diskChoices = ['automatic', 'encrypted', 'plain'] as const;

export interface DiskOptions {
  readonly masterKeyFile: string;
  /** `automatic`: encrypted where the machine can. */
  readonly disks: (typeof diskChoices)[number];
  readonly diskReserveBytes: number | undefined;
  readonly diskOvercommit: number;
}

/** What all work on disks shares. */
export interface Disks {
  /** What new disks are. */
  readonly form: DiskForm;
  readonly keys: KeyStore;
  readonly erasures: Erasures;
  readonly rules: RoomRules;
  /** Work on one disk and its snapshots, by the disk's id, goes one after the other. */
  readonly serial: Serial;
  readonly copies: Copies;
  /** Whether the machine's free space has run so low that desktops must wait with their writes. */
  readonly scarcity: { now: boolean };
  /** What this machine's disks lack, in words. */
  readonly warnings: readonly string[];
}

/**
 * Looks at what the machine can do and opens the key store.
 * @throws {HostFault} `internal` when disks must be encrypted and cannot be
 */
export async function openDisks(places: Places, options: DiskOptions): Promise<Disks> {
  const trouble = options.disks === 'plain' ? 'DESKPLANE_DISKS is plain' : await probeDisks(places);
  if (trouble !== undefined && options.disks === 'encrypted') {
    throw new HostFault(
      'internal',
      `DESKPLANE_DISKS asks for encrypted disks, and this machine has none: ${trouble}`,
    );
  }
  return {
    form: trouble === undefined ? 'encrypted' : 'plain',
    keys: openKeyStore(places.keys, options.masterKeyFile),
    erasures: await openErasures(places.erasures),
    rules: {
      reserveBytes: options.diskReserveBytes ?? usualReserve(places),
      overcommit: options.diskOvercommit,
    },
    serial: createSerial(),
    copies: createCopies(),
    scarcity: { now: false },
    warnings: warningsOf(trouble),
  };
}

function warningsOf(trouble: string | undefined): string[] {
  if (trouble !== undefined) return [`disks are not encrypted, their size is not enforced: ${trouble}`];
  return canGrowMounted()
    ? []
    : ['disks grow only while their desktop is off: the engine host has no CAP_SYS_RESOURCE on this machine'];
}
