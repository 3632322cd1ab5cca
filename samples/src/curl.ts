import { shellWord } from './literals.js';
import { filledPath, isInProject, queryText, type SampleCall, sendsFile } from './sampleCall.js';
import { setUpLines } from './setUp.js';

/** With a token, as curl cannot sign so. It gets one where the environment has none. */
export function curlSample(call: SampleCall): string {
  const command = curl(call, [
    ...(call.anonymous ? [] : ['--header "X-Auth-Token: $DESKPLANE_TOKEN"']),
    ...headerLines(call.headers),
    ...contentType(call),
  ]);
  return call.anonymous ? command : `${token(call)}${command}`;
}

/** The password is text for a shell and for JSON, and goes by no command line, which others could read. */
function token(call: SampleCall): string {
  const scope = isInProject(call) ? { project: { id: call.projectId } } : { domain: { id: call.domainId } };
  const escaped = (name: string): string => `"$(printf %s "$${name}" | sed 's/[\\\\"]/\\\\&/g')"`;
  return [
    ...setUpLines('#', []),
    `DESKPLANE_TOKEN=\${DESKPLANE_TOKEN:-\${OS_TOKEN:-$(curl --silent --show-error --output /dev/null --dump-header - \\`,
    `  --header 'Content-Type: application/json' --data-binary @- ${shellWord(`${call.endpoint}/v3/auth/tokens`)} <<END |`,
    '{"auth": {"identity": {"methods": ["password"], "password": {"user": {',
    `  "domain": {"name": ${escaped('OS_USER_DOMAIN_NAME')}}, "name": ${escaped('OS_USERNAME')}, "password": ${escaped('OS_PASSWORD')}}}},`,
    `  "scope": ${JSON.stringify(scope)}}}`,
    'END',
    "  tr -d '\\r' | sed -n 's/^[Xx]-[Ss]ubject-[Tt]oken: //p')}}",
    '',
  ].join('\n');
}

/**
 * With a signature that was made before, of exactly this call.
 * @param headers all that were signed, and the signature: see {@link headersToSign}
 */
export function signedCurl(call: SampleCall, headers: Readonly<Record<string, string>>): string {
  return curl(call, headerLines(headers));
}

/** The headers of a call that curl sends, as it sends them. */
export function headersToSign({ headers, body }: SampleCall): Readonly<Record<string, string>> {
  const lines = Object.entries(headers).map(([name, value]) => [name, oneLine(value)] as const);
  return {
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    ...Object.fromEntries(lines),
  };
}

/** The body as curl sends it; undefined: none. */
export const sentBody = ({ body }: SampleCall): string | undefined =>
  body === undefined ? undefined : JSON.stringify(body, null, 2);

function curl(call: SampleCall, headers: readonly string[]): string {
  const body = sentBody(call);
  const lines = [
    `curl --silent --show-error --include --request ${call.method}`,
    ...headers,
    // Not --data, which would read a file where the text begins with @.
    ...(body === undefined || sendsFile(call) ? [] : [`--data-raw ${shellWord(body)}`]),
    ...(call.takesBytes ? ['--data-binary @piece'] : []),
    ...(call.takesForm ? ['--form file=@users.csv'] : []),
    shellWord(`${call.endpoint}${filledPath(call)}${queryText(call)}`),
  ];
  return `${lines.join(' \\\n  ')}\n`;
}

function contentType({ body, takesBytes }: SampleCall): string[] {
  if (takesBytes) return ["--header 'Content-Type: application/octet-stream'"];
  return body === undefined ? [] : ["--header 'Content-Type: application/json'"];
}

const headerLines = (headers: Readonly<Record<string, string>>): string[] =>
  Object.entries(headers).map(([name, value]) => `--header ${shellWord(`${name}: ${oneLine(value)}`)}`);

const oneLine = (value: string): string => value.replaceAll(/[\r\n]+/g, ' ');
