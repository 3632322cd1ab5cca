import type pg from 'pg';
import { type Ambient, newHexId } from '../../ambient.js';
import { ApiError } from '../../errors/errors.js';
import { countProof, type ProofLimits } from '../../http/limits/requestLimits.js';
import { admitPassword, codeAttempt, forgiveFailures } from '../../iam/lockOut/loginLockOut.js';
import { asId, type OtpDeviceId } from '../../ids.js';
import type { DataKeys } from '../../secrets/dataKeys.js';
import type { DeskUser } from '../deskSession.js';
import { base32, deviceAddress, secretBytes, stepOfCode } from './codes.js';

export interface DeviceParts {
  readonly pool: pg.Pool;
  readonly ambient: Ambient;
  readonly dataKeys: DataKeys;
  readonly proofs?: ProofLimits | undefined;
}

/** What an application for codes is told, once. */
export interface NewDevice {
  readonly secret: string;
  readonly address: string;
}

const contextOf = (id: OtpDeviceId): string => `otp device ${id}`;

/**
 * Makes a device of a user who has none; one that was shown before and never gave a code is forgotten.
 * @throws {ApiError} DPL.0409 when another session has bound one meanwhile
 */
export async function makeDevice(
  { pool, ambient, dataKeys }: DeviceParts,
  user: DeskUser,
): Promise<NewDevice> {
  const id = asId<OtpDeviceId>(newHexId(ambient));
  const secret = ambient.randomBytes(secretBytes);
  const { rowCount } = await pool.query({
    name: 'make-otp-device',
    text: `
      insert into otp_devices (id, user_id, project_id, sealed_secret, created_at) values ($1, $2, $3, $4, $5)
      on conflict (user_id) do update
        set id = excluded.id, sealed_secret = excluded.sealed_secret, created_at = excluded.created_at, last_step = 0
        where otp_devices.confirmed_at is null`,
    values: [id, user.userId, user.projectId, dataKeys.seal(secret, contextOf(id)), ambient.now()],
  });
  if (rowCount === 0) throw hasDevice();
  return { secret: base32(secret), address: deviceAddress(secret, user.enterpriseId, user.userName) };
}

interface DeviceRow {
  readonly id: OtpDeviceId;
  readonly sealedSecret: Buffer;
}

/**
 * Takes a code of the user's device for his session; the first one binds the device. No code is taken twice.
 * @param address where the request comes from
 * @throws {ApiError} APIGW.0301 for a wrong or used code, without a device, and after too many wrong ones from anywhere
 * @throws {TooManyRequests} for too many wrong ones from there
 */
export async function proveCode(
  parts: DeviceParts,
  user: DeskUser,
  sessionHash: Buffer,
  code: string,
  address: string | undefined,
): Promise<void> {
  await countProof(parts.proofs, address, async () => {
    const attempt = codeAttempt(user.userId);
    const { rows } = await parts.pool.query<DeviceRow>({
      name: 'find-otp-device',
      text: 'select id, sealed_secret as "sealedSecret" from otp_devices where user_id = $1 and project_id = $2',
      values: [user.userId, user.projectId],
    });
    const [device] = rows;
    const step = device === undefined ? undefined : await stepOf(parts, device, code);
    const admitted = await admitPassword(parts, attempt, user, step === undefined ? 'wrong' : 'right');
    if (device === undefined || step === undefined || !admitted) throw wrongCode();
    const { rowCount } = await parts.pool.query({
      name: 'take-otp-code',
      text: `
        with taken as (
          update otp_devices set last_step = $3, confirmed_at = coalesce(confirmed_at, $4)
           where id = $2 and last_step < $3
          returning id)
        update desk_sessions set otp_device_id = (select id from taken)
         where session_hash = $1 and user_id = $5 and exists (select from taken)`,
      values: [sessionHash, device.id, step, parts.ambient.now(), user.userId],
    });
    if (rowCount === 0) throw wrongCode();
    await forgiveFailures(parts, attempt);
  });
}

async function stepOf(
  { dataKeys, ambient }: DeviceParts,
  { id, sealedSecret }: DeviceRow,
  code: string,
): Promise<number | undefined> {
  const secret = await dataKeys.open(sealedSecret, contextOf(id));
  return stepOfCode(secret, code, ambient.now().getTime());
}

const wrongCode = (): ApiError =>
  new ApiError('APIGW.0301', [
    {
      en: 'the code is wrong, was used already, or there were too many wrong ones before',
      zh: '验证码错误、已使用过，或此前输错次数过多',
    },
  ]);

const hasDevice = (): ApiError =>
  new ApiError('DPL.0409', [
    { en: 'the user has a device already; it can be taken off', zh: '该用户已绑定设备，可先解绑' },
  ]);
