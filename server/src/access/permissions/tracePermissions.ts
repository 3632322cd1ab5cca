import { general, type Permission } from './permission.js';

/** Who did what: the traces of the account. */
export const auditEventPermissions = {
  ListTraces: general('list', 'cts:trace:list'),
  ExportTraces: general('list', 'cts:trace:list'),
  RetainTraces: general('write', 'cts:trace:retain'),
} as const satisfies Record<string, Permission>;
