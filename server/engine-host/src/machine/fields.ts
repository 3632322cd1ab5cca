import { HostFault } from './fault.js';

/** Reads one field of an object that came from outside; every reader throws `refused` and names the field. */
export interface FieldReader {
  text(key: string, pattern: RegExp): string;
  integer(key: string, least: number, max: number): number;
  flag(key: string): boolean;
  choice<const Value extends string>(key: string, values: readonly Value[]): Value;
  object(key: string, keys: readonly string[]): FieldReader;
  objects(key: string, max: number, keys: readonly string[]): FieldReader[];
  texts(key: string, max: number, pattern: RegExp): string[];
  isNull(key: string): boolean;
  isAbsent(key: string): boolean;
}

/**
 * Opens an untrusted value as an object that has no keys but the given ones.
 * @throws {HostFault} `refused` when it is not an object or has a key nobody asked for
 */
export function readObject(value: unknown, name: string, keys: readonly string[]): FieldReader {
  const fields = entriesOf(value, name);
  for (const key of fields.keys()) {
    if (!keys.includes(key)) throw refused(`${name} has the unknown key ${JSON.stringify(key.slice(0, 40))}`);
  }
  const at = (key: string) => `${name}.${key}`;
  const list = (key: string, max: number): unknown[] => {
    const found = fields.get(key);
    if (!Array.isArray(found)) throw refused(`${at(key)} must be a list`);
    if (found.length > max) throw refused(`${at(key)} has more than ${max} entries`);
    return found;
  };
  return {
    text: (key, pattern) => textOf(fields.get(key), at(key), pattern),
    integer(key, least, max) {
      const found = fields.get(key);
      if (typeof found !== 'number' || !Number.isInteger(found) || found < least || found > max) {
        throw refused(`${at(key)} must be a whole number from ${least} to ${max}`);
      }
      return found;
    },
    flag(key) {
      const found = fields.get(key);
      if (typeof found !== 'boolean') throw refused(`${at(key)} must be true or false`);
      return found;
    },
    choice(key, values) {
      const found = fields.get(key);
      const match = values.find((each) => each === found);
      if (match === undefined) throw refused(`${at(key)} must be one of ${values.join(', ')}`);
      return match;
    },
    object: (key, inner) => readObject(fields.get(key), at(key), inner),
    objects: (key, max, inner) =>
      list(key, max).map((each, index) => readObject(each, `${at(key)}[${index}]`, inner)),
    texts: (key, max, pattern) =>
      list(key, max).map((each, index) => textOf(each, `${at(key)}[${index}]`, pattern)),
    isNull: (key) => fields.get(key) === null,
    isAbsent: (key) => !fields.has(key),
  };
}

function entriesOf(value: unknown, name: string): Map<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refused(`${name} must be an object`);
  }
  return new Map(Object.entries(value));
}

function textOf(value: unknown, name: string, pattern: RegExp): string {
  if (typeof value !== 'string') throw refused(`${name} must be a text`);
  if (!pattern.test(value)) throw refused(`${name} does not have the form ${pattern.source}`);
  return value;
}

function refused(message: string): HostFault {
  return new HostFault('refused', message);
}
