import { setTimeout as pause } from 'node:timers/promises';
import type { Engine, ProviderRef } from '@deskplane/server/engines/contract.js';
import type { EngineHostProcess } from '@deskplane/server/testing/engineHostProcess.js';
import { type MadeDesktop, specsOfDesktop } from '@deskplane/server/testing/engineItems.js';
import { greeting, screenPath } from '@deskplane/server/testing/localDesktop.js';
import type { Viewer } from '@deskplane/server/testing/rfbClient.js';
import type { Interruption } from '../interruption.js';
import { showsPrompt } from './showsPrompt.js';

/** Milliseconds between two looks: well below what is measured. */
const betweenMs = 5;
/** Milliseconds in which a step must come about, or the bench fails. */
const patienceMs = 300_000;

/**
 * Asks for port, disk and server, and returns once the server is asked for, not when it is active.
 * @param onAsking the server is about to be asked for
 */
export async function askForDesktop(
  interruption: Interruption,
  engine: Engine,
  onAsking = () => undefined as void,
): Promise<MadeDesktop> {
  const specs = specsOfDesktop(engine);
  const [port, volume] = await Promise.all([
    interruption.within('a port is made', () => engine.create(specs.port())),
    interruption.within('a disk is made', () => engine.create(specs.volume())),
  ]);
  const serverSpec = specs.server([port], [volume]);
  onAsking();
  const server = await interruption.within('a server is asked for', () => engine.create(serverSpec));
  return { port, volume, server, serverSpec };
}

/** Waits for the first bytes of a server's screen. */
export async function firstBytes(
  interruption: Interruption,
  host: EngineHostProcess,
  server: ProviderRef,
): Promise<void> {
  const path = screenPath(host, server);
  await often(interruption, 'the screen greets', () =>
    greeting(path).then((words) => words !== '' || 'silence', String),
  );
}

export async function untilActive(
  interruption: Interruption,
  engine: Engine,
  server: ProviderRef,
): Promise<void> {
  await often(interruption, `the server ${server.id} is active`, async () => {
    const seen = await engine.observe(server);
    return (seen.state === 'present' && seen.status === 'active') || JSON.stringify(seen);
  });
}

/** Waits until a window is managed and the terminal in it shows its prompt. */
export async function untilUsable(interruption: Interruption, viewer: Viewer): Promise<void> {
  await often(
    interruption,
    'the terminal shows its prompt',
    async () => showsPrompt(await viewer.look()) || 'a screen without one',
  );
}

/** First the server, then disk and port side by side, as the service removes them: each until it is observed absent. */
export async function removeDesktop(
  interruption: Interruption,
  engine: Engine,
  { server, volume, port }: MadeDesktop,
): Promise<void> {
  const remove = async (ref: ProviderRef) => {
    const what = `the ${ref.kind} ${ref.id} is gone`;
    await interruption.within(what, () => engine.remove(ref, { force: true }));
    await often(interruption, what, async () => {
      const seen = await engine.observe(ref);
      return seen.state === 'absent' || JSON.stringify(seen);
    });
  };
  await remove(server);
  await Promise.all([remove(volume), remove(port)]);
}

/** @param condition true, or what there is instead */
export async function often(
  interruption: Interruption,
  what: string,
  condition: () => Promise<true | string>,
): Promise<void> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const seen = await interruption.within(what, condition, patienceMs);
    if (seen === true) return;
    if (performance.now() > end)
      throw new Error(`not within ${patienceMs} ms: ${what}; last seen: ${seen || 'nothing'}`);
    await pause(betweenMs);
  }
}
