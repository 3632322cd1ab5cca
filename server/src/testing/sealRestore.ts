import { canonicalBytes } from '@deskplane/verify/canonicalJson.js';
import { hashLeaf } from '@deskplane/verify/merkle.js';
import { toJwk } from '@deskplane/verify/publicKeys.js';
import { restoreFormat, restoreReceiptType } from '@deskplane/verify/restoreTypes.js';
import { describeEnd, describeRequest } from '../desktops/restore/describeRestore.js';
import type { Restorable } from '../desktops/restore/readRestores.js';
import type { EngineName } from '../engines/contract.js';
import { asId } from '../ids.js';
import { type Fields, sealLog, signed, toPlain, vectorKey } from './sealReceipt.js';

/** When the restore was asked for. */
export const requestedAt = '2026-01-01T08:00:00.000Z';
/** When it ended. */
export const endedAt = '2026-01-01T08:00:02.000Z';
/** Of disk and snapshot. */
export const keyId = '00112233445566778899aabbccddeeff';
const [projectId, jobId] = [
  asId<Parameters<typeof describeRequest>[0]['projectId']>('0a1b2c3d4e5f60718293a4b5c6d7e8f9'),
  asId<Parameters<typeof describeRequest>[0]['jobId']>('7d1f3f0e-52a8-4b0d-8f5c-95c1a6b4d2e3'),
];
const found: Restorable = {
  id: asId<Restorable['id']>('9c2e7b1a-1f4d-4a6b-8c3e-5d7f9a1b3c5d'),
  name: 'before the update',
  createdAt: new Date('2025-12-31T12:00:00.000Z'),
  status: 'available',
  providerId: asId<NonNullable<Restorable['providerId']>>('snapshot-1'),
  generation: asId<NonNullable<Restorable['generation']>>('2'),
  disk: {
    id: asId<Restorable['id']>('3b5d7f9a-2c4e-4b6d-9f1a-7c9e1b3d5f70'),
    providerId: asId<NonNullable<Restorable['providerId']>>('volume-1'),
    generation: asId<NonNullable<Restorable['generation']>>('1'),
    keyId: asId<NonNullable<Restorable['disk']['keyId']>>(keyId),
    sizeGiB: 80,
    device: '/dev/vda',
    isRoot: true,
  },
  desktop: {
    id: asId<Restorable['desktop']['id']>('4f0b8a52-6c1d-4e7f-9b3a-2d5e8c1f7a60'),
    name: 'ann-1',
    revision: 7,
    status: 'SHUTOFF',
    taskStatus: '',
    isProtected: false,
  },
};

/** What a service with the key might write. */
export interface Changes {
  readonly engine?: EngineName;
  readonly failedBy?: string;
  /** Of the request, which the receipt then refers to as it is. */
  readonly request?: Fields;
  readonly receipt?: Fields;
  /** Of the file, which nobody signs as a whole. */
  readonly file?: Fields;
}

/** The whole file of a restore, as the service writes it, in a log in which other things are written before, between and after. */
export function sealRestore({ engine = 'simulated', failedBy, request, receipt, file }: Changes): Buffer {
  const call = {
    projectId,
    jobId,
    requestId: '11112222333344445555666677778888',
    userId: asId<Parameters<typeof describeRequest>[0]['userId']>('feedfacefeedfacefeedfacefeedface'),
    allowedBy: 'account-root',
    engine,
  };
  const told = describeRequest(call, found, requestedAt);
  const asked = canonicalBytes(toPlain({ ...told, ...request }));
  const accepted = {
    entry: hashLeaf(asked).toString('hex'),
    at: requestedAt,
    volume: told.volume,
    snapshot: told.snapshot,
    keyId: told.key_id,
  };
  const end = {
    projectId,
    jobId,
    engine,
    desktopId: found.desktop.id,
    step: { snapshotId: found.id, diskId: found.disk.id, accepted },
    failedBy,
  };
  const service = { version: '0.1.0', instance: '5b0c1c3e-9a4f-4d57-8a53-0f6f3ad3f2a1' };
  const ended = canonicalBytes(toPlain({ ...describeEnd(end, endedAt, service), ...receipt }));
  const other = (text: string): Buffer => canonicalBytes({ type: 'other', text });
  const { prove, head } = sealLog([other('before'), asked, other('between'), ended, other('after')]);
  return canonicalBytes(
    toPlain({
      format: restoreFormat,
      receipt: { envelope: signed(restoreReceiptType, ended), ...prove(ended) },
      acceptance: { payload: asked.toString('base64'), ...prove(asked) },
      head,
      keys: [toJwk(vectorKey)],
      ...file,
    }),
  );
}
