import type { Logger } from 'pino';
import type { Ambient } from '../../ambient.js';
import type { Database, Transaction } from '../../database/connect.js';
import type { RebuildChange } from '../../database/schema/taskChange.js';
import type { Engine } from '../../engines/contract.js';
import type { DesktopId, ProjectId } from '../../ids.js';
import type { CreationParts } from '../create/createItem.js';

/** What the tasks of desktops (creation, power) are carried out with. */
export interface TaskParts extends CreationParts {
  readonly database: Database;
  readonly engine: Engine;
  readonly ambient: Ambient;
  readonly logger: Logger;
  /** Name servers of desktops whose subnet names none; default: none. */
  readonly dnsServers?: readonly string[] | undefined;
  /** Accepts, within a transaction, that the disk goes which a desktop had before it was rebuilt. */
  readonly endFormerDisk: (transaction: Transaction, former: FormerDisk) => Promise<void>;
}

/** The system disk that a desktop had until now, whose running task is the rebuild. */
export interface FormerDisk {
  readonly projectId: ProjectId;
  readonly desktopId: DesktopId;
  readonly change: RebuildChange;
}
