import { endInstance } from '@deskplane/server/instances/endInstance.js';
import { findInstances, type Instance } from '@deskplane/server/instances/findInstances.js';
import { type Holding, holdingKinds } from '@deskplane/server/instances/holdings.js';
import { isRoot } from '@deskplane/server/system/systemUsers.js';
import { type ExitCode, exitCodes, Failure } from '../failure.js';
import type { Terminal } from '../terminal.js';
import { formatTable } from '../text/table.js';
import { confirm } from './confirm.js';

export interface MachineOptions {
  /** The installations to end, also those of which nothing tells whose they are; empty: all that belong to none. */
  readonly end: readonly string[];
  /** Do not ask. */
  readonly yes: boolean;
  readonly json: boolean;
}

/**
 * `deskplane machine`: what every installation holds on this machine; what belongs to none is ended once somebody agreed.
 * Ends with 1 while anything is left that belongs to none or of which nothing tells whose it is.
 */
export async function showMachine(terminal: Terminal, options: MachineOptions): Promise<ExitCode> {
  const { machine: text } = terminal.messages;
  if (!isRoot()) throw new Failure(exitCodes.failed, text.needsRoot);
  const instances = await findInstances();
  const named = options.end.map((id) => nameable(terminal, instances, id));
  const doomed = named.length > 0 ? named : instances.filter((each) => each.state === 'abandoned');
  if (options.json) terminal.say(JSON.stringify({ instances: instances.map(toJson) }));
  else sayInstances(terminal, instances);
  const unknown = instances.filter((each) => each.state === 'unknown' && !doomed.includes(each));
  const otherwise = unknown.length === 0 ? exitCodes.done : exitCodes.failed;
  if (doomed.length === 0) return otherwise;
  if (options.json && !options.yes) return exitCodes.failed;
  if (!terminal.interactive && !options.yes) {
    terminal.note(text.needsYes);
    return exitCodes.failed;
  }
  const { question, declined, needsYes } = text;
  await confirm(
    terminal,
    {
      warning: doomed.map((each) => text.warning(each.id, each.dataDirectory)).join('\n'),
      question: question(doomed.length),
      declined,
      needsYes,
    },
    options.yes,
  );
  let left = 0;
  for (const { id } of doomed) {
    terminal.progress(text.ending(id));
    const remaining = await endInstance(id);
    terminal.endProgress();
    left += remaining.length;
    terminal.note(remaining.length === 0 ? text.ended(id) : text.remains(id, remaining.map(wordFor)));
  }
  return left === 0 ? otherwise : exitCodes.failed;
}

/** @throws {Failure} when there is no such installation here, or it has an owner */
function nameable(terminal: Terminal, instances: readonly Instance[], id: string): Instance {
  const { machine: text } = terminal.messages;
  const found = instances.find((each) => each.id === id);
  if (found === undefined) throw new Failure(exitCodes.notFound, text.notHere(id));
  if (found.state === 'running' || found.state === 'stopped')
    throw new Failure(exitCodes.failed, text.owned(id, found.dataDirectory ?? ''));
  return found;
}

function sayInstances(terminal: Terminal, instances: readonly Instance[]): void {
  const { machine: text } = terminal.messages;
  if (instances.length === 0) {
    terminal.say(text.none);
    return;
  }
  const { instance, state, holds, data } = text.titles;
  const rows = instances.map((each) => [
    each.id,
    text.states[each.state],
    holdingKinds
      .map((kind) => [kind, each.holdings.filter((holding) => holding.kind === kind).length] as const)
      .filter(([, number]) => number > 0)
      .map(([kind, number]) => text.count(kind, number))
      .join(text.listed),
    each.dataDirectory ?? '',
  ]);
  terminal.say(formatTable([instance, state, holds, data], rows, terminal.columns));
  if (instances.some((each) => each.state === 'unknown')) terminal.note(text.unknown);
}

function toJson({ id, state, dataDirectory, holdings }: Instance) {
  return {
    instance: id,
    state,
    data_directory: dataDirectory ?? null,
    holdings: holdings.map(({ kind, name }) => ({ kind, name })),
  };
}

function wordFor({ kind, name }: Holding): string {
  return `${kind} ${name}`;
}
