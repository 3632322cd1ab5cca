// A reporter for node:test that passes on, one JSON object a line, what counting and explaining needs.
import { inspect } from 'node:util';

export default async function* reportEvents(source) {
  for await (const { type, data } of source) {
    // What went wrong once no test ran any more: of that the code of the process alone would tell.
    if (type === 'test:diagnostic' && /after the test ended/.test(data.message))
      yield `${JSON.stringify({ afterwards: data.message })}\n`;
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const { error, type: kind } = data.details;
    const event = {
      passed: type === 'test:pass',
      suite: kind === 'suite',
      name: data.name,
      nesting: data.nesting,
      // A test that was not run proves nothing.
      unrun: data.skip !== undefined ? 'skipped' : data.todo !== undefined ? 'todo' : undefined,
      failure: error?.failureType,
      text: error === undefined ? undefined : inspect(error.cause ?? error, { depth: 6, breakLength: 110 }),
    };
    yield `${JSON.stringify(event)}\n`;
  }
}
