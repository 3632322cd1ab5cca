import type { JsonObject } from './canonicalJson.js';
import { toFields } from './fields.js';
import { MalformedBundle } from './readBundle.js';
import type { ReceiptEngine } from './receiptEnds.js';

/**
 * Reads how far tests had moved the service's clock while the deletion ran: tokens expired and scheduled tasks ran by it. The times in
 * a receipt are those of the database's clock all the same.
 * @returns seconds; 0: it was not moved, and the receipt says nothing of it
 * @throws {MalformedBundle} for anything else than seconds, and where the engine is real: only a test double's clock can be moved
 */
export function readClockAhead(receipt: JsonObject, { simulated }: ReceiptEngine): number {
  const { clock } = receipt;
  if (clock === undefined) return 0;
  const ahead = toFields(clock, 'clock')['ahead_seconds'];
  if (typeof ahead !== 'number' || !Number.isSafeInteger(ahead) || ahead < 1)
    throw new MalformedBundle('clock must say by how many seconds it was moved ahead');
  if (!simulated) throw new MalformedBundle('the clock of a service with a real engine cannot be moved');
  return ahead;
}
