/** For so long after the last touch of keyboard or pointer a request counts as the user's own, in milliseconds. */
const attention = 60_000;

let touchedAt = -Infinity;

for (const event of ['keydown', 'pointerdown', 'wheel'])
  addEventListener(event, () => (touchedAt = performance.now()), { capture: true, passive: true });

/** Whether somebody is at it: what a page asks by itself must not keep a session from ending. */
export function isUserActive(): boolean {
  return performance.now() - touchedAt < attention;
}
