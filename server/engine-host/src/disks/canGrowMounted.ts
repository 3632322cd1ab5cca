import { readFileSync } from 'node:fs';

/** CAP_SYS_RESOURCE (capability.h), without which ext4 grows no mounted file system. Containers often lack it. */
const resourceCapability = 24n;

/** Whether this machine lets the file system of a disk grow while it is mounted. */
export function canGrowMounted(): boolean {
  const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0';
  return ((BigInt(`0x${effective}`) >> resourceCapability) & 1n) === 1n;
}
