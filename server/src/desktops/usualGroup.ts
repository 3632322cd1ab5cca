/** What the system of a desktop calls the group of those who may administer it. */
export const administratorsOf = { Linux: 'sudo', Windows: 'administrators' } as const;

export type UsualGroup = (typeof administratorsOf)[keyof typeof administratorsOf] | 'default';

/**
 * The group inside a desktop of somebody for whom none is chosen by name.
 * @param system as images have it: `Linux`, `Windows`; unknown: as Linux
 */
export function usualGroup(isAdministrator: boolean, system: string): UsualGroup {
  if (!isAdministrator) return 'default';
  return system === 'Windows' ? administratorsOf.Windows : administratorsOf.Linux;
}
