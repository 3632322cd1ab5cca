import type { Operation } from '../access/permissions/table.js';
import type { RouteDeclaration } from './request.js';

/** Parameters that clients send beyond every definition: they mean nothing here, and to refuse them would refuse the client. */
interface ClientParameters {
  readonly reason: string;
  readonly names: readonly string[];
  readonly of: (declaration: RouteDeclaration) => boolean;
}

/** All of them, each with its reason. */
const clientParameters: readonly ClientParameters[] = [
  {
    reason:
      'Libraries page every list in their own way, also one that is answered as a whole: the Go library asks on behind the last entry.',
    names: ['limit', 'offset', 'marker'],
    of: ({ operation }) => /(?:^|[a-z])List[A-Z]|^ShowTagByDesktopId$/.test(operation),
  },
  {
    reason:
      'The Terraform provider names what it looks for, gets all security groups, and looks for it by itself.',
    names: ['name', 'description', 'enterprise_project_id'],
    of: ({ operation }) => operation === 'ListSecurityGroupsV3',
  },
  {
    reason: 'The Terraform provider sends its own enterprise project with every look-up of networks.',
    names: ['enterprise_project_id'],
    of: ({ operation }) => networkLookUps.has(operation),
  },
];

const networkLookUps: ReadonlySet<Operation> = new Set<Operation>([
  'ListVpcs',
  'ListVpcSubnets',
  'ListVpcPorts',
  'ListVpcSecurityGroups',
  'ListSecurityGroupRules',
  'ListSecurityGroupRulesV3',
]);

/** Pages and what probes ask: addresses that people and programs put words of their own behind. */
const openToWords: ReadonlySet<Operation> = new Set<Operation>([
  'ShowConsolePage',
  'ShowScreenPage',
  'ShowHealth',
  'ShowReadiness',
  'ShowMetrics',
]);

/**
 * Whether an operation lets pass any parameter that it does not know. Keystone's do: Keystone passes them over itself, and clients of
 * OpenStack count on it.
 */
export function takesAnyParameter({ operation, family }: RouteDeclaration): boolean {
  return family === 'keystone' || openToWords.has(operation);
}

/** Whether a client is known to send this parameter though the operation has none of this name. */
export function isClientParameter(declaration: RouteDeclaration, name: string): boolean {
  return clientParameters.some(({ names, of }) => names.includes(name) && of(declaration));
}
