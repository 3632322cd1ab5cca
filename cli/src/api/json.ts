type Key = string | number;

/** What is at a path inside parsed JSON; undefined when there is nothing. */
export function at(value: unknown, ...path: readonly Key[]): unknown {
  let found = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = Reflect.get(found, key);
  }
  return found;
}

/** The text at a path; a number counts as text. Empty when there is none. */
export function textAt(value: unknown, ...path: readonly Key[]): string {
  const found = at(value, ...path);
  if (typeof found === 'string') return found;
  return typeof found === 'number' ? String(found) : '';
}

/** The number at a path, also one written as text; undefined when there is none. */
export function numberAt(value: unknown, ...path: readonly Key[]): number | undefined {
  const text = textAt(value, ...path);
  const number = Number(text);
  return text === '' || !Number.isFinite(number) ? undefined : number;
}

/** The array at a path; empty when there is none. */
export function listAt(value: unknown, ...path: readonly Key[]): readonly unknown[] {
  const found: unknown = at(value, ...path);
  return Array.isArray(found) ? found : [];
}
