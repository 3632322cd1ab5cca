/** Between attempts at a call that nobody answered, in milliseconds. */
export const pauses: readonly number[] = [1_000, 3_000, 10_000, 30_000];

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
