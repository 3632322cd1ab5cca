/** From here on SIGUSR1 does nothing: Node.js would open the port of its debugger, through which anybody on the machine gives orders. */
export function keepDebuggerShut(): void {
  process.on('SIGUSR1', () => undefined);
}
