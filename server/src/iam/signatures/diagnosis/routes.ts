import type { Static } from 'typebox';
import { permissions } from '../../../access/permissions/table.js';
import { ApiError, type Language } from '../../../errors/errors.js';
import { flat } from '../../../http/declare.js';
import { callerOf } from '../../../http/request.js';
import type { Server } from '../../../http/server.js';
import type { AccessKeyParts } from '../../credentials/readAccessKey.js';
import { parseAuthorization } from '../requestSignature.js';
import { signStepByStep } from '../signRequest.js';
import { type Diagnosis, diagnoseSignature } from './diagnoseSignature.js';
import { findOwnKey } from './findOwnKey.js';
import { parsePastedRequest } from './parsePastedRequest.js';
import { CallToSign, DiagnosisAnswer, DiagnosisBody, SignedCall } from './schemas.js';
import { oddityWords, verdictWords } from './words.js';

/** Why a signature is refused, and how a right one comes about: for whoever holds the key, of his own keys alone. */
export function addSignatureRoutes(app: Server, parts: AccessKeyParts): void {
  app.post(
    '/v3.0/OS-CREDENTIAL/signature-diagnoses',
    flat('DiagnoseSignature', 'Find out why the signature of a request was refused.', {
      description:
        'Of access keys of the caller only; others do not exist. Shows which lines of the canonical request were others when it was signed, and never a secret or a signature.',
      body: DiagnosisBody,
      answers: { 200: DiagnosisAnswer },
    }),
    async (request) => {
      const pasted = parsePastedRequest(request.body.request);
      if (pasted === undefined)
        throw wrong(
          'request must begin with a line such as GET https://host/path, and header lines after it',
          'request须以GET https://主机/路径这样的一行开头，其后为请求头',
          'request',
        );
      const authorizations = pasted.headers.filter(([name]) => name === 'authorization');
      const claim =
        authorizations.length === 1 ? parseAuthorization(authorizations[0]?.[1].trim() ?? '') : undefined;
      if (claim === undefined)
        throw wrong(
          'request needs one Authorization header: SDK-HMAC-SHA256 Access=…, SignedHeaders=…, Signature=… with 64 hexadecimal digits',
          'request须有一个Authorization头：SDK-HMAC-SHA256 Access=…, SignedHeaders=…, Signature=…（64位十六进制）',
          'request',
        );
      const key = await findOwnKey(parts, callerOf(request).userId, claim.accessKey, 'any');
      const times = { now: parts.ambient.now(), serviceNow: parts.ambient.serviceNow() };
      const diagnosis = diagnoseSignature(pasted, claim, key, times, request.body.canonical_request);
      return presentDiagnosis(diagnosis, claim.accessKey, request.language);
    },
  );

  app.post(
    '/v3.0/OS-CREDENTIAL/signed-calls',
    flat('SignCall', 'Sign a call with an access key of the caller, step by step.', {
      description:
        'For those who write a client: the canonical request, the string to sign and the headers. Nothing is called. Refused to temporary access keys.',
      body: CallToSign,
      answers: { 200: SignedCall },
    }),
    async (request) => {
      const caller = callerOf(request);
      // A permanent key may do more than a temporary one that was narrowed, and for longer.
      if (caller.credential.kind === 'temporary')
        throw new ApiError('DPL.0403', [permissions.SignCall.sessionAction ?? '']);
      const { access_key: accessKey, method, url, headers = {}, body } = request.body;
      const key = await findOwnKey(parts, caller.userId, accessKey, 'permanent');
      const unfit = Object.entries(headers).find(([name, value]) => !isSignable(name, value));
      if (unfit !== undefined)
        throw wrong(
          `headers.${unfit[0]} must be one line of Latin-1, and none of Host, X-Sdk-Date and Authorization`,
          `headers.${unfit[0]}必须为一行Latin-1文本，且不能是Host、X-Sdk-Date或Authorization`,
          'headers',
        );
      if (!URL.canParse(url))
        throw wrong('url must be an http or https address', 'url须为http或https地址', 'url');
      const signed = signStepByStep({
        method,
        url: new URL(url),
        headers,
        ...(body === undefined ? {} : { body }),
        accessKey,
        secretKey: key.secret,
        now: parts.ambient.now(),
      });
      return {
        canonical_request: signed.canonical,
        string_to_sign: signed.stringToSign,
        headers: signed.headers,
      };
    },
  );
}

/** Those that are left out are made by signing. */
function isSignable(name: string, value: string): boolean {
  return !/^(?:host|x-sdk-date|authorization)$/i.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
}

function presentDiagnosis(
  diagnosis: Diagnosis,
  accessKey: string,
  language: Language,
): Static<typeof DiagnosisAnswer> {
  const { verdict, canonical, stringToSign, signed, differences, oddities } = diagnosis;
  const readable = (text: string | null): string | null =>
    text === null ? null : Buffer.from(text, 'latin1').toString();
  return {
    verdict,
    meaning: verdictWords[verdict][language],
    access_key: accessKey,
    canonical_request: readable(canonical) ?? '',
    string_to_sign: stringToSign,
    signed_canonical_request: readable(signed ?? null),
    differences: differences.map(({ part, line, expected, signed: other }) => ({
      part,
      line,
      expected: readable(expected),
      signed: readable(other),
    })),
    oddities: oddities.map((name) => ({ name, meaning: oddityWords[name][language] })),
  };
}

const wrong = (en: string, zh: string, field: string): ApiError =>
  new ApiError('WKS.0001', [{ en, zh }], `body: ${field}`);
