/** Everything of the product that runs in here, as it is compiled for production. */
export type { Ambient } from '@deskplane/server/ambient.js';
export type {
  AcceptanceStore,
  DeletionOrder,
} from '@deskplane/server/deletion/accept/acceptanceStore.js';
export {
  acceptDeletion,
  acceptDeletions,
  standingDigest,
} from '@deskplane/server/deletion/accept/acceptDeletions.js';
export {
  chooseGranted,
  type Grantee,
  grantedClaim,
} from '@deskplane/server/deletion/accept/grantee.js';
export { judgeDeletion } from '@deskplane/server/deletion/accept/judgeDeletion.js';
export { carryOut } from '@deskplane/server/deletion/carryOut/carryOut.js';
export type {
  Claim,
  CreationRecord,
  DeletionStore,
  Progress,
} from '@deskplane/server/deletion/carryOut/deletionStore.js';
export { isFailing } from '@deskplane/server/deletion/carryOut/failing.js';
export { leftBehind, takeOver } from '@deskplane/server/deletion/carryOut/takeOver.js';
export type { DeletionReport } from '@deskplane/server/deletion/carryOut/takeTurn.js';
export { forget, type ItemState, stageAtWork } from '@deskplane/server/deletion/ledger/itemState.js';
export {
  type DeletionFlags,
  type DeletionPlan,
  planDeletion,
} from '@deskplane/server/deletion/plan/planDeletion.js';
export type { Deletable, PartKind } from '@deskplane/server/deletion/plan/readDeletables.js';
export { decideMail, decideUser, recordReason } from '@deskplane/server/deletion/plan/userFate.js';
export { type Asking, type CreationStore, createItem } from '@deskplane/server/desktops/create/createItem.js';
export { isDeleting } from '@deskplane/server/desktops/taskStatus.js';
export { isPassing } from '@deskplane/server/desktops/tasks/taskErrors.js';
export {
  type Engine,
  EngineError,
  type EngineErrorReason,
  type ItemKind,
  type ItemSpec,
  type Observation,
  type ProviderRef,
  type RemoveAnswer,
} from '@deskplane/server/engines/contract.js';
export { ApiError } from '@deskplane/server/errors/errors.js';
export {
  asId,
  type DesktopId,
  type DesktopUserId,
  type Generation,
  type ItemId,
  type JobId,
  type KeyId,
  type ProjectId,
  type ProviderId,
  type SingleUseName,
  type SubnetId,
  type VpcId,
  type WorkerId,
} from '@deskplane/server/ids.js';
export { backoff } from '@deskplane/server/retry/backoff.js';
