import { desktopFields } from './desktopFields.js';
import { diskFields } from './diskFields.js';
import type { FieldText, FieldTexts } from './fieldText.js';
import { identityFields } from './identityFields.js';
import { networkFields } from './networkFields.js';
import { rightsFields } from './rightsFields.js';
import { scheduleFields } from './scheduleFields.js';
import { searchFields } from './searchFields.js';
import { serviceFields } from './serviceFields.js';
import { testDoubleFields } from './testDoubleFields.js';
import { userFields } from './userFields.js';

/** By subject. No name is in two of them: a test holds them to that. */
export const fieldTextsBySubject: readonly FieldTexts[] = [
  desktopFields,
  diskFields,
  identityFields,
  networkFields,
  rightsFields,
  scheduleFields,
  searchFields,
  serviceFields,
  testDoubleFields,
  userFields,
];

const fieldTexts: ReadonlyMap<string, FieldText> = new Map(
  fieldTextsBySubject.flatMap(Object.entries<FieldText>),
);

/** Where a parameter or a field stands: see {@link FieldTexts}. */
export interface FieldPlace {
  readonly operation: string;
  readonly parent: string;
  readonly name: string;
}

/** The name under which it is described, the most exact one; undefined: nowhere. */
export function fieldKeyOf({ operation, parent, name }: FieldPlace): string | undefined {
  const within = parent === '' ? name : `${parent}.${name}`;
  const keys = [`${operation}.${within}`, within, name];
  return keys.find((key) => fieldTexts.has(key));
}

/** What is said of parameters and fields that their schemas do not describe; undefined: nothing. */
export function fieldTextOf(place: FieldPlace): FieldText | undefined {
  const key = fieldKeyOf(place);
  return key === undefined ? undefined : fieldTexts.get(key);
}
