/** Everything of the product that is measured or used in here, as it is compiled for production. */
export { realAmbient } from '../../server/dist/ambient.js';
export { createApp } from '../../server/dist/app.js';
export { type Connections, connect } from '../../server/dist/database/connect.js';
export {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../server/dist/database/embedded/startEmbeddedPostgres.js';
export { migrate } from '../../server/dist/database/migrate.js';
export { type Engine, EngineError, type ProviderRef } from '../../server/dist/engines/contract.js';
export { simulatedOffer } from '../../server/dist/engines/simulated/offer.js';
export { openDataKeys } from '../../server/dist/iam/dataKeys.js';
export { openAccount } from '../../server/dist/iam/openAccount.js';
export { createPasswords } from '../../server/dist/iam/passwords.js';
export { asId, type Generation, type ProviderId } from '../../server/dist/ids.js';
export { openMailSender } from '../../server/dist/mail/openMailSender.js';
export { currentUser, ensureSystemUser, isRoot } from '../../server/dist/system/systemUsers.js';
export { openWorkspace } from '../../server/dist/workspace/openWorkspace.js';
