import type { Generation, KeyId, ProviderId } from '../ids.js';

export type ItemKind = (typeof itemKinds)[number];
export const itemKinds = ['server', 'volume', 'port', 'snapshot'] as const;

/** An engine's item, named so that no later namesake can be taken for it (S3). */
export interface ProviderRef {
  readonly kind: ItemKind;
  readonly id: ProviderId;
  readonly generation: Generation;
  /** Of a volume or snapshot that the engine encrypts, in what it answers. No part of what names the item. */
  readonly keyId?: KeyId;
}
