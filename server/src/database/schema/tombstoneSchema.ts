import type { Generated } from 'kysely';
import type { ProjectId } from '../../ids.js';

/** What can end for good; `genesis` is the beginning of a database's history, `user` a desktop user who was erased. */
export type TombstoneKind =
  | 'volume'
  | 'snapshot'
  | 'genesis'
  | 'desktop'
  | 'desktop-user'
  | 'access-key'
  | 'token'
  | 'iam-user'
  | 'password'
  | 'personal-data'
  | 'user'
  | 'signing-key'
  | 'user-group'
  | 'otp-device';

/** The table of 0008_tombstones.sql, as Kysely sees it. */
export interface TombstoneSchema {
  tombstones: {
    id: Generated<string>;
    kind: TombstoneKind;
    subject: string;
    project_id: ProjectId | null;
    ended_at: Generated<Date>;
    facts: string | null;
    position: string | null;
    hash: Buffer | null;
  };
}
