import { quoted, scriptValue } from './literals.js';
import { escapedPathValues, isInProject, type SampleCall, sendsFile } from './sampleCall.js';
import { setUpLines } from './setUp.js';

/** With the core of the official SDK, which has no package of Workspace for Node.js. */
export function nodeSample(call: SampleCall): string | undefined {
  if (sendsFile(call)) return undefined;
  const [kind, scope, id] = isInProject(call)
    ? ['BasicCredentials', 'projectId', call.projectId]
    : ['GlobalCredentials', 'domainId', call.domainId];
  return [
    // uuid: the core needs it and does not bring it.
    ...setUpLines('//', ['npm install @huaweicloud/huaweicloud-sdk-core uuid@11', 'node sample.mjs']),
    `import { ${kind} } from '@huaweicloud/huaweicloud-sdk-core';`,
    "import { ClientBuilder } from '@huaweicloud/huaweicloud-sdk-core/ClientBuilder.js';",
    '',
    `const credentials = new ${kind}({`,
    '  ak: process.env.HUAWEICLOUD_SDK_AK,',
    '  sk: process.env.HUAWEICLOUD_SDK_SK,',
    // Goes with the temporary keys of a log-in only.
    '  securityToken: process.env.HUAWEICLOUD_SDK_SECURITY_TOKEN,',
    `  ${scope}: ${quoted(id)},`,
    '});',
    'const client = new ClientBuilder((made) => made)',
    '  .withCredential(credentials)',
    `  .withEndpoint(${quoted(call.endpoint)})`,
    '  .build();',
    '',
    'const response = await client.sendRequest({',
    `  method: ${quoted(call.method)},`,
    `  url: ${quoted(call.path)},`,
    "  contentType: 'application/json',",
    `  headers: ${scriptValue(call.headers, '  ')},`,
    `  pathParams: ${scriptValue(escapedPathValues(call), '  ')},`,
    `  queryParams: ${scriptValue(call.query, '  ')},`,
    ...(call.body === undefined ? [] : [`  data: ${scriptValue(call.body, '  ')},`]),
    '});',
    'console.log(response.httpStatusCode, response);',
    '',
  ].join('\n');
}
