import type { TestService } from '../startTestService.js';
import { callAndLook, type OperationProofs } from './fieldProof.js';

let made = 0;

/** A name that nothing has. */
export function fresh(word: string): string {
  made += 1;
  return `${word}-${made}`;
}

export async function read(service: TestService, path: string): Promise<unknown> {
  return (await service.call('GET', path)).body;
}

/** A thing that is made by a POST, and a look at it. */
export const creation =
  (
    path: string,
    minimal: () => object,
    look: (service: TestService, answer: unknown) => Promise<unknown>,
  ): OperationProofs['call'] =>
  (service, further) =>
    callAndLook(service, 'POST', path, { minimal: minimal(), further }, (answer) => look(service, answer));

/** A call about a thing that is made for it, and a look at the thing. */
export const change =
  (
    method: string,
    make: (service: TestService) => Promise<{
      readonly path: string;
      readonly shownAt?: string;
      readonly minimal?: object;
    }>,
  ): OperationProofs['call'] =>
  async (service, further) => {
    const { path, shownAt = path, minimal = {} } = await make(service);
    return callAndLook(service, method, path, { minimal, further }, () => read(service, shownAt));
  };

/** Looks at what an answer names: `{user: {id}}` at `PATH/ID`. */
export const bySameId =
  (path: string, kind: string, field = 'id') =>
  async (service: TestService, answer: unknown): Promise<unknown> =>
    read(service, `${path}/${Reflect.get(Object(Reflect.get(Object(answer), kind)), field)}`);

/** Deletes the users of IAM that proofs have made, since an account has room for few. */
export async function removeMadeUsers(service: TestService): Promise<void> {
  const { users } = (await service.call('GET', '//v3/users')).body;
  for (const { id, name } of users)
    if (name !== service.credentials.user_name && name !== 'fields')
      await service.call('DELETE', `//v3/users/${id}`);
}
