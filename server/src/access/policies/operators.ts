import { matchRanges, readAddress, readRange } from './addressRanges.js';
import { compilePattern, type Piece } from './matchText.js';

/** What a request's value is compared as. */
export type Family = 'string' | 'number' | 'date' | 'bool' | 'ip';

/**
 * Whether a value of the request fits one of the policy's; undefined: the value cannot be read as what the operator
 * compares, for instance a tag "many" as a number.
 */
export type ValueTest = (value: string) => boolean | undefined;

export interface Operator {
  readonly family: Family;
  /** The operator is true when no value of the policy fits. */
  readonly negated: boolean;
  /** Says what a value must look like when this one does not; undefined: it will do. */
  readonly objection: (value: string) => string | undefined;
  readonly compile: (values: readonly Text[]) => ValueTest;
}

/** A value of the policy. Its pieces matter to patterns only. */
type Text = readonly Piece[];

const plain = (text: Text): string => text.map((piece) => piece.text).join('');
const fold = (text: string): string => text.toLowerCase();

const strings = {
  StringEquals: (values: readonly Text[]): ValueTest => {
    const wanted = new Set(values.map(plain));
    return (value) => wanted.has(value);
  },
  StringEqualsIgnoreCase: (values: readonly Text[]): ValueTest => {
    const wanted = new Set(values.map(plain).map(fold));
    return (value) => wanted.has(fold(value));
  },
  StringMatch: (values: readonly Text[]): ValueTest => {
    const patterns = values.map((value) => compilePattern(value, '*?'));
    return (value) => patterns.some((pattern) => pattern(value));
  },
  StringStartWith: (values: readonly Text[]): ValueTest => {
    const starts = values.map(plain);
    return (value) => starts.some((start) => value.startsWith(start));
  },
  StringEndWith: (values: readonly Text[]): ValueTest => {
    const ends = values.map(plain);
    return (value) => ends.some((end) => value.endsWith(end));
  },
};

const comparisons = {
  Equals: (value: number, wanted: number) => value === wanted,
  LessThan: (value: number, wanted: number) => value < wanted,
  LessThanEquals: (value: number, wanted: number) => value <= wanted,
  GreaterThan: (value: number, wanted: number) => value > wanted,
  GreaterThanEquals: (value: number, wanted: number) => value >= wanted,
};

/** All operators but `Null`, without modifiers (docs/reference/policies.md#operators). */
export const operators: ReadonlyMap<string, Operator> = new Map([
  ...Object.entries(strings).flatMap(([name, compile]) => {
    const operator = { family: 'string' as const, negated: false, objection: () => undefined, compile };
    return withNegation(name, name.replace('String', 'StringNot'), operator);
  }),
  ...Object.entries(comparisons).flatMap(([name, compare]) => {
    const number = {
      family: 'number' as const,
      negated: false,
      objection: (value: string) => (readNumber(value) === undefined ? 'a number such as "300"' : undefined),
      compile: comparing(readNumber, compare),
    };
    const date = {
      family: 'date' as const,
      negated: false,
      objection: (value: string) =>
        readDate(value) === undefined ? 'a time such as "2026-01-31T18:00:00Z"' : undefined,
      compile: comparing(readDate, compare),
    };
    return name === 'Equals'
      ? withNegation('NumberEquals', 'NumberNotEquals', number)
      : [entry(`Number${name}`, number), entry(`Date${name}`, date)];
  }),
  entry('Bool', {
    family: 'bool',
    negated: false,
    objection: (value) => (readBool(value) === undefined ? '"true" or "false"' : undefined),
    compile: (values) => {
      const wanted = new Set(values.map(plain));
      return (value) => (readBool(value) === undefined ? undefined : wanted.has(value));
    },
  }),
  ...withNegation('IpAddress', 'NotIpAddress', {
    family: 'ip',
    negated: false,
    objection: (value) =>
      readRange(value) === undefined
        ? 'an address or a range such as "192.0.2.0/24" or "2001:db8::/32"'
        : undefined,
    compile: compileRanges,
  }),
]);

function entry(name: string, operator: Operator): readonly [string, Operator] {
  return [name, operator];
}

function withNegation(name: string, opposite: string, operator: Operator): (readonly [string, Operator])[] {
  return [entry(name, operator), entry(opposite, { ...operator, negated: true })];
}

function comparing(
  read: (text: string) => number | undefined,
  compare: (value: number, wanted: number) => boolean,
): (values: readonly Text[]) => ValueTest {
  return (values) => {
    const wanted = values.map((value) => read(plain(value))).filter((each) => each !== undefined);
    return (text) => {
      const value = read(text);
      return value === undefined ? undefined : wanted.some((each) => compare(value, each));
    };
  };
}

function readNumber(text: string): number | undefined {
  return /^-?\d{1,15}(?:\.\d{1,9})?$/.test(text) ? Number(text) : undefined;
}

function readBool(text: string): boolean | undefined {
  return text === 'true' || text === 'false' ? text === 'true' : undefined;
}

/** One request has one time, which many conditions may ask about. */
let latest: { readonly text: string; readonly milliseconds: number | undefined } = {
  text: '',
  milliseconds: undefined,
};

function readDate(text: string): number | undefined {
  if (latest.text !== text) latest = { text, milliseconds: parseDate(text) };
  return latest.milliseconds;
}

/** Milliseconds of a date (midnight UTC) or a time with its zone; days that no calendar has are no dates. */
function parseDate(text: string): number | undefined {
  const parts =
    /^(\d{4}-\d{2}-\d{2})(?:T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[-+](?:0\d|1[0-4]):[0-5]\d))?$/.exec(
      text,
    );
  if (parts === null) return undefined;
  const day = new Date(`${parts[1] ?? ''}T00:00:00Z`);
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== parts[1]) return undefined;
  return new Date(text).getTime();
}

function compileRanges(values: readonly Text[]): ValueTest {
  const holds = matchRanges(
    values.map((value) => readRange(plain(value))).filter((each) => each !== undefined),
  );
  return (value) => {
    const address = readAddress(value);
    return address === undefined ? undefined : holds(address);
  };
}
