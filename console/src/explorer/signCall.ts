import { headersToSign, sentBody } from '@deskplane/samples/curl.js';
import { filledPath, queryText, type SampleCall } from '@deskplane/samples/sampleCall.js';
import { callOperation } from '../api/operations';

/** A call in its signed form, and how it came about. */
export interface SignedForm {
  readonly canonical: string;
  readonly stringToSign: string;
  /** Those that were signed, X-Sdk-Date and Authorization. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Signs with a key that stays in this page, by the rules that the service checks signatures with. What they take from Node.js stands in
 * `deletions/nodeCrypto.ts`, which the build puts in place of `node:crypto`, and here: the class Buffer.
 * @throws {TypeError} when a header value is not Latin-1
 */
export async function signInPage(
  call: SampleCall,
  key: { readonly accessKey: string; readonly secretKey: string },
): Promise<SignedForm> {
  const { Buffer } = await import('buffer/');
  Object.assign(globalThis, { Buffer });
  const { signStepByStep } = await import('@deskplane/server/iam/signatures/signRequest.js');
  const body = sentBody(call);
  const signed = signStepByStep({
    method: call.method,
    url: new URL(addressOf(call)),
    headers: { ...headersToSign(call) },
    ...(body === undefined ? {} : { body }),
    ...key,
    now: new Date(),
  });
  return {
    // One character for each byte, until it is read.
    canonical: Buffer.from(signed.canonical, 'latin1').toString(),
    stringToSign: signed.stringToSign,
    headers: signed.headers,
  };
}

/**
 * Has the service sign, with a permanent access key of who is signed in.
 * @throws {ServiceError}
 */
export async function signByService(
  projectId: string,
  call: SampleCall,
  accessKey: string,
): Promise<SignedForm> {
  const body = sentBody(call);
  const answer = await callOperation(projectId, 'SignCall', {
    body: {
      access_key: accessKey,
      method: methods.find((each) => each === call.method) ?? 'GET',
      url: addressOf(call),
      headers: headersToSign(call),
      ...(body === undefined ? {} : { body }),
    },
  });
  return {
    canonical: answer.canonical_request,
    stringToSign: answer.string_to_sign,
    headers: answer.headers,
  };
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'] as const;

const addressOf = (call: SampleCall): string => `${call.endpoint}${filledPath(call)}${queryText(call)}`;
