import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Principal } from '../../access/principal.js';
import { ApiError, type ErrorArgument } from '../../errors/errors.js';
import { sourceOf } from '../../http/limits/sourceOf.js';
import { type AccessKeyParts, type OpenAccessKey, readAccessKey } from '../credentials/readAccessKey.js';
import { createSignatureLockOut, type SignatureLockOut } from '../lockOut/signatureLockOut.js';
import type { AsOf, PrincipalCache, Remembered } from '../principals/principalCache.js';
import type { ProjectGate } from '../principals/projectGate.js';
import type { HeaderLine, TransmittedRequest } from './canonicalRequest.js';
import { parseAuthorization, signedAt, verifySignature } from './requestSignature.js';

/** What signatures are checked with, keys that were used before included. */
export interface SignatureParts extends AccessKeyParts {
  readonly projects: ProjectGate;
  readonly keys: Remembered<OpenAccessKey>;
  readonly lockOut: SignatureLockOut;
  /** Stands for the secret of a key that nobody has, so that it is as much work to refuse as a wrong signature. */
  readonly nobodysSecret: string;
}

/** Made once for each {@link PrincipalCache}. */
export function createSignatureGate(
  parts: AccessKeyParts & { readonly principals: PrincipalCache; readonly projects: ProjectGate },
): SignatureParts {
  return {
    ...parts,
    keys: parts.principals.remember(),
    lockOut: createSignatureLockOut(parts),
    nobodysSecret: parts.ambient.randomBytes(30).toString('base64url'),
  };
}

/** How far X-Sdk-Date may be from our clock, either way (docs/reference/signatures.md#canonical-request). */
const maxSkewMs = 15 * 60_000;

/**
 * Who signed a request. The same signed request may come again: clients resend after a broken connection.
 * @throws {ApiError} APIGW.0301 in the flavours of docs/reference/errors.md#gateway; a key that nobody has is refused as a
 * wrong signature is
 */
export async function authenticateSignature(
  parts: SignatureParts,
  request: FastifyRequest,
  authorization: string,
  asOf: AsOf,
): Promise<Principal> {
  const { ambient, lockOut } = parts;
  const head = transmittedHead(request);
  const claim = parseAuthorization(authorization);
  if (claim === undefined) throw refused(reasons.noSignature);
  const time = signedAt(head);
  if (time === undefined) throw refused(reasons.noDate);
  // The client's clock is nobody's to move, so it is held to the real one.
  if (Math.abs(time.getTime() - ambient.now().getTime()) > maxSkewMs) throw refused(reasons.skew);

  const { accessKey } = claim;
  const source = sourceOf(request.origin.address);
  const key = await parts.keys.get(accessKey, asOf, () => readAccessKey(parts, accessKey));
  // Of a key that nobody has only what is there already is looked at.
  const reading = key === undefined ? undefined : request.readBody('signer');
  if (reading !== undefined) await reading;
  const transmitted = { ...head, body: request.rawBody };
  const right = verifySignature(transmitted, claim, key?.secret ?? parts.nobodysSecret);
  if (key === undefined || !right || !hasItsToken(key, header(transmitted, 'x-security-token'))) {
    throw refused((await lockOut.failed(accessKey, source)) ? reasons.locked : reasons.wrong);
  }
  await lockOut.succeeded(accessKey, source);
  if (key.temporary !== undefined && key.temporary.expiresAt <= ambient.serviceNow())
    throw refused(reasons.expired);

  const principal = await key.principal();
  const project = header(transmitted, 'x-project-id');
  // Routes do not need it, but it must be one of the account's if it is there.
  if (project !== undefined && (await parts.projects.findOwn(principal, project)) === undefined) {
    throw refused(reasons.project);
  }
  return principal;
}

/** A temporary key is good together with its security token only; a permanent one has none. */
function hasItsToken({ temporary }: OpenAccessKey, securityToken: string | undefined): boolean {
  if (temporary === undefined) return securityToken === undefined;
  const sent = createHash('sha256')
    .update(securityToken ?? '')
    .digest();
  return timingSafeEqual(sent, temporary.securityTokenHash);
}

/** The request as it came over the wire, before anything was decoded, merged or dropped. The body is read later. */
function transmittedHead(request: FastifyRequest): Omit<TransmittedRequest, 'body'> {
  const { rawHeaders, method, url } = request.raw;
  const headers: HeaderLine[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    headers.push([(rawHeaders[index] ?? '').toLowerCase(), rawHeaders[index + 1] ?? '']);
  }
  return { method: method ?? '', target: url ?? '', headers };
}

/** The first non-empty value. */
function header(request: TransmittedRequest, wanted: string): string | undefined {
  return request.headers.find(([name, value]) => name === wanted && value !== '')?.[1];
}

const refused = (reason: ErrorArgument): ApiError => new ApiError('APIGW.0301', [reason]);

const reasons = {
  noSignature: {
    en: 'the Authorization header must be an SDK-HMAC-SHA256 signature',
    zh: 'Authorization头不是SDK-HMAC-SHA256签名',
  },
  noDate: {
    en: 'X-Sdk-Date must have the form yyyyMMddTHHmmssZ',
    zh: '缺少X-Sdk-Date或其格式不是yyyyMMddTHHmmssZ',
  },
  skew: {
    en: 'the signature expired: X-Sdk-Date is more than 15 minutes off',
    zh: '签名已过期：X-Sdk-Date与服务器时间相差超过15分钟',
  },
  locked: {
    en: 'this access key is locked for this address after more than 5 wrong signatures in a row',
    zh: '该地址使用此访问密钥已连续超过5次签名错误',
  },
  wrong: {
    en: 'the access key does not exist, the signature is wrong, or X-Security-Token belongs to another key',
    zh: '访问密钥不存在、签名错误或X-Security-Token与访问密钥不符',
  },
  expired: { en: 'the temporary access key expired', zh: '临时访问密钥已过期' },
  project: {
    en: 'X-Project-Id must be a project of this account',
    zh: 'X-Project-Id不是该账号的项目',
  },
} as const satisfies Record<string, ErrorArgument>;
