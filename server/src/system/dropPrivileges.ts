/**
 * Gives up root for good and becomes another user. Called once, after all code is loaded and before any input is read.
 * @param identity `uid:gid`; undefined: stay who we are
 * @throws when the user id is malformed or is root's
 */
export function dropPrivileges(identity: string | undefined): void {
  if (identity === undefined) return;
  const [, uid, gid] = /^([1-9]\d*):([1-9]\d*)$/.exec(identity) ?? [];
  if (uid === undefined || gid === undefined) throw new Error(`Not a user to become: ${identity}`);
  process.umask(0o077);
  process.setgroups?.([]);
  process.setgid?.(Number(gid));
  process.setuid?.(Number(uid));
}
