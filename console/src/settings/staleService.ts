import type { OperationName } from '../api/operations';

/** What is read again when the service of the project has changed. */
export const staleService: readonly OperationName[] = [
  'ListWorkspaces',
  'ListTenantConfigs',
  'ShowWorkspaceLock',
  'ShowQuotas',
];
