/** What the page keeps for coming back, in this tab only. */
export interface Session {
  readonly secret: string;
}

const key = 'deskplane-screen';

/**
 * Opens the page: with the token of the address, which is gone from it at once, else with what this tab has kept.
 * @returns `used` for a token that is no longer good; undefined when there is neither
 */
export async function openSession(): Promise<Session | 'used' | undefined> {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token === null) return readSession();
  history.replaceState(null, '', location.pathname + location.search);
  const answer = await fetch('sessions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });
  // Opened anew with an old address, as browsers do that bring back their tabs.
  if (!answer.ok) return (await Promise.resolve(readSession())) ?? 'used';
  const session: Session = await answer.json();
  sessionStorage.setItem(key, JSON.stringify({ secret: session.secret }));
  return session;
}

export function forgetSession(): void {
  sessionStorage.removeItem(key);
}

function readSession(): Session | undefined {
  const kept = sessionStorage.getItem(key);
  return kept === null ? undefined : JSON.parse(kept);
}
