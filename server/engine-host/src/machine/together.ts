/**
 * Waits until all of several actions that go side by side have ended, also when one of them fails: whoever tries again
 * never meets the rest of an earlier attempt.
 * @throws the first failure, in the order given
 */
export async function together(actions: readonly Promise<unknown>[]): Promise<void> {
  const failed = (await Promise.allSettled(actions)).find((each) => each.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
