import type { Credentials } from '../api/credentials.js';
import { type Session, sayJson } from '../session.js';
import { shellQuote } from '../text/shellQuote.js';

/** The services that the one endpoint serves, by the names that Huawei's clients have for them. */
const services = ['workspace', 'iam', 'sts', 'vpc', 'ecs', 'ims', 'eps'] as const;

/** `deskplane env`: what other clients need to reach this service. */
export function showEnvironment(session: Session, { terraform }: { readonly terraform: boolean }): void {
  const { credentials, terminal } = session;
  if (terraform) terminal.print(terraformProvider(credentials));
  else if (session.json) sayJson(session, clientEnvironment(credentials));
  else {
    const lines = Object.entries(clientEnvironment(credentials)).map(
      ([name, value]) => `export ${name}=${shellQuote(value)}`,
    );
    terminal.print([...lines, `# ${terminal.messages.env.terraformHint}`].join('\n'));
  }
}

/**
 * Variables by client. Huawei's SDKs look for an endpoint under the service and the region; Terraform's provider has a
 * variable for IAM's endpoint only; the rest is OpenStack's.
 */
export function clientEnvironment(credentials: Credentials): Record<string, string> {
  const { endpoint, region } = credentials;
  const regionWord = region.toUpperCase().replaceAll('-', '_');
  const sdkEndpoints = services.map((service) => [
    `HUAWEICLOUD_SDK_REGION_${service.toUpperCase()}_${regionWord}`,
    endpoint,
  ]);
  return {
    HUAWEICLOUD_SDK_AK: credentials.access_key,
    HUAWEICLOUD_SDK_SK: credentials.secret_key,
    HUAWEICLOUD_SDK_PROJECT_ID: credentials.project_id,
    HUAWEICLOUD_SDK_DOMAIN_ID: credentials.domain_id,
    HUAWEICLOUD_SDK_REGION_ID: region,
    HUAWEICLOUD_SDK_IAM_ENDPOINT: endpoint,
    ...Object.fromEntries(sdkEndpoints),
    HW_REGION_NAME: region,
    HW_ACCESS_KEY: credentials.access_key,
    HW_SECRET_KEY: credentials.secret_key,
    HW_PROJECT_ID: credentials.project_id,
    HW_PROJECT_NAME: credentials.project_name,
    HW_DOMAIN_ID: credentials.domain_id,
    HW_DOMAIN_NAME: credentials.domain_name,
    HW_AUTH_URL: `${endpoint}/v3`,
    SKIP_CHECK_WEBSITE_TYPE: 'true',
    OS_AUTH_URL: `${endpoint}/v3`,
    OS_IDENTITY_API_VERSION: '3',
    OS_REGION_NAME: region,
    OS_PROJECT_NAME: credentials.project_name,
    OS_PROJECT_DOMAIN_NAME: credentials.domain_name,
    ...secretsOf(credentials),
  };
}

/** A log-in keeps no password: a security token goes with its access key, and OpenStack clients take its token. */
function secretsOf({ login, user_name, domain_name, password }: Credentials): Record<string, string> {
  if (login !== undefined)
    return {
      HUAWEICLOUD_SDK_SECURITY_TOKEN: login.security_token,
      HW_SECURITY_TOKEN: login.security_token,
      OS_AUTH_TYPE: 'v3token',
      OS_TOKEN: login.token,
    };
  return { OS_USERNAME: user_name, OS_USER_DOMAIN_NAME: domain_name, OS_PASSWORD: password ?? '' };
}

/** The blocks that name Terraform's provider and point it here; keys come from the variables. */
export function terraformProvider({ endpoint, region }: Credentials): string {
  const names = services.filter((service) => service !== 'sts');
  const width = Math.max(...names.map((name) => name.length));
  return [
    'terraform {',
    '  required_providers {',
    '    huaweicloud = {',
    '      source = "huaweicloud/huaweicloud"',
    '    }',
    '  }',
    '}',
    '',
    'provider "huaweicloud" {',
    `  region   = "${region}"`,
    `  auth_url = "${endpoint}/v3"`,
    '  endpoints = {',
    ...names.map((name) => `    ${name.padEnd(width)} = "${endpoint}/"`),
    '  }',
    '}',
  ].join('\n');
}
