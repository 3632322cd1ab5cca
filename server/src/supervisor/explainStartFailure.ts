import type { Config } from '../config/config.js';
import { databaseTrouble, describeDatabaseFailure } from '../database/databaseTrouble.js';
import { errorCode, StartError } from '../system/errorCode.js';

/** Why the service could not start, for a user: the thing at fault and what to do. Never a stack trace. */
export function explainStartFailure(error: unknown, config: Config): string {
  const code = errorCode(error);
  const message = error instanceof Error ? error.message : String(error);
  switch (code ?? '') {
    case 'EADDRINUSE':
      return `Port ${config.port} on ${config.host} is taken by another program. Stop it, or set DESKPLANE_PORT to a free port.`;
    case 'EACCES':
      if (error instanceof Error && 'syscall' in error && error.syscall === 'listen')
        return `The service may not listen on port ${config.port}: it does not run as root. Set DESKPLANE_PORT to 1024 or above, or open the port to all users: sysctl net.ipv4.ip_unprivileged_port_start=${config.port}`;
      return `Permission denied: ${message}`;
    case 'EPERM':
      return `Permission denied: ${message}`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `This machine has no address ${config.host}. Set DESKPLANE_HOST to one of its addresses.`;
    case 'ENOSPC':
      return `The disk is full: ${message}`;
    case '28P01':
    case '28000':
      return `The database rejects the user of DATABASE_URL: ${message}`;
    case '3D000':
      return `The database of DATABASE_URL does not exist: ${message}`;
    case '42501':
      return `The database user lacks a privilege: ${message}`;
    default:
      return message;
  }
}

/** SQLSTATEs of a server that is there and says why not. */
const refusals: ReadonlySet<string> = new Set(['28000', '28P01', '3D000']);

/** The same for what went wrong while the database was asked for the first time: names the host, never a password. */
export function explainDatabaseFailure(error: unknown): unknown {
  if (refusals.has(errorCode(error) ?? '') || databaseTrouble(error) === undefined) return error;
  return new StartError(`Cannot reach the database: ${describeDatabaseFailure(error)}. Check DATABASE_URL.`, {
    cause: error,
  });
}
