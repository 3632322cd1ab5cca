import { noteInAuditEvent } from '../../auditEvents/openAuditEvent.js';
import type { Database } from '../../database/connect.js';
import { ApiError } from '../../errors/errors.js';
import type { ProjectId } from '../../ids.js';
import { findWorkspace } from '../findWorkspace.js';

/** What can be switched in a project. Names are not published; each of these has an effect here (docs/reference/service.md#switches). */
export const tenantConfigs = ['protect_new_desktops'] as const;
export type TenantConfig = (typeof tenantConfigs)[number];

export interface FunctionConfig {
  readonly id: string;
  readonly name: string;
  readonly status: 'ON' | 'OFF';
  readonly values: [];
}

/** Every function that a project can switch and how it is switched: off where the service is not open. */
export async function listTenantConfigs(
  database: Database,
  projectId: ProjectId,
): Promise<readonly FunctionConfig[]> {
  const workspace = await findWorkspace(database, projectId);
  return tenantConfigs.map((name) => ({
    id: name,
    name,
    status: workspace?.[name] === true ? 'ON' : 'OFF',
    values: [],
  }));
}

export interface ConfigChange {
  readonly id?: string;
  readonly name?: string;
  readonly status: 'ON' | 'OFF';
}

/**
 * Switches a function of a project, for what is made from then on.
 * @throws {ApiError} WKS.0001 for one that is not named or not there, WKS.00010099 when the service is not open
 */
export async function updateTenantConfig(
  database: Database,
  projectId: ProjectId,
  change: ConfigChange,
): Promise<void> {
  const name = configOf(change);
  const isOn = change.status === 'ON';
  await database.transaction().execute(async (transaction) => {
    const workspace = await transaction
      .updateTable('workspaces')
      .set({ [name]: isOn })
      .where('project_id', '=', projectId)
      .returning(['id', 'enterprise_id'])
      .executeTakeFirst();
    if (workspace === undefined) throw new ApiError('WKS.00010099');
    noteInAuditEvent({
      resource: { type: 'tenant', id: workspace.id, name: workspace.enterprise_id },
      flags: { [name]: isOn },
    });
  });
}

/** The one that is named, by name or ID, which are the same here; by both, they must agree. */
function configOf({ id = '', name = '' }: ConfigChange): TenantConfig {
  const at = name === '' && id !== '' ? 'id' : 'name';
  const asked = name === '' ? id : name;
  const found = tenantConfigs.find((config) => config === asked);
  if (found !== undefined && (id === '' || id === found)) return found;
  const place = found === undefined ? at : 'id';
  throw new ApiError(
    'WKS.0001',
    [
      {
        en: `function_config.${place} names nothing that can be switched here; there is: ${tenantConfigs.join(', ')}`,
        zh: `function_config.${place}不是此处可开关的功能；可开关的功能有：${tenantConfigs.join('、')}`,
      },
    ],
    `body: function_config.${place}`,
  );
}
