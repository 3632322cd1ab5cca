import type { Engine, ProviderRef } from './production.js';

/** What the deletion core and the builder ask of an engine. */
export interface HostileEngine extends Pick<Engine, 'create' | 'findByName' | 'observe' | 'remove'> {
  /** As the builder looks at a server. Counts for nobody else's row of looks. */
  isActive(ref: ProviderRef): Promise<boolean | undefined>;
}
