/** Does the work for each value, at most so many at once. @returns the results in the order of the values */
export async function eachOf<Value, Result>(
  values: readonly Value[],
  atOnce: number,
  work: (value: Value) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (;;) {
      const index = next;
      const value = values[index];
      if (value === undefined) return;
      next += 1;
      results[index] = await work(value);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, values.length) }, lane));
  return results;
}
