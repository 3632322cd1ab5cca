import type { ConditionKeys } from './conditionKeys.js';
import type { ValueTest } from './operators.js';
import type { Replaceable } from './policyVariables.js';

/** One key under one operator. All conditions of a statement must hold. */
export type Condition =
  | { readonly kind: 'null'; readonly key: string; readonly absent: boolean }
  | {
      readonly kind: 'values';
      readonly key: string;
      /** `each`: ForAllValues. `any`: ForAnyValue. `one`: neither, for keys that have one value. */
      readonly quantifier: 'one' | 'each' | 'any';
      readonly negated: boolean;
      /** What holds when the request does not have the key. */
      readonly whenAbsent: boolean;
      readonly test: Replaceable<ValueTest>;
    };

/**
 * Whether a condition holds for the values that a request has for its key; not if a variable in it cannot be replaced.
 * @param whenUnreadable What holds for a value that cannot be read as what the operator compares. False for a statement
 *   that allows and true for one that denies, so that it ends in a refusal either way.
 */
export function holds(condition: Condition, keys: ConditionKeys, whenUnreadable: boolean): boolean {
  const values = keys.get(condition.key);
  const absent = values === undefined || values.length === 0;
  if (condition.kind === 'null') return absent === condition.absent;
  const test = condition.test.under(keys);
  if (test === undefined) return false;
  if (absent) return condition.whenAbsent;
  const fits = (value: string): boolean => {
    const fit = test(value);
    return fit === undefined ? whenUnreadable : fit !== condition.negated;
  };
  const [only] = values;
  if (values.length === 1 && only !== undefined) return fits(only);
  // Without ForAllValues and ForAnyValue a negative operator is exactly the opposite of its positive one.
  const every = condition.quantifier === 'each' || (condition.quantifier === 'one' && condition.negated);
  return every ? values.every(fits) : values.some(fits);
}
