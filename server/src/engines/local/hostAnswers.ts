import type { Generation, KeyId, ProviderId } from '../../ids.js';
import { isUnfitText } from '../../text/unfitText.js';
import {
  type DestroyedKey,
  EngineError,
  type EngineRoom,
  holdsData,
  type ItemKind,
  type ListedItem,
  type Observation,
  type ProviderRef,
  type RemoveAnswer,
} from '../contract.js';
import type { EngineImage } from '../images.js';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const imageDigest = /^sha256:[0-9a-f]{64}$/;
const creationMark = /^[0-9a-f]{32}$/;
const keyIdentifier = /^[0-9a-f]{32}$/;
const statuses = [
  'building',
  'active',
  'shutoff',
  'hibernated',
  'error',
  'deleting',
  'available',
  'in-use',
] as const;
const removeAnswers = ['accepted', 'absent', 'not-ours'] as const satisfies readonly RemoveAnswer[];

/** What the engine host says about an item, beyond the contract's observation. */
export interface LocalObservation {
  readonly observation: Observation;
  /** Path of the unix socket of an active server's screen (RFB without authentication; its owner is the guard). */
  readonly screen: string | undefined;
}

export interface HostDescription {
  readonly protocol: number;
  readonly instance: string;
  readonly bootId: string;
  readonly missing: readonly string[];
  readonly missingLimits: readonly string[];
  /** What this machine cannot do, in plain words. */
  readonly warnings: readonly string[];
  readonly capabilities: HostCapabilities;
}

export interface HostCapabilities {
  /** Disks are encrypted, each under a key of its own. */
  readonly encryption: boolean;
  /** A disk holds no more than its size. */
  readonly sizes: boolean;
  /** A disk can grow while its desktop runs. */
  readonly growth: boolean;
  /** Programs inside a desktop see its own figures of memory and processors. */
  readonly figures: boolean;
}

/** All parsers here throw {@link EngineError} `internal` on anything the protocol does not know. */
export function parseRef(value: unknown, kind: ItemKind): ProviderRef {
  const fields = fieldsOf(value);
  if (fields.get('kind') !== kind) throw strange('kind');
  const id = fields.get('id');
  const generation = fields.get('generation');
  if (!isProviderId(id)) throw strange('id');
  if (!isGeneration(generation)) throw strange('generation');
  const keyId = fields.get('keyId') ?? undefined;
  if (keyId === undefined) return { kind, id, generation };
  if (!isKeyId(keyId) || !holdsData(kind)) throw strange('keyId');
  return { kind, id, generation, keyId };
}

export function parseRefs(value: unknown, kind: ItemKind): ProviderRef[] {
  return listOf(value).map((each) => parseRef(each, kind));
}

export function parseListed(value: unknown, kind: ItemKind): ListedItem[] {
  return listOf(value).map((each) => {
    const fields = fieldsOf(each);
    const createdAt = new Date(textOf(fields.get('createdAt'), 'createdAt'));
    if (Number.isNaN(createdAt.getTime())) throw strange('createdAt');
    return { ...parseRef(each, kind), name: textOf(fields.get('name'), 'name'), createdAt };
  });
}

export function parseRemoveAnswer(value: unknown): RemoveAnswer {
  const answer = removeAnswers.find((each) => each === value);
  if (answer === undefined) throw strange('answer to remove');
  return answer;
}

export function parseObservation(value: unknown): LocalObservation {
  const fields = fieldsOf(value);
  switch (fields.get('state')) {
    case 'absent': {
      const erased = fields.get('erased') ?? undefined;
      return plain(
        erased === undefined
          ? { state: 'absent', grade: 'host-confirmed' }
          : { state: 'absent', grade: 'crypto-erased', key: parseDestroyedKey(erased) },
      );
    }
    case 'replaced':
      return plain({ state: 'replaced', grade: 'host-confirmed' });
    case 'unknown':
      return plain({ state: 'unknown', reason: textOf(fields.get('reason'), 'reason') });
    case 'present': {
      const status = statuses.find((each) => each === fields.get('status'));
      if (status === undefined) throw strange('status');
      const sizeGiB = fields.get('sizeGiB') ?? undefined;
      if (sizeGiB !== undefined && !isSize(sizeGiB)) throw strange('sizeGiB');
      const failure = optionalText(fields.get('failure'), 'failure');
      return {
        observation: {
          state: 'present',
          status,
          ...(sizeGiB === undefined ? {} : { sizeGiB }),
          ...(failure === undefined ? {} : { failure }),
        },
        screen: optionalText(fields.get('screen'), 'screen'),
      };
    }
    default:
      throw strange('state');
  }
}

export function parseDescription(value: unknown): HostDescription {
  const fields = fieldsOf(value);
  const protocol = fields.get('protocol');
  if (typeof protocol !== 'number') throw strange('protocol');
  return {
    protocol,
    instance: textOf(fields.get('instance'), 'instance'),
    bootId: textOf(fields.get('bootId'), 'bootId'),
    missing: listOf(fields.get('missing')).map((each) => textOf(each, 'missing')),
    missingLimits: listOf(fields.get('missingLimits')).map((each) => textOf(each, 'missingLimits')),
    // A host of an older version says neither, and is told apart by its version.
    warnings: listOf(fields.get('warnings') ?? []).map((each) => textOf(each, 'warnings')),
    capabilities: parseCapabilities(fields.get('capabilities') ?? nothingMore),
  };
}

/** The place for disks, of the same answer as {@link parseDescription}. */
export function parseRoom(value: unknown): EngineRoom {
  const fields = fieldsOf(fieldsOf(value).get('disk'));
  const bytes = (name: keyof EngineRoom): number => {
    const given = fields.get(name);
    if (typeof given !== 'number' || !Number.isSafeInteger(given) || given < 0) throw strange(`disk.${name}`);
    return given;
  };
  return {
    sizeBytes: bytes('sizeBytes'),
    freeBytes: bytes('freeBytes'),
    reserveBytes: bytes('reserveBytes'),
    promisedBytes: bytes('promisedBytes'),
    promisableBytes: bytes('promisableBytes'),
  };
}

const nothingMore: HostCapabilities = { encryption: false, sizes: false, growth: false, figures: false };

function parseCapabilities(value: unknown): HostCapabilities {
  const fields = fieldsOf(value);
  const flag = (name: keyof HostCapabilities): boolean => {
    const given = fields.get(name);
    if (typeof given !== 'boolean') throw strange(`capabilities.${name}`);
    return given;
  };
  return {
    encryption: flag('encryption'),
    sizes: flag('sizes'),
    // A host of an older version does not say it, and is told apart by its version.
    growth: fields.has('growth') && flag('growth'),
    figures: flag('figures'),
  };
}

function parseDestroyedKey(value: unknown): DestroyedKey {
  const fields = fieldsOf(value);
  const id = fields.get('keyId');
  if (!isKeyId(id)) throw strange('erased.keyId');
  const text = textOf(fields.get('destroyedAt'), 'erased.destroyedAt');
  const destroyedAt = new Date(text);
  // One way to write a time: what a Date makes of anything else is a guess.
  if (Number.isNaN(destroyedAt.getTime()) || destroyedAt.toISOString() !== text)
    throw strange('erased.destroyedAt');
  return { id, destroyedAt };
}

export function parseImages(value: unknown): EngineImage[] {
  return listOf(value).map(parseImage);
}

export function parseImage(value: unknown): EngineImage {
  const fields = fieldsOf(value);
  const id = textOf(fields.get('id'), 'image');
  const digest = textOf(fields.get('digest'), 'digest');
  if (!uuid.test(id)) throw strange('image');
  if (!imageDigest.test(digest)) throw strange('digest');
  const number = (name: string): number => {
    const found = fields.get(name);
    if (typeof found !== 'number' || !Number.isSafeInteger(found) || found < 0) throw strange(name);
    return found;
  };
  return {
    id,
    name: textOf(fields.get('name'), 'name'),
    osType: 'Linux',
    osVersion: textOf(fields.get('system'), 'system'),
    minimumDiskGiB: number('minimumDiskGiB'),
    minimumMemoryMiB: number('minimumMemoryMiB'),
    createdAt: textOf(fields.get('createdAt'), 'createdAt'),
    imported: { digest, bytes: number('bytes') },
  };
}

export function parseUploadSize(value: unknown): number {
  const size = fieldsOf(value).get('size');
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) throw strange('size');
  return size;
}

function plain(observation: Observation): LocalObservation {
  return { observation, screen: undefined };
}

function fieldsOf(value: unknown): Map<string, unknown> {
  if (typeof value !== 'object' || value === null) throw strange('answer');
  return new Map(Object.entries(value));
}

function listOf(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw strange('list');
  return value;
}

function textOf(value: unknown, name: string): string {
  if (typeof value !== 'string' || value.length > 4096 || isUnfitText(value)) throw strange(name);
  return value;
}

function optionalText(value: unknown, name: string): string | undefined {
  return value === null ? undefined : textOf(value, name);
}

function isProviderId(value: unknown): value is ProviderId {
  return typeof value === 'string' && uuid.test(value);
}

function isGeneration(value: unknown): value is Generation {
  return typeof value === 'string' && creationMark.test(value);
}

function isKeyId(value: unknown): value is KeyId {
  return typeof value === 'string' && keyIdentifier.test(value);
}

function isSize(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

function strange(what: string): EngineError {
  return new EngineError('internal', `the engine host answered with a strange ${what}`);
}
