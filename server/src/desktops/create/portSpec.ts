import type { ItemSpec } from '../../engines/contract.js';
import type { ItemId, SingleUseName } from '../../ids.js';
import { readPortPlace } from '../../network/rules/readPortPlace.js';
import type { TaskParts } from '../tasks/taskParts.js';
import type { DesktopTask } from '../tasks/taskQueries.js';

/** What the engine is told of a port that the ledger has. */
export async function portSpec(
  parts: Pick<TaskParts, 'database' | 'dnsServers'>,
  task: Pick<DesktopTask, 'id' | 'project_id'>,
  item: { readonly id: ItemId; readonly single_use_name: SingleUseName },
): Promise<ItemSpec> {
  const common = { name: item.single_use_name, projectId: task.project_id, desktopId: task.id };
  const port = { id: item.id, projectId: task.project_id };
  return { kind: 'port', ...common, ...(await readPortPlace(parts.database, port, parts.dnsServers ?? [])) };
}
