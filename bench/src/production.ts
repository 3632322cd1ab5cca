/** Everything of the product that is measured or used in here, as it is compiled for production. */
export { realAmbient } from '@deskplane/server/ambient.js';
export { createApp } from '@deskplane/server/app.js';
export { type Connections, connect } from '@deskplane/server/database/connect.js';
export { dropDatabase } from '@deskplane/server/database/dropDatabase.js';
export {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '@deskplane/server/database/embedded/startEmbeddedPostgres.js';
export { migrate } from '@deskplane/server/database/migrate.js';
export { type Engine, EngineError, type ProviderRef } from '@deskplane/server/engines/contract.js';
export { createLocalEngine } from '@deskplane/server/engines/local/localEngine.js';
export { simulatedOffer } from '@deskplane/server/engines/simulated/offer.js';
export { createSimulatedEngine } from '@deskplane/server/engines/simulated/simulatedEngine.js';
export { openAccount } from '@deskplane/server/iam/rootAccount/openAccount.js';
export { asId, type Generation, type ProviderId } from '@deskplane/server/ids.js';
export { openMailSender } from '@deskplane/server/mail/openMailSender.js';
export { openDataKeys } from '@deskplane/server/secrets/dataKeys.js';
export { createPasswords } from '@deskplane/server/secrets/passwords.js';
export { serviceFlags } from '@deskplane/server/supervisor/serviceFlags.js';
export { currentUser, ensureSystemUser, isRoot } from '@deskplane/server/system/systemUsers.js';
export { openWorkspace } from '@deskplane/server/workspace/openWorkspace.js';
