import { terraformText } from '../literals.js';
import type { SampleCall } from '../sampleCall.js';
import { setUpLines } from '../setUp.js';
import type { BlockWriter } from './blocks.js';
import { desktopBlocks } from './desktopBlocks.js';
import { identityBlocks } from './identityBlocks.js';
import { networkBlocks } from './networkBlocks.js';
import { otherBlocks } from './otherBlocks.js';

const writers: ReadonlyMap<string, BlockWriter> = new Map([
  ...Object.entries(desktopBlocks),
  ...Object.entries(otherBlocks),
  ...Object.entries(networkBlocks),
  ...Object.entries(identityBlocks),
]);

/** The operations that Terraform has something for. */
export const terraformOperations: readonly string[] = [...writers.keys()];

/** As a resource, as what is to be changed in one, or as a data source; undefined: Terraform has none that stands for the call. */
export function terraformSample(call: SampleCall): string | undefined {
  const blocks = writers.get(call.operation)?.(call);
  return blocks === undefined ? undefined : `${provider(call)}\n${blocks}\n`;
}

/** The services that the provider asks, all at one address. */
const services = ['workspace', 'iam', 'vpc', 'ecs', 'ims', 'eps'] as const;

function provider({ endpoint, region, projectId }: SampleCall): string {
  const width = Math.max(...services.map((service) => service.length));
  return [
    // Keys: HW_ACCESS_KEY and HW_SECRET_KEY.
    ...setUpLines('#', ['terraform init && terraform plan']),
    'terraform {',
    '  required_providers {',
    '    huaweicloud = { source = "huaweicloud/huaweicloud" }',
    '  }',
    '}',
    '',
    'provider "huaweicloud" {',
    `  region     = ${terraformText(region)}`,
    `  project_id = ${terraformText(projectId)}`,
    `  auth_url   = ${terraformText(`${endpoint}/v3`)}`,
    '  endpoints = {',
    ...services.map((service) => `    ${service.padEnd(width)} = ${terraformText(`${endpoint}/`)}`),
    '  }',
    '}',
    '',
  ].join('\n');
}
