import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { openAuthorizationMessageKeys } from './access/authorizationMessages/authorizationMessageKeys.js';
import { createAuthorizationMessages } from './access/authorizationMessages/encryptAuthorizationMessage.js';
import { type Ambient, newHexId } from './ambient.js';
import { addAuditEventHooks } from './audit/events/auditEventHooks.js';
import { auditEventConnections } from './audit/events/auditedPool.js';
import { addAuditEventRoutes } from './audit/events/routes.js';
import { addKeyRoutes } from './audit/keyRoutes.js';
import { createLogMetrics } from './audit/logMetrics.js';
import { openLog } from './audit/openLog.js';
import { addLogRoutes } from './audit/routes.js';
import { startSealer } from './audit/sealer.js';
import { openSigningKeys } from './audit/signingKeys.js';
import { addImageStoreRoutes } from './catalogue/imageStoreRoutes.js';
import { addLookUpRoutes } from './catalogue/lookUpRoutes.js';
import { addCatalogueRoutes } from './catalogue/routes.js';
import { type Connections, queryBuilder } from './database/connect.js';
import { createWriteProbe } from './database/writeProbe.js';
import { addDeletionRoutes } from './deletion/accept/routes.js';
import { createDeletionWork } from './deletion/carryOut/deletionWork.js';
import { createPostgresDeletionStore } from './deletion/carryOut/postgresDeletionStore.js';
import { createEmptyDeletionWork } from './deletion/finish/finishEmptyDeletions.js';
import { addReceiptRoutes } from './deletion/receipt/routes.js';
import { recordRelease } from './deletion/release/recordRelease.js';
import { addReleaseRoutes } from './deletion/release/routes.js';
import { createRetentionWork } from './deletion/retention/retentionWork.js';
import { createDeletionMetrics, type EndedItem } from './deletion/watch/deletionMetrics.js';
import { addDeletionWatchRoutes } from './deletion/watch/routes.js';
import { createDeletionWatch } from './deletion/watch/watchDeletions.js';
import { findAccessedResource } from './desktops/access/findAccessedResource.js';
import { addAttachRoutes } from './desktops/attach/attachRoutes.js';
import { addDesktopRenameRoutes } from './desktops/change/renameRoutes.js';
import { createServerWatch } from './desktops/power/watchServers.js';
import { addDesktopReadRoutes } from './desktops/read/readRoutes.js';
import { addDesktopTagRoutes } from './desktops/tags/routes.js';
import { createDesktopWork } from './desktops/tasks/desktopWork.js';
import { addDesktopWriteRoutes } from './desktops/writeRoutes.js';
import type { Engine } from './engines/contract.js';
import { addErasureRoutes } from './erasure/routes.js';
import { addErrorCodeRoute } from './http/errorCodes.js';
import { addHealthRoutes } from './http/health.js';
import { createRequestLimits } from './http/limits/requestLimits.js';
import { addMetrics } from './http/metrics.js';
import type { MetricSource } from './http/metricText.js';
import { addOpenApiRoute } from './http/openapi.js';
import { type AddressRange, trustProxies } from './http/origin/trustedProxies.js';
import { createServer, originOf, type Server } from './http/server.js';
import { addCredentialRoutes } from './iam/credentials/routes.js';
import { addCanIRoutes } from './iam/decisions/canIRoutes.js';
import { addStsRoutes } from './iam/decisions/stsRoutes.js';
import { createGatekeeper } from './iam/gatekeeper.js';
import { endpointOf } from './iam/keystone/endpoint.js';
import { addIamRoutes } from './iam/routes.js';
import { addSignatureRoutes } from './iam/signatures/diagnosis/routes.js';
import { addJobRoutes } from './jobs/routes.js';
import { createMailWork } from './mail/mailWork.js';
import { addMailRoutes } from './mail/routes.js';
import type { MailSender } from './mail/sender.js';
import { addNetworkRoutes } from './network/routes.js';
import { createRuleWork } from './network/rules/keepRules.js';
import { createOrphanMetrics } from './orphans/orphanMetrics.js';
import { createOrphanScanner } from './orphans/orphanScanner.js';
import { createOrphanWatch } from './orphans/orphanWatch.js';
import { addOrphanRoutes } from './orphans/routes.js';
import { addScreenRoutes } from './screens/routes.js';
import { createScreenServer } from './screens/screenServer.js';
import type { DataKeys } from './secrets/dataKeys.js';
import type { Passwords } from './secrets/passwords.js';
import type { TlsPair } from './system/tlsPair.js';
import { addUserRoutes } from './users/routes.js';
import { holdWorkerLease } from './workers/lease.js';
import { startWorkLoop, type Work, type WorkLoop } from './workers/loop.js';
import { announcePresence } from './workers/presence.js';
import { openWorkspace } from './workspace/openWorkspace.js';
import { addWorkspaceRoutes } from './workspace/routes.js';

/** What the service is made with. Whoever starts it decides, so that tests start the same service. */
export interface AppParts {
  readonly connections: Connections;
  readonly engine: Engine;
  readonly ambient: Ambient;
  readonly logger: Logger;
  readonly dataKeys: DataKeys;
  readonly passwords: Passwords;
  readonly mailSender: MailSender;
  readonly region: string;
  /** Whether requests are counted and refused beyond the limits. Default false. */
  readonly limitRequests?: boolean;
  /** Where clients reach the service; undefined: where they say that they do. */
  readonly publicUrl?: string | undefined;
  /** Proxies whose word counts. Default: none. */
  readonly trustedProxies?: readonly AddressRange[];
  /** Undefined: plain HTTP. */
  readonly tls?: TlsPair | undefined;
  /** Most connections at once; undefined: any number. */
  readonly maxConnections?: number;
  /** What else is counted, and shown with the metrics. */
  readonly sources?: readonly MetricSource[];
  /** How long deletions are kept whole after their end, in days. Default 0: for ever. */
  readonly deletionRetentionDays?: number;
  /** Name servers of desktops whose subnet names none. Default: none. */
  readonly dnsServers?: readonly string[] | undefined;
  /** Called before the routes are added: what a test wants to watch. */
  readonly beforeRoutes?: (server: Server) => void;
}

export interface App {
  readonly server: Server;
  /** Answers no more, finishes what is in progress, and leaves the rest to whoever comes next. */
  stop(): Promise<void>;
}

/** How often to look for changes of rules that another replica noted, in milliseconds. */
const rulePollMs = 1_000;

/** Connects everything: who is told what, readable top to bottom. The work begins at once; listening is the caller's. */
export async function createApp(parts: AppParts): Promise<App> {
  const { connections, engine, ambient, logger, dataKeys, passwords, region, publicUrl } = parts;
  const { database, pool, beats, patient } = connections;

  const loops: WorkLoop[] = [];
  const watch = createDeletionWatch({ pool, logger });
  // "Wake" is for the loops of this process, "notify" for the other nodes, "announce" for both.
  const wakeLoops = (woken: readonly WorkLoop[] = loops): void => {
    for (const loop of woken) loop.wake();
    watch.wake();
  };
  const presence = await announcePresence({ pool: beats, ambient, logger, onWorkDue: () => wakeLoops() });
  const lease = await holdWorkerLease(beats, ambient, logger, presence);
  const deletionMetrics = createDeletionMetrics({ pool, logger });
  const onEnded = (item: EndedItem): void => deletionMetrics.itemEnded(item);
  const announceWork = (due?: readonly WorkLoop[]): void => {
    wakeLoops(due);
    presence.notifyOtherNodes();
  };
  await openLog(database, ambient);
  const signingKeys = await openSigningKeys({ database, ambient, dataKeys });
  const store = createPostgresDeletionStore(connections, engine.name);
  const random = (): number => ambient.randomBytes(4).readUInt32BE() / 2 ** 32;
  const work = { database, engine, ambient, logger, lease };
  const scanner = createOrphanScanner({ database: queryBuilder(patient), engine, ambient });
  const run = <Task>(claimed: Work<Task>): WorkLoop => startWorkLoop(claimed, logger, undefined, lease);
  const mails = run(createMailWork({ ...work, sender: parts.mailSender }));
  // Every acceptance and every end wakes these: the others would only look for nothing.
  const deletions: WorkLoop = run(
    createDeletionWork({
      ...work,
      store,
      random,
      announceWork: () => announceWork([deletions, mails]),
      onEnded,
    }),
  );
  loops.push(
    deletions,
    mails,
    run(createDesktopWork({ ...work, dnsServers: parts.dnsServers })),
    startWorkLoop(createRuleWork({ database, pool: patient, engine, logger }), logger, rulePollMs),
    startWorkLoop(createEmptyDeletionWork({ database, announceWork: () => announceWork([mails]) }), logger),
    startWorkLoop(createServerWatch({ database, pool, engine }), logger),
    startWorkLoop(createOrphanWatch({ database, pool: patient, scanner, logger }), logger),
  );
  const keepDays = parts.deletionRetentionDays ?? 0;
  if (keepDays > 0)
    loops.push(startWorkLoop(createRetentionWork({ pool: patient, logger, keepDays }), logger));
  const sealer = startSealer({ database: queryBuilder(beats), keys: signingKeys, logger });

  const limits = parts.limitRequests === true ? createRequestLimits() : undefined;
  const open = createGatekeeper({ pool, ambient, dataKeys });
  const gatekeeper = limits?.limiting(open) ?? open;
  const admission = { gatekeeper, ambient, region };
  const authorizationMessageKeys = openAuthorizationMessageKeys({ database, ambient, dataKeys });
  const isTrustedProxy = trustProxies(parts.trustedProxies ?? []);
  const server = await createServer({
    ...admission,
    logger,
    encryptAuthorizationMessage: createAuthorizationMessages({
      ambient,
      keys: authorizationMessageKeys,
      logger,
    }),
    newRequestId: () => newHexId(ambient),
    isTrustedProxy,
    publicUrl,
    tls: parts.tls,
    maxConnections: parts.maxConnections,
  });
  limits?.addTo(server);
  parts.beforeRoutes?.(server);
  const auditEvents = addAuditEventHooks(server, { pool, ambient });
  // What requests change is changed through these, with the request's audit event.
  const audited = auditEventConnections(connections, ambient);
  const patiently = auditEventConnections({ pool: patient }, ambient);
  const { offer } = engine;
  const sources = [
    deletionMetrics,
    createOrphanMetrics(database),
    createLogMetrics(database, sealer),
    auditEvents,
  ];
  addMetrics(server, { admission, sources: [...sources, ...(parts.sources ?? [])] });
  addHealthRoutes(server, {
    whyNotWritable: createWriteProbe(pool, () => lease.current()),
    engineName: engine.name,
    engineHealth: () => engine.health(),
    logDamage: () => sealer.damage(),
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
  addWorkspaceRoutes(server, audited);
  addCatalogueRoutes(server, { database, offer });
  addLookUpRoutes(server, offer);
  addImageStoreRoutes(server, engine);
  addNetworkRoutes(server, { database });
  addUserRoutes(server, { ...audited, ambient, passwords });
  addErasureRoutes(server, { ...patiently, ambient });
  addDesktopReadRoutes(server, { database, offer });
  addDesktopRenameRoutes(server, audited);
  addDesktopTagRoutes(server, audited);
  addDesktopWriteRoutes(server, { ...audited, ambient, engine, announceWork: () => announceWork() });
  addAttachRoutes(server, { ...audited, ambient, announceWork: () => announceWork() });
  const screens = createScreenServer({
    database,
    pool,
    gatekeeper: open,
    ambient,
    region,
    logger,
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
  addDeletionRoutes(server, {
    ...audited,
    ambient,
    engineName: engine.name,
    announceWork: () => announceWork([deletions]),
  });
  addReleaseRoutes(server, {
    ...audited,
    recordRelease,
    announceWork: () => announceWork([deletions, mails]),
    onEnded,
  });
  addDeletionWatchRoutes(server, { database, pool, watch });
  addMailRoutes(server, {
    ...audited,
    ambient,
    sender: parts.mailSender,
    announceWork: () => announceWork([mails]),
  });
  addReceiptRoutes(server, { database });
  addLogRoutes(server, { database });
  addKeyRoutes(server, { ...audited, ambient, dataKeys });
  addAuditEventRoutes(server, { ...patiently, ambient, keys: signingKeys });
  addJobRoutes(server, { database });
  addOrphanRoutes(server, { ...audited, engine, ambient, scanner, pause: (ms) => pause(ms) });
  addErrorCodeRoute(server);
  addOpenApiRoute(server);

  return {
    server,
    stop: async () => {
      await server.close();
      await Promise.all(loops.map((loop) => loop.stop()));
      await sealer.stop();
      await lease.end();
      await presence.end();
    },
  };
}
