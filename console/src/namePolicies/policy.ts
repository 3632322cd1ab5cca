import type { Answer, OperationName } from '../api/operations';

export type NamePolicy = Answer<'ListDesktopNamePolicy'>['desktop_name_policy_infos'][number];

/** As many policies as one answer has room for. */
export const policiesAtOnce = 50;

/** What is read again when policies have changed. */
export const stalePolicies: readonly OperationName[] = ['ListDesktopNamePolicy'];

/** What `useReadAll` finds in an answer. */
export function policiesIn({ desktop_name_policy_infos, total_count }: Answer<'ListDesktopNamePolicy'>) {
  return { items: desktop_name_policy_infos, total: total_count };
}
