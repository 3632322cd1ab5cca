import { formatFacts } from '@deskplane/verify/text/formatFacts.js';
import { formatTime } from '@deskplane/verify/text/formatTime.js';
import { printable } from '@deskplane/verify/text/printable.js';
import { at, listAt, numberAt, textAt } from '../api/json.js';
import {
  addressesOf,
  describeSize,
  describeStatus,
  describeVolume,
  userNamesOf,
} from '../desktops/describeDesktop.js';
import { describeEnterpriseProject } from '../desktops/enterpriseProjects.js';
import { findDesktop } from '../desktops/findDesktops.js';
import type { Messages } from '../messages/en.js';
import { type Session, sayJson } from '../session.js';
import { formatAge } from '../text/formatDuration.js';

/** `deskplane desktop show`. */
export async function showDesktop(session: Session, word: string): Promise<void> {
  const { terminal } = session;
  const { detail, id, name } = await findDesktop(session, word);
  if (session.json) {
    sayJson(session, { desktop: detail });
    return;
  }
  const { messages, language } = terminal;
  const { show } = messages;
  const created = textAt(detail, 'created');
  const failure = textAt(detail, 'fail_reason');
  const users = userNamesOf(detail);
  const tags = listAt(detail, 'tags').map((tag) => `${textAt(tag, 'key')}=${textAt(tag, 'value')}`);
  const project = textAt(detail, 'enterprise_project_id');
  const isUsual = project === '' || project === '0';
  terminal.say(printable(name));
  terminal.say(
    formatFacts(
      [
        [show.id, id],
        [show.status, describeStatus(detail, messages)],
        ...(at(detail, 'in_maintenance_mode') === true ? [[show.maintenance, show.keptOut] as const] : []),
        ...(failure === '' ? [] : [[show.failure, printable(failure)] as const]),
        [users.length > 1 ? show.users : show.user, users.join('\n') || show.nobody],
        [show.address, addressesOf(detail).join('\n') || '-'],
        [show.product, messages.marks.aside(textAt(detail, 'product_id'), describeSize(detail, messages))],
        [show.image, textAt(detail, 'metadata', 'image_name') || textAt(detail, 'os_version') || '-'],
        [show.systemDisk, describeDisk(at(detail, 'root_volume'), messages)],
        ...listAt(detail, 'data_volumes').map(
          (volume) => [show.dataDisk, describeDisk(volume, messages)] as const,
        ),
        [show.protection, at(detail, 'deletion_protection') === true ? show.protected : show.unprotected],
        [show.zone, textAt(detail, 'availability_zone')],
        ...(isUsual
          ? []
          : [[show.enterpriseProject, await describeEnterpriseProject(session, project)] as const]),
        ...(tags.length > 0 ? [[show.tags, tags.join('\n')] as const] : []),
        [
          show.created,
          messages.marks.aside(formatTime(created), formatAge(created, session.now(), language)),
        ],
      ],
      '  ',
      terminal.columns,
    ),
  );
}

function describeDisk(volume: unknown, { show, marks }: Messages): string {
  const [iops, throughput] = [numberAt(volume, 'iops'), numberAt(volume, 'throughput')];
  return [
    describeVolume(volume),
    textAt(volume, 'type'),
    iops === undefined ? '' : show.iops(iops),
    throughput === undefined ? '' : show.throughput(throughput),
    textAt(volume, 'device'),
    textAt(volume, 'volume_id'),
  ]
    .filter((part) => part !== '')
    .join(marks.comma);
}
