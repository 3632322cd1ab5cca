import type { Answer } from '../api/operations';
import { useRead } from '../api/queries';
import { useReadAll } from '../api/readAll';
import type { Desktop } from '../desktops/desktop';

export type Vpc = Answer<'ListVpcs'>['vpcs'][number];
export type Subnet = Answer<'ListVpcSubnets'>['subnets'][number];
export type Port = Answer<'ListVpcPorts'>['ports'][number];
export type SecurityGroup = Answer<'ListVpcSecurityGroups'>['security_groups'][number];
export type Rule = SecurityGroup['security_group_rules'][number];

/** As many as one call gives. */
export const mostPorts = 2_000;
/** In milliseconds. */
const every = 10_000;

/** Everything that the page shows, read anew from time to time. */
export function useNetwork() {
  const vpcs = useRead('ListVpcs', { query: { limit: mostPorts } }, { every });
  const subnets = useRead('ListVpcSubnets', { query: { limit: mostPorts } }, { every });
  const ports = useRead('ListVpcPorts', { query: { limit: mostPorts } }, { every });
  const groups = useRead('ListVpcSecurityGroups', { query: { limit: mostPorts } }, { every });
  const desktops = useReadAll('ListDesktopsDetail', 500, (answer) => ({
    items: answer.desktops,
    total: answer.total_count,
  }));
  return { vpcs, subnets, ports, groups, desktops };
}

/** The desktops that lie at these ports, each once; of those that the reader may not see, the ids. */
export function desktopsAt(
  ports: readonly Port[],
  desktops: readonly Desktop[],
): readonly Pick<Desktop, 'desktop_id' | 'computer_name'>[] {
  const ids = [...new Set(ports.map(({ device_id }) => device_id))];
  return ids.map(
    (id) => desktops.find(({ desktop_id }) => desktop_id === id) ?? { desktop_id: id, computer_name: '' },
  );
}
