import type pg from 'pg';
import { endUnknownTasks } from './endUnknownTasks.js';

/**
 * Gives up what a database that was put back says is being put back to snapshots: it may have been done long since, and the desktops have
 * written more (S9). The desktops are as they were.
 */
export const giveUpRestores = (client: pg.ClientBase): Promise<void> => endUnknownTasks(client, 'restore');
