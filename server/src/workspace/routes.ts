import type { Ambient } from '../ambient.js';
import type { Database } from '../database/connect.js';
import { ApiError } from '../errors/errors.js';
import { formatPlainTime } from '../http/apiTimes.js';
import { workspace } from '../http/declare.js';
import type { NotOffered } from '../http/notOffered.js';
import { noContent, projectOf } from '../http/request.js';
import { JobAnswer, NoContent } from '../http/schemas/values.js';
import type { Server } from '../http/server.js';
import { applyWorkspace } from './applyWorkspace.js';
import { closeWorkspace } from './closeWorkspace.js';
import { isEnterpriseIdUsed } from './findWorkspace.js';
import { findLock, lockWorkspace, unlockWorkspace } from './lockWorkspace.js';
import { accessPort, type Reach, showWorkspace } from './presentWorkspace.js';
import {
  ApplyWorkspaceBody,
  CheckEnterpriseIdAnswer,
  CheckEnterpriseIdBody,
  LockAnswer,
  LockWorkspaceBody,
  UnlockWorkspaceBody,
  UpdateWorkspaceAnswer,
  UpdateWorkspaceBody,
  WorkspaceAnswer,
} from './schemas.js';
import { updateWorkspace } from './updateWorkspace.js';

export interface WorkspaceParts {
  readonly database: Database;
  readonly ambient: Ambient;
  readonly reach: Reach;
}

/** The service itself in a project (docs/reference/service.md#the-service): opened, looked at, changed, locked, closed. */
export function addWorkspaceRoutes(app: Server, parts: WorkspaceParts): void {
  const { database, reach } = parts;

  app.get(
    '/v2/:project_id/workspaces',
    workspace('ListWorkspaces', 'The service in this project; status CLOSED where it is not open', {
      answers: { 200: WorkspaceAnswer },
    }),
    async (request) => showWorkspace(database, projectOf(request), reach),
  );

  app.post(
    '/v2/:project_id/workspaces',
    workspace('ApplyWorkspace', 'Open the service in this project', {
      description:
        'On a VPC of the project and some of its subnets, or, where `vpc_id` is left out, on a network of its own. It is open once this ' +
        'is answered; the job is done.',
      body: ApplyWorkspaceBody,
      notOffered: notAtOpening,
      answers: { 200: JobAnswer },
    }),
    async (request) => {
      const { body, language } = request;
      return { job_id: await applyWorkspace(parts, { projectId: projectOf(request), language, body }) };
    },
  );

  app.put(
    '/v2/:project_id/workspaces',
    workspace('UpdateWorkspace', 'Change the service: its mails, computer accounts, enterprise ID, subnets', {
      body: UpdateWorkspaceBody,
      notOffered: fixedAttributes,
      answers: { 200: UpdateWorkspaceAnswer },
    }),
    async (request) => {
      const changed = await updateWorkspace(parts, projectOf(request), request.body, accessPort(reach));
      return { job_id: changed.jobId ?? null, enterprise_id: changed.enterpriseId, dc_vnc_ip: null };
    },
  );

  app.delete(
    '/v2/:project_id/workspaces',
    workspace('CancelWorkspace', 'Close the service in which nothing is left', {
      description:
        'Refused with everything that is left: desktops, running deletions, users, user groups. Its security groups go with it, and the ' +
        'network that was made for it.',
      answers: { 202: JobAnswer },
    }),
    async (request, reply) => {
      const jobId = await closeWorkspace(parts, projectOf(request));
      return reply.code(202).send({ job_id: jobId });
    },
  );

  app.post(
    '/v2/:project_id/workspaces/enterprise-ids/check',
    workspace('CheckEnterpriseId', 'Whether an enterprise ID is taken', {
      body: CheckEnterpriseIdBody,
      answers: { 200: CheckEnterpriseIdAnswer },
    }),
    async (request) => {
      const { enterprise_id } = request.body;
      return { enterprise_id, is_used: await isEnterpriseIdUsed(database, enterprise_id) };
    },
  );

  app.get(
    '/v2/:project_id/workspaces/lock-status',
    workspace('ShowWorkspaceLock', 'Whether the service is locked, since when and why', {
      answers: { 200: LockAnswer },
    }),
    async (request) => {
      const lock = await findLock(database, projectOf(request));
      const locked = lock === undefined ? 0 : 1;
      return {
        is_lock: locked,
        is_locked: locked,
        lock_time: lock === undefined ? '' : formatPlainTime(lock.since),
        lock_reason: lock?.reason ?? '',
      };
    },
  );

  app.put(
    '/v2/:project_id/workspaces/lock-status',
    workspace('UnlockWorkspace', 'Unlock the service', {
      body: UnlockWorkspaceBody,
      answers: { 200: JobAnswer },
    }),
    async (request) => {
      if (request.body.operate_type.toLowerCase() !== 'unlock') throw onlyUnlock();
      return { job_id: await unlockWorkspace(parts, projectOf(request)) };
    },
  );

  app.post(
    '/v2/:project_id/workspaces/lock',
    workspace('LockWorkspace', 'Lock the service', {
      description:
        'Signs out all users of desktops and closes their screens. Until it is unlocked nobody signs in, no desktop, user or user group ' +
        'is made, and no desktop is resized, rebuilt or put back to a snapshot; deletions go on.',
      body: LockWorkspaceBody,
      answers: { 204: NoContent },
    }),
    async (request, reply) => {
      await lockWorkspace(parts, projectOf(request), request.body.lock_reason);
      return noContent(reply);
    },
  );
}

const onlyUnlock = (): ApiError =>
  new ApiError(
    'WKS.0001',
    [{ en: 'operate_type must be unlock', zh: 'operate_type只能为unlock' }],
    'body: operate_type',
  );

const noDirectory: NotOffered = {
  'ad_domains.domain_type': ['LITE_AS'],
  ...fixed('ad_domains', [
    'domain_name',
    'domain_admin_account',
    'domain_password',
    'active_domain_name',
    'active_domain_ip',
    'active_dns_ip',
    'standby_domain_name',
    'standby_domain_ip',
    'standby_dns_ip',
    'certificate_id',
    'tls_config',
  ]),
  'ad_domains.use_ldaps': [false],
  'ad_domains.cba_enabled': [false],
  access_mode: ['INTERNET'],
  dedicated_subnets: [],
  apply_shared_vpc_dedicated_param: [],
};

/** What the service cannot be opened with: a directory, an access of its own from outside. */
const notAtOpening: NotOffered = { ...noDirectory, manage_subnet_cidr: [] };

/** What of the published attributes cannot be changed here, with what it is. */
const fixedAttributes: NotOffered = {
  ...noDirectory,
  ...fixed('ad_domains', ['id', 'domain_controllers']),
  ad_info: [],
  dc_vnc_ip: [],
  adn_conflict_network: [],
  apply_dedicated_standby_network_param: [],
  authorized_collect_log: [false],
  authorized_hda_upgrade: [false],
  is_authorized_install_agent: [false],
  enable_user_create_snapshot: [false],
};

function fixed(within: string, names: readonly string[]): NotOffered {
  return Object.fromEntries(names.map((name) => [`${within}.${name}`, []]));
}
