/** Least time between two messages to the other nodes, in milliseconds. */
const apart = 50;

/**
 * Makes one message of many: the first call sends at once, those that come while it is under way or shortly after share
 * the next one.
 * @param send does not throw: a message that is lost costs the others no more than the time until their next poll
 */
export function coalesce(send: () => Promise<void>): () => void {
  let resting = false;
  let asked = false;
  const sendNow = (): void => {
    resting = true;
    asked = false;
    void send().finally(() => {
      const timer = setTimeout(() => {
        resting = false;
        if (asked) sendNow();
      }, apart);
      timer.unref();
    });
  };
  return () => {
    if (resting) asked = true;
    else sendNow();
  };
}
