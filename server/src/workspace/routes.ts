import { Type } from 'typebox';
import type { Database } from '../database/connect.js';
import { workspace } from '../http/declare.js';
import type { NotOffered } from '../http/notOffered.js';
import { projectOf } from '../http/request.js';
import { Filter } from '../http/schemas/text.js';
import type { Server } from '../http/server.js';
import { type Reach, showWorkspace } from './presentWorkspace.js';
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
  readonly reach: Reach;
}

/**
 * The service itself in a project (docs/reference/service.md#the-service): looking at it, and the two switches that deletions
 * ask.
 */
export function addWorkspaceRoutes(app: Server, parts: WorkspaceParts): void {
  const { database, reach } = parts;

  app.get(
    '/v2/:project_id/workspaces',
    workspace('ListWorkspaces', 'The service in this project; status CLOSED where it is not open', {
      answers: { 200: WorkspaceAnswer },
    }),
    async (request) => showWorkspace(database, projectOf(request), reach),
  );

  app.put(
    '/v2/:project_id/workspaces',
    workspace(
      'UpdateWorkspace',
      'Change whether mails are sent and computer accounts deleted when desktops go',
      {
        body: UpdateWorkspaceBody,
        notOffered: fixedAttributes,
        answers: { 200: UpdateWorkspaceAnswer },
      },
    ),
    async (request) => {
      const { enterpriseId } = await updateWorkspace(database, projectOf(request), request.body);
      return { job_id: null, enterprise_id: enterpriseId, dc_vnc_ip: null };
    },
  );

  app.get(
    '/v2/:project_id/workspaces/lock-status',
    workspace('ShowWorkspaceLock', 'Whether the service is locked; it never is', {
      answers: { 200: LockAnswer },
    }),
    async () => ({ is_lock: 0, is_locked: 0, lock_time: '', lock_reason: '' }),
  );

  app.get(
    '/v2/:project_id/assist-auth-config/method-config',
    workspace('ShowAssistAuthConfig', 'Second factor of desktop log-ins; there is none', {
      query: Type.Object({ main_auth_config_id: Filter }),
      answers: { 200: AssistAuthAnswer },
    }),
    async () => noSecondFactor,
  );
}

/** What of the published attributes cannot be changed here, with what it is. */
const fixedAttributes: NotOffered = {
  access_mode: ['INTERNET'],
  'ad_domains.domain_type': ['LITE_AS'],
  ...fixed('ad_domains', [
    'id',
    'domain_name',
    'domain_admin_account',
    'domain_password',
    'active_domain_name',
    'active_domain_ip',
    'active_dns_ip',
    'standby_domain_name',
    'standby_domain_ip',
    'standby_dns_ip',
    'domain_controllers',
    'certificate_id',
    'tls_config',
  ]),
  'ad_domains.use_ldaps': [false],
  'ad_domains.cba_enabled': [false],
  ad_info: [],
  dedicated_subnets: [],
  internet_access_port: [],
  dc_vnc_ip: [],
  adn_conflict_network: [],
  apply_shared_vpc_dedicated_param: [],
  apply_dedicated_standby_network_param: [],
  authorized_collect_log: [false],
  authorized_hda_upgrade: [false],
  is_authorized_install_agent: [false],
  enable_user_create_snapshot: [false],
};

function fixed(within: string, names: readonly string[]): NotOffered {
  return Object.fromEntries(names.map((name) => [`${within}.${name}`, []]));
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
