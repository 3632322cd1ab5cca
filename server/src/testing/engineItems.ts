import { randomBytes, randomUUID } from 'node:crypto';
import type {
  Engine,
  ItemSpec,
  Observation,
  PortSpec,
  ProviderRef,
  ServerSpec,
  SnapshotSpec,
  VolumeSpec,
} from '../engines/contract.js';
import type { SingleUseName } from '../ids.js';
import { isDesktopId, isProjectId, isSingleUseName, isSubnetId, isVpcId, made } from './madeIds.js';
import { waitUntil } from './waitUntil.js';

/** Long enough for a crowded machine; nothing here waits longer than it must. */

/** The specifications of one desktop's items, with names nobody has used. */
export interface DesktopSpecs {
  port(): PortSpec;
  volume(device?: string): VolumeSpec;
  server(ports: readonly ProviderRef[], volumes: readonly ProviderRef[]): ServerSpec;
  snapshot(volume: ProviderRef): SnapshotSpec;
}

let addresses = 10;

/** A fresh desktop of a fresh project, to make items for. */
export function specsOfDesktop(engine: Engine): DesktopSpecs {
  const projectId = made(randomBytes(16).toString('hex'), isProjectId);
  const desktopId = made(randomUUID(), isDesktopId);
  const subnetId = made(randomUUID(), isSubnetId);
  const vpcId = made(randomUUID(), isVpcId);
  const common = () => ({ name: freshName(), projectId, desktopId });
  return {
    port() {
      addresses += 1;
      const host = 1 + (addresses % 249);
      return {
        kind: 'port',
        ...common(),
        vpcId,
        subnetId,
        subnetCidr: '100.64.9.0/24',
        gatewayAddress: '100.64.9.254',
        address: `100.64.9.${host}`,
        macAddress: `fa:16:3e:00:00:${host.toString(16).padStart(2, '0')}`,
        dnsServers: [],
        rules: [],
      };
    },
    volume: (device = '/dev/vda') => ({
      kind: 'volume',
      ...common(),
      sizeGiB: 10,
      volumeType: 'SSD',
      device,
    }),
    snapshot: (volume) => ({ kind: 'snapshot', ...common(), volume }),
    server: (ports, volumes) => ({
      kind: 'server',
      ...common(),
      hostName: 'desk-1',
      vcpus: 1,
      memoryMiB: 1024,
      imageId: engine.offer.images[0]?.id ?? '',
      ports,
      volumes,
    }),
  };
}

export function freshName(): SingleUseName {
  return made(`dp-${randomBytes(16).toString('hex')}`, isSingleUseName);
}

export interface MadeDesktop {
  readonly port: ProviderRef;
  readonly volume: ProviderRef;
  readonly server: ProviderRef;
  readonly serverSpec: ServerSpec;
}

/** Creates port, system disk and server and waits until the server is active. */
export async function makeDesktop(engine: Engine, specs = specsOfDesktop(engine)): Promise<MadeDesktop> {
  const port = await createSurely(engine, specs.port());
  const volume = await createSurely(engine, specs.volume());
  const serverSpec = specs.server([port], [volume]);
  const server = await createSurely(engine, serverSpec);
  await untilStatus(engine, server, 'active');
  return { port, volume, server, serverSpec };
}

/** Creates an item the way the service does: a failed call is followed by a look for the name, then tried again. */
export async function createSurely(engine: Engine, spec: ItemSpec): Promise<ProviderRef> {
  return waitUntil(async () => {
    const [known] = await engine.findByName(spec.kind, spec.name);
    return known ?? (await engine.create(spec));
  }, `the ${spec.kind} is created`);
}

/** Waits until an item shows a status. */
export async function untilStatus(engine: Engine, ref: ProviderRef, status: string): Promise<void> {
  let last: Observation | undefined;
  await waitUntil(async () => {
    last = await engine.observe(ref);
    return last.state === 'present' && last.status === status;
  }, `the ${ref.kind} becomes ${status}`).catch((error: unknown) => {
    throw new Error(`last seen: ${JSON.stringify(last)}`, { cause: error });
  });
}

/** Asks for an item to go until it is observed absent, and returns that observation. */
export async function removeSurely(
  engine: Engine,
  ref: ProviderRef,
  force = false,
  unplug = false,
): Promise<Observation> {
  return waitUntil(async () => {
    await engine.remove(ref, { force, unplug });
    return waitUntil(async () => {
      const seen = await engine.observe(ref);
      return seen.state === 'absent' ? seen : undefined;
    }, 'absence');
  }, `the ${ref.kind} goes`);
}

/** The engine's word on an item, asked again if it cannot tell. */
export async function look(engine: Engine, ref: ProviderRef): Promise<Observation> {
  return waitUntil(() => engine.observe(ref), `the ${ref.kind} can be observed`);
}
