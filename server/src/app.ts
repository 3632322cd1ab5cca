import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { openAuthorizationMessageKeys } from './access/authorizationMessages/authorizationMessageKeys.js';
import { createAuthorizationMessages } from './access/authorizationMessages/encryptAuthorizationMessage.js';
import { type Ambient, newHexId } from './ambient.js';
import { addAuditEventHooks } from './audit/events/auditEventHooks.js';
import { auditEventConnections } from './audit/events/auditedPool.js';
import { createLogMetrics } from './audit/logMetrics.js';
import { openLog } from './audit/openLog.js';
import { startSealer } from './audit/sealer.js';
import { openSigningKeys } from './audit/signingKeys.js';
import { openServiceClock } from './clock/serviceClock.js';
import { openConsoleFiles } from './console/consoleFiles.js';
import { type Connections, queryBuilder } from './database/connect.js';
import { createWriteProbe } from './database/writeProbe.js';
import { endFormerDisk } from './deletion/accept/endFormerDisk.js';
import { createGrantee } from './deletion/accept/grantee.js';
import type { Claim } from './deletion/carryOut/deletionStore.js';
import { createDeletionWork } from './deletion/carryOut/deletionWork.js';
import { createPostgresDeletionStore } from './deletion/carryOut/postgresDeletionStore.js';
import { createRetentionWork } from './deletion/retention/retentionWork.js';
import { createRetireWork } from './deletion/retire/retireWork.js';
import { createDeletionMetrics } from './deletion/watch/deletionMetrics.js';
import type { EndedItem } from './deletion/watch/endedItems.js';
import { createDeletionWatch } from './deletion/watch/watchDeletions.js';
import { linkMail } from './desk/invitations/linkMail.js';
import { createNotificationWork } from './desktops/notify/notificationWork.js';
import { createServerWatch } from './desktops/power/watchServers.js';
import { createDesktopWork } from './desktops/tasks/desktopWork.js';
import type { Engine } from './engines/contract.js';
import { createRequestLimits } from './http/limits/requestLimits.js';
import type { MetricSource } from './http/metricText.js';
import { type AddressRange, trustProxies } from './http/origin/trustedProxies.js';
import { createServer, type Server } from './http/server.js';
import { createGatekeeper } from './iam/gatekeeper.js';
import type { Installation } from './installation/installation.js';
import { createRoomMetrics } from './installation/roomMetrics.js';
import { createMailWork } from './mail/mailWork.js';
import type { MailSender } from './mail/sender.js';
import { createRuleWork } from './network/rules/keepRules.js';
import { createOrphanMetrics } from './orphans/orphanMetrics.js';
import { createOrphanScanner } from './orphans/orphanScanner.js';
import { createOrphanWatch } from './orphans/orphanWatch.js';
import { addRoutes } from './routes.js';
import { createScheduleWork } from './schedules/runTasks.js';
import type { DataKeys } from './secrets/dataKeys.js';
import type { Passwords } from './secrets/passwords.js';
import type { TlsPair } from './system/tlsPair.js';
import { addTestControlHooks } from './testDouble/edgeHooks.js';
import type { TestControl } from './testDouble/testControl.js';
import { createExportSweep } from './users/exports/forgetExports.js';
import { holdWorkerLease } from './workers/lease.js';
import { startWorkLoop, type TakingLoop, type Work, type WorkLoop } from './workers/loop.js';
import { announcePresence } from './workers/presence.js';

/** What the service is made with. Whoever starts it decides, so that tests start the same service. */
export interface AppParts {
  readonly connections: Connections;
  readonly engine: Engine;
  readonly ambient: Ambient;
  /** The service's clock. Default: the database's, as far ahead as tests moved it. */
  readonly serviceClock?: (() => Date) | undefined;
  readonly logger: Logger;
  readonly dataKeys: DataKeys;
  readonly passwords: Passwords;
  readonly mailSender: MailSender;
  readonly region: string;
  /** What is told of the place that it runs in. */
  readonly installation: Installation;
  /** Whether requests are counted and refused beyond the limits. Default false. */
  readonly limitRequests?: boolean;
  /** Where clients reach the service; undefined: where they say that they do. */
  readonly publicUrl?: string | undefined;
  /** Proxies whose word counts. Default: none. */
  readonly trustedProxies?: readonly AddressRange[];
  /** Whether browsers on other machines may sign in over plain HTTP. Default false. */
  readonly signInPlainHttp?: boolean;
  /** Undefined: plain HTTP. */
  readonly tls?: TlsPair | undefined;
  /** Most connections at once; undefined: any number. */
  readonly maxConnections?: number;
  /** What else is counted, and shown with the metrics. */
  readonly sources?: readonly MetricSource[];
  /** How long deletions are kept whole after their end, in days. Default 0: for ever. */
  readonly deletionRetentionDays?: number;
  /** Where the console is built into. Default: in this clone. */
  readonly consoleFolder?: string;
  /** Name servers of desktops whose subnet names none. Default: none. */
  readonly dnsServers?: readonly string[] | undefined;
  /** What tests say to a test double, whose engine has the same faults; undefined: this is none. */
  readonly testControl?: TestControl | undefined;
  /** Called before the routes are added: what somebody wants to watch. */
  readonly beforeRoutes?: (server: Server) => void;
}

export interface App {
  readonly server: Server;
  /** Answers no more, finishes what is in progress, and leaves the rest to whoever comes next. */
  stop(): Promise<void>;
}

/** Seen from the compiled file. */
const builtConsole = fileURLToPath(new URL('../../console/built', import.meta.url));
/** How often to look for changes of rules that another replica noted, in milliseconds. */
const rulePollMs = 1_000;
/** How often to look whether it is time to forget exports, in milliseconds. */
const sweepPollMs = 5_000;

/** Connects everything: who is told what, readable top to bottom. The work begins at once; listening is the caller's. */
export async function createApp(parts: AppParts): Promise<App> {
  const { connections, engine, logger, dataKeys, region, publicUrl, testControl } = parts;
  const { database, pool, beats, patient } = connections;
  const clock = await openServiceClock({ pool, logger });
  const ambient: Ambient = { ...parts.ambient, serviceNow: parts.serviceClock ?? (() => clock.now()) };

  const loops: WorkLoop[] = [];
  const watch = createDeletionWatch({ pool, logger });
  // "Wake" is for the loops of this process, "notify" for the other nodes, "announce" for both.
  const wakeLoops = (woken: readonly WorkLoop[] = loops): void => {
    for (const loop of woken) loop.wake();
    watch.wake();
  };
  const presence = await announcePresence({ pool: beats, ambient, logger, onWorkDue: () => wakeLoops() });
  const lease = await holdWorkerLease(beats, ambient, logger, presence);
  const deletionMetrics = createDeletionMetrics(pool);
  const onEnded = (item: EndedItem): void => deletionMetrics.itemEnded(item);
  const announceWork = (due?: readonly WorkLoop[]): void => {
    wakeLoops(due);
    presence.notifyOtherNodes();
  };
  const logId = await openLog(database, ambient);
  const signingKeys = await openSigningKeys({ database, ambient, dataKeys });
  const store = createPostgresDeletionStore(connections);
  const random = (): number => ambient.randomBytes(4).readUInt32BE() / 2 ** 32;
  const work = { database, engine, ambient, logger, lease };
  const scanner = createOrphanScanner({ database: queryBuilder(patient), engine, ambient });
  const run = <Task>(claimed: Work<Task>): TakingLoop<Task> =>
    startWorkLoop(claimed, logger, undefined, lease);
  const mails = run(
    createMailWork({
      ...work,
      sender: parts.mailSender,
      linkOf: (mail) => linkMail({ pool, ambient, publicUrl }, mail),
    }),
  );
  // Every acceptance and every end wakes these: the others would only look for nothing.
  const deletions: TakingLoop<Claim> = run(
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
    run(createNotificationWork({ ...work, pool })),
    run(createRetireWork({ ...work, pool, random })),
    run(
      createDesktopWork({
        ...work,
        dnsServers: parts.dnsServers,
        endFormerDisk: (transaction, former) =>
          endFormerDisk({ ambient, engineName: engine.name }, transaction, former),
      }),
    ),
    startWorkLoop(
      createScheduleWork({
        ...work,
        announceWork: () => announceWork(),
        ...(testControl === undefined ? {} : { readClock: () => clock.read() }),
      }),
      logger,
    ),
    startWorkLoop(createRuleWork({ database, pool: patient, engine, logger }), logger, rulePollMs),
    startWorkLoop(createServerWatch({ database, pool, engine }), logger),
    startWorkLoop(createExportSweep({ database: queryBuilder(patient) }), logger, sweepPollMs),
    startWorkLoop(createOrphanWatch({ database, pool: patient, scanner, logger }), logger),
  );
  const keepDays = parts.deletionRetentionDays ?? 0;
  if (keepDays > 0)
    loops.push(startWorkLoop(createRetentionWork({ pool: patient, logger, keepDays }), logger));
  const sealer = startSealer({ database: queryBuilder(beats), keys: signingKeys, logger });

  const limits = parts.limitRequests === true ? createRequestLimits() : undefined;
  const place = { instance: logId.slice(0, 8), publicUrl };
  const open = createGatekeeper({ pool, ambient, dataKeys, sessionPlace: place });
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
    // Another replica may have moved it right before.
    ...(testControl === undefined ? {} : { beforeAdmission: () => clock.read() }),
    publicUrl,
    tls: parts.tls,
    maxConnections: parts.maxConnections,
  });
  limits?.addTo(server);
  parts.beforeRoutes?.(server);
  const auditEvents = addAuditEventHooks(server, { pool, database, ambient });
  if (testControl !== undefined) addTestControlHooks(server, testControl);
  // What requests change is changed through these, with the request's audit event.
  const audited = auditEventConnections(connections, ambient);
  const patiently = auditEventConnections({ pool: patient }, ambient);
  const sources = [
    deletionMetrics,
    createOrphanMetrics(database),
    createLogMetrics(database, sealer),
    createRoomMetrics(parts.installation.dataDir, engine),
    auditEvents,
  ];
  addRoutes(server, {
    ...parts,
    ambient,
    audited,
    patiently,
    limits,
    place,
    logId,
    consoleFiles: openConsoleFiles(parts.consoleFolder ?? builtConsole),
    gatekeeper: open,
    admission,
    isTrustedProxy,
    authorizationMessageKeys,
    signingKeys,
    watch,
    scanner,
    sources: [...sources, ...(parts.sources ?? [])],
    whyNotWritable: createWriteProbe(connections, () => lease.current()),
    logDamage: () => sealer.damage(),
    announceWork: () => announceWork(),
    onClockMoved: async () => {
      await clock.read();
      announceWork();
    },
    announceMails: () => announceWork([mails]),
    grantee: createGrantee(deletions, lease),
    announceDeletions: () => announceWork([deletions]),
    announceReleases: () => announceWork([deletions, mails]),
    onEnded,
  });

  return {
    server,
    stop: async () => {
      await server.close();
      await Promise.all(loops.map((loop) => loop.stop()));
      await sealer.stop();
      await lease.end();
      await presence.end();
      await clock.stop();
    },
  };
}
