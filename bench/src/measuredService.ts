import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Value } from 'typebox/value';
import { type Command, Ready, simulatedWord, Usage } from './messages.js';
import { serviceFlags } from './production.js';

/** The measured process, as the bench holds it. */
export interface MeasuredService {
  readonly ready: Ready;
  usage(): Promise<Usage>;
  /** Whether the engine lets anything go. */
  hold(held: boolean): void;
  /** Ends it without a word. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

const program = fileURLToPath(new URL('measuredProcess.js', import.meta.url));

/**
 * @param options profileInto: a directory, what it spends its time on is written there when it stops; engineSocket: of an
 *   engine host; simulated: with the simulated engine without delay; neither: an engine that costs nothing
 */
export async function startMeasuredService(options: {
  readonly url: string;
  readonly masterKeyFile: string;
  readonly profileInto?: string | undefined;
  readonly engineSocket?: string | undefined;
  readonly simulated?: boolean;
}): Promise<MeasuredService> {
  const engine = options.simulated === true ? simulatedWord : options.engineSocket;
  const args = [options.url, options.masterKeyFile, ...(engine === undefined ? [] : [engine])];
  const child = fork(program, args, {
    // Out of reach of a terminal's Ctrl-C, so that it is stopped in order.
    detached: true,
    execArgv: [
      ...serviceFlags,
      ...(options.profileInto === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${options.profileInto}`]),
    ],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const exited = once(child, 'exit');
  const tell = (command: Command): void => void child.send(command);
  const ready = Value.Parse(Ready, await answerOf(child, exited));
  return {
    ready,
    usage: async () => {
      tell('usage');
      return Value.Parse(Usage, await answerOf(child, exited));
    },
    hold: (held) => tell(held ? 'hold' : 'release'),
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
    stop: async () => {
      if (child.connected) tell('stop');
      await exited;
    },
  };
}

async function answerOf(child: ChildProcess, exited: Promise<unknown>): Promise<unknown> {
  const [message] = await Promise.race([
    once(child, 'message'),
    exited.then(() => {
      throw new Error('The measured process has ended.');
    }),
  ]);
  return message;
}
