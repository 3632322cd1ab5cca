import { Type } from 'typebox';
import type { Ambient } from '../ambient.js';
import { indexAuditEvents } from '../audit/events/indexAuditEvents.js';
import type { Database } from '../database/connect.js';
import { workspace } from '../http/declare.js';
import { callerOf, projectOf } from '../http/request.js';
import { DesktopUserIdText } from '../http/schemas/ids.js';
import { paging } from '../http/schemas/paging.js';
import { oneLineText } from '../http/schemas/text.js';
import type { Server } from '../http/server.js';
import { describePerson } from './describePerson.js';
import { listPersons, presentPerson } from './findPersons.js';
import { PersonBody, PersonList, PersonReportBody } from './schemas.js';
import { signReport } from './signReport.js';

export interface PersonRouteParts {
  readonly database: Database;
  /** For what takes long and is written with an audit event. */
  readonly patient: Database;
  readonly ambient: Ambient;
}

const PersonPath = { user_id: DesktopUserIdText };

/** Deskplane's own: everything about one desktop user, also when the user is gone. */
export function addPersonRoutes(app: Server, parts: PersonRouteParts): void {
  const { database } = parts;

  app.get(
    '/v2/:project_id/persons',
    workspace('ListPersons', 'Desktop users who are there, and those who were deleted', {
      description: 'Whose name is on record nowhere any more is shown by ID.',
      query: Type.Object({
        search: Type.Optional(
          oneLineText(255, { description: 'A part of the name or mail address, in any case, or the ID.' }),
        ),
        ...paging({ max: 1000, usual: 100 }),
      }),
      answers: { 200: PersonList },
    }),
    async (request) => {
      const { search = '', limit, offset } = request.query;
      const found = await listPersons(database, projectOf(request), { search, limit, offset });
      return { total_count: found.total, persons: found.persons.map(presentPerson) };
    },
  );

  app.get(
    '/v2/:project_id/persons/:user_id',
    workspace('ShowPerson', 'Everything on record about one desktop user', {
      description:
        'Also when the user was deleted. Of each kind the newest 1,000 and how many there are. Deletions whose retention is over ' +
        'are not listed. Not signed: CreatePersonReport is.',
      path: PersonPath,
      answers: { 200: PersonBody },
    }),
    async (request) => {
      await indexAuditEvents(database);
      return describePerson(database, projectOf(request), request.params.user_id);
    },
  );

  app.post(
    '/v2/:project_id/persons/:user_id/reports',
    workspace('CreatePersonReport', 'Everything on record about one desktop user, signed', {
      description:
        'As ShowPerson, with the receipts of deletions, in a file that can be checked without the service: deskplane receipt ' +
        'verify. The log says that it was made and commits to it; the service keeps no copy.',
      path: PersonPath,
      answers: { 201: PersonReportBody },
    }),
    async (request, reply) => {
      const { userId, userName } = callerOf(request);
      const report = await signReport(parts, {
        projectId: projectOf(request),
        userId: request.params.user_id,
        askedBy: { userId, name: userName },
        requestId: request.id,
      });
      return reply.code(201).send(report);
    },
  );
}
