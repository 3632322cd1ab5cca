import type { Ambient } from '../ambient.js';
import { asId, type SingleUseName } from '../ids.js';

const form = /^dp-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The name by which an engine is asked for one item, never used again: `dp-` and a UUID. */
export function newSingleUseName(ambient: Pick<Ambient, 'uuid'>): SingleUseName {
  return asId<SingleUseName>(`dp-${ambient.uuid()}`);
}

/** Whether a name is of the form that ours have. Anybody can give such a name: it proves nothing (S2). */
export function looksSingleUse(name: string): boolean {
  return form.test(name);
}
