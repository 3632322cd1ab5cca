import type { FastifyRequest } from 'fastify';
import type pg from 'pg';
import type { Operation } from '../access/permissions/table.js';
import { noteInAuditEvent } from '../auditEvents/openAuditEvent.js';
import { ApiError } from '../errors/errors.js';
import { countProof, type ProofLimits } from '../http/limits/requestLimits.js';
import {
  hashSecret,
  pageRequestOf,
  requireShownTo,
  type SessionPlace,
} from '../iam/sessions/sessionRequest.js';
import type { DesktopUserId, DomainId, OtpDeviceId, ProjectId } from '../ids.js';

/** Somebody who works on desktops and has signed in: no IAM user, and no caller of the API. */
export interface DeskUser {
  readonly userId: DesktopUserId;
  readonly userName: string;
  readonly projectId: ProjectId;
  readonly domainId: DomainId;
  readonly enterpriseId: string;
  /** Before that he may do nothing else. */
  readonly mustChangePassword: boolean;
  readonly mayChangePassword: boolean;
}

export interface DeskSession extends DeskUser {
  readonly expiresAt: Date;
  readonly idleExpiresAt: Date;
  readonly secondFactor: SecondFactor;
}

/**
 * What a session has of the second factor: `none` is asked for; `bind`: there is no device yet; `prove`: a code of the device is
 * missing; `proven`: it was given.
 */
export const secondFactors = ['none', 'bind', 'prove', 'proven'] as const;
export type SecondFactor = (typeof secondFactors)[number];

interface SessionRow extends Omit<DeskSession, 'secondFactor'> {
  readonly factorAsked: boolean;
  /** Null: none whose code has come back. */
  readonly deviceId: OtpDeviceId | null;
  /** Whose code was given in this session. */
  readonly provenBy: OtpDeviceId | null;
}

export interface DeskAdmission {
  /** The plain pool: that a session is used is no effect of the request. */
  readonly plainPool: pg.Pool;
  readonly place: SessionPlace;
  /** Undefined: requests are not counted. */
  readonly proofs?: ProofLimits | undefined;
}

/** Of users `u`, workspaces `w`, projects `p`, accounts `d`: who may be let in at all. */
export const mayComeIn = `
  not u.disabled and not u.locked and w.locked_at is null and p.enabled and d.enabled
  and (u.account_expires_at is null or u.account_expires_at > service_now())`;
export const deskUserColumns = `
  u.id as "userId", u.user_name as "userName", u.project_id as "projectId", p.domain_id as "domainId",
  w.enterprise_id as "enterpriseId", u.enable_change_password as "mayChangePassword",
  u.next_login_change_password and u.enable_change_password as "mustChangePassword"`;
export const deskUserTables = `
  desktop_users u
  join workspaces w on w.project_id = u.project_id
  join projects p on p.id = u.project_id
  join domains d on d.id = p.domain_id`;

/** Of users `u` and workspaces `w`: where it is on it is asked of those who are named, alone or by a group, and of everybody while nobody is. */
const factorAsked = `
  w.second_factor and (
    exists (select from second_factor_users f where f.user_id = u.id)
    or exists (select from second_factor_groups f join user_group_members m on m.group_id = f.group_id where m.user_id = u.id)
    or not exists (select from second_factor_users f where f.project_id = u.project_id)
      and not exists (select from second_factor_groups f where f.project_id = u.project_id))`;

/** A use is written once a minute at most. */
const statement = `
  with used as (
    update desk_sessions set used_at = service_now()
     where session_hash = $1 and $2 and expires_at > service_now()
       and used_at > service_now() - browser_session_idle() and used_at < service_now() - interval '1 minute'
    returning used_at)
  select ${deskUserColumns}, s.expires_at as "expiresAt", ${factorAsked} as "factorAsked", s.otp_device_id as "provenBy",
         (select o.id from otp_devices o where o.user_id = u.id and o.confirmed_at is not null) as "deviceId",
         coalesce((select used_at from used), s.used_at) + browser_session_idle() as "idleExpiresAt"
    from desk_sessions s join ${deskUserTables} on u.id = s.user_id and u.project_id = s.project_id
   where s.session_hash = $1 and s.expires_at > service_now() and s.used_at > service_now() - browser_session_idle() and ${mayComeIn}`;

/** @returns undefined for one that has ended, never was, or whose user is not let in any more */
export async function readDeskSession(
  pool: pg.Pool,
  hash: Buffer,
  background: boolean,
): Promise<DeskSession | undefined> {
  const { rows } = await pool.query<SessionRow>({
    name: 'read-desk-session',
    text: statement,
    values: [hash, !background],
  });
  const [row] = rows;
  if (row === undefined) return undefined;
  const { factorAsked: asked, deviceId, provenBy, ...session } = row;
  return { ...session, secondFactor: secondFactorOf(asked, deviceId, provenBy) };
}

function secondFactorOf(
  asked: boolean,
  deviceId: OtpDeviceId | null,
  provenBy: OtpDeviceId | null,
): SecondFactor {
  if (!asked) return 'none';
  if (deviceId === null) return 'bind';
  return provenBy === deviceId ? 'proven' : 'prove';
}

/** The session of the request, with what ends it. */
export interface AdmittedSession {
  readonly session: DeskSession;
  readonly hash: Buffer;
}

/**
 * Who makes this request: by the cookie of the desk, under the conditions of every page of ours. Says so in the audit event.
 * @throws {ApiError} APIGW.0301 for nobody; {@link TooManyRequests}
 */
export async function admitDeskUser(
  { plainPool, place, proofs }: DeskAdmission,
  request: FastifyRequest,
  operation: Operation,
): Promise<AdmittedSession> {
  const admitted = await countProof(proofs, request.origin.address, async () => {
    const page = pageRequestOf(request, place);
    if (page?.secret === undefined) throw notIn();
    const hash = hashSecret(page.secret);
    const session = await readDeskSession(plainPool, hash, page.background);
    if (session === undefined) throw notIn();
    requireShownTo(page, session.userId);
    return { session, hash };
  });
  const { session } = admitted;
  proofs?.right(session.userId, operation);
  request.project = session.projectId;
  noteInAuditEvent({ actor: session });
  return admitted;
}

/**
 * As {@link admitDeskUser}, for what comes after the code of a device, where one is asked for and he has one.
 * @throws {ApiError} DPL.4031
 */
export async function admitProven(
  admission: DeskAdmission,
  request: FastifyRequest,
  operation: Operation,
): Promise<AdmittedSession> {
  const admitted = await admitDeskUser(admission, request, operation);
  if (admitted.session.secondFactor === 'prove') throw new ApiError('DPL.4031', [codeFirst]);
  return admitted;
}

/** As {@link admitProven}, for everything that comes after a password of his own and a device. @throws {ApiError} DPL.4031 */
export async function admitToDesktops(
  admission: DeskAdmission,
  request: FastifyRequest,
  operation: Operation,
): Promise<AdmittedSession> {
  const admitted = await admitProven(admission, request, operation);
  if (admitted.session.mustChangePassword) throw new ApiError('DPL.4031', [passwordFirst]);
  if (admitted.session.secondFactor === 'bind') throw new ApiError('DPL.4031', [deviceFirst]);
  return admitted;
}

const notIn = (): ApiError => new ApiError('APIGW.0301', [{ en: 'nobody is signed in', zh: '尚未登录' }]);
const passwordFirst = { en: 'choose a password of your own first', zh: '请先设置自己的密码' };
const codeFirst = { en: 'give the code of your device first', zh: '请先输入设备上的验证码' };
const deviceFirst = { en: 'set up a device that makes codes first', zh: '请先绑定生成验证码的设备' };
