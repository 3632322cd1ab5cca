import type { Operation } from '../access/permissions/table.js';

/** A route as pages tell of it. */
export interface DescribedRoute {
  readonly operation: Operation;
  readonly method: string;
  /** As OpenAPI writes it: `/v2/{project_id}/desktops`. */
  readonly path: string;
  /** What it does, in English. */
  readonly summary: string;
  /** Needs no credentials. */
  readonly open: boolean;
}
