import { type ConditionKey, fitsKey, readConditionKey } from './conditionKeys.js';
import type { Condition } from './evaluateCondition.js';
import type { Grammar } from './grammars.js';
import { type Operator, operators } from './operators.js';
import { PolicyError, quote } from './policyError.js';
import { literally, readTemplate, replaceable } from './policyVariables.js';
import type { Json } from './readJson.js';

/** An operator's name in its parts: `ForAnyValue:StringEqualsIfExists`. */
interface OperatorName {
  /** Undefined: `Null`. */
  readonly operator: Operator | undefined;
  readonly quantifier: 'one' | 'each' | 'any';
  readonly ifExists: boolean;
}

const quantifiers = new Map([
  ['ForAllValues:', 'each' as const],
  ['ForAnyValue:', 'any' as const],
]);

/**
 * The conditions of `{ operator: { key: [values] } }`.
 * @throws {PolicyError}
 */
export function compileConditions(grammar: Grammar, json: Json): Condition[] {
  const { model, limits } = grammar;
  if (json.kind !== 'object')
    throw new PolicyError(
      model,
      'conditionCount',
      json.path,
      'The condition must be an object of operators.',
    );
  checkCount(grammar, json, json.entries.size, limits.operators, 'operators', 'conditionCount');
  return Array.from(json.entries, ([name, keys]) => {
    const operator = readOperator(grammar, name, keys.path);
    if (keys.kind !== 'object')
      throw new PolicyError(model, 'operator', keys.path, 'An operator must have an object of keys.');
    checkCount(grammar, keys, keys.entries.size, limits.keys, 'keys', 'keyCount');
    const names = new Set<string>();
    return Array.from(keys.entries, ([text, values]) => {
      const key = readKey(grammar, text, values.path);
      if (names.has(key.name))
        throw new PolicyError(model, 'key', values.path, `The key ${quote(key.name)} comes twice.`);
      names.add(key.name);
      return compileCondition(grammar, operator, key, readValues(grammar, values), values.path);
    });
  }).flat();
}

function compileCondition(
  { model }: Grammar,
  { operator, quantifier, ifExists }: OperatorName,
  key: ConditionKey,
  values: readonly Json[],
  path: string,
): Condition {
  if (!fitsKey(operator?.family, key))
    throw new PolicyError(
      model,
      'keyOperator',
      path,
      `${quote(key.name)} has no values that this operator compares.`,
    );
  const texts = values.map((value) => (value.kind === 'text' ? value.text : ''));
  if (operator === undefined) {
    const [only] = texts;
    if (texts.length !== 1 || (only !== 'true' && only !== 'false'))
      throw new PolicyError(model, 'value', path, 'Null takes exactly one value, "true" or "false".');
    return { kind: 'null', key: key.name, absent: only === 'true' };
  }
  for (const [index, text] of texts.entries()) {
    const wanted = operator.objection(text);
    if (wanted !== undefined) {
      const at = values[index]?.path ?? path;
      throw new PolicyError(model, 'value', at, `${quote(text)} will not do; wanted is ${wanted}.`);
    }
  }
  const whenAbsent = ifExists || (quantifier === 'one' ? operator.negated : quantifier === 'each');
  const { negated, family, compile } = operator;
  const templates = texts.map(family === 'string' ? readTemplate : literally);
  return {
    kind: 'values',
    key: key.name,
    quantifier,
    negated,
    whenAbsent,
    test: replaceable(templates, compile),
  };
}

function readKey({ model }: Grammar, text: string, path: string): ConditionKey {
  const key = readConditionKey(text);
  if (key === undefined) throw new PolicyError(model, 'key', path, `${quote(text)} is not a condition key.`);
  return key;
}

function readOperator({ model, addresses }: Grammar, name: string, path: string): OperatorName {
  const prefix = /^For(?:All|Any)Values?:/.exec(name)?.[0] ?? '';
  const quantifier = prefix === '' ? 'one' : quantifiers.get(prefix);
  const ifExists = name.endsWith('IfExists');
  const base = name.slice(prefix.length, ifExists ? -'IfExists'.length : undefined);
  if (base === 'Null' && prefix === '' && !ifExists)
    return { operator: undefined, quantifier: 'one', ifExists };
  const operator = operators.get(base);
  if (operator === undefined || quantifier === undefined)
    throw new PolicyError(model, 'operator', path, `${quote(name)} is not an operator.`);
  if (operator.family === 'ip' && !addresses)
    throw new PolicyError(model, 'operator', path, `${quote(name)} is an operator of Version 5.0 only.`);
  return { operator, quantifier, ifExists };
}

/** The values of a key, each of them a text. */
function readValues(grammar: Grammar, json: Json): readonly Json[] {
  const { model, limits, singleValues } = grammar;
  if (json.kind !== 'list' && !singleValues)
    throw new PolicyError(model, 'valuesNotAList', json.path, 'The values of a key must be a list.');
  const values = json.kind === 'list' ? json.items : [json];
  checkCount(grammar, json, values.length, limits.values, 'values', 'keyCount');
  for (const value of values) {
    if (value.kind !== 'text')
      throw new PolicyError(model, 'notText', value.path, 'A value must be a text: "true", "300".');
    // An empty tag is a tag, but Version 1.1 wants a character.
    if (value.text.length > limits.valueLength || (value.text === '' && model === 'role'))
      throw new PolicyError(
        model,
        'valueLength',
        value.path,
        `A value may have ${limits.valueLength} characters at most and must not be empty in Version 1.1.`,
      );
  }
  return values;
}

function checkCount(
  { model }: Grammar,
  json: Json,
  count: number,
  max: number,
  what: string,
  fault: 'conditionCount' | 'keyCount',
): void {
  if (count === 0 || count > max)
    throw new PolicyError(model, fault, json.path, `There must be 1 to ${max} ${what} here, not ${count}.`);
}
