import assert from 'node:assert/strict';
import { readTable } from '../tables/readTable.js';
import { userTable } from '../users/userFields.js';
import type { TestService } from './startTestService.js';

/** Exports of desktop users, as somebody makes and takes them. */
export interface ExportCalls {
  /** Makes one. @returns its id */
  make(body?: object): Promise<string>;
  /** Its file. */
  download(task: string): Promise<string>;
  /** Deletes those that are there. */
  clear(): Promise<void>;
}

/** Exports of the service's root user. */
export function exportCalls(service: TestService): ExportCalls {
  return {
    make: async (body = {}) => {
      const path = `//v3/${service.credentials.project_id}/users/export`;
      const answer = await service.call('POST', path, body);
      assert.equal(answer.status, 200, answer.text);
      return answer.body.task_id;
    },
    download: async (task) => {
      const answer = await service.call('GET', `/export-tasks/${task}/download`);
      assert.equal(answer.status, 200, answer.text);
      return answer.text;
    },
    clear: async () => {
      const { export_tasks } = (await service.call('GET', '/export-tasks?limit=100')).body;
      const task_ids = export_tasks.map(({ task_id }: { task_id: string }) => task_id);
      if (task_ids.length === 0) return;
      const answer = await service.call('POST', '/export-tasks/batch-delete', { task_ids });
      assert.equal(answer.status, 200, answer.text);
    },
  };
}

/** What an import reads of a file. */
export const rowsOf = (text: string) => readTable(text, userTable).rows.map(({ fields }) => fields);
/** Whose rows are in a file. */
export const namesOf = (text: string) => rowsOf(text).map((fields) => fields['user_name']);
