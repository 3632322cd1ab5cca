import type pg from 'pg';
import type { Ambient } from '../../ambient.js';
import { asId, type Generation, type KeyId, type ProviderId } from '../../ids.js';
import { machineTime } from '../../system/machineTime.js';
import {
  type Engine,
  EngineError,
  type ItemSpec,
  type Observation,
  type PortRule,
  type PowerAction,
  type ProviderRef,
  type RemoveAnswer,
  type RemoveHow,
  type ServerSize,
  type ServerStatus,
  type VolumeSpeed,
} from '../contract.js';

import { createChance } from './chance.js';
import { createSimulatedFiles } from './files.js';
import { newRef } from './newRef.js';
import { simulatedOffer } from './offer.js';
import {
  addNotice,
  changeRow,
  changeRules,
  changeSpec,
  connectRow,
  findContent,
  findErasure,
  findRow,
  findRowsByName,
  findSource,
  findUser,
  growRow,
  insertRow,
  isBegunFrom,
  isUsedByOther,
  listRows,
  plugRow,
  replaceRow,
  restoreRow,
  type SimulatedRow,
  sweep,
  unplugRow,
} from './rows.js';
import type { SimulatedEngineSettings } from './settings.js';

export interface SimulatedEngineParts {
  readonly pool: pg.Pool;
  readonly ambient: Ambient;
  readonly settings: SimulatedEngineSettings;
  readonly region: string;
}

/**
 * An engine without machines: its world is a table, so that it survives a restart, and its delays and faults follow from
 * a seed. It behaves like the least convenient engine: deletes are asynchronous, answers get lost after the effect, and
 * names are not unique, so that whoever asks twice gets two.
 */
export function createSimulatedEngine(parts: SimulatedEngineParts): Engine {
  const { pool, ambient, settings } = parts;
  const chance = createChance(settings.seed, settings.faultRate);
  const later = (name: string, purpose: string): Date =>
    new Date(ambient.now().getTime() + settings.delayMs * (0.5 + chance.of(name, purpose)));
  const find = (ref: ProviderRef): Promise<SimulatedRow | undefined> =>
    findRow(pool, ref.kind, ref.id, ambient.now());

  const files = createSimulatedFiles(find);

  const create = async (spec: ItemSpec, notAfter?: number): Promise<ProviderRef> => {
    const call = chance.begin(`create ${spec.kind}`);
    const uses = usesOf(spec);
    let sharedKey: KeyId | null = null;
    for (const used of uses) {
      const found = await find(used);
      if (found?.generation !== used.generation || found.status === 'deleting')
        throw new EngineError('refused', `the ${used.kind} ${used.id} does not exist`);
      sharedKey = found.key_id;
    }
    const building = spec.kind === 'server';
    const made = newRef(ambient, spec.kind);
    const row = {
      kind: spec.kind,
      id: made.id,
      generation: made.generation,
      name: spec.name,
      status: building ? 'building' : 'available',
      created_at: ambient.now(),
      key_id: spec.kind === 'snapshot' ? sharedKey : (made.keyId ?? null),
    };
    if (notAfter !== undefined && machineTime() > notAfter)
      throw new EngineError('timeout', 'the time in which the creation could begin is over');
    const content = spec.kind === 'snapshot' ? await findContent(pool, spec.volume.id) : null;
    await insertRow(pool, {
      ...row,
      spec: { ...spec, ...(content === null ? {} : { content }), uses: uses.map((used) => used.id) },
      changesAt: building ? later(spec.name, 'build') : null,
      changesTo: building ? 'active' : null,
    });
    call.end();
    return refOf(row);
  };

  const observe = async (ref: ProviderRef): Promise<Observation> => {
    chance.begin(`observe ${ref.kind}`).end();
    const row = await find(ref);
    if (row === undefined) {
      await sweep(pool, ref.kind, ref.id, ambient.now());
      const key = await findErasure(pool, ref.kind, ref.id, ref.generation);
      return key === undefined
        ? { state: 'absent', grade: 'api-absent' }
        : { state: 'absent', grade: 'crypto-erased', key };
    }
    if (row.generation !== ref.generation) return { state: 'replaced', grade: 'api-absent' };
    const size = row.size_gib === null ? {} : { sizeGiB: row.size_gib };
    return { state: 'present', status: statusOf(row), ...size };
  };

  const remove = async (ref: ProviderRef, { unplug }: RemoveHow): Promise<RemoveAnswer> => {
    const call = chance.begin(`remove ${ref.kind}`);
    const row = await find(ref);
    if (row === undefined) return 'absent';
    if (row.generation !== ref.generation) return 'not-ours';
    if (row.kind === 'volume' && unplug === true) await unplugRow(pool, row.id);
    if (row.kind !== 'server' && (await findUser(pool, row.id, ambient.now())) !== undefined)
      throw new EngineError('conflict', `the ${row.kind} ${row.id} is in use by a server`);
    await changeRow(pool, row, {
      status: 'deleting',
      changesAt: later(row.name, 'remove'),
      changesTo: 'gone',
    });
    files.forget(ref);
    call.end();
    return 'accepted';
  };

  const demand = async (ref: ProviderRef): Promise<SimulatedRow> => {
    const row = await find(ref);
    if (row === undefined || row.generation !== ref.generation || row.status === 'deleting')
      throw new EngineError('not-found', `there is no ${ref.kind} ${ref.id}`);
    return row;
  };

  const resizeVolume = async (ref: ProviderRef, sizeGiB: number): Promise<void> => {
    const call = chance.begin('resize volume');
    if (!(await growRow(pool, await demand(ref), sizeGiB)))
      throw new EngineError(
        'refused',
        `the volume ${ref.id} is larger than ${sizeGiB} GiB: it can only grow`,
      );
    call.end();
  };

  const setVolumeSpeed = async (ref: ProviderRef, { iops, throughputMiB }: VolumeSpeed): Promise<void> => {
    const call = chance.begin('set speed');
    await changeSpec(pool, await demand(ref), { iops, throughputMiB });
    call.end();
  };

  const plugVolume = async (ref: ProviderRef, volume: ProviderRef): Promise<void> => {
    const call = chance.begin('plug volume');
    const row = await demand(ref);
    await demand(volume);
    if (await isUsedByOther(pool, volume.id, ref.id, ambient.now()))
      throw new EngineError('conflict', `the volume ${volume.id} is in use by another server`);
    await plugRow(pool, row, volume);
    call.end();
  };

  const demandOff = async (ref: ProviderRef): Promise<SimulatedRow> => {
    const row = await demand(ref);
    if (row.status !== 'shutoff')
      throw new EngineError('conflict', `the server ${ref.id} is ${row.status}: it must be off`);
    return row;
  };

  const resizeServer = async (ref: ProviderRef, { vcpus, memoryMiB }: ServerSize): Promise<void> => {
    const call = chance.begin('resize server');
    await changeSpec(pool, await demandOff(ref), { vcpus, memoryMiB });
    call.end();
  };

  const connectServer = async (ref: ProviderRef, ports: readonly ProviderRef[]): Promise<void> => {
    const call = chance.begin('connect server');
    const row = await demandOff(ref);
    for (const port of ports) {
      await demand(port);
      if (await isUsedByOther(pool, port.id, ref.id, ambient.now()))
        throw new EngineError('conflict', `the port ${port.id} is in use by another server`);
    }
    await connectRow(pool, row, ports);
    call.end();
  };

  const replaceSystemDisk = async (
    ref: ProviderRef,
    volume: ProviderRef,
    imageId: string,
    notAfter?: number,
  ): Promise<void> => {
    const call = chance.begin('replace system disk');
    const server = await demand(ref);
    if (await isBegunFrom(pool, server, volume, imageId)) return call.end();
    await demandOff(ref);
    await demand(volume);
    if (await isUsedByOther(pool, volume.id, ref.id, ambient.now()))
      throw new EngineError('conflict', `the volume ${volume.id} is in use by another server`);
    if (!simulatedOffer(parts.region).images.some(({ id }) => id === imageId))
      throw new EngineError('not-found', `there is no image ${imageId}`);
    if (notAfter !== undefined && machineTime() > notAfter)
      throw new EngineError('timeout', 'the time in which the disk could be replaced is over');
    await replaceRow(pool, server, volume, imageId);
    call.end();
  };

  const notify = async (ref: ProviderRef, text: string): Promise<void> => {
    const call = chance.begin('notify server');
    const row = await demand(ref);
    if (row.status !== 'active')
      throw new EngineError('conflict', `the server ${ref.id} is ${row.status}: nobody reads it`);
    await addNotice(pool, row, text);
    call.end();
  };

  const restoreSnapshot = async (ref: ProviderRef, notAfter?: number): Promise<void> => {
    const call = chance.begin('restore snapshot');
    const source = await findSource(pool, await demand(ref));
    const volume = source === undefined ? undefined : await findRow(pool, 'volume', source, ambient.now());
    if (volume === undefined || volume.status === 'deleting')
      throw new EngineError('not-found', `the volume of the snapshot ${ref.id} does not exist`);
    const user = await findUser(pool, volume.id, ambient.now());
    if (user !== undefined && user !== 'shutoff')
      throw new EngineError('conflict', `the volume ${volume.id} is in use by a server that is ${user}`);
    if (notAfter !== undefined && machineTime() > notAfter)
      throw new EngineError('timeout', 'the time in which the disk could be put back is over');
    if (!(await restoreRow(pool, volume, ref.id)))
      throw new EngineError('not-found', `the volume or its snapshot ${ref.id} went meanwhile`);
    call.end();
  };

  const power = async (ref: ProviderRef, action: PowerAction): Promise<void> => {
    const call = chance.begin(`power ${action}`);
    const row = await find(ref);
    if (row === undefined || row.generation !== ref.generation)
      throw new EngineError('not-found', `there is no server ${ref.id}`);
    if (row.status === 'deleting' || row.status === 'building')
      throw new EngineError('conflict', `the server ${ref.id} is ${row.status}`);
    if (action === 'hibernate' && row.status !== 'active' && row.status !== 'hibernated')
      throw new EngineError(
        'conflict',
        `the server ${ref.id} is ${row.status}: only a running one hibernates`,
      );
    if (action === 'wake' && row.status !== 'hibernated') return call.end();
    await changeRow(pool, row, {
      status: row.status,
      changesAt: later(row.name, action),
      changesTo: action === 'stop' ? 'shutoff' : action === 'hibernate' ? 'hibernated' : 'active',
    });
    call.end();
  };

  const setPortRules = async (ref: ProviderRef, rules: readonly PortRule[]): Promise<void> => {
    const call = chance.begin('set rules');
    const row = await find(ref);
    if (row === undefined || row.generation !== ref.generation)
      throw new EngineError('not-found', `there is no port ${ref.id}`);
    if (!(await changeRules(pool, row, rules)))
      throw new EngineError('conflict', `the port ${ref.id} is on its way out`);
    call.end();
  };

  return {
    name: 'simulated',
    exclusive: true,
    usualDelayMs: settings.delayMs,
    offer: simulatedOffer(parts.region),
    create,
    findByName: async (kind, name) => {
      chance.begin(`find ${kind}`).end();
      return (await findRowsByName(pool, kind, name, ambient.now())).map(refOf);
    },
    observe,
    remove,
    power,
    setPortRules,
    plugVolume,
    setVolumeSpeed,
    resizeVolume,
    resizeServer,
    connectServer,
    replaceSystemDisk,
    notify,
    restoreSnapshot,
    files,
    list: async (kind) => {
      chance.begin(`list ${kind}`).end();
      return (await listRows(pool, kind, ambient.now())).map((row) => ({
        ...refOf(row),
        name: row.name,
        createdAt: row.created_at,
      }));
    },
    health: async () => ({ ready: true }),
    close: async () => undefined,
  };
}

function refOf(row: Omit<SimulatedRow, 'size_gib'>): ProviderRef {
  const ref = { kind: row.kind, id: asId<ProviderId>(row.id), generation: asId<Generation>(row.generation) };
  return row.key_id === null ? ref : { ...ref, keyId: row.key_id };
}

/** What has to be there for an item to be made. */
function usesOf(spec: ItemSpec): readonly ProviderRef[] {
  if (spec.kind === 'server') return [...spec.volumes, ...spec.ports];
  return spec.kind === 'snapshot' ? [spec.volume] : [];
}

const serverStatuses = new Map<string, ServerStatus | 'available'>([
  ['building', 'building'],
  ['active', 'active'],
  ['shutoff', 'shutoff'],
  ['hibernated', 'hibernated'],
  ['error', 'error'],
  ['deleting', 'deleting'],
  ['available', 'available'],
]);

function statusOf(row: SimulatedRow): ServerStatus | 'available' {
  const status = serverStatuses.get(row.status);
  if (status === undefined) throw new EngineError('internal', `unknown status ${row.status}`);
  return status;
}
