import type { Logger } from 'pino';
import type { Ambient } from '../../ambient.js';
import type { Database } from '../../database/connect.js';
import type { Engine } from '../../engines/contract.js';
import type { CreationParts } from '../create/createItem.js';

/** What the tasks of desktops (creation, power) are carried out with. */
export interface TaskParts extends CreationParts {
  readonly database: Database;
  readonly engine: Engine;
  readonly ambient: Ambient;
  readonly logger: Logger;
  /** Name servers of desktops whose subnet names none; default: none. */
  readonly dnsServers?: readonly string[] | undefined;
}
