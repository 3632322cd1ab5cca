import { setTimeout as pause } from 'node:timers/promises';
import type { Engine, ProviderRef } from '@deskplane/server/engines/contract.js';
import type { EngineHostProcess } from '@deskplane/server/testing/engineHostProcess.js';
import { type MadeDesktop, specsOfDesktop } from '@deskplane/server/testing/engineItems.js';
import { greeting, screenPath } from '@deskplane/server/testing/localDesktop.js';
import { lookUntil, type Picture, type Viewer } from '@deskplane/server/testing/rfbClient.js';

/** Milliseconds between two looks: well below what is measured. */
const between = 5;
/** Milliseconds in which a step must come about, or the bench fails. */
const patience = 300_000;

/** Asks for port, disk and server, and returns once the server is asked for, not when it is active. */
export async function askForDesktop(engine: Engine): Promise<MadeDesktop> {
  const specs = specsOfDesktop(engine);
  const [port, volume] = await Promise.all([engine.create(specs.port()), engine.create(specs.volume())]);
  const serverSpec = specs.server([port], [volume]);
  return { port, volume, server: await engine.create(serverSpec), serverSpec };
}

/** Waits for the first bytes of a server's screen. */
export async function firstBytes(host: EngineHostProcess, server: ProviderRef): Promise<void> {
  const path = screenPath(host, server);
  await often(() => greeting(path).catch(() => false), 'the screen greets');
}

export async function untilActive(engine: Engine, server: ProviderRef): Promise<void> {
  await often(async () => {
    const seen = await engine.observe(server);
    return seen.state === 'present' && seen.status === 'active';
  }, 'the server is active');
}

/** Waits until a window is managed and the terminal in it shows its prompt. */
export async function untilUsable(viewer: Viewer): Promise<void> {
  await lookUntil(viewer, showsPrompt, 'the terminal shows its prompt');
}

/** Server, disk and port, each until it is observed absent. */
export async function removeDesktop(engine: Engine, { server, volume, port }: MadeDesktop): Promise<void> {
  for (const ref of [server, volume, port]) {
    await engine.remove(ref, { force: true });
    await often(async () => (await engine.observe(ref)).state === 'absent', `the ${ref.kind} is gone`);
  }
}

/** From a key to the first pixels that it changes, in milliseconds, on the screen's own socket. */
export async function timeKeys(viewer: Viewer, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    // What the last key changed is shown, so that the next change is this key's.
    await pause(100);
    await viewer.look();
    const change = viewer.change();
    const begun = performance.now();
    const pressed = viewer.type('a');
    await change;
    times.push(performance.now() - begun);
    await pressed;
  }
  return times;
}

/** The terminal is white; its first line has something dark on a width of several letters. */
function showsPrompt(picture: Picture): boolean {
  for (let y = 0; y < picture.height - 24; y += 8) {
    for (let x = 0; x < picture.width - 200; x += 8) {
      if (picture.at(x, y) === '#ffffff' && picture.at(x + 199, y + 23) === '#ffffff') {
        if (darkColumns(picture, x, y) >= 40) return true;
      }
    }
  }
  return false;
}

function darkColumns(picture: Picture, left: number, top: number): number {
  const columns = Array.from({ length: 200 }, (_, index) => left + index);
  const rows = Array.from({ length: 24 }, (_, index) => top + index);
  return columns.filter((x) => rows.some((y) => picture.at(x, y) < '#808080')).length;
}

async function often(condition: () => Promise<unknown>, what: string): Promise<void> {
  const end = performance.now() + patience;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`not within ${patience} ms: ${what}`);
    await pause(between);
  }
}
