/** The ID of the user whom this page was built for; while nobody is signed in, undefined. */
let shownTo: string | undefined;

/** From now on every call says so, and the service answers none with another user's session: the tabs of a browser share one cookie. */
export function showTo(userId: string | undefined): void {
  shownTo = userId;
}

export function shownToHeader(): Readonly<Record<string, string>> {
  return shownTo === undefined ? {} : { 'x-deskplane-user': shownTo };
}
