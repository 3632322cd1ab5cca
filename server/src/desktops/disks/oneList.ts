import { badOrder } from '../create/orderRefusals.js';

/**
 * The list of a body that clients of different ages send under different names.
 * @returns the name under which it was sent, and what is in it
 * @throws {ApiError} WKS.0001 when it is empty, or there are two
 */
export function oneList<Name extends string, Entry>(
  body: { readonly [Key in Name]?: readonly Entry[] | undefined },
  name: Name,
  otherName: Name,
): readonly [Name, readonly Entry[]] {
  const given = [name, otherName].flatMap((each) => {
    const entries = body[each] ?? [];
    return entries.length === 0 ? [] : [[each, entries] as const];
  });
  const [first, second] = given;
  if (first === undefined)
    throw badOrder(name, { en: `${name} must name at least one disk`, zh: `${name}至少须包含一项` });
  if (second !== undefined)
    throw badOrder(otherName, {
      en: `${otherName} is another name of ${name}: send one of them`,
      zh: `${otherName}与${name}含义相同，请只传其中一个`,
    });
  return first;
}
