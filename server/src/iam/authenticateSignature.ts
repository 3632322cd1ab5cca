import type { FastifyRequest } from 'fastify';
import type pg from 'pg';
import type { Ambient } from '../ambient.js';
import { ApiError } from '../http/errors.js';
import type { DomainId, IamUserId } from '../ids.js';
import { secretContext } from './accessKeys.js';
import type { HeaderLine, TransmittedRequest } from './canonicalRequest.js';
import type { DataKeys } from './dataKeys.js';
import type { Principal } from './principal.js';
import { parseAuthorization, signedAt, verifySignature } from './requestSignature.js';

export interface SignatureParts {
  readonly pool: pg.Pool;
  readonly ambient: Ambient;
  readonly dataKeys: DataKeys;
}

/** How far X-Sdk-Date may be from our clock, either way (api-facts §6.2). */
const mostSkewMs = 15 * 60_000;

interface KeyRow {
  readonly user_id: IamUserId;
  readonly user_name: string;
  readonly is_root: boolean;
  readonly domain_id: DomainId;
  readonly domain_name: string;
  readonly sealed_secret: Buffer;
  readonly project_known: boolean;
}

/** `$2` is X-Project-Id, which routes do not need but must be one of the account's if it is there. */
const statement = `
  select u.id as user_id, u.name as user_name, u.is_root, d.id as domain_id, d.name as domain_name, k.sealed_secret,
         $2::text is null
           or exists (select from projects p where p.id = $2 and p.domain_id = d.id and p.enabled) as project_known
    from access_keys k
    join iam_users u on u.id = k.user_id and u.enabled
    join domains d on d.id = u.domain_id and d.enabled
   where k.access_key = $1 and k.enabled`;

/**
 * Who signed a request.
 * @throws {ApiError} APIGW.0301 in the flavours of api-facts §4.3
 */
export async function authenticateSignature(
  parts: SignatureParts,
  request: FastifyRequest,
  authorization: string,
): Promise<Principal> {
  const transmitted = transmittedRequest(request);
  const claim = parseAuthorization(authorization);
  if (claim === undefined) throw refused('the Authorization header is no SDK-HMAC-SHA256 signature');
  if (header(transmitted, 'x-security-token') !== undefined) {
    throw refused('X-Security-Token does not belong to a permanent access key');
  }
  const time = signedAt(transmitted);
  if (time === undefined) throw refused('X-Sdk-Date is missing or not of the form yyyyMMddTHHmmssZ');
  if (Math.abs(time.getTime() - parts.ambient.now().getTime()) > mostSkewMs) {
    throw refused('the signature expired: X-Sdk-Date is more than 15 minutes off');
  }
  const { rows } = await parts.pool.query<KeyRow>({
    name: 'iam-read-access-key',
    text: statement,
    values: [claim.accessKey, header(transmitted, 'x-project-id') ?? null],
  });
  const [key] = rows;
  if (key === undefined) throw refused(`the access key ${claim.accessKey} does not exist`);
  const secret = await parts.dataKeys.open(key.sealed_secret, secretContext(claim.accessKey));
  if (!verifySignature(transmitted, claim, secret.toString())) throw refused('the signature is wrong');
  if (!key.project_known) throw refused('X-Project-Id is no project of this account');
  return {
    userId: key.user_id,
    userName: key.user_name,
    domainId: key.domain_id,
    domainName: key.domain_name,
    isRoot: key.is_root,
    credential: { kind: 'signature', accessKey: claim.accessKey },
  };
}

/** The request as it came over the wire, before anything was decoded, merged or dropped. */
function transmittedRequest(request: FastifyRequest): TransmittedRequest {
  const { rawHeaders, method, url } = request.raw;
  const headers: HeaderLine[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    headers.push([(rawHeaders[index] ?? '').toLowerCase(), rawHeaders[index + 1] ?? '']);
  }
  return { method: method ?? '', target: url ?? '', headers, body: request.rawBody };
}

/** The first non-empty value. */
function header(request: TransmittedRequest, wanted: string): string | undefined {
  return request.headers.find(([name, value]) => name === wanted && value !== '')?.[1];
}

const refused = (reason: string): ApiError => new ApiError('APIGW.0301', [reason]);
