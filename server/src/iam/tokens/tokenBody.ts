import type { Static } from 'typebox';
import { keystoneTime } from '../keystone/keystoneTime.js';
import type { TokenRecord } from './readToken.js';
import type { TokenBody } from './schemas.js';
import type { CatalogEntry } from './serviceCatalog.js';

/** Shows what a token is good for (docs/reference/tokens.md#what-a-token-says). */
export function tokenBody(record: TokenRecord, catalog: CatalogEntry[]): Static<typeof TokenBody> {
  const { principal, scope } = record;
  const domain = { id: principal.domainId, name: principal.domainName };
  return {
    token: {
      catalog,
      expires_at: keystoneTime(record.expiresAt),
      issued_at: keystoneTime(record.issuedAt),
      methods: [...record.methods],
      ...(scope.kind === 'project'
        ? { project: { id: scope.projectId, name: record.projectName ?? '', domain } }
        : {}),
      ...(scope.kind === 'domain' ? { domain } : {}),
      roles: principal.isRoot ? [{ id: '0', name: 'te_admin' }] : [],
      user: { id: principal.userId, name: principal.userName, password_expires_at: '', domain },
    },
  };
}
