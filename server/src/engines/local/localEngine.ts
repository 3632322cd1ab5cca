import {
  type Engine,
  EngineError,
  type EngineHealth,
  type EngineZone,
  type ItemSpec,
  type PortRule,
  type ProviderRef,
} from '../contract.js';
import {
  type LocalObservation,
  parseDescription,
  parseListed,
  parseObservation,
  parseRef,
  parseRefs,
  parseRemoveAnswer,
  parseRoom,
} from './hostAnswers.js';
import { connectToHost } from './hostConnection.js';
import { createLocalFiles } from './localFiles.js';
import { createLocalImages, type LocalImages } from './localImages.js';
import { localOffer } from './localOffer.js';

const protocolVersion = 5;
const machineTimeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export interface LocalEngineOptions {
  /** Where the engine host listens. */
  readonly socketPath: string;
  /** Names the one availability zone. */
  readonly region: string;
  /** How long an answer may take, in milliseconds. */
  readonly timeoutMs?: number;
}

/** The local engine: desktops as sandboxes on this machine, made by the engine host. */
export interface LocalEngine extends Engine {
  readonly name: 'local';
  readonly images: LocalImages;
  /** Hears anew what this machine offers: its images, what its disks are. @throws {EngineError} */
  learn(): Promise<void>;
  /** Like `observe`, with the path of the server's screen socket. @throws {EngineError} */
  inspect(ref: ProviderRef): Promise<LocalObservation>;
}

/**
 * The client of the engine host. Connects at the first call and again after every loss, so it may be made before the
 * engine host is up.
 */
export function createLocalEngine(options: LocalEngineOptions): LocalEngine {
  const host = connectToHost(options.socketPath, options.timeoutMs ?? 30_000, () => {
    // Whoever needs it is told of the trouble by his own call.
    learn().catch(() => undefined);
  });
  const images: LocalImages = createLocalImages(host, options.socketPath);
  let disks: EngineZone['disks'];
  const offer = localOffer(
    options.region,
    () => images.imported(),
    () => disks,
  );
  const learn = async () => {
    const { encryption, sizes, growth } = parseDescription(await host.ask('hello', {})).capabilities;
    disks = { encrypted: encryption, sizeEnforced: sizes, growsInUse: growth };
    await images.refresh();
  };

  const inspect = async (ref: ProviderRef) =>
    parseObservation(await host.ask('observe', { ref: plainRef(ref) }));

  return {
    name: 'local',
    exclusive: true,
    offer,
    learn,
    images,
    async create(spec, notAfter) {
      return parseRef(
        await host.ask('create', { spec: plainSpec(spec), notAfter: notAfter ?? null }),
        spec.kind,
      );
    },
    findByName: async (kind, name, how) =>
      parseRefs(
        await host.ask('findByName', { kind, name, ...(how?.making === true ? { making: true } : {}) }),
        kind,
      ),
    observe: async (ref) => (await inspect(ref)).observation,
    remove: async (ref, how) =>
      parseRemoveAnswer(
        await host.ask('remove', {
          ref: plainRef(ref),
          force: how.force,
          ...(how.unplug === true ? { unplug: true } : {}),
        }),
      ),
    async power(server, action, mode) {
      await host.ask('power', { ref: plainRef(server), action, hard: mode === 'hard' });
    },
    async setPortRules(port, rules) {
      await host.ask('setPortRules', { ref: plainRef(port), rules: rules.map(plainRule) });
    },
    async plugVolume(server, volume) {
      await host.ask('plugVolume', { ref: plainRef(server), volume: plainRef(volume) });
    },
    setVolumeSpeed: (volume) =>
      Promise.reject(new EngineError('refused', `the disk ${volume.id} cannot be held to a speed here`)),
    async resizeVolume(volume, sizeGiB) {
      await host.ask('resizeVolume', { ref: plainRef(volume), sizeGiB });
    },
    async resizeServer(server, { vcpus, memoryMiB }) {
      await host.ask('resizeServer', { ref: plainRef(server), vcpus, memoryMiB });
    },
    async connectServer(server, ports) {
      await host.ask('connectServer', { ref: plainRef(server), ports: ports.map(plainRef) });
    },
    async replaceSystemDisk(server, volume, imageId, notAfter) {
      const until = notAfter === undefined ? {} : { notAfter };
      const wanted = { volume: plainRef(volume), imageId };
      await host.ask('replaceSystemDisk', { ref: plainRef(server), ...wanted, ...until });
    },
    async notify(server, text) {
      await host.ask('notify', { ref: plainRef(server), text });
    },
    async restoreSnapshot(snapshot, notAfter) {
      const until = notAfter === undefined ? {} : { notAfter };
      await host.ask('restoreSnapshot', { ref: plainRef(snapshot), ...until });
    },
    list: async (kind) => parseListed(await host.ask('list', { kind }), kind),
    async health(): Promise<EngineHealth> {
      try {
        const description = parseDescription(await host.ask('hello', {}));
        if (description.protocol !== protocolVersion) {
          return notReady(`the engine host speaks version ${description.protocol}, not ${protocolVersion}`);
        }
        const { missing, warnings } = description;
        if (missing.length > 0) return notReady(`not installed on this machine: ${missing.join(', ')}`);
        return warnings.length === 0 ? { ready: true } : { ready: true, warnings };
      } catch (error) {
        if (error instanceof EngineError) return notReady(error.message);
        throw error;
      }
    },
    room: async () => parseRoom(await host.ask('hello', {})),
    inspect,
    files: createLocalFiles(options.socketPath),
    screens: { socketOf: async (server) => (await inspect(server)).screen },
    close: () => host.close(),
  };
}

function notReady(reason: string): EngineHealth {
  return { ready: false, reason };
}

// The engine host refuses keys it does not know, so nothing a caller's object has on top may slip in.
function plainRef({ kind, id, generation }: ProviderRef): ProviderRef {
  return { kind, id, generation };
}

function plainRule({ direction, family, protocol, portMin, portMax, remote }: PortRule): PortRule {
  const ports = portMin === undefined || portMax === undefined ? {} : { portMin, portMax };
  return { direction, family, protocol, ...ports, remote };
}

function plainSpec(spec: ItemSpec): ItemSpec {
  const { name, projectId, desktopId } = spec;
  const common = { name, projectId, desktopId };
  if (spec.kind === 'port') {
    const { kind, vpcId, subnetId, subnetCidr, gatewayAddress, address, macAddress, dnsServers, ipv6 } = spec;
    const place = { vpcId, subnetId, subnetCidr, gatewayAddress, address, macAddress, dnsServers };
    const rules = spec.rules.map(plainRule);
    return { kind, ...common, ...place, ...(ipv6 === undefined ? {} : { ipv6 }), rules };
  }
  if (spec.kind === 'volume') {
    const { kind, sizeGiB, volumeType, device } = spec;
    return { kind, ...common, sizeGiB, volumeType, device };
  }
  if (spec.kind === 'snapshot') return { kind: spec.kind, ...common, volume: plainRef(spec.volume) };
  const { kind, hostName, vcpus, memoryMiB, imageId, language, ports, volumes } = spec;
  const { timeZone = machineTimeZone } = spec;
  const refs = { ports: ports.map(plainRef), volumes: volumes.map(plainRef) };
  const manners = { ...(language === undefined ? {} : { language }), timeZone };
  return { kind, ...common, hostName, vcpus, memoryMiB, imageId, ...manners, ...refs };
}
