import { isOperation, type Operation, permissions } from '../access/permissions/table.js';
import { nearest } from '../access/policies/nearest.js';
import { changesItems, engineCalls } from '../engines/simulated/engineFaults.js';
import { ApiError, type ErrorArgument, errorCatalogue } from '../errors/errors.js';
import type { FaultFrequency, FaultRule } from './fault.js';
import { codeOfStatus, readErrorCode } from './injectedError.js';
import { ownOperations } from './ownOperations.js';
import type { FaultOrder } from './schemas.js';

/**
 * What a fault is to be, complete. Whether the desktop and the item are there is for the caller to find out.
 * @throws {ApiError} WKS.0001 with the field at fault: nothing that is said is without effect
 */
export function readFault(order: FaultOrder): Omit<FaultRule, 'desktopId' | 'itemId'> {
  const target = readTarget(order);
  const { effect, delay_ms: delayMs } = order;
  if (effect === 'delay' && delayMs === undefined)
    throw wrong('delay_ms', 'is needed for a delay: how long, in milliseconds', '延迟需要填写，单位毫秒');
  return {
    effect,
    ...target,
    answer: readAnswer(order),
    reason: readReason(order),
    delayMs: delayMs ?? 0,
    how: readFrequency(order),
  };
}

/** Those of which a desktop is the whole target. */
const isOfDesktop = ({ effect }: FaultOrder): boolean => effect === 'stuck' || effect === 'delete_failed';

function readTarget(order: FaultOrder): Pick<FaultRule, 'operation' | 'engineCall' | 'kind'> {
  const { effect, operation, engine_call: engineCall, kind, desktop_id: desktopId, item_id: itemId } = order;
  if (isOfDesktop(order)) {
    for (const field of ['operation', 'engine_call'] as const)
      if (order[field] !== undefined)
        throw wrong(field, `must be left out for ${effect}`, `不适用于${effect}，请省略`);
    if (effect === 'delete_failed' && desktopId === undefined)
      throw wrong('desktop_id', 'is needed: whose deletion fails', '需要填写：哪个桌面的删除会失败');
    if (effect === 'stuck' && desktopId === undefined && itemId === undefined)
      throw wrong('desktop_id', 'is needed, or item_id: what gets stuck', '需要填写desktop_id或item_id');
    if (effect === 'delete_failed') return { engineCall: 'remove', kind };
    return { engineCall: 'remove', kind: kind ?? (itemId === undefined ? 'volume' : undefined) };
  }
  if (operation !== undefined) {
    for (const field of ['engine_call', 'kind', 'item_id'] as const)
      if (order[field] !== undefined)
        throw wrong(
          field,
          'is for faults of the engine, without operation',
          '仅用于引擎故障，不能与operation同时使用',
        );
    if (effect === 'no_effect')
      throw wrong(
        'effect',
        'must not be no_effect for an operation: that is for an engine_call',
        'no_effect仅用于engine_call，不能用于operation',
      );
    return { operation: readOperation(operation) };
  }
  if (engineCall === undefined)
    throw wrong(
      'operation',
      'is needed, or engine_call: which calls it is for',
      '需要填写operation或engine_call',
    );
  if (effect === 'cut')
    throw wrong(
      'effect',
      'must not be cut for an engine_call, which has no connection: use lost_answer',
      'cut仅用于operation；引擎故障请用lost_answer',
    );
  if ((effect === 'no_effect' || effect === 'lost_answer') && !changesItems(engineCall))
    throw wrong(
      'effect',
      `must be delay or error for the engine_call ${engineCall}, which changes nothing`,
      `引擎调用${engineCall}不改变任何内容，只能用delay或error`,
    );
  const kinds: readonly string[] = engineCalls[engineCall];
  if (kind !== undefined && !kinds.includes(kind))
    throw wrong(
      'kind',
      `of ${engineCall} must be ${kinds.join(' or ')}`,
      `${engineCall}只能为${kinds.join('、')}`,
    );
  if (itemId !== undefined && ['create', 'find', 'list'].includes(engineCall))
    throw wrong(
      'item_id',
      `must be left out for the engine_call ${engineCall}, which names no item by its ID`,
      `不适用于引擎调用${engineCall}，请省略`,
    );
  if (desktopId !== undefined && engineCall === 'list')
    throw wrong(
      'desktop_id',
      'must be left out for the engine_call list, which is about the items of all desktops',
      '不适用于引擎调用list，请省略',
    );
  return { engineCall, kind };
}

const ofFaults = { en: 'is none that faults can be put into', zh: '不是可以注入故障的操作' };

/**
 * An operation that a test double is asked for by others.
 * @param words of the refusal, behind the field's name
 * @throws {ApiError} WKS.0001 with the one that was meant, if there is none of that name
 */
export function readOperation(
  name: string,
  words: { readonly en: string; readonly zh: string } = ofFaults,
  where: 'body' | 'query' = 'body',
): Operation {
  const names = Object.keys(permissions).filter((each) => !ownOperations.has(each));
  if (isOperation(name) && !ownOperations.has(name)) return name;
  const near = nearest(name, names);
  throw wrong(
    'operation',
    `${words.en}${near === undefined ? '' : `; did you mean ${near}?`}`,
    `${words.zh}${near === undefined ? '' : `，是否为${near}？`}`,
    where,
  );
}

function readAnswer(order: FaultOrder): FaultRule['answer'] {
  const { effect, operation, status, error_code: text } = order;
  if (effect !== 'error' || operation === undefined) {
    for (const field of ['status', 'error_code'] as const)
      if (order[field] !== undefined)
        throw wrong(field, 'is for the effect error of an operation', '仅用于操作的error故障');
    return undefined;
  }
  const code = text === undefined ? undefined : readErrorCode(text);
  if (text !== undefined && code === undefined) {
    const near = nearest(text, Object.keys(errorCatalogue));
    throw wrong(
      'error_code',
      `is no error code of this service${near === undefined ? ' (they are listed by ListErrorCodes)' : `; did you mean ${near}?`}`,
      `不是本服务的错误码${near === undefined ? '（见ListErrorCodes）' : `，是否为${near}？`}`,
    );
  }
  if (code !== undefined) return { status: status ?? errorCatalogue[code].status, code };
  if (status === undefined)
    throw wrong('status', 'is needed, or error_code: what is answered', '需要填写status或error_code');
  const usual = codeOfStatus[status];
  if (usual === undefined)
    throw wrong(
      'status',
      `${status} needs an error_code; without one: ${Object.keys(codeOfStatus).join(', ')}`,
      `${status}须同时填写error_code；不填写时可用：${Object.keys(codeOfStatus).join('、')}`,
    );
  return { status, code: usual };
}

function readReason({ effect, engine_call: engineCall, reason }: FaultOrder): FaultRule['reason'] {
  if (effect === 'delete_failed') return reason ?? 'internal';
  if (effect === 'error' && engineCall !== undefined) return reason ?? 'internal';
  if (reason !== undefined)
    throw wrong('reason', 'is for the effect error of an engine_call', '仅用于引擎的error故障');
  return undefined;
}

function readFrequency(order: FaultOrder): FaultFrequency {
  const { effect, times, rate, seed } = order;
  if (isOfDesktop(order)) {
    for (const field of ['times', 'rate', 'seed'] as const)
      if (order[field] !== undefined)
        throw wrong(
          field,
          `must be left out: ${effect} lasts until it is removed`,
          `请省略：${effect}持续到被移除为止`,
        );
    return { always: true };
  }
  if (times !== undefined && rate !== undefined)
    throw wrong('rate', 'and times exclude each other', '不能与times同时填写');
  if (seed !== undefined && rate === undefined) throw wrong('seed', 'is for a rate', '仅与rate一起使用');
  if (rate === undefined) return { times: times ?? 1 };
  return rate === 1 && seed === undefined ? { always: true } : { rate, seed: seed ?? 1 };
}

/** A field of the body, or a parameter of the query, that cannot be as it is. */
export function wrong(field: string, en: string, zh: string, where: 'body' | 'query' = 'body'): ApiError {
  const words: ErrorArgument = { en: `${field} ${en}`, zh: `${field}：${zh}` };
  return new ApiError('WKS.0001', [words], `${where}: ${field}`);
}
