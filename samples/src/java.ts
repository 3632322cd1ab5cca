import { quoted } from './literals.js';
import { escapedPathValues, isInProject, requestFields, type SampleCall, sendsFile } from './sampleCall.js';
import { camelCase, hasSdkMethod } from './sdkOperations.js';
import { setUpLines } from './setUp.js';

/** With the official SDK; where it has no method, or none that sends the header, its core. */
export function javaSample(call: SampleCall): string | undefined {
  if (sendsFile(call)) return undefined;
  return hasSdkMethod('java', call) ? withMethod(call) : withCore(call);
}

function withMethod(call: SampleCall): string {
  const { operation } = call;
  return [
    ...setUp('huaweicloud-sdk-workspace'),
    'import com.huaweicloud.sdk.core.auth.BasicCredentials;',
    'import com.huaweicloud.sdk.core.utils.JsonUtils;',
    'import com.huaweicloud.sdk.workspace.v2.WorkspaceClient;',
    `import com.huaweicloud.sdk.workspace.v2.model.${operation}Request;`,
    'import java.util.List;',
    '',
    'public class Sample {',
    '    public static void main(String[] arguments) {',
    ...credentials(call),
    '        WorkspaceClient client = WorkspaceClient.newBuilder()',
    '            .withCredential(credentials)',
    `            .withEndpoints(List.of(${quoted(call.endpoint)}))`,
    '            .build();',
    '',
    `        ${operation}Request request = JsonUtils.toObject(`,
    `            ${quoted(JSON.stringify(requestFields(call, escapedPathValues(call))))},`,
    `            ${operation}Request.class);`,
    `        var response = client.${camelCase(operation)}(request);`,
    '        System.out.println(response.getHttpStatusCode() + " " + response);',
    '    }',
    '}',
    '',
  ].join('\n');
}

function withCore(call: SampleCall): string {
  const fields = [
    ...textFields('Path', escapedPathValues(call)),
    ...textFields('Query', call.query),
    ...textFields('Header', call.headers),
    ...(call.body === undefined
      ? []
      : [
          field(
            'body',
            'Body',
            'Object',
            `JsonUtils.toObject(${quoted(JSON.stringify(call.body))}, Object.class)`,
          ),
        ]),
  ];
  const kind = kindOf(call);
  return [
    ...setUp('huaweicloud-sdk-core'),
    'import com.huaweicloud.sdk.core.ClientBuilder;',
    'import com.huaweicloud.sdk.core.HcClient;',
    'import com.huaweicloud.sdk.core.SdkResponse;',
    `import com.huaweicloud.sdk.core.auth.${kind};`,
    'import com.huaweicloud.sdk.core.http.FieldExistence;',
    'import com.huaweicloud.sdk.core.http.HttpMethod;',
    'import com.huaweicloud.sdk.core.http.HttpRequestDef;',
    'import com.huaweicloud.sdk.core.http.LocationType;',
    'import com.huaweicloud.sdk.core.utils.JsonUtils;',
    'import java.util.List;',
    '',
    'public class Sample {',
    '    public static class Answer extends SdkResponse {',
    '        String body;',
    '    }',
    '',
    '    public static void main(String[] arguments) {',
    ...credentials(call),
    `        HcClient client = new ClientBuilder<>(made -> made, ${quoted(kind)})`,
    '            .withCredential(credentials)',
    `            .withEndpoints(List.of(${quoted(call.endpoint)}))`,
    '            .build();',
    '',
    '        HttpRequestDef<Object, Answer> definition = HttpRequestDef',
    `            .builder(HttpMethod.${call.method}, Object.class, Answer.class)`,
    `            .withUri(${quoted(call.path)})`,
    '            .withContentType("application/json")',
    ...fields,
    '            .withResponseField("body", LocationType.Body, FieldExistence.NULL_IGNORE, String.class,',
    '                field -> field.withMarshaller(answer -> answer.body, (answer, text) -> answer.body = text))',
    '            .build();',
    '        Answer answer = client.syncInvokeHttp(new Object(), definition);',
    '        System.out.println(answer.getHttpStatusCode() + " " + answer.body);',
    '    }',
    '}',
    '',
  ].join('\n');
}

/** A project of Maven's brings the package and what it needs. */
const setUp = (artifact: string): readonly string[] =>
  setUpLines('//', [
    'pom.xml: <project><modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>x</artifactId><version>1</version>',
    `<dependencies><dependency><groupId>com.huaweicloud.sdk</groupId><artifactId>${artifact}</artifactId><version>3.1.143</version></dependency></dependencies></project>`,
    "mvn dependency:copy-dependencies -DoutputDirectory=jars && java -cp 'jars/*' Sample.java",
  ]);

const kindOf = (call: SampleCall): string => (isInProject(call) ? 'BasicCredentials' : 'GlobalCredentials');

function credentials(call: SampleCall): string[] {
  const kind = kindOf(call);
  return [
    `        ${kind} credentials = new ${kind}()`,
    '            .withAk(System.getenv("HUAWEICLOUD_SDK_AK"))',
    '            .withSk(System.getenv("HUAWEICLOUD_SDK_SK"))',
    '            .withSecurityToken(System.getenv("HUAWEICLOUD_SDK_SECURITY_TOKEN"))',
    isInProject(call)
      ? `            .withProjectId(${quoted(call.projectId)});`
      : `            .withDomainId(${quoted(call.domainId)});`,
  ];
}

function textFields(place: 'Path' | 'Query' | 'Header', values: object): string[] {
  return Object.entries(values).map(([name, value]: [string, unknown]) =>
    Array.isArray(value)
      ? field(name, place, 'List', `List.of(${value.map((each) => quoted(String(each))).join(', ')})`)
      : field(name, place, 'String', quoted(String(value))),
  );
}

function field(name: string, place: string, type: string, value: string): string {
  return [
    `            .withRequestField(${quoted(name)}, LocationType.${place}, FieldExistence.NULL_IGNORE, ${type}.class,`,
    `                field -> field.withMarshaller(request -> ${value}, (request, given) -> {}))`,
  ].join('\n');
}
