import { shellWord } from './literals.js';
import { filledPath, queryText, type SampleCall } from './sampleCall.js';

/** With a token, as curl cannot sign so. */
export function curlSample(call: SampleCall): string {
  const lines = [
    `curl --silent --show-error --include --request ${call.method}`,
    ...(call.anonymous ? [] : ['--header "X-Auth-Token: $DESKPLANE_TOKEN"']),
    ...Object.entries(call.headers).map(
      ([name, value]) => `--header ${shellWord(`${name}: ${oneLine(value)}`)}`,
    ),
    ...bodyOf(call),
    shellWord(`${call.endpoint}${filledPath(call)}${queryText(call)}`),
  ];
  return `${lines.join(' \\\n  ')}\n`;
}

function bodyOf({ body, takesBytes }: SampleCall): string[] {
  if (takesBytes) return ["--header 'Content-Type: application/octet-stream'", '--data-binary @piece'];
  if (body === undefined) return [];
  // Not --data, which would read a file where the text begins with @.
  return [
    "--header 'Content-Type: application/json'",
    `--data-raw ${shellWord(JSON.stringify(body, null, 2))}`,
  ];
}

const oneLine = (value: string): string => value.replaceAll(/[\r\n]+/g, ' ');
