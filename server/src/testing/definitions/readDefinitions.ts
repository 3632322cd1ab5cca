import { readFileSync } from 'node:fs';
import type { PublishedCall } from '../../pages/publishedCall.js';

/** What the published definitions say of a parameter or a field. */
export interface PublishedFacts {
  readonly type?: string;
  /** The type of the entries of a list. */
  readonly items?: string;
  readonly required?: boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
}

export interface PublishedParameter extends PublishedFacts {
  readonly in: string;
  readonly name: string;
}

/** An operation as the definitions publish it, or as only the official SDK declares it. */
export interface PublishedOperation extends PublishedCall {
  readonly service: Service;
  readonly action?: string;
  /** `INSTANCE`, `INSTANCE_LIST`: of things that policies can name; `PROJECT`, `TOKEN`: of none. */
  readonly level?: string;
  /** The name of its trace. */
  readonly trace?: string;
  readonly parameters?: readonly PublishedParameter[];
  /** By place, `desktops[].user_name`. */
  readonly body?: Readonly<Record<string, PublishedFacts>>;
  /** Statuses; undefined where only the SDK knows the operation. */
  readonly answers?: readonly number[];
}

export const services = ['workspace', 'iam', 'vpc', 'eps', 'ims', 'cts'] as const;
export type Service = (typeof services)[number];

/** Every operation of the definitions; those of Workspace with what the SDK declares besides. */
export function readDefinitions(): readonly PublishedOperation[] {
  const sdk = new Map(read('sdk', 'workspace').map((operation) => [operation.name, operation]));
  const published = services.flatMap((service) => read(service, service));
  const known = new Set(published.filter(({ service }) => service === 'workspace').map(({ name }) => name));
  return [
    ...published.map((operation) => withSdk(operation, sdk.get(operation.name))),
    ...[...sdk.values()].filter(({ name }) => !known.has(name)),
  ];
}

function withSdk(operation: PublishedOperation, sdk: PublishedOperation | undefined): PublishedOperation {
  if (operation.service !== 'workspace' || sdk === undefined) return operation;
  return {
    ...operation,
    parameters: [...(operation.parameters ?? []), ...(sdk.parameters ?? [])],
    body: { ...operation.body, ...sdk.body },
  };
}

function read(file: Service | 'sdk', service: Service): PublishedOperation[] {
  const url = new URL(`../../../src/testing/definitions/${file}.json`, import.meta.url);
  const operations: Record<string, Omit<PublishedOperation, 'name' | 'service'>> = JSON.parse(
    readFileSync(url, 'utf8'),
  );
  // At one address the root is one service's.
  return Object.entries(operations)
    .map(([name, facts]) => ({ name, service, ...facts }))
    .filter(({ path }) => path !== '/' || service === 'iam');
}
