import { terraformText } from './literals.js';
import type { SampleCall } from './sampleCall.js';

/** Only for what a resource or a data source stands for. */
export function terraformSample(call: SampleCall): string | undefined {
  const block = blocks[call.operation]?.(call);
  return block === undefined ? undefined : [provider(call), block].join('\n');
}

const provider = ({ endpoint, region, projectId }: SampleCall): string =>
  [
    '# Keys: HW_ACCESS_KEY and HW_SECRET_KEY.',
    'provider "huaweicloud" {',
    `  region     = ${terraformText(region)}`,
    `  project_id = ${terraformText(projectId)}`,
    `  endpoints  = { workspace = ${terraformText(`${endpoint}/`)} }`,
    '}',
    '',
  ].join('\n');

const blocks: Readonly<Record<string, (call: SampleCall) => string>> = {
  CreateDesktop: ({ body }) => desktopResource(body),
  // Destroying is the end of the same resource: what says how is part of it.
  DeleteDesktop: ({ pathValues, query }) =>
    [
      'import {',
      '  to = huaweicloud_workspace_desktop.desktop',
      `  id = ${terraformText(String(pathValues['desktop_id'] ?? ''))}`,
      '}',
      '',
      '# Write the rest with: terraform plan -generate-config-out=desktop.tf',
      '# Delete with: terraform destroy',
      `# In the resource: delete_user = ${query['delete_users'] === true}, email_notification = ${query['email_notification'] !== false}`,
      '',
    ].join('\n'),
};

function desktopResource(body: unknown): string {
  const order: unknown = body ?? {};
  const root = field(order, 'root_volume');
  const [first] = listOf(field(order, 'desktops'));
  const text = (value: unknown): string => terraformText(typeof value === 'string' ? value : '');
  const line = (name: string, value: unknown): string[] =>
    typeof value === 'string' && value !== '' ? [`  ${name} = ${text(value)}`] : [];
  return [
    'resource "huaweicloud_workspace_desktop" "desktop" {',
    ...line('flavor_id', field(order, 'product_id')),
    ...line('image_type', field(order, 'image_type') ?? 'gold'),
    ...line('image_id', field(order, 'image_id')),
    ...line('name', field(first, 'computer_name') ?? field(order, 'desktop_name')),
    ...line('user_name', field(first, 'user_name')),
    ...line('user_email', field(first, 'user_email')),
    ...line('vpc_id', field(order, 'vpc_id')),
    '  root_volume {',
    `    type = ${text(field(root, 'type'))}`,
    `    size = ${Number(field(root, 'size'))}`,
    '  }',
    '}',
    '',
  ].join('\n');
}

function field(from: unknown, name: string): unknown {
  return typeof from === 'object' && from !== null ? Reflect.get(from, name) : undefined;
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
