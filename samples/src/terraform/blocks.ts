import type { SampleCall } from '../sampleCall.js';
import { type Argument, hclBlock, hclValue, textOf } from './hcl.js';

/** Writes the blocks that stand for a call; undefined: none does, with these values. */
export type BlockWriter = (call: SampleCall) => string | undefined;

/** A resource that makes what the call makes. */
export function resource(
  type: string,
  args: readonly Argument[],
  blocks: readonly string[] = [],
  label = 'this',
): string {
  return hclBlock(`resource "huaweicloud_${type}" "${label}"`, args, blocks);
}

/** A data source that reads what the call reads. */
export const data = (type: string, args: readonly Argument[] = [], blocks: readonly string[] = []): string =>
  hclBlock(`data "huaweicloud_${type}" "this"`, args, blocks);

/** Takes up what is there already, and says what to write into it; undefined where that is nothing. */
export function change(type: string, ids: readonly unknown[], args: readonly Argument[]): string | undefined {
  const set = args.filter(([, value]) => value !== undefined && value !== null);
  if (set.length === 0 || ids.length === 0) return undefined;
  return imported(type, ids, [
    'Then set in it, and apply:',
    ...set.map(([name, value]) => `  ${name} = ${hclValue(value)}`),
  ]);
}

/** Takes up what is there already, to be removed; undefined where that is nothing. */
export function removal(
  type: string,
  ids: readonly unknown[],
  lines: readonly string[] = [],
): string | undefined {
  return ids.length === 0 ? undefined : imported(type, ids, [...lines, 'Delete with: terraform destroy']);
}

function imported(type: string, ids: readonly unknown[], lines: readonly string[]): string {
  const labels = ids.length === 1 ? ['this'] : ids.map((_, index) => `this_${index + 1}`);
  const blocks = ids.map((id, index) =>
    [
      'import {',
      `  to = huaweicloud_${type}.${labels[index]}`,
      `  id = ${hclValue(textOf(id))}`,
      '}',
      '',
    ].join('\n'),
  );
  return [
    ...blocks,
    '# Write the rest with: terraform plan -generate-config-out=generated.tf',
    ...lines.map((line) => `# ${line}`),
  ].join('\n');
}
