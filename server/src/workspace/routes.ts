import { Type } from 'typebox';
import type { Database } from '../database/connect.js';
import { projectOf } from '../http/request.js';
import { ProjectPath, workspaceErrors } from '../http/schemas/common.js';
import type { Server } from '../http/server.js';
import { showWorkspace } from './presentWorkspace.js';
import {
  AssistAuthAnswer,
  LockAnswer,
  UpdateWorkspaceAnswer,
  UpdateWorkspaceBody,
  WorkspaceAnswer,
} from './schemas.js';
import { updateWorkspace } from './updateWorkspace.js';

export interface WorkspaceParts {
  readonly database: Database;
}

/**
 * The service itself in a project (docs/reference/service.md#the-service): looking at it, and the two switches that deletions
 * ask.
 */
export function addWorkspaceRoutes(app: Server, parts: WorkspaceParts): void {
  const { database } = parts;

  app.get(
    '/v2/:project_id/workspaces',
    {
      config: {
        declaration: { operation: 'ListWorkspaces', family: 'workspace' },
      },
      schema: {
        summary: 'The service in this project; status CLOSED where it is not open',
        tags: ['Service'],
        params: ProjectPath,
        response: { 200: WorkspaceAnswer, ...workspaceErrors },
      },
    },
    async (request) => showWorkspace(database, projectOf(request)),
  );

  app.put(
    '/v2/:project_id/workspaces',
    {
      config: {
        declaration: {
          operation: 'UpdateWorkspace',
          family: 'workspace',
        },
      },
      schema: {
        summary: 'Change whether mails are sent and computer accounts deleted when desktops go',
        tags: ['Service'],
        params: ProjectPath,
        body: UpdateWorkspaceBody,
        response: { 200: UpdateWorkspaceAnswer, ...workspaceErrors },
      },
    },
    async (request) => {
      const { enterpriseId } = await updateWorkspace(database, projectOf(request), request.body);
      return { job_id: null, enterprise_id: enterpriseId, dc_vnc_ip: null };
    },
  );

  app.get(
    '/v2/:project_id/workspaces/lock-status',
    {
      config: {
        declaration: {
          operation: 'ShowWorkspaceLock',
          family: 'workspace',
        },
      },
      schema: {
        summary: 'Whether the service is locked; it never is',
        tags: ['Service'],
        params: ProjectPath,
        response: { 200: LockAnswer, ...workspaceErrors },
      },
    },
    async () => ({ is_lock: 0, is_locked: 0, lock_time: '', lock_reason: '' }),
  );

  app.get(
    '/v2/:project_id/assist-auth-config/method-config',
    {
      config: {
        declaration: {
          operation: 'ShowAssistAuthConfig',
          family: 'workspace',
        },
      },
      schema: {
        summary: 'Second factor of desktop log-ins; there is none',
        tags: ['Service'],
        params: ProjectPath,
        querystring: Type.Object({ main_auth_config_id: Type.Optional(Type.String({ maxLength: 255 })) }),
        response: { 200: AssistAuthAnswer, ...workspaceErrors },
      },
    },
    async () => noSecondFactor,
  );
}

const noSecondFactor = {
  otp_config_info: {
    id: '',
    enable: false,
    receive_mode: 'VMFA',
    auth_url: '',
    app_id: '',
    app_secret: '',
    auth_server_access_mode: 'INTERNET',
    cert_content: '',
    apply_rule: { rule_type: 'ACCESS_MODE', rule: 'INTERNET' },
    apply_objects: [],
  },
  main_auth_config_id: '',
};
