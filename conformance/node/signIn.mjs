import { BasicCredentials, GlobalCredentials, Region } from '@huaweicloud/huaweicloud-sdk-core';
import { ClientBuilder } from '@huaweicloud/huaweicloud-sdk-core/ClientBuilder.js';
import { IamClient } from '@huaweicloud/huaweicloud-sdk-iam/v3/IamClient.js';
import { check, expect } from '../checks/check.mjs';
import { refusal } from '../checks/desktops.mjs';
import { account, facts, signedBy } from './sdk.mjs';

/** A token scoped to the project, by password. */
export async function tokenOf(name, password) {
  const answer = await account.iam.keystoneCreateUserTokenByPassword({
    body: {
      auth: {
        identity: {
          methods: ['password'],
          password: { user: { name, password, domain: { name: facts.domain_name } } },
        },
        scope: { project: { id: facts.project_id } },
      },
    },
  });
  return { token: answer['X-Subject-Token'], shown: answer.token };
}

/** The SDK's clients, signed with a temporary access key that a token is exchanged for. */
export async function temporaryBy(token) {
  const identity = { methods: ['token'], token: { id: token, duration_seconds: 900 } };
  const { credential } = await account.iam.createTemporaryAccessKeyByToken({ body: { auth: { identity } } });
  const { access, secret, securitytoken } = credential;
  return {
    key: { ak: access, sk: secret },
    signed: signedBy({ ak: access, sk: secret, securityToken: securitytoken }),
  };
}

function listProducts(client) {
  const request = { method: 'GET', url: '/v2/{project_id}/products', contentType: 'application/json' };
  return client.sendRequest({ ...request, pathParams: {}, queryParams: {}, headers: {} });
}

/** Checks all the ways in, and returns the clients signed with a temporary access key of the account. */
export async function checkSignIn() {
  const region = new Region(facts.region, facts.endpoint);
  const key = { ak: facts.access_key, sk: facts.secret_key };
  await check('an access key signs for its project', () => account.desktops.list());
  await check('a GET with the body {} is signed with that body', async () => {
    const parts = { body: {}, query: { limit: 1 } };
    expect((await account.send('GET', '/v2/{project_id}/desktops', parts)).status, 200, 'the HTTP status');
  });
  await check('repeated query keys, blanks and Chinese characters are signed as they are sent', async () => {
    const query = { user_name: ['b b', 'a=a', '云桌面+*~'], offset: 0 };
    expect((await account.desktops.list(query)).total_count, 0, 'the total');
  });
  await check('the project is found by the name of its region', async () => {
    const credential = new BasicCredentials(key).withIamEndpoint(facts.endpoint);
    const builder = new ClientBuilder((client) => client).withCredential(credential).withRegion(region);
    await listProducts(builder.build());
    expect(credential.projectId, facts.project_id, 'the project');
  });
  await check('the account is found without its id', async () => {
    const credential = new GlobalCredentials(key).withIamEndpoint(facts.endpoint);
    const client = IamClient.newBuilder().withCredential(credential).withRegion(region).build();
    await client.keystoneListAuthProjects({});
    expect(credential.domainId, facts.domain_id, 'the account');
  });
  await check('a signature with a key derived for region and service is understood', async () => {
    const credential = new BasicCredentials({ ...key, projectId: facts.project_id });
    credential.withDerivedPredicate(() => true);
    const builder = new ClientBuilder((client) => client).withCredential(credential).withRegion(region);
    await listProducts(builder.withDerivedAuthServiceName('workspace').build());
  });
  await check('a wrong secret key is refused with 401', () =>
    refusal(signedBy({ ...key, sk: '0'.repeat(40) }).desktops.list(), 401),
  );
  await check('a wrong password is refused with 401', () =>
    refusal(tokenOf(facts.user_name, 'not-the-Password-1'), 401),
  );
  const token = await check(
    'a password is good for a token, and the token shows what it is good for',
    async () => {
      const made = await tokenOf(facts.user_name, facts.password);
      expect(made.shown.project.id, facts.project_id, "the token's project");
      const validated = await account.iam.keystoneValidateToken({ 'X-Subject-Token': made.token });
      expect(validated.token.user.name, facts.user_name, "the token's user");
      return made.token;
    },
  );
  const temporary = await check('a token is good for a temporary access key, and that signs', async () => {
    const made = await temporaryBy(token);
    await made.signed.desktops.list();
    return made;
  });
  await check('a temporary access key without its token is refused with 401', () =>
    refusal(signedBy(temporary.key).desktops.list(), 401),
  );
  return temporary?.signed;
}
