// What the programs of clients written in Node.js tell: "ok NAME", or "not ok NAME: WHY".

/**
 * One check: what it does has to run through. Whatever it throws is told, and the program goes on.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} what
 * @returns {Promise<T | undefined>} undefined when it failed
 */
export async function check(name, what) {
  try {
    const result = await what();
    process.stdout.write(`ok ${name}\n`);
    return result;
  } catch (error) {
    const { message, httpStatusCode, errorCode, errorMsg } = error;
    const words = [message, httpStatusCode, errorCode, errorMsg].filter(Boolean).join(' ') || String(error);
    process.stdout.write(`not ok ${name}: ${words.replace(/\s+/g, ' ')}\n`);
    return undefined;
  }
}

/** @throws {Error} when the two differ as JSON */
export function expect(found, wanted, what) {
  const [left, right] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (left !== right) throw new Error(`${what} should be ${right} and is ${left}`);
}

const patienceMs = 60_000;

/** Looks again and again until something is seen, and returns that. */
export async function until(what, look) {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (performance.now() > deadline) throw new Error(`not within ${patienceMs / 1000} s: ${what}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
}
