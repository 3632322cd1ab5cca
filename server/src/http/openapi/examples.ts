import { bodyExamples } from './bodyExamples.js';

/** As much of a JSON schema as examples are made from. */
export interface ExampleSchema {
  readonly type?: string | readonly string[];
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, ExampleSchema>>;
  readonly items?: ExampleSchema;
  readonly minItems?: number;
  readonly anyOf?: readonly ExampleSchema[];
}

const uuid = 'a130ab3a-72bf-4b71-baa9-af4987c8e338';
const hex = '0bec5db98280d2d02fd6c00c2de791ce';

/** Texts by the name of the field; the first that fits its schema is taken. */
const texts: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(project|domain|parent|user|group|role|agency|enterprise_project)(s)?_id$|\.id$|^id$/, [hex, uuid]],
  [/^(desktop|job|image|item|vpc|subnet|network|device)_id$/, [uuid, hex]],
  [/^upload_id$/, [hex]],
  [/^mail_id$/, ['5f0c3a9d1be2474f8c6a7d90e1f2a3b4c5d6e7f8']],
  [/^policy_id$/, [uuid]],
  [/^version_id$/, ['v2']],
  [/^access_key$/, ['HST3WGAQ0PQK5EXAMPLE']],
  [/email|^recipient$/, ['ann@example.com']],
  [/phone|mobile/, ['13800000000']],
  [/^areacode$/, ['0086']],
  [/password$/, ['Desk-2026-Plane']],
  [/^policy_document$/, [policy5()]],
  [/^policy_name$/, ['DesktopReaders']],
  [/^display_name$/, ['Desktop readers']],
  [/user_names?$/, ['ann']],
  [/^computer_names?$/, ['ann-desk']],
  [/^(desktop_ip|ip_address|public_ip|source_ip)$/, ['192.168.0.10']],
  [/^mac_address$/, ['fa:16:3e:d5:b3:02']],
  [/^availability_zone(_id)?$/, ['default']],
  [/_time$|^accepted_(after|before)$/, ['2026-01-31T08:00:00Z', '2026-01-31T08:00Z']],
  [/^account_expires$/, ['0']],
  [/^key$/, ['team']],
  [/^value$/, ['blue']],
  [/^tag$/, ['team=blue']],
  [/^description(_cn)?$/, ['Desktops of the blue team']],
  [/^reason$/, ['The disk was removed by hand.']],
  [/^operation$/, ['DeleteDesktop']],
  [/^name$/, ['blue', 'region-1_blue']],
  [/^path(_prefix)?$/, ['teams/blue/']],
  [/^generation$/, ['1']],
  [/^methods$/, ['password']],
  [/^effective$|^include_names$/, ['true']],
  [/^marker$/, [hex]],
  [/^limit$/, ['10']],
  [/^offset$/, ['0']],
  [/^\*$/, ['index.html']],
  [/^if-match$/, [`"${hex}${hex}"`]],
];

/** What fits a pattern where no name tells. */
const anyTexts: readonly string[] = ['example', uuid, hex, '1', ''];

function policy5(): string {
  return JSON.stringify({
    Version: '5.0',
    Statement: [{ Effect: 'Allow', Action: ['workspace:desktops:list', 'workspace:desktops:get'] }],
  });
}

/**
 * A value that looks real and fits a schema.
 * @param name of the parameter or field
 * @returns undefined when there is none that fits; a test finds that
 */
export function exampleOf(name: string, schema: ExampleSchema): unknown {
  if (schema.default !== undefined) return schema.default;
  if (schema.enum !== undefined) return schema.enum[0];
  const [first] = schema.anyOf ?? [];
  if (first !== undefined) return exampleOf(name, first);
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.[0];
  if (type === 'boolean') return true;
  if (type === 'null') return null;
  if (type === 'integer' || type === 'number') return exampleNumber(name, schema);
  if (type === 'array') return [exampleOf(name.replace(/s$/, ''), schema.items ?? {})];
  if (type === 'object') return exampleObject(schema);
  if (type === 'string') return exampleText(name, schema);
  return name === 'policy' ? policyDocument : 'true';
}

/** Its form is checked by its own rules, not by a schema. */
const policyDocument = {
  Version: '1.1',
  Statement: [{ Effect: 'Allow', Action: ['workspace:desktops:list'] }],
};

/** The body of an operation: one that was written for it, or its required fields. */
export function exampleBody(operation: string, schema: ExampleSchema): unknown {
  return bodyExamples[operation] ?? exampleOf('', schema);
}

function exampleNumber(
  name: string,
  { minimum = 0, maximum = Number.MAX_SAFE_INTEGER }: ExampleSchema,
): number {
  const wanted = /^(from|to|before)$/.test(name) ? Date.UTC(2026, 0, 31) : name === 'limit' ? 10 : minimum;
  return Math.min(Math.max(wanted, minimum), maximum);
}

function exampleObject({ properties = {}, required = [] }: ExampleSchema): object {
  // Where nothing is required a first field shows the form.
  const named = required.length > 0 ? required : Object.keys(properties).slice(0, 1);
  return Object.fromEntries(named.map((name) => [name, exampleOf(name, properties[name] ?? {})]));
}

function exampleText(name: string, schema: ExampleSchema): string | undefined {
  if (schema.format === 'email') return 'ann@example.com';
  const named = texts.flatMap(([form, values]) => (form.test(name) ? values : []));
  return [...named, ...anyTexts].find((text) => fits(text, schema));
}

function fits(text: string, { pattern, minLength = 0, maxLength = Infinity }: ExampleSchema): boolean {
  if (text.length < minLength || text.length > maxLength) return false;
  return pattern === undefined || new RegExp(pattern, 'u').test(text);
}
