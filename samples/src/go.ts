import { quoted } from './literals.js';
import { isInProject, requestFields, type SampleCall, sendsFile } from './sampleCall.js';
import { hasSdkMethod } from './sdkOperations.js';
import { setUpLines } from './setUp.js';

/** With the official SDK; where it has no method, or none that sends the header, its core. */
export function goSample(call: SampleCall): string | undefined {
  if (sendsFile(call)) return undefined;
  return hasSdkMethod('go', call) ? withMethod(call) : withCore(call);
}

function withMethod(call: SampleCall): string {
  const { operation } = call;
  return program(
    [
      '"encoding/json"',
      '"fmt"',
      '"os"',
      '',
      '"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/auth/basic"',
      'workspace "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/workspace/v2"',
      '"github.com/huaweicloud/huaweicloud-sdk-go-v3/services/workspace/v2/model"',
    ],
    [
      'credentials, err := basic.NewCredentialsBuilder().',
      '\tWithAk(os.Getenv("HUAWEICLOUD_SDK_AK")).',
      '\tWithSk(os.Getenv("HUAWEICLOUD_SDK_SK")).',
      '\tWithSecurityToken(os.Getenv("HUAWEICLOUD_SDK_SECURITY_TOKEN")).',
      `\tWithProjectId(${quoted(call.projectId)}).`,
      '\tSafeBuild()',
      ...check,
      'http, err := workspace.WorkspaceClientBuilder().',
      '\tWithCredential(credentials).',
      `\tWithEndpoints([]string{${quoted(call.endpoint)}}).`,
      '\tSafeBuild()',
      ...check,
      '',
      `request := &model.${operation}Request{}`,
      `err = json.Unmarshal([]byte(${quoted(JSON.stringify(requestFields(call, call.pathValues)))}), request)`,
      ...check,
      `response, err := workspace.NewWorkspaceClient(http).${operation}(request)`,
      ...check,
      'fmt.Println(response.HttpStatusCode, response)',
    ],
  );
}

function withCore(call: SampleCall): string {
  const fields = coreFields(call);
  const [kind, scope, id] = isInProject(call)
    ? ['basic', 'WithProjectId', call.projectId]
    : ['global', 'WithDomainId', call.domainId];
  const sdk = 'github.com/huaweicloud/huaweicloud-sdk-go-v3/core';
  return program(
    [
      ...(call.body === undefined ? [] : ['"encoding/json"']),
      '"fmt"',
      '"os"',
      '',
      `"${sdk}"`,
      `"${sdk}/auth/${kind}"`,
      `"${sdk}/def"`,
    ],
    [
      `credentials, err := ${kind}.NewCredentialsBuilder().`,
      '\tWithAk(os.Getenv("HUAWEICLOUD_SDK_AK")).',
      '\tWithSk(os.Getenv("HUAWEICLOUD_SDK_SK")).',
      '\tWithSecurityToken(os.Getenv("HUAWEICLOUD_SDK_SECURITY_TOKEN")).',
      `\t${scope}(${quoted(id)}).`,
      '\tSafeBuild()',
      ...check,
      'client, err := core.NewHcHttpClientBuilder().',
      `\tWithCredentialsType("${kind}.Credentials").`,
      '\tWithCredential(credentials).',
      `\tWithEndpoints([]string{${quoted(call.endpoint)}}).`,
      '\tSafeBuild()',
      ...check,
      '',
      'request := struct {',
      ...fields.map(({ field, type }) => `\t${field} ${type}`),
      '}{',
      ...fields.flatMap(({ field, value }) => (value === undefined ? [] : [`\t${field}: ${value},`])),
      '}',
      ...(call.body === undefined
        ? []
        : [`err = json.Unmarshal([]byte(${quoted(JSON.stringify(call.body))}), &request.Body)`, ...check]),
      'answer := struct {',
      '\tBody           string',
      '\tHttpStatusCode int',
      '}{}',
      'definition := def.NewHttpRequestDefBuilder().',
      `\tWithMethod(${quoted(call.method)}).`,
      `\tWithPath(${quoted(call.path)}).`,
      '\tWithContentType("application/json").',
      '\tWithResponse(&answer).',
      ...fields.map(
        ({ field, name, place }) =>
          `\tWithRequestField(def.NewFieldDef().WithName("${field}").WithJsonTag(${quoted(name)}).WithLocationType(def.${place})).`,
      ),
      '\tWithResponseField(def.NewFieldDef().WithName("Body").WithLocationType(def.Body)).',
      '\tBuild()',
      '_, err = client.Sync(&request, definition)',
      ...check,
      'fmt.Println(answer.HttpStatusCode, answer.Body)',
    ],
  );
}

interface CoreField {
  readonly field: string;
  readonly name: string;
  readonly place: 'Path' | 'Query' | 'Header' | 'Body';
  readonly type: string;
  /** Undefined: it is filled in from JSON. */
  readonly value: string | undefined;
}

function coreFields({ pathValues, query, headers, body }: SampleCall): readonly CoreField[] {
  const text = (place: CoreField['place'], values: object): Omit<CoreField, 'field'>[] =>
    Object.entries(values).map(([name, value]: [string, unknown]) =>
      Array.isArray(value)
        ? {
            name,
            place,
            type: '[]string',
            value: `[]string{${value.map((each) => quoted(String(each))).join(', ')}}`,
          }
        : { name, place, type: 'string', value: quoted(String(value)) },
    );
  const all = [...text('Path', pathValues), ...text('Query', query), ...text('Header', headers)];
  return [
    ...all.map((field, index) => ({ ...field, field: `Value${index}` })),
    ...(body === undefined
      ? []
      : [{ field: 'Body', name: 'body', place: 'Body' as const, type: 'any', value: undefined }]),
  ];
}

const check = ['if err != nil {', '\tpanic(err)', '}'];

function program(imports: readonly string[], body: readonly string[]): string {
  const indented = (lines: readonly string[]): string[] =>
    lines.map((line) => (line === '' ? '' : `\t${line}`));
  return [
    ...setUpLines('//', ['go mod init sample && go mod tidy && go run .']),
    '',
    'package main',
    '',
    'import (',
    ...indented(imports),
    ')',
    '',
    'func main() {',
    ...indented(body),
    '}',
    '',
  ].join('\n');
}
