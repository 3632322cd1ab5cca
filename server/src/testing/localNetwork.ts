import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { PortRule, PortSpec, ProviderRef } from '../engines/contract.js';
import { connectToHost } from '../engines/local/hostConnection.js';
import type { EngineHostProcess } from './engineHostProcess.js';
import { createSurely, removeSurely, specsOfDesktop } from './engineItems.js';
import { waitUntil } from './waitUntil.js';

const execute = promisify(execFile);

/** A port on the machine, and the namespace that a desktop on it would be in. */
export interface MadePort {
  readonly ref: ProviderRef;
  readonly spec: PortSpec;
  readonly namespace: string;
}

/** Makes a port, without a desktop on it. What is not given is as for any desktop, in a project and VPC of its own. */
export async function makePort(host: EngineHostProcess, place: Partial<PortSpec> = {}): Promise<MadePort> {
  const spec = { ...specsOfDesktop(host.engine).port(), ...place };
  const ref = await createSurely(host.engine, spec);
  return { ref, spec, namespace: namespaceOf(host, ref) };
}

/** The network namespace of a port. */
export function namespaceOf(host: EngineHostProcess, port: ProviderRef): string {
  return `dp-${host.instance}-${port.id.slice(0, 6)}`;
}

/** A project and VPC that nothing is in yet. */
export function newVpc(host: EngineHostProcess): Pick<PortSpec, 'projectId' | 'vpcId' | 'subnetId'> {
  return specsOfDesktop(host.engine).port();
}

/** The `number`th port of one and the same VPC as another's, with IPv6. */
export function placeBeside(
  vpc: Pick<PortSpec, 'projectId' | 'vpcId' | 'subnetId'>,
  number: number,
): Partial<PortSpec> {
  const { projectId, vpcId, subnetId } = vpc;
  const hex = number.toString(16).padStart(2, '0');
  return {
    projectId,
    vpcId,
    subnetId,
    address: `100.64.9.${number}`,
    macAddress: `fa:16:3e:00:01:${hex}`,
    ipv6: { subnetCidr: 'fd00:9::/64', gatewayAddress: 'fd00:9::1', address: `fd00:9::${hex}` },
  };
}

/** A rule that lets everybody pass, or those of `remote`. */
export function everybody(
  direction: PortRule['direction'],
  family: 4 | 6,
  more: Partial<PortRule> = {},
): PortRule {
  return { direction, family, protocol: 'any', remote: [family === 4 ? '0.0.0.0/0' : '::/0'], ...more };
}

/** Everything in both directions and families. */
export const everything: readonly PortRule[] = ([4, 6] as const).flatMap((family) => [
  everybody('egress', family),
  everybody('ingress', family),
]);

/** Runs a program, as root, in a network namespace; undefined: where the test runs. */
export async function runIn(namespace: string | undefined, ...command: string[]): Promise<string> {
  const [program = '', ...args] =
    namespace === undefined ? command : ['nsenter', `--net=/run/netns/${namespace}`, '--', ...command];
  return (await execute(program, args, { timeout: 60_000 })).stdout;
}

/** A program that a test started and has to end. */
export interface Companion {
  readonly process: ChildProcess;
  /** All that it has written so far. */
  words(): string;
  end(): Promise<void>;
}

/** Starts a Python program in a network namespace and returns once it has written its first line. */
export async function startPython(
  namespace: string | undefined,
  program: string,
  ...args: string[]
): Promise<Companion> {
  const command = ['python3', '-u', '-c', program, ...args];
  const [file = '', ...rest] =
    namespace === undefined ? command : ['nsenter', `--net=/run/netns/${namespace}`, '--', ...command];
  const child = spawn(file, rest, { stdio: ['pipe', 'pipe', 'inherit'] });
  let words = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    words += text;
  });
  await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  return {
    process: child,
    words: () => words,
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

/**
 * Answers every line of TCP and every datagram of UDP, of both families, with its own name and what it was sent. Lines that
 * it reads are sent to whoever spoke to it last.
 */
const answering = `
import socket, sys, threading
name, port = sys.argv[1].encode(), int(sys.argv[2])
peers = {}
def talk(connection):
  peers['tcp'] = connection.send
  with connection, connection.makefile('rwb') as file:
    for line in file:
      file.write(name + b' ' + line)
      file.flush()
def accept(listener):
  while True:
    connection, _ = listener.accept()
    threading.Thread(target=talk, args=[connection], daemon=True).start()
listener = socket.create_server(('::', port), family=socket.AF_INET6, dualstack_ipv6=True)
threading.Thread(target=accept, args=[listener], daemon=True).start()
datagrams = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
datagrams.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
datagrams.bind(('::', port))
def tell():
  for line in sys.stdin:
    for send in list(peers.values()): send(line.encode())
threading.Thread(target=tell, daemon=True).start()
print('ready')
while True:
  data, sender = datagrams.recvfrom(2000)
  peers['udp'] = lambda data, sender=sender: datagrams.sendto(data, sender)
  print('got', data.decode(), 'from', sender[0])
  datagrams.sendto(name + b' ' + data, sender)
`;

/** Starts a service that answers with its name on a TCP and UDP port of every address of the namespace. */
export function answerAt(namespace: string | undefined, name: string, port: number): Promise<Companion> {
  return startPython(namespace, answering, name, String(port));
}

const asking = `
import socket, sys
kind, address, port, patience = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
family = socket.AF_INET6 if ':' in address else socket.AF_INET
s = socket.socket(family, socket.SOCK_STREAM if kind == 'tcp' else socket.SOCK_DGRAM)
s.settimeout(patience)
try:
  s.connect((address, port))
  s.send(b'hello\\n')
  print(s.recv(2000).decode().strip())
except OSError as error:
  print('nothing:', error)
`;

/** What a service says to somebody in a namespace; text that begins with `nothing` when it cannot be reached. */
export async function ask(
  namespace: string,
  address: string,
  port: number,
  how: { readonly kind?: 'tcp' | 'udp'; readonly patience?: number } = {},
): Promise<string> {
  const patience = String(how.patience ?? 20);
  return (
    await runIn(namespace, 'python3', '-c', asking, how.kind ?? 'tcp', address, String(port), patience)
  ).trim();
}

/** Asks in vain: waits no longer than a packet that is not dropped could need on a quiet machine. */
export function askInVain(
  namespace: string,
  address: string,
  port: number,
  kind: 'tcp' | 'udp' = 'tcp',
): Promise<string> {
  return ask(namespace, address, port, { kind, patience: 1 });
}

/** A conversation that stays open: writes a line per line it is given, with the answer or `silence`. */
const conversing = `
import socket, sys
kind, address, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
family = socket.AF_INET6 if ':' in address else socket.AF_INET
s = socket.socket(family, socket.SOCK_STREAM if kind == 'tcp' else socket.SOCK_DGRAM)
s.settimeout(20)
s.connect((address, port))
print('connected')
for line in sys.stdin:
  words = line.split()
  s.settimeout(float(words[0]))
  try:
    if words[1] != 'listen': s.send((words[1] + '\\n').encode())
    print(s.recv(2000).decode().strip())
  except OSError:
    print('silence after', words[1])
`;

/** A connection that is kept open. */
export interface Conversation {
  /**
   * Sends a word and returns the answer, or `silence after WORD`; `listen` sends nothing.
   * @param patience in seconds
   */
  say(word: string, patience?: number): Promise<string>;
  end(): Promise<void>;
}

export async function converse(
  namespace: string,
  kind: 'tcp' | 'udp',
  address: string,
  port: number,
): Promise<Conversation> {
  const companion = await startPython(namespace, conversing, kind, address, String(port));
  const lineCount = () => companion.words().split('\n').length - 1;
  await waitUntil(() => lineCount() > 0, 'the conversation begins');
  return {
    async say(word, patience = 20) {
      const answered = lineCount();
      companion.process.stdin?.write(`${patience} ${word}\n`);
      await waitUntil(() => lineCount() > answered, `an answer to ${word}`);
      return companion.words().split('\n')[answered] ?? '';
    },
    end: () => companion.end(),
  };
}

/** Ends an engine host with all its ports, so that none of their namespaces stays on the machine. */
export async function disposeWithPorts(host: EngineHostProcess): Promise<void> {
  const ports = await host.engine.list('port');
  await Promise.all(
    ports.map(({ kind, id, generation }) => removeSurely(host.engine, { kind, id, generation })),
  );
  await host.dispose();
}

/** The routers of an engine host that are on the machine. */
export async function routersOf(host: EngineHostProcess): Promise<string[]> {
  return (await namespacesOf(host)).filter((name) => name.startsWith(`dp-${host.instance}-vpc-`));
}

/** All network namespaces of an engine host that are on the machine. */
export async function namespacesOf(host: EngineHostProcess): Promise<string[]> {
  const names = await readdir('/run/netns').catch(() => []);
  return names.filter((name) => name.startsWith(`dp-${host.instance}-`));
}

/** What the engine host says that the machine cannot do. */
export async function warningsOf(host: EngineHostProcess): Promise<string> {
  const connection = connectToHost(host.socketPath, 60_000);
  const hello: unknown = await connection.ask('hello', {});
  await connection.close();
  return JSON.stringify(Reflect.get(Object(hello), 'warnings'));
}

/** Links and rules of all routers of an engine host, a line each, found without asking it. */
export async function routerLines(host: EngineHostProcess): Promise<string[]> {
  const lines: string[] = [];
  for (const router of await routersOf(host)) {
    for (const command of [
      ['ip', '-o', 'link'],
      ['ip', 'route'],
      ['nft', 'list', 'ruleset'],
    ]) {
      const text = await runIn(router, ...command).catch(() => '');
      lines.push(...text.split('\n').map((line) => `${router} ${line}`));
    }
  }
  return lines;
}
