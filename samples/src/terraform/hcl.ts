import { terraformText } from '../literals.js';

/** A name and its value; what is undefined, null or empty is left out. */
export type Argument = readonly [name: string, value: unknown];

/**
 * A block of Terraform's language, as `terraform fmt` writes it: `resource "…" "…"`, `nic`.
 * @param blocks that stand in it
 */
export function hclBlock(head: string, args: readonly Argument[], blocks: readonly string[] = []): string {
  const given = args.filter(([, value]) => !isLeftOut(value));
  const width = Math.max(0, ...given.map(([name]) => name.length));
  const lines = given.map(([name, value]) => `${name.padEnd(width)} = ${hclValue(value)}`);
  const parts = [...(lines.length === 0 ? [] : [lines.join('\n')]), ...blocks];
  if (parts.length === 0) return `${head} {}`;
  const inner = parts.join('\n\n').split('\n');
  return [`${head} {`, ...inner.map((line) => (line === '' ? '' : `  ${line}`)), '}'].join('\n');
}

/** A value, as data: nothing in it is an expression. Objects become maps. */
export function hclValue(value: unknown): string {
  if (value instanceof Expression) return value.text;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return terraformText(value);
  if (Array.isArray(value)) return `[${value.map(hclValue).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return 'null';
  const pairs = Object.entries(value).map(([name, each]) => `${terraformText(name)} = ${hclValue(each)}`);
  return `{ ${pairs.join(', ')} }`;
}

/** What refers to something else, and never holds a value of the call. */
export class Expression {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const isLeftOut = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** A field of JSON; of anything but an object undefined. */
export function fieldOf(from: unknown, name: string): unknown {
  return typeof from === 'object' && from !== null ? Reflect.get(from, name) : undefined;
}

/** A plain value as text; of anything else none. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** The items of a list; of anything else none. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Fields of JSON as arguments, by the name that Terraform has for each. */
export function argumentsOf(from: unknown, names: Readonly<Record<string, string>>): readonly Argument[] {
  return Object.entries(names).map(([field, name]) => [name, fieldOf(from, field)]);
}
