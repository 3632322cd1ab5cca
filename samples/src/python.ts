import { pythonValue, quoted } from './literals.js';
import { isInProject, queryPairs, type SampleCall, sendsFile } from './sampleCall.js';
import { hasSdkMethod, snakeCase } from './sdkOperations.js';
import { setUpLines } from './setUp.js';

/** With the official SDK; its core where it has no method, or none that sends the header. */
export function pythonSample(call: SampleCall): string | undefined {
  if (sendsFile(call)) return undefined;
  return hasSdkMethod('python', call) ? withMethod(call) : withCore(call);
}

function withMethod(call: SampleCall): string {
  const { operation, body } = call;
  const given = { ...call.pathValues, ...call.query };
  const values = Object.entries(given).map(([name, value]) => `    ${name}=${pythonValue(value, '    ')},`);
  return [
    ...setUpLines('#', ['pip install huaweicloudsdkcore huaweicloudsdkworkspace', 'python sample.py']),
    'import os',
    '',
    'from huaweicloudsdkcore.auth.credentials import BasicCredentials',
    `from huaweicloudsdkworkspace.v2 import WorkspaceClient, ${operation}Request`,
    '',
    ...signedIn(call),
    `client = WorkspaceClient.new_builder().with_credentials(credentials).with_endpoints([${quoted(call.endpoint)}]).build()`,
    '',
    ...(values.length === 0
      ? [`request = ${operation}Request()`]
      : [`request = ${operation}Request(`, ...values, ')']),
    ...(body === undefined ? [] : [`request.body = ${pythonValue(body)}`]),
    `response = client.${snakeCase(operation)}(request)`,
    'print(response.status_code, response)',
    '',
  ].join('\n');
}

function withCore(call: SampleCall): string {
  const pairs = queryPairs(call).map(([name, value]) => `(${quoted(name)}, ${quoted(value)})`);
  const kind = isInProject(call) ? 'BasicCredentials' : 'GlobalCredentials';
  return [
    ...setUpLines('#', ['pip install huaweicloudsdkcore', 'python sample.py']),
    'import os',
    '',
    `from huaweicloudsdkcore.auth.credentials import ${kind}`,
    'from huaweicloudsdkcore.client import Client, ClientBuilder',
    'from huaweicloudsdkcore.sdk_response import SdkResponse',
    '',
    '',
    'class Answer(SdkResponse):',
    '    openapi_types = {}',
    '    attribute_map = {}',
    '',
    '',
    ...signedIn(call),
    `client = ClientBuilder(Client, ${quoted(kind)}).with_credentials(credentials).with_endpoints([${quoted(call.endpoint)}]).build()`,
    '',
    'response = client.do_http_request(',
    `    method=${quoted(call.method)},`,
    `    resource_path=${quoted(call.path)},`,
    `    path_params=${pythonValue(call.pathValues, '    ')},`,
    `    query_params=[${pairs.join(', ')}],`,
    `    header_params=${pythonValue(call.headers, '    ')},`,
    ...(call.body === undefined ? [] : [`    body=${pythonValue(call.body, '    ')},`]),
    '    response_type=Answer,',
    ')',
    'print(response.status_code, response.raw_content.decode())',
    '',
  ].join('\n');
}

function signedIn(call: SampleCall): string[] {
  const [kind, scope] = isInProject(call)
    ? ['BasicCredentials', call.projectId]
    : ['GlobalCredentials', call.domainId];
  return [
    `credentials = ${kind}(`,
    '    os.environ["HUAWEICLOUD_SDK_AK"], os.environ["HUAWEICLOUD_SDK_SK"], ' + quoted(scope),
    // Goes with the temporary keys of a log-in only.
    ').with_security_token(os.environ.get("HUAWEICLOUD_SDK_SECURITY_TOKEN"))',
  ];
}
