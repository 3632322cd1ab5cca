import { type Session, sayJson } from '../session.js';
import { confirm } from './confirm.js';
import { whereControlled } from './faults.js';

/** `deskplane reset`: a test double as it was at its first start. */
export async function resetTestDouble(session: Session, yes: boolean): Promise<void> {
  const { terminal, api } = session;
  const { reset } = terminal.messages.testDouble;
  await confirm(terminal, reset, yes);
  await whereControlled(session, () => api.postService('/_deskplane/reset', {}));
  if (session.json) sayJson(session, { reset: true });
  else terminal.say(reset.done);
}
