import { requireOperator } from '../access/requireOperator.js';
import { ApiError, describeError } from '../errors/errors.js';
import { flat } from '../http/declare.js';
import { callerOf } from '../http/request.js';
import { NoContent } from '../http/schemas/values.js';
import type { Server } from '../http/server.js';
import type { TestControl } from './testControl.js';
import { whereControlled } from './whereControlled.js';

/** `ResetTestDouble`: Deskplane's own. */
export function addResetRoutes(app: Server, { startOver }: TestControl): void {
  app.post(
    '/_deskplane/reset',
    flat('ResetTestDouble', 'Start over with nothing', {
      description:
        `${whereControlled} Everything is as when the test double started first: nothing of what was made, deleted or logged since is ` +
        'left, nor faults and calls. The credentials that the installation was given then stay; tokens end. Requests that come meanwhile ' +
        'wait. Not with DATABASE_URL.',
      answers: { 204: NoContent },
    }),
    async (request, reply) => {
      requireOperator(callerOf(request), 'workspace:service:reset');
      if (startOver === undefined)
        throw new ApiError('DPL.0409', [
          {
            en: 'only a test double with its own database can be reset: start it without DATABASE_URL',
            zh: '仅使用自带数据库的测试替身可以重置：请不设置DATABASE_URL启动',
          },
        ]);
      // Whatever Fastify would still do for this request needs a database that is no longer there.
      reply.hijack();
      const { raw } = reply;
      for (const [name, value] of Object.entries(reply.getHeaders()))
        if (value !== undefined) raw.setHeader(name, value);
      startOver(raw).then(
        () => raw.writeHead(204).end(),
        () => {
          const args = [{ en: 'it could not be reset and starts again', zh: '重置失败，服务正在重启' }];
          const body = {
            error_code: 'DPL.0503',
            error_msg: describeError('DPL.0503', request.language, args),
          };
          raw
            .writeHead(503, { 'retry-after': '5', 'content-type': 'application/json; charset=utf-8' })
            .end(JSON.stringify(body));
        },
      );
      return reply;
    },
  );
}
