import { requireOperator } from '../access/requireOperator.js';
import { readHead } from '../audit/readLog.js';
import type { Database } from '../database/connect.js';
import type { Engine } from '../engines/contract.js';
import type { Language } from '../errors/errors.js';
import { workspace } from '../http/declare.js';
import { callerOf } from '../http/request.js';
import type { Server } from '../http/server.js';
import { serviceVersion } from '../serviceVersion.js';
import { describeCertificate } from './describeCertificate.js';
import { describeDatabase } from './describeDatabase.js';
import type { Installation, Setting } from './installation.js';
import { measureRoom } from './measureRoom.js';
import { InstallationBody, InstallationRoomBody } from './schemas.js';

export interface InstallationParts {
  readonly installation: Installation;
  readonly database: Database;
  readonly engine: Engine;
  readonly region: string;
  readonly publicUrl: string | undefined;
  readonly logId: string;
}

/** Our own extension of the API: what this installation is, what is set and from where, and how much room its machine has. */
export function addInstallationRoutes(app: Server, parts: InstallationParts): void {
  const { installation, database, engine } = parts;

  app.get(
    '/v2/:project_id/installation',
    workspace('ShowInstallation', 'What this installation is and how it is set', {
      description:
        'Of the replica that answers. Only for users of the account that this service was installed for. Shows no setting that ' +
        'may hold a password.',
      answers: { 200: InstallationBody },
    }),
    async (request) => {
      requireOperator(callerOf(request), 'workspace:service:get');
      const [facts, head] = await Promise.all([describeDatabase(database), readHead(database)]);
      const { embeddedDatabase: embedded } = installation;
      return {
        ...presentPlace(parts),
        engine: presentEngine(engine),
        database: { embedded, version: facts.version, schema: facts.schema, size_bytes: facts.bytes },
        log: { id: parts.logId, size: head?.size ?? 0, root: head?.root.toString('hex') ?? null },
        settings: installation.settings.map((setting) => presentSetting(setting, request.language)),
      };
    },
  );

  app.get(
    '/v2/:project_id/installation/room',
    workspace('ShowInstallationRoom', 'Room on disk and in memory', {
      description:
        'Of the machine of the replica that answers. Only for users of the account that this service was installed for.',
      answers: { 200: InstallationRoomBody },
    }),
    async (request) => {
      requireOperator(callerOf(request), 'workspace:service:getRoom');
      const { memory, data, disks } = await measureRoom(installation.dataDir, engine);
      return {
        memory: { size_bytes: memory.sizeBytes, available_bytes: memory.availableBytes },
        data: { size_bytes: data.sizeBytes, free_bytes: data.freeBytes },
        disks:
          disks === undefined
            ? null
            : {
                size_bytes: disks.sizeBytes,
                free_bytes: disks.freeBytes,
                reserve_bytes: disks.reserveBytes,
                promised_bytes: disks.promisedBytes,
                promisable_bytes: disks.promisableBytes,
              },
      };
    },
  );
}

function presentPlace({ installation, region, publicUrl }: InstallationParts) {
  const { id, startedAt, dataDir, settingsFile, certificate } = installation;
  const pem = certificate();
  return {
    version: serviceVersion,
    node_version: process.versions.node,
    instance_id: id,
    started_at: startedAt.toISOString(),
    data_dir: dataDir,
    settings_file: settingsFile ?? null,
    region,
    public_url: publicUrl ?? null,
    tls: pem === undefined ? null : presentCertificate(pem),
  };
}

function presentCertificate(pem: string) {
  const { subject, issuer, names, validFrom, validTo } = describeCertificate(pem);
  return { subject, issuer, names: [...names], valid_from: validFrom, valid_to: validTo };
}

function presentEngine({ name, offer, screens, files, images }: Engine) {
  const disks = offer.availabilityZones[0]?.disks;
  return {
    name,
    architecture: offer.architecture,
    disk_encrypted: disks?.encrypted ?? null,
    disk_size_enforced: disks?.sizeEnforced ?? null,
    screens: screens !== undefined,
    files: files !== undefined,
    own_images: images !== undefined,
  };
}

function presentSetting(setting: Setting, language: Language) {
  const { name, source, value, meaning } = setting;
  return { name, source, value: value ?? null, default: setting.default, meaning: meaning[language] };
}
