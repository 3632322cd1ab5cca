import type { JsonObject, JsonValue } from './canonicalJson.js';
import { itemsOf, toFields, toList, toText } from './fields.js';
import { MalformedBundle } from './readBundle.js';

/** All times have this form, in UTC, so they sort as text. */
const timeForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

function isTime(value: JsonValue): value is string {
  if (typeof value !== 'string' || !timeForm.test(value)) return false;
  const moment = new Date(value);
  // There is no 30th of February.
  return !Number.isNaN(moment.getTime()) && moment.toISOString() === value;
}

/** A time with the name of its field; null: the event did not happen. */
type NamedTime = readonly [name: string, time: JsonValue | undefined];

/**
 * Refuses impossible times: a deletion completed before it was accepted, an item seen absent before the deletion was accepted,
 * or an item that ended after the deletion completed.
 * @throws {MalformedBundle}
 */
export function checkReceiptTimes(receipt: JsonObject): void {
  const accepted = demandTime(['accepted.at', toFields(receipt['accepted'], 'accepted')['at']]);
  const completed = demandTime(['completed_at', receipt['completed_at']]);
  demandOrder([accepted, completed]);
  for (const each of toList(receipt['raised_later'], 'raised_later')) {
    demandOrder([accepted, demandTime(['raised_later.at', toFields(each, 'raised_later')['at']]), completed]);
  }
  for (const item of itemsOf(receipt)) {
    const at = (name: string): NamedTime => [`${name} of item ${toText(item['item_id'])}`, item[name]];
    if (item['planned_at'] !== accepted[1])
      throw new MalformedBundle(`${at('planned_at')[0]} is not accepted.at`);
    if (item['ended'] === 'absent') demandTime(at('first_absent_at'));
    const asked = [at('asked_at'), at('last_asked_at')];
    demandOrder([accepted, ...asked, at('first_absent_at'), at('ended_at'), completed]);
    demandOrder([at('created_at'), ...asked, at('ended_at')]);
  }
}

/** Checks that an addendum speaks of times after the deletion completed. @throws {MalformedBundle} */
export function checkAddendumTimes(addendum: JsonObject, completedAt: string): void {
  for (const [name, time] of Object.entries(addendum)) {
    if (name.endsWith('_at'))
      demandOrder([
        ['completed_at', completedAt],
        [`${name} of an addendum`, time],
      ]);
  }
}

/** @throws {MalformedBundle} when the time is null or missing */
export function demandTime(named: NamedTime): NamedTime {
  const [name, time] = named;
  if (time === null || time === undefined) throw new MalformedBundle(`${name} is missing`);
  return named;
}

/** Times that are null are skipped; a missing one is a fault. @throws {MalformedBundle} */
export function demandOrder(times: readonly NamedTime[]): void {
  let before: readonly [string, string] | undefined;
  for (const [name, time] of times) {
    if (time === null) continue;
    if (time === undefined) throw new MalformedBundle(`${name} is missing`);
    if (!isTime(time)) throw new MalformedBundle(`${name} is not a time like 2026-01-31T08:00:00.000Z`);
    if (before !== undefined && time < before[1])
      throw new MalformedBundle(`impossible: ${name} (${time}) is before ${before[0]} (${before[1]})`);
    before = [name, time];
  }
}
