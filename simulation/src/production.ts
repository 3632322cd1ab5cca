/** Everything of the product that runs in here, as it is compiled for production. */
export type { Ambient } from '@deskplane/server/ambient.js';
export type {
  AcceptanceStore,
  DeletionOrder,
  Joining,
} from '@deskplane/server/deletion/accept/acceptanceStore.js';
export {
  acceptDeletion,
  acceptDeletions,
} from '@deskplane/server/deletion/accept/acceptDeletions.js';
export type { Claim, DeletionStore, ItemEnd } from '@deskplane/server/deletion/carryOut/deletionStore.js';
export {
  attemptsUntilFailing,
  type DeletionReport,
  takeTurn,
} from '@deskplane/server/deletion/carryOut/takeTurn.js';
export { stageAtWork } from '@deskplane/server/deletion/finish/advanceDeletions.js';
export { judgeUser } from '@deskplane/server/deletion/finish/judgeUser.js';
export {
  type DeletionFlags,
  type DeletionPlan,
  planDeletion,
} from '@deskplane/server/deletion/plan/planDeletion.js';
export type { Deletable } from '@deskplane/server/deletion/plan/readDeletables.js';
export { type Asking, type CreationStore, createItem } from '@deskplane/server/desktops/createItem.js';
export { isPassing } from '@deskplane/server/desktops/taskErrors.js';
export { isDeleting } from '@deskplane/server/desktops/taskStatus.js';
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
  type ProjectId,
  type ProviderId,
  type SingleUseName,
  type SubnetId,
  type WorkerId,
} from '@deskplane/server/ids.js';
export { sendableAddress } from '@deskplane/server/text/emailAddress.js';
export { backoff } from '@deskplane/server/workers/backoff.js';
