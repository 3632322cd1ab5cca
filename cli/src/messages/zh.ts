import type { OwnCommands } from '@deskplane/server/system/ownCommand.js';
import { verdictsZh } from '@deskplane/verify/words/verdictWords.js';
import { adminZh } from './admin.js';
import { attachZh } from './attach.js';
import { auditZh } from './audit.js';
import { changeZh } from './change.js';
import { createZh } from './create.js';
import { deleteZh } from './delete.js';
import { deletionZh } from './deletion.js';
import { desktopZh } from './desktop.js';
import { diskZh } from './disk.js';
import { editUserZh } from './editUser.js';
import type { Messages } from './en.js';
import { enterpriseProjectZh } from './enterpriseProject.js';
import { groupZh } from './group.js';
import { helpZh } from './help.js';
import { imageZh } from './image.js';
import { loginZh } from './login.js';
import { machineZh } from './machine.js';
import { mailZh } from './mail.js';
import { maintenanceZh } from './maintenance.js';
import { marksZh } from './marks.js';
import { namePolicyZh } from './namePolicy.js';
import { networkZh } from './network.js';
import { orphansZh } from './orphans.js';
import { permissionsZh } from './permissions.js';
import { powerZh } from './power.js';
import { productZh } from './product.js';
import { rebuildZh } from './rebuild.js';
import { receiptZh } from './receipt.js';
import { reportZh } from './report.js';
import { runZh } from './run.js';
import { secondFactorZh } from './secondFactor.js';
import { serviceZh } from './service.js';
import { snapshotZh } from './snapshot.js';
import { taskZh } from './task.js';
import { testDoubleZh } from './testDouble.js';
import { userZh } from './user.js';
import { workspaceZh } from './workspace.js';

/** Everything that the command says, in Chinese. */
export const inChinese = (commands: OwnCommands): Messages => {
  const { deskplane } = commands;
  return {
    help: helpZh(deskplane),
    problem: (text) => `deskplane：${text}`,
    givenTwice: (option) => `选项 ${option} 只接受一个值，却指定了两次。`,
    seeHelp: (verbs) => `查看帮助：${[deskplane, ...verbs].join(' ')} --help`,
    outputLost: (why) => `输出无法写入，已丢失：${why}`,
    unexpected: (text) => `意外错误，请反馈：${text}`,
    yes: '是',
    ownName: deskplane,
    marks: marksZh,
    ...serviceZh(commands),
    ...desktopZh(deskplane),
    create: createZh(deskplane),
    delete: deleteZh(deskplane),
    power: powerZh(deskplane),
    deletion: deletionZh(deskplane),
    image: imageZh,
    login: loginZh(deskplane),
    mail: mailZh(deskplane),
    network: networkZh,
    report: reportZh,
    run: runZh(deskplane),
    testDouble: testDoubleZh,
    user: userZh(deskplane),
    group: groupZh,
    namePolicy: namePolicyZh,
    product: productZh,
    enterpriseProject: enterpriseProjectZh,
    task: taskZh,
    workspace: workspaceZh,
    secondFactor: secondFactorZh,
    editUser: editUserZh(deskplane),
    attach: attachZh,
    change: changeZh(),
    disk: diskZh(),
    snapshot: snapshotZh(deskplane),
    permissions: permissionsZh,
    admin: adminZh(deskplane),
    audit: auditZh(deskplane),
    rebuild: rebuildZh(deskplane),
    receipt: receiptZh(deskplane),
    verdicts: verdictsZh(deskplane),
    orphans: orphansZh,
    installation: maintenanceZh(deskplane),
    machine: machineZh(deskplane),
  };
};
