import { readFileSync } from 'node:fs';
import { BasicCredentials, GlobalCredentials } from '@huaweicloud/huaweicloud-sdk-core';
import { ClientBuilder } from '@huaweicloud/huaweicloud-sdk-core/ClientBuilder.js';
// The package's own entry asks for a file that it was published without; the clients in it are whole.
import { IamClient } from '@huaweicloud/huaweicloud-sdk-iam/v3/IamClient.js';
import { IamClient as IamClientV5 } from '@huaweicloud/huaweicloud-sdk-iam/v5/IamClient.js';
import { desktopsBy } from '../checks/desktops.mjs';

export const facts = JSON.parse(readFileSync(process.argv[2], 'utf8'));

/**
 * The SDK's clients for one who signs. Workspace and STS have no package for Node.js: their calls go through the SDK's core,
 * which is what the packages of other services do.
 * @param {{ ak: string, sk: string, securityToken?: string }} key
 */
export function signedBy(key) {
  const core = build(new ClientBuilder((client) => client), inProject(key));
  const send = async (method, path, { query = {}, body } = {}) => {
    const answer = await core.sendRequest({
      method,
      url: path,
      contentType: 'application/json',
      headers: {},
      pathParams: {},
      queryParams: query,
      ...(body === undefined ? {} : { data: body }),
    });
    return { status: answer.httpStatusCode, body: answer };
  };
  return {
    desktops: desktopsBy((method, path, parts) => send(method, `/v2/{project_id}${path}`, parts)),
    send,
    iam: build(IamClient.newBuilder(), inAccount(key)),
    iam5: build(IamClientV5.newBuilder(), inAccount(key)),
    decode: async (message) => {
      const parts = { body: { encoded_message: message } };
      return (await send('POST', '/v5/decode-authorization-message', parts)).body.decoded_message;
    },
  };
}

export const account = signedBy({ ak: facts.access_key, sk: facts.secret_key });

function inProject(key) {
  return new BasicCredentials({ ...key, projectId: facts.project_id });
}

function inAccount(key) {
  return new GlobalCredentials({ ...key, domainId: facts.domain_id });
}

function build(builder, credential) {
  return builder.withCredential(credential).withEndpoint(facts.endpoint).build();
}
