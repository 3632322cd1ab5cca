import type { OsUser } from '../../system/systemUsers.js';

/** How to run one embedded PostgreSQL. */
export interface EmbeddedPostgresOptions {
  /**
   * Directory of the cluster. Its parent must exist and, when `serverUser` is another user, be passable for it; the
   * directory itself is made and given to that user (0700).
   */
  readonly directory: string;
  /** Short directory for the socket and the access rules; made if missing. Its parent must not be writable by others. */
  readonly runtimeDirectory: string;
  /** File for the server's log. */
  readonly logFile: string;
  /** The user that the server runs as; undefined: this process's own. PostgreSQL refuses to run as root. */
  readonly serverUser: OsUser | undefined;
  /** The service's user: may connect as the role `deskplane` by being that user (peer authentication). */
  readonly clientUser: OsUser;
  /** More users that may do the same. For tests. */
  readonly extraClientUsers?: readonly OsUser[];
  /** Lets the role make databases: for tests, and for test doubles, which are reset to a copy of theirs. */
  readonly roleMakesDatabases?: boolean;
  /** Largest number of connections. Default 60. */
  readonly maxConnections?: number;
  /** Where a copy of the programs goes if one is needed (see locateBinaries). */
  readonly binaryCache: string;
  /** Ends the server, as a fast shutdown, when this process dies in whatever way. Default true. */
  readonly endWithParent?: boolean;
  /** Whether what was acknowledged survives a crash of the machine. Without it the disk is not waited for. Default true. */
  readonly durable?: boolean;
  /** A stopped cluster, readable for `serverUser`, that a new one becomes a copy of; undefined: it is made with nothing in it. */
  readonly template?: string | undefined;
  /** Told of steps that take a while or are out of the ordinary. */
  readonly progress?: (text: string) => void;
}

/** The role that the service connects as; it owns the database of the same name and is no superuser. */
export const serviceRole = 'deskplane';
