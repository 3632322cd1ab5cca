/** Everything of the product that runs in here, as it is compiled for production. */
export type { Ambient } from '../../server/dist/ambient.js';
export type {
  AcceptanceStore,
  Joining,
} from '../../server/dist/deletion/acceptanceStore.js';
export {
  acceptDeletion,
  acceptDeletions,
  type DeletionOrder,
} from '../../server/dist/deletion/acceptDeletion.js';
export {
  attemptsUntilFailing,
  type DeletionReport,
  takeTurn,
} from '../../server/dist/deletion/executeItem.js';
export { judgeUser } from '../../server/dist/deletion/judgeUser.js';
export { stageAtWork } from '../../server/dist/deletion/moveOn.js';
export {
  type DeletionFlags,
  type DeletionPlan,
  isDeleting,
  planDeletion,
} from '../../server/dist/deletion/plan.js';
export type { Deletable } from '../../server/dist/deletion/readDeletable.js';
export type { Claim, DeletionStore, ItemEnd } from '../../server/dist/deletion/store.js';
export { type Asking, type BirthStore, bearItem } from '../../server/dist/desktops/bearItem.js';
export { isPassing } from '../../server/dist/desktops/taskErrors.js';
export {
  type Engine,
  EngineError,
  type EngineErrorReason,
  type ItemKind,
  type ItemSpec,
  type Observation,
  type ProviderRef,
  type RemoveAnswer,
} from '../../server/dist/engines/contract.js';
export { ApiError } from '../../server/dist/http/errors.js';
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
} from '../../server/dist/ids.js';
export { sendableAddress } from '../../server/dist/mail/address.js';
export { backoff } from '../../server/dist/workers/backoff.js';
