import type { OwnCommands } from '@deskplane/server/system/ownCommand.js';
import { verdictsEn } from '@deskplane/verify/words/verdictWords.js';
import { adminEn } from './admin.js';
import { attachEn } from './attach.js';
import { auditEn } from './audit.js';
import { changeEn } from './change.js';
import { createEn } from './create.js';
import { deleteEn } from './delete.js';
import { deletionEn } from './deletion.js';
import { desktopEn } from './desktop.js';
import { diskEn } from './disk.js';
import { editUserEn } from './editUser.js';
import { enterpriseProjectEn } from './enterpriseProject.js';
import { groupEn } from './group.js';
import { helpEn } from './help.js';
import { imageEn } from './image.js';
import { loginEn } from './login.js';
import { machineEn } from './machine.js';
import { mailEn } from './mail.js';
import { maintenanceEn } from './maintenance.js';
import { marksEn } from './marks.js';
import { namePolicyEn } from './namePolicy.js';
import { networkEn } from './network.js';
import { orphansEn } from './orphans.js';
import { permissionsEn } from './permissions.js';
import { powerEn } from './power.js';
import { productEn } from './product.js';
import { rebuildEn } from './rebuild.js';
import { receiptEn } from './receipt.js';
import { reportEn } from './report.js';
import { runEn } from './run.js';
import { secondFactorEn } from './secondFactor.js';
import { serviceEn } from './service.js';
import { snapshotEn } from './snapshot.js';
import { taskEn } from './task.js';
import { testDoubleEn } from './testDouble.js';
import { userEn } from './user.js';
import { workspaceEn } from './workspace.js';

/** Everything that the command says, in English. */
export const inEnglish = (commands: OwnCommands) => {
  const { deskplane } = commands;
  return {
    help: helpEn(deskplane),
    problem: (text: string) => `deskplane: ${text}`,
    givenTwice: (option: string) => `${option} takes one value but was given twice.`,
    seeHelp: (verbs: readonly string[]) => `See: ${[deskplane, ...verbs].join(' ')} --help`,
    outputLost: (why: string) => `the output could not be written and is lost: ${why}`,
    unexpected: (text: string) => `unexpected error, please report it: ${text}`,
    yes: 'yes',
    marks: marksEn,
    /** What a user types for this command. */
    ownName: deskplane,
    ...serviceEn(commands),
    ...desktopEn(deskplane),
    create: createEn(deskplane),
    delete: deleteEn(deskplane),
    power: powerEn(deskplane),
    deletion: deletionEn(deskplane),
    image: imageEn,
    login: loginEn(deskplane),
    mail: mailEn(deskplane),
    network: networkEn,
    report: reportEn,
    run: runEn(deskplane),
    testDouble: testDoubleEn,
    user: userEn(deskplane),
    group: groupEn,
    namePolicy: namePolicyEn,
    product: productEn,
    enterpriseProject: enterpriseProjectEn,
    task: taskEn,
    workspace: workspaceEn,
    secondFactor: secondFactorEn,
    editUser: editUserEn(deskplane),
    attach: attachEn,
    change: changeEn(),
    disk: diskEn(),
    snapshot: snapshotEn(deskplane),
    permissions: permissionsEn,
    admin: adminEn(deskplane),
    audit: auditEn(deskplane),
    rebuild: rebuildEn(deskplane),
    receipt: receiptEn(deskplane),
    verdicts: verdictsEn(deskplane),
    orphans: orphansEn,
    installation: maintenanceEn(deskplane),
    machine: machineEn(deskplane),
  };
};

export type Messages = ReturnType<typeof inEnglish>;
