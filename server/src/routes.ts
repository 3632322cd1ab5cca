import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { openAuthorizationMessageKeys } from './access/authorizationMessages/authorizationMessageKeys.js';
import type { Ambient } from './ambient.js';
import type { AuditedConnections } from './audit/events/auditedPool.js';
import { addAuditEventRoutes } from './audit/events/routes.js';
import { addKeyRoutes } from './audit/keyRoutes.js';
import { addLogRoutes } from './audit/routes.js';
import type { openSigningKeys } from './audit/signingKeys.js';
import { addImageStoreRoutes } from './catalogue/imageStoreRoutes.js';
import { addLookUpRoutes } from './catalogue/lookUpRoutes.js';
import { addCatalogueRoutes } from './catalogue/routes.js';
import type { openConsoleFiles } from './console/consoleFiles.js';
import { addConsoleRoutes } from './console/routes.js';
import type { Connections } from './database/connect.js';
import type { createWriteProbe } from './database/writeProbe.js';
import { addDiskDeletionRoutes } from './deletion/accept/diskRoutes.js';
import type { Grantee } from './deletion/accept/grantee.js';
import { addDeletionRoutes } from './deletion/accept/routes.js';
import { addSnapshotDeletionRoutes } from './deletion/accept/snapshotRoutes.js';
import { addRebuildRoutes } from './deletion/rebuild/rebuildRoutes.js';
import { addReceiptRoutes } from './deletion/receipt/routes.js';
import { addReleaseRoutes } from './deletion/release/routes.js';
import type { EndedItem } from './deletion/watch/endedItems.js';
import { addDeletionWatchRoutes } from './deletion/watch/routes.js';
import type { createDeletionWatch } from './deletion/watch/watchDeletions.js';
import { operateOwnDesktop } from './desk/ownDesktops.js';
import { admitDeskViewer } from './desk/ownScreen.js';
import { addDeskRoutes } from './desk/routes.js';
import { addFactorRoutes } from './desk/secondFactor/routes.js';
import { findAccessedResource } from './desktops/access/findAccessedResource.js';
import { addAttachRoutes } from './desktops/attach/attachRoutes.js';
import { addDesktopMaintenanceRoutes } from './desktops/change/maintenanceRoutes.js';
import { addMigrateRoutes } from './desktops/change/migrateRoutes.js';
import { addDesktopNetworkRoutes } from './desktops/change/networkRoutes.js';
import { addDesktopRenameRoutes } from './desktops/change/renameRoutes.js';
import { addDesktopResizeRoutes } from './desktops/change/resizeRoutes.js';
import { addDiskChangeRoutes } from './desktops/disks/diskChangeRoutes.js';
import { addNamePolicyRoutes } from './desktops/namePolicies/namePolicyRoutes.js';
import { addNotificationRoutes } from './desktops/notify/notificationRoutes.js';
import { addEnterpriseResourceRoutes } from './desktops/read/enterpriseResourceRoutes.js';
import { addDesktopReadRoutes } from './desktops/read/readRoutes.js';
import { addRestoreRoutes } from './desktops/restore/restoreRoutes.js';
import { addSnapshotRoutes } from './desktops/snapshots/snapshotRoutes.js';
import { addSysprepRoutes } from './desktops/sysprep/sysprepRoutes.js';
import { addDesktopTagRoutes } from './desktops/tags/routes.js';
import { addDesktopWriteRoutes } from './desktops/writeRoutes.js';
import type { Engine } from './engines/contract.js';
import { addErasureRoutes } from './erasure/routes.js';
import { addErrorCodeRoute } from './http/errorCodes.js';
import { addHealthRoutes } from './http/health.js';
import type { createRequestLimits } from './http/limits/requestLimits.js';
import { addMetrics } from './http/metrics.js';
import type { MetricSource } from './http/metricText.js';
import { addOpenApiRoute } from './http/openapi.js';
import type { ProxyTrust } from './http/origin/trustedProxies.js';
import { originOf, type Server } from './http/server.js';
import { addCredentialRoutes } from './iam/credentials/routes.js';
import { addCanIRoutes } from './iam/decisions/canIRoutes.js';
import { addStsRoutes } from './iam/decisions/stsRoutes.js';
import type { StandingGatekeeper } from './iam/gatekeeper.js';
import { endpointOf } from './iam/keystone/endpoint.js';
import { addIamRoutes } from './iam/routes.js';
import { addSignatureRoutes } from './iam/signatures/diagnosis/routes.js';
import { asId, type DesktopUserId } from './ids.js';
import type { Installation } from './installation/installation.js';
import { addQuotaRoutes } from './installation/quotaRoutes.js';
import { addInstallationRoutes } from './installation/routes.js';
import { addJobRoutes } from './jobs/routes.js';
import { addMailRoutes } from './mail/routes.js';
import type { MailSender } from './mail/sender.js';
import { addNetworkRoutes } from './network/routes.js';
import type { createOrphanScanner } from './orphans/orphanScanner.js';
import { addOrphanRoutes } from './orphans/routes.js';
import { addPersonRoutes } from './persons/routes.js';
import { addScheduleRoutes } from './schedules/routes.js';
import { addFileRoutes } from './screens/files/fileRoutes.js';
import { addScreenRoutes } from './screens/routes.js';
import { createScreenServer } from './screens/screenServer.js';
import { addStartRoute } from './screens/startRoute.js';
import type { Viewer } from './screens/tickets.js';
import type { DataKeys } from './secrets/dataKeys.js';
import type { Passwords } from './secrets/passwords.js';
import { addSessionRoutes } from './sessions/routes.js';
import { addTestControlRoutes } from './testDouble/routes.js';
import type { TestControl } from './testDouble/testControl.js';
import { addUserRoutes } from './users/routes.js';
import { addTenantConfigRoutes } from './workspace/configs/tenantConfigRoutes.js';
import { openWorkspace } from './workspace/openWorkspace.js';
import { addWorkspaceRoutes } from './workspace/routes.js';

/** What the routes are made with, once the work runs. */
export interface RouteParts {
  readonly connections: Connections;
  readonly engine: Engine;
  readonly ambient: Ambient;
  readonly logger: Logger;
  readonly dataKeys: DataKeys;
  readonly passwords: Passwords;
  readonly mailSender: MailSender;
  readonly region: string;
  readonly installation: Installation;
  readonly logId: string;
  /** Where clients reach the service; undefined: where they say that they do. */
  readonly publicUrl?: string | undefined;
  /** Connections through which what requests change is written, with the request's audit event. */
  readonly audited: AuditedConnections;
  /** The same for what takes long. */
  readonly patiently: AuditedConnections;
  /** Where browsers' sessions belong. */
  readonly place: Parameters<typeof addSessionRoutes>[1]['place'];
  readonly signInPlainHttp?: boolean;
  readonly consoleFiles: ReturnType<typeof openConsoleFiles>;
  readonly limits: ReturnType<typeof createRequestLimits> | undefined;
  readonly gatekeeper: StandingGatekeeper;
  readonly admission: Parameters<typeof addMetrics>[1]['admission'];
  readonly isTrustedProxy: ProxyTrust;
  readonly authorizationMessageKeys: ReturnType<typeof openAuthorizationMessageKeys>;
  readonly signingKeys: Awaited<ReturnType<typeof openSigningKeys>>;
  readonly watch: ReturnType<typeof createDeletionWatch>;
  readonly scanner: ReturnType<typeof createOrphanScanner>;
  readonly sources: readonly MetricSource[];
  readonly whyNotWritable: ReturnType<typeof createWriteProbe>;
  readonly logDamage: Parameters<typeof addHealthRoutes>[1]['logDamage'];
  /** Something became due: for anyone, for mails, for deletions, for both of these. */
  readonly announceWork: () => void;
  readonly announceMails: () => void;
  readonly announceDeletions: () => void;
  readonly grantee: Grantee;
  readonly announceReleases: () => void;
  readonly onEnded: (item: EndedItem) => void;
  /** Tests moved the service's clock. */
  readonly onClockMoved: () => Promise<void>;
  /** Undefined: there is no control interface, and nothing at its paths. */
  readonly testControl?: TestControl | undefined;
}

/** All routes. Adding them asks none of the parts anything, so that the OpenAPI document can be written without a database. */
export function addRoutes(server: Server, parts: RouteParts): void {
  const { engine, ambient, logger, dataKeys, passwords, region, publicUrl, limits, gatekeeper, admission } =
    parts;
  const { connections, audited, patiently, isTrustedProxy, authorizationMessageKeys, signingKeys } = parts;
  const { watch, scanner, onEnded, place } = parts;
  const { database, pool } = connections;
  const { offer } = engine;
  addMetrics(server, { admission, sources: parts.sources });
  addHealthRoutes(server, {
    whyNotWritable: parts.whyNotWritable,
    engineName: engine.name,
    engineHealth: () => engine.health(),
    logDamage: parts.logDamage,
  });
  addIamRoutes(server, {
    ...audited,
    ambient,
    passwords,
    region,
    endpoint: publicUrl,
    proofs: limits?.proofs,
    openWorkspace: (projectId) => openWorkspace(audited.database, ambient, { projectId, language: 'en' }),
  });
  addSessionRoutes(server, {
    ...audited,
    ambient,
    passwords,
    proofs: limits?.proofs,
    place,
    plainHttp: parts.signInPlainHttp === true,
  });
  addCredentialRoutes(server, { ...audited, ambient, dataKeys, proofs: limits?.proofs });
  addSignatureRoutes(server, { pool, ambient, dataKeys });
  addStsRoutes(server, { ambient, keys: authorizationMessageKeys });
  addCanIRoutes(server, {
    database,
    pool,
    ambient,
    region,
    findResource: (projectId, type, id) => findAccessedResource(database, projectId, type, id),
  });
  addTenantConfigRoutes(server, audited);
  addWorkspaceRoutes(server, {
    ambient,
    ...audited,
    reach: { publicUrl, keepsMails: parts.mailSender.keepsMails },
  });
  addCatalogueRoutes(server, { database, offer });
  addLookUpRoutes(server, offer);
  addImageStoreRoutes(server, engine);
  addNetworkRoutes(server, { database, ambient });
  addUserRoutes(server, {
    ...audited,
    ambient,
    passwords,
    canInvite: publicUrl !== undefined,
    announceMails: parts.announceMails,
  });
  addErasureRoutes(server, { ...patiently, ambient });
  addPersonRoutes(server, { database, patient: patiently.database, ambient });
  addDesktopReadRoutes(server, { database, offer });
  addEnterpriseResourceRoutes(server, { database });
  addMigrateRoutes(server, { ...audited, region });
  addDesktopRenameRoutes(server, audited);
  addDesktopMaintenanceRoutes(server, audited);
  addSysprepRoutes(server, database);
  addNotificationRoutes(server, { ...audited, ambient, announceWork: parts.announceWork });
  addDesktopNetworkRoutes(server, { ...audited, ambient, announceWork: parts.announceWork });
  addDesktopResizeRoutes(server, {
    ...audited,
    ambient,
    offer: engine.offer,
    announceWork: parts.announceWork,
  });
  addDiskChangeRoutes(server, {
    ...audited,
    ambient,
    offer: engine.offer,
    announceWork: parts.announceWork,
  });
  addSnapshotRoutes(server, { ...audited, ambient, announceWork: parts.announceWork });
  addRestoreRoutes(server, {
    ...audited,
    ambient,
    engineName: engine.name,
    announceWork: parts.announceWork,
  });
  addDesktopTagRoutes(server, audited);
  addDesktopWriteRoutes(server, { ...audited, ambient, engine, announceWork: parts.announceWork });
  addNamePolicyRoutes(server, { ...audited, ambient });
  addScheduleRoutes(server, { ...audited, ambient });
  addAttachRoutes(server, { ...audited, ambient, engine, announceWork: parts.announceWork });
  const viewing = {
    database,
    pool,
    gatekeeper,
    admitDeskViewer: (viewer: Viewer, sessionHash: Buffer) => admitDeskViewer(pool, viewer, sessionHash),
    ambient,
    region,
    logger,
  };
  const screens = createScreenServer({
    ...viewing,
    screens: engine.screens,
    originOf: (raw) => {
      const origin = originOf({ raw, headers: raw.headers }, isTrustedProxy);
      return {
        origin,
        endpoint: endpointOf({ origin, host: raw.headers.host ?? '' }, { endpoint: publicUrl }),
      };
    },
  });
  addScreenRoutes(server, {
    ...audited,
    ambient,
    screens: engine.screens,
    endpoint: publicUrl,
    server: screens,
  });
  addFileRoutes(server, { ...viewing, files: engine.files, endpoint: publicUrl });
  addStartRoute(server, {
    database: audited.database,
    pool,
    viewing,
    ambient,
    endpoint: publicUrl,
    announceWork: parts.announceWork,
    startOwnDesktop: ({ projectId, userId, desktopId }) =>
      operateOwnDesktop(
        audited.database,
        ambient,
        { projectId, userId: asId<DesktopUserId>(userId) },
        { desktopId, operation: 'os-start', hard: false },
      ),
  });
  addFactorRoutes(server, audited);
  addDeskRoutes(server, {
    ...audited,
    dataKeys,
    plainPool: pool,
    ambient,
    passwords,
    proofs: limits?.proofs,
    place: { ...place, instance: `desk-${place.instance}` },
    plainHttp: parts.signInPlainHttp === true,
    hasScreens: engine.screens !== undefined,
    announceWork: parts.announceWork,
  });
  const { grantee, announceDeletions: announceWork } = parts;
  const deletionParts = { ...audited, ambient, engineName: engine.name, grantee, announceWork };
  addDeletionRoutes(server, deletionParts);
  addDiskDeletionRoutes(server, deletionParts);
  addSnapshotDeletionRoutes(server, deletionParts);
  addRebuildRoutes(server, {
    ...audited,
    ambient,
    offer: engine.offer,
    engineName: engine.name,
    announceWork: parts.announceWork,
  });
  addReleaseRoutes(server, {
    ...audited,
    announceWork: parts.announceReleases,
    onEnded,
  });
  addDeletionWatchRoutes(server, { database, pool, watch });
  addMailRoutes(server, {
    ...audited,
    ambient,
    sender: parts.mailSender,
    announceWork: parts.announceMails,
  });
  addReceiptRoutes(server, { database });
  addLogRoutes(server, { database });
  addKeyRoutes(server, { ...audited, ambient, dataKeys });
  addAuditEventRoutes(server, { ...patiently, ambient, keys: signingKeys });
  addJobRoutes(server, { database });
  addOrphanRoutes(server, { ...audited, engine, ambient, scanner, pause: (ms) => pause(ms) });
  addQuotaRoutes(server, audited);
  addInstallationRoutes(server, {
    installation: parts.installation,
    database,
    engine,
    region,
    publicUrl,
    logId: parts.logId,
  });
  if (parts.testControl !== undefined)
    addTestControlRoutes(server, {
      ...audited,
      ambient,
      offer,
      passwords,
      control: parts.testControl,
      onClockMoved: parts.onClockMoved,
    });
  addConsoleRoutes(server, parts.consoleFiles);
  addErrorCodeRoute(server);
  addOpenApiRoute(server);
}
