import { type Inventory, isPort } from '../items/inventory.js';
import type { ItemRef, PortSpec } from '../items/items.js';
import type { PortRule } from '../items/portSpec.js';
import type { PortRecord } from '../items/records.js';
import { HostFault } from '../machine/fault.js';
import { applyPortRules } from '../network/ports.js';

/**
 * Replaces the rules of a port: on record first, so that a port that is made again has them.
 * @param inTurn runs what changes a port when nothing else does
 * @throws {HostFault} `not-found`, or `conflict` when the port is on its way out
 */
export async function setPortRules(
  inventory: Inventory,
  ref: ItemRef,
  rules: readonly PortRule[],
  inTurn: (port: PortRecord, task: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const record = inventory.byId('port', ref.id);
  if (record === undefined || !isPort(record) || record.generation !== ref.generation) {
    throw new HostFault('not-found', `there is no port ${ref.id} of this generation`);
  }
  await inTurn(record, async () => {
    if (record.phase === 'removing') throw new HostFault('conflict', `port ${ref.id} is being removed`);
    record.spec = { ...record.spec, rules };
    await inventory.save(record);
    await applyPortRules(inventory.places, record);
  });
}

/** @throws {HostFault} `conflict` when another port of the VPC has an address of the new one */
export function refuseTakenAddress(inventory: Inventory, spec: PortSpec): void {
  const taken = inventory
    .all()
    .filter(isPort)
    .filter((each) => each.spec.projectId === spec.projectId && each.spec.vpcId === spec.vpcId)
    .find(
      ({ spec: other }) =>
        other.address === spec.address ||
        (spec.ipv6 !== undefined && other.ipv6?.address === spec.ipv6.address),
    );
  if (taken !== undefined) {
    throw new HostFault('conflict', `the address ${spec.address} is that of port ${taken.id}`);
  }
}
