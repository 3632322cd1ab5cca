import assert from 'node:assert/strict';
import type { TestAnswer, TestService } from './startTestService.js';

/** Calls of the network service, as the account's root user. */
export interface NetworkCalls {
  readonly v1: (method: string, path: string, body?: object) => Promise<TestAnswer>;
  readonly v3: (method: string, path: string, body?: object) => Promise<TestAnswer>;
}

export function networkCallsOf(service: TestService): NetworkCalls {
  const { project_id: projectId } = service.credentials;
  return {
    v1: (method, path, body) => service.call(method, `//v1/${projectId}/${path}`, body),
    v3: (method, path, body) => service.call(method, `//v3/${projectId}/vpc/${path}`, body),
  };
}

/** Holds a call to its success. @returns its body */
export async function done(called: Promise<TestAnswer>, status = 200): Promise<TestAnswer['body']> {
  const answer = await called;
  assert.equal(answer.status, status, answer.text);
  return answer.body;
}

/** Holds a call to its refusal. @returns the field at fault */
export async function refused(called: Promise<TestAnswer>, status: number, code: string): Promise<string> {
  const answer = await called;
  assert.deepEqual([answer.status, answer.body.error_code], [status, code], answer.text);
  return answer.body.error_detail ?? '';
}
