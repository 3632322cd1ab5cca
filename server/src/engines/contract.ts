import type { DesktopId, KeyId, ProjectId, SingleUseName, SubnetId, VpcId } from '../ids.js';
import type { EngineFiles } from './files.js';
import type { EngineImage, EngineImages, ImageFault } from './images.js';
import type { ItemKind, ProviderRef } from './providerRef.js';

/**
 * What desktops are made of. One contract for every engine: a local sandbox, a simulated one, an OpenStack cloud.
 *
 * The contract is shaped by the least convenient engine: deletes are asynchronous and may be reported as done before
 * they are, ids may be recycled, lists lag, a host may be down while its API still answers, calls may succeed after
 * they timed out. So nothing here promises an effect; effects are seen by {@link Engine.observe}.
 */
export interface Engine {
  readonly name: EngineName;
  /** Whether nobody but services on this very database is to make things there, as with one that comes with this installation. */
  readonly exclusive: boolean;
  /**
   * How long it takes on average for what it was asked to do to be so, in milliseconds; 0: by the time that it answers. How often it
   * is looked at follows from that (pace.ts). Left out: it cannot know, since its machines decide.
   */
  readonly usualDelayMs?: number;
  /** What this engine can offer; the catalogue routes tell the truth from it. Its images may change while it runs. */
  readonly offer: EngineOffer;
  /** Undefined: its images are given. */
  readonly images?: EngineImages;
  /**
   * Asks for an item and waits until the engine knows it (a server may still be `building`).
   * The name is recorded by the caller beforehand; after a crash or a time-out {@link findByName} tells what came of it.
   * @param notAfter until when it may begin, by `system/machineTime.ts`: by then a deletion may have taken the item for one
   * that never came to be (S9). An engine on this machine refuses a call that it gets to later with `timeout`.
   * @throws {EngineError}
   */
  create(spec: ItemSpec, notAfter?: number): Promise<ProviderRef>;
  /**
   * Every item of the kind that carries the name. None, one, or (an engine without unique names) several.
   * @param how.making also, at once, what is still being made, wherever it can go before that is done; otherwise an engine may answer only
   * once it is complete or has failed
   */
  findByName(kind: ItemKind, name: SingleUseName, how?: { readonly making: boolean }): Promise<ProviderRef[]>;
  /** Looks at one item. Never throws for "not there": that is an observation. @throws {EngineError} when it cannot tell. */
  observe(ref: ProviderRef): Promise<Observation>;
  /**
   * Asks for an item to go. `accepted` promises nothing: observe until absent. An item of another generation under the
   * same id is left alone and answered with `not-ours`.
   * @throws {EngineError}
   */
  remove(ref: ProviderRef, how: RemoveHow): Promise<RemoveAnswer>;
  /**
   * Starts, stops or restarts a server; `hard` does not wait for the guest. `hibernate` freezes a running server where it
   * stands and is refused of one that is off; `wake` and `start` let it go on. What is so already is left as it is.
   * @throws {EngineError}
   */
  power(server: ProviderRef, action: PowerAction, mode: PowerMode): Promise<void>;
  /**
   * Replaces what may pass a port, at once: connections that are still allowed go on, all others are cut.
   * @throws {EngineError} `not-found` when there is no such port of this generation
   */
  setPortRules(port: ProviderRef, rules: readonly PortRule[]): Promise<void>;
  /**
   * Gives a server one more data disk, at once where it runs. One that it has already is left as it is.
   * @throws {EngineError} `conflict` when the volume is another server's, or the server has another disk in its place; `not-found`
   */
  plugVolume(server: ProviderRef, volume: ProviderRef): Promise<void>;
  /**
   * Holds a volume to another speed from now on.
   * @throws {EngineError} `refused` where the offer has no {@link EngineOffer.diskSpeeds}
   */
  setVolumeSpeed(volume: ProviderRef, speed: VolumeSpeed): Promise<void>;
  /**
   * Makes a volume larger, and refuses to make it smaller.
   * @throws {EngineError} `conflict` while a server uses it, where the machine cannot do it then
   */
  resizeVolume(volume: ProviderRef, sizeGiB: number): Promise<void>;
  /**
   * Gives a server other cores and memory, from its next start on. What is so already is left as it is.
   * @throws {EngineError} `conflict` unless it is off
   */
  resizeServer(server: ProviderRef, size: ServerSize): Promise<void>;
  /**
   * Puts a server on other ports than before, from its next start on; those that it no longer has stay, unused. What is so already
   * is left as it is.
   * @throws {EngineError} `conflict` unless it is off, or when a port is another server's; `not-found` when there is no such port
   */
  connectServer(server: ProviderRef, ports: readonly ProviderRef[]): Promise<void>;
  /**
   * Gives a server another system disk in the place of the one that it has, to be begun with from an image at its next start; the one
   * that it no longer has stays, unused. What is so already is left as it is.
   * @param notAfter as of {@link Engine.create}: later the server may have got its former disk back
   * @throws {EngineError} `conflict` unless it is off, or when the volume is another server's; `not-found` when there is no such volume
   * or image; `timeout` when it is too late
   */
  replaceSystemDisk(
    server: ProviderRef,
    volume: ProviderRef,
    imageId: string,
    notAfter?: number,
  ): Promise<void>;
  /** Shows whoever looks at a running server a message of one line. @throws {EngineError} `conflict` unless it runs */
  notify(server: ProviderRef, text: string): Promise<void>;
  /**
   * Gives a snapshot's volume the content back that it had then, and nothing else: what was written since is gone from it. After a
   * crash at any moment the volume holds either. Told again, it does so again; told again meanwhile, it does so once.
   * @param notAfter as of {@link Engine.create}: later somebody may have written to the volume again
   * @throws {EngineError} `conflict` while a server that is not off uses the volume; `not-found` for what is not there, or on its way
   * out; `timeout` when nobody can tell whether it was done
   */
  restoreSnapshot(snapshot: ProviderRef, notAfter?: number): Promise<void>;
  /** Every item of the kind that the engine holds, ours or not, for the orphan scan. May lag behind. */
  list(kind: ItemKind): Promise<ListedItem[]>;
  /** The screens of its servers; undefined: they have none. */
  readonly screens?: EngineScreens | undefined;
  /** Files of its servers, up and down; undefined: they take none. */
  readonly files?: EngineFiles | undefined;
  /** Whether a creation or deletion can be carried out now, with the reason if not. */
  health(): Promise<EngineHealth>;
  /** How much its disks may take here; undefined: it does not know, or it is not of this machine. @throws {EngineError} */
  room?(): Promise<EngineRoom>;
  close(): Promise<void>;
}

/** How an engine's servers are looked at. */
export interface EngineScreens {
  /**
   * Where an active server's screen listens now: the path of a unix socket that speaks RFB without authentication, so that its
   * owner is the guard. Undefined: the server has no screen now.
   * @throws {EngineError} when it cannot tell
   */
  socketOf(server: ProviderRef): Promise<string | undefined>;
}

export type EngineName = 'local' | 'simulated';
export { type ItemKind, itemKinds, type ProviderRef } from './providerRef.js';
export type PowerAction = 'start' | 'stop' | 'reboot' | 'hibernate' | 'wake';
export type PowerMode = 'soft' | 'hard';
export type RemoveAnswer = 'accepted' | 'absent' | 'not-ours';

export interface RemoveHow {
  /** Do not wait for a graceful end of the guest. */
  readonly force: boolean;
  /** Take a data disk out of its server first; else what is in use is refused with `conflict`, as the system disk always is. */
  readonly unplug?: boolean;
}

/** Whether items of the kind hold data at rest, so that there may be a key to destroy. */
export function holdsData(kind: ItemKind): boolean {
  return kind === 'volume' || kind === 'snapshot';
}

export type ItemSpec = PortSpec | VolumeSpec | ServerSpec | SnapshotSpec;

interface CommonSpec {
  readonly name: SingleUseName;
  readonly projectId: ProjectId;
  readonly desktopId: DesktopId;
}

export interface PortSpec extends CommonSpec {
  readonly kind: 'port';
  readonly vpcId: VpcId;
  readonly subnetId: SubnetId;
  readonly subnetCidr: string;
  readonly gatewayAddress: string;
  /** IPv4 address, chosen by our own allocation. */
  readonly address: string;
  /** Colon-separated lower-case hex. */
  readonly macAddress: string;
  /** Addresses of the name servers that the desktop asks, the first one first. */
  readonly dnsServers: readonly string[];
  /** Where the subnet has IPv6. */
  readonly ipv6?: { readonly subnetCidr: string; readonly gatewayAddress: string; readonly address: string };
  readonly rules: readonly PortRule[];
}

/** What may pass a port in one direction, answers included. What no rule names does not pass. */
export interface PortRule {
  /** As the desktop sees it: `egress` are connections that it begins. */
  readonly direction: 'ingress' | 'egress';
  readonly family: 4 | 6;
  readonly protocol: 'any' | 'tcp' | 'udp' | 'icmp';
  /** Ports of the side that did not begin; both or neither, with tcp and udp only. */
  readonly portMin?: number;
  readonly portMax?: number;
  /** Ranges (CIDR) of the other side; an empty list is nobody. */
  readonly remote: readonly string[];
}

export interface VolumeSpec extends CommonSpec {
  readonly kind: 'volume';
  readonly sizeGiB: number;
  readonly volumeType: string;
  /** Operations and MiB a second; given only where the offer has {@link EngineOffer.diskSpeeds}. */
  readonly iops?: number;
  readonly throughputMiB?: number;
  /** Guest device, `/dev/vda` for the system disk. */
  readonly device: string;
}

/** Operations and MiB a second. */
export interface VolumeSpeed {
  readonly iops: number;
  readonly throughputMiB: number;
}

/** What a server has of a machine. */
export interface ServerSize {
  readonly vcpus: number;
  readonly memoryMiB: number;
}

export interface ServerSpec extends CommonSpec, ServerSize {
  readonly kind: 'server';
  /** Host name inside the guest. */
  readonly hostName: string;
  readonly imageId: string;
  /** Language and country of its user, `zh_CN`; undefined: the image's own choice. */
  readonly language?: string;
  /** A name of the time zone database, `Asia/Shanghai`; undefined: the machine's. */
  readonly timeZone?: string;
  readonly ports: readonly ProviderRef[];
  /** The system disk first, then data disks in device order. */
  readonly volumes: readonly ProviderRef[];
}

/** What a volume holds, frozen. It lives and is deleted on its own, and is encrypted under the key of its volume. */
export interface SnapshotSpec extends CommonSpec {
  readonly kind: 'snapshot';
  readonly volume: ProviderRef;
}

export type ServerStatus = 'building' | 'active' | 'shutoff' | 'hibernated' | 'error' | 'deleting';

/** How an absence was seen: what the engine looked at. */
export type SeenGrade = 'api-absent' | 'host-confirmed';

/**
 * How sure an absence is (D8): `api-absent` an authoritative not-found by the engine's API, `host-confirmed` the
 * host that held the item was up and reported it gone, `crypto-erased` as `host-confirmed`, and the key of its data was
 * destroyed with it, so that no copy can be read.
 */
export type AbsenceGrade = SeenGrade | 'crypto-erased';

/** A key that an engine destroyed. */
export interface DestroyedKey {
  readonly id: KeyId;
  /** By the engine's clock. */
  readonly destroyedAt: Date;
}

export type Observation =
  | {
      readonly state: 'present';
      readonly status: ServerStatus | 'available' | 'in-use' | 'deleting';
      /** Of a volume or snapshot, where the engine tells. */
      readonly sizeGiB?: number;
      /** Why the last that was asked of it failed, where the engine tells. */
      readonly failure?: string;
    }
  | { readonly state: 'absent'; readonly grade: SeenGrade }
  /** Of the last item under a key. */
  | { readonly state: 'absent'; readonly grade: 'crypto-erased'; readonly key: DestroyedKey }
  /** The id now belongs to something else; ours is gone. */
  | { readonly state: 'replaced'; readonly grade: SeenGrade }
  /** The engine answered, but the answer proves nothing (host down, `DELETED` before not-found). Never absence (S5). */
  | { readonly state: 'unknown'; readonly reason: string };

export interface ListedItem extends ProviderRef {
  readonly name: string;
  readonly createdAt: Date;
}

export type EngineHealth =
  | {
      readonly ready: true;
      /** What it cannot do here, in plain words: disks that are not encrypted, for example. Left out: nothing. */
      readonly warnings?: readonly string[];
    }
  | { readonly ready: false; readonly reason: string };

/** An engine's place for disks; sizes in bytes. */
export interface EngineRoom {
  /** Of the file system that holds the disks. */
  readonly sizeBytes: number;
  readonly freeBytes: number;
  /** Free space that disks leave to the rest of the machine. */
  readonly reserveBytes: number;
  /** The sum of the sizes of all disks. They are sparse: what they hold is less. */
  readonly promisedBytes: number;
  /** The most that this sum may be. */
  readonly promisableBytes: number;
}

export interface EngineOffer {
  readonly availabilityZones: readonly EngineZone[];
  readonly images: readonly EngineImage[];
  readonly architecture: 'x86' | 'arm';
  /** A disk can be ordered with a speed of its own. */
  readonly diskSpeeds?: boolean;
}

export interface EngineZone {
  readonly id: string;
  readonly nameEn: string;
  readonly nameZh: string;
  /** Left out as long as it is not known. */
  readonly disks?: {
    /** Each disk is encrypted under a key of its own, which its deletion destroys. */
    readonly encrypted: boolean;
    /** A disk holds as much as was asked for and no more. */
    readonly sizeEnforced: boolean;
    /** A disk can grow while its server runs. */
    readonly growsInUse: boolean;
  };
}

/** What an engine can say is wrong. */
export const engineErrorReasons = [
  'unreachable',
  'timeout',
  'throttled',
  'refused',
  'conflict',
  'capacity',
  'not-found',
  'internal',
] as const;
export type EngineErrorReason = (typeof engineErrorReasons)[number];

/** An engine could not do or tell what was asked. Nothing follows from it about the item's existence (S5). */
export class EngineError extends Error {
  readonly reason: EngineErrorReason;
  /** What is wrong with an image or its archive, where that is the fault. */
  readonly imageFault: ImageFault | undefined;

  constructor(
    reason: EngineErrorReason,
    message: string,
    options?: ErrorOptions & { readonly imageFault?: ImageFault | undefined },
  ) {
    super(message, options);
    this.name = 'EngineError';
    this.reason = reason;
    this.imageFault = options?.imageFault;
  }
}
