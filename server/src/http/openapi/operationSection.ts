import type { Operation } from '../../access/permissions/table.js';

/** A part of the API, as the page of the API groups its operations. */
export interface OperationSection {
  readonly en: string;
  readonly zh: string;
  /** What each operation does, in Chinese; the English stands at its route. */
  readonly operations: Partial<Readonly<Record<Operation, string>>>;
}
