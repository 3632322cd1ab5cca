import { chosenSpeedType } from '../../catalogue/volumeProducts.js';
import type { EngineOffer } from '../../engines/contract.js';
import { ApiError } from '../../errors/errors.js';
import { badOrder, type Wording } from './orderRefusals.js';

/** A disk as it is ordered, with its place in the body: `data_volumes.0`. */
export type OrderedVolume = readonly [place: string, volume: VolumeOrder];

export interface VolumeOrder {
  readonly type: string;
  readonly size: number;
  readonly iops?: number | null | undefined;
  readonly throughput?: number | null | undefined;
  readonly kms_id?: string | null | undefined;
}

/**
 * Refuses disks that no engine here can make as they are ordered.
 * @throws {ApiError} WKS.0001 for a speed with a type that has none to choose; DPL.0501
 */
export function refuseVolumes(
  offer: Pick<EngineOffer, 'diskSpeeds'>,
  volumes: readonly OrderedVolume[],
): void {
  for (const [place, volume] of volumes) {
    const key = `${place}.kms_id`;
    if ((volume.kms_id ?? '') !== '')
      throw unoffered(key, { en: `disk encryption (${key})`, zh: `磁盘加密（${key}）` });
    for (const field of ['iops', 'throughput'] as const)
      if ((volume[field] ?? 0) !== 0) refuseSpeed(offer, volume.type, `${place}.${field}`);
  }
}

/**
 * A speed is for the one type of disk that has it to choose (docs/reference/limits.md#disks), where the engine can hold a disk to one.
 * @param at the field that says the speed
 * @throws {ApiError} WKS.0001, DPL.0501
 */
export function refuseSpeed(
  { diskSpeeds = false }: Pick<EngineOffer, 'diskSpeeds'>,
  type: string,
  at: string,
): void {
  if (type !== chosenSpeedType)
    throw badOrder(at, {
      en: `${at} goes with the type GPSSD2 only: leave it out with ${type}`,
      zh: `${at}仅适用于GPSSD2类型：使用${type}时请去掉该参数`,
    });
  if (!diskSpeeds)
    throw unoffered(at, {
      en: `disks of a chosen speed (${at}); leave it out: all disks here are as fast as the server's`,
      zh: `指定磁盘性能（${at}）；请去掉该参数：此处所有磁盘的性能与服务器的磁盘相同`,
    });
}

/** A refusal of an order for what nothing here can do. */
export function unoffered(field: string, wording: Wording): ApiError {
  return new ApiError('DPL.0501', [wording], `body: ${field}`);
}
