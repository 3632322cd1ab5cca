import Button from '@cloudscape-design/components/button';
import Link from '@cloudscape-design/components/link';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Answer, callOperation, type OperationName } from '../api/operations';
import { useProjectId } from '../api/project';
import { useMay } from '../api/rights';
import { useFollow } from '../layout/follow';
import { useSession } from '../session/session';
import { AssignRole } from './AssignRole';
import { assignmentOperations, type Place, placeKey, placeOf, usePlaces } from './assignmentPlaces';
import { ConfirmChange } from './ConfirmChange';
import { Listing } from './Listing';
import { useRoles } from './roles';

interface Props {
  readonly kind: 'user' | 'group';
  readonly id: string;
  readonly name: string;
  /** The users whom it reaches. */
  readonly concerns: readonly string[];
}

interface Row {
  readonly roleId: string;
  readonly roleName: string;
  readonly place: Place;
  readonly where: string;
}

const changed = ['ShowDomainRoleAssignments', 'ShowOwnRights'] as const;

/** The role policies that a user or a group was given, each with where it counts, to be given and taken. */
export function RoleAssignments({ kind, id, name, concerns }: Props): ReactNode {
  const { t } = useTranslation('access');
  const follow = useFollow();
  const projectId = useProjectId();
  const client = useQueryClient();
  const { account } = useSession();
  const operations = assignmentOperations[kind];
  const read = useAssignments(kind, id);
  const roles = useRoles();
  const named = usePlaces();
  const mayGive = {
    everywhere: useMay(operations.everywhere.give),
    domain: useMay(operations.domain.give),
    project: useMay(operations.project.give),
    enterpriseProject: useMay(operations.enterpriseProject.give),
  };
  const mayTake = {
    everywhere: useMay(operations.everywhere.take),
    domain: useMay(operations.domain.take),
    project: useMay(operations.project.take),
    enterpriseProject: useMay(operations.enterpriseProject.take),
  };
  const mayGiveSomewhere = Object.values(mayGive).includes(true);
  const [open, setOpen] = useState(false);
  const [taken, setTaken] = useState<Row>();
  const change = async (operation: OperationName, roleId: string, place: Place): Promise<void> => {
    // Each operation takes those of these that its path names.
    const path = {
      id: place.id,
      domain_id: account.id,
      enterprise_project_id: place.id,
      user_id: id,
      group_id: id,
      role_id: roleId,
    };
    await callOperation(projectId, operation, { path });
    await Promise.all(changed.map((each) => client.invalidateQueries({ queryKey: [projectId, each] })));
  };
  const rows = read.data?.map((assignment): Row => {
    const place = placeOf(assignment);
    const known = named.find((each) => placeKey(each) === placeKey(place));
    return {
      roleId: assignment.role.id,
      roleName:
        roles.data?.find((role) => role.id === assignment.role.id)?.display_name ?? assignment.role.id,
      place,
      where: t(`assigned.${place.kind}`, { name: known?.name ?? place.id }),
    };
  });
  return (
    <>
      <Listing
        title={t('assigned.title')}
        read={read}
        items={rows}
        actions={
          <Button
            disabled={!mayGiveSomewhere}
            {...(mayGiveSomewhere ? {} : { disabledReason: t('mayNot') })}
            onClick={() => setOpen(true)}
          >
            {t('assigned.give')}
          </Button>
        }
        columns={[
          {
            id: 'name',
            header: t('name'),
            isRowHeader: true,
            cell: ({ roleId, roleName }) => (
              <Link href={`/console/access/roles/${roleId}`} onFollow={follow}>
                {roleName}
              </Link>
            ),
          },
          { id: 'where', header: t('assigned.where'), cell: ({ where }) => where },
          {
            id: 'take',
            header: t('assigned.take'),
            cell: (row) => (
              <Button
                variant="inline-link"
                ariaLabel={t('assigned.one', { name: row.roleName, where: row.where })}
                disabled={!mayTake[row.place.kind]}
                {...(mayTake[row.place.kind] ? {} : { disabledReason: t('mayNot') })}
                onClick={() => setTaken(row)}
              >
                {t('assigned.take')}
              </Button>
            ),
          },
        ]}
      />
      {open && (
        <AssignRole
          may={mayGive}
          give={(roleId, place) => change(operations[place.kind].give, roleId, place)}
          onClose={() => setOpen(false)}
        />
      )}
      {taken !== undefined && (
        <ConfirmChange
          title={t('assigned.one', { name: taken.roleName, where: taken.where })}
          action={t('assigned.take')}
          concerns={concerns}
          change={() => change(operations[taken.place.kind].take, taken.roleId, taken.place)}
          done={t('assigned.taken', { name: taken.roleName })}
          onClose={() => setTaken(undefined)}
        >
          {t('detach.goes', { policy: taken.roleName, name })}
        </ConfirmChange>
      )}
    </>
  );
}

type Assignments = Answer<'ShowDomainRoleAssignments'>['role_assignments'];

/** More than one page has. */
const perPage = 50;

/** All assignments to a user himself, or to a group. */
function useAssignments(kind: 'user' | 'group', id: string) {
  const projectId = useProjectId();
  const { account } = useSession();
  const query = {
    domain_id: account.id,
    ...(kind === 'user' ? { 'subject.user_id': id } : { 'subject.group_id': id }),
    include_group: false,
    per_page: perPage,
  };
  return useQuery({
    queryKey: [projectId, 'ShowDomainRoleAssignments', kind, id],
    queryFn: async ({ signal }): Promise<Assignments> => {
      const all: Assignments[number][] = [];
      for (let page = 1; ; page += 1) {
        const answer = await callOperation(
          projectId,
          'ShowDomainRoleAssignments',
          { query: { ...query, page } },
          signal,
        );
        all.push(...answer.role_assignments);
        if (answer.role_assignments.length < perPage) return all;
      }
    },
  });
}
