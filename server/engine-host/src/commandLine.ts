import { isAbsolute } from 'node:path';
import { parseArgs } from 'node:util';
import { bytesPerGiB } from './disks/diskImage.js';
import { type DiskOptions, diskChoices } from './disks/disks.js';
import { parseCidr } from './machine/cidr.js';
import { HostFault } from './machine/fault.js';
import type { EgressOptions, PlaceOptions } from './machine/places.js';

export interface CommandLine extends PlaceOptions, DiskOptions {
  /** Where to listen. Absolute path. */
  readonly socket: string;
}

/**
 * Reads the arguments of the engine host:
 * `--socket PATH --state-dir DIR --runtime-dir DIR --instance 8HEX --client-uid UID [--client-gid GID]
 * --master-key-file PATH [--disks automatic|encrypted|plain] [--disk-reserve-gib NUMBER] [--disk-overcommit NUMBER]
 * [--egress INTERFACE] [--egress-allow CIDR,…]`.
 * @throws {HostFault} `refused` naming the argument at fault
 */
export function readCommandLine(args: readonly string[]): CommandLine {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      socket: text,
      'state-dir': text,
      'runtime-dir': text,
      instance: text,
      'client-uid': text,
      'client-gid': text,
      'master-key-file': text,
      disks: text,
      'disk-reserve-gib': text,
      'disk-overcommit': text,
      egress: text,
      'egress-allow': text,
    },
  });
  const reserve = values['disk-reserve-gib'];
  const clientUid = numberOf('--client-uid', values['client-uid']);
  return {
    socket: pathOf('--socket', values.socket),
    stateDir: pathOf('--state-dir', values['state-dir']),
    runtimeDir: pathOf('--runtime-dir', values['runtime-dir']),
    instance: instanceOf(values.instance),
    masterKeyFile: pathOf('--master-key-file', values['master-key-file']),
    disks: diskChoiceOf(values.disks),
    diskReserveBytes:
      reserve === undefined ? undefined : Math.floor(decimalOf('--disk-reserve-gib', reserve) * bytesPerGiB),
    diskOvercommit: decimalOf('--disk-overcommit', values['disk-overcommit'] ?? '20'),
    egress: egressOf(values.egress, values['egress-allow'] ?? ''),
    clientUid,
    clientGid:
      values['client-gid'] === undefined ? clientUid : numberOf('--client-gid', values['client-gid']),
  };
}

function pathOf(name: string, value: string | undefined): string {
  if (value === undefined || !isAbsolute(value) || /[\0\n]/.test(value)) {
    throw new HostFault('refused', `${name} must be an absolute path`);
  }
  return value;
}

function instanceOf(value: string | undefined): string {
  if (value === undefined || !/^[0-9a-f]{8}$/.test(value)) {
    throw new HostFault('refused', '--instance must be eight lower-case hexadecimal digits');
  }
  return value;
}

function egressOf(device: string | undefined, allow: string): EgressOptions | undefined {
  const allowed = allow.split(',').filter((each) => each !== '');
  const wrong = allowed.find((each) => parseCidr(each) === undefined);
  if (wrong !== undefined) {
    throw new HostFault('refused', `--egress-allow must be ranges such as 10.1.0.0/16, not ${wrong}`);
  }
  if (device === undefined) return undefined;
  if (!/^[A-Za-z0-9][A-Za-z0-9_.-]{0,14}$/.test(device)) {
    throw new HostFault('refused', '--egress must be the name of a network interface');
  }
  return { device, allowed };
}

function diskChoiceOf(value = 'automatic'): CommandLine['disks'] {
  const choice = diskChoices.find((each) => each === value);
  if (choice === undefined)
    throw new HostFault('refused', `--disks must be one of ${diskChoices.join(', ')}`);
  return choice;
}

function decimalOf(name: string, value: string): number {
  if (!/^\d{1,6}(\.\d{1,3})?$/.test(value))
    throw new HostFault('refused', `${name} must be a number such as 10 or 0.5`);
  return Number(value);
}

function numberOf(name: string, value: string | undefined): number {
  if (value === undefined || !/^\d{1,10}$/.test(value) || Number(value) > 4_294_967_294) {
    throw new HostFault('refused', `${name} must be a user or group number`);
  }
  return Number(value);
}
