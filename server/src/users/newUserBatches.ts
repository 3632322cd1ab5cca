// Without any import: the console and the command create the users of a list by the same rules.

/** As many users as one call of BatchCreateUsers makes. */
export const maxUsersOfBatch = 200;
/** A password takes the service a while each: a call with more of them would be waited for too long. */
export const maxPasswordsOfBatch = 20;

/** The users of a list that the next call makes, from the first on. */
export function nextBatch<User>(
  users: readonly User[],
  hasPassword: (user: User) => boolean,
): readonly User[] {
  let passwords = 0;
  const end = users.findIndex((user, index) => {
    if (hasPassword(user)) passwords += 1;
    return index >= maxUsersOfBatch || passwords > maxPasswordsOfBatch;
  });
  return end < 0 ? users : users.slice(0, end);
}

/** Which user of the call a refusal is about, counted from 0; undefined: it does not say. @param detail `error_detail` */
export function userAtFault(detail: string): number | undefined {
  const [, index] = /^body: users\.(\d{1,3})\b/.exec(detail) ?? [];
  return index === undefined ? undefined : Number(index);
}
