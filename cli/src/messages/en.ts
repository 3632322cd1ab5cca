import type { OwnCommands } from '@deskplane/server/system/ownCommand.js';
import { verdictsEn } from '@deskplane/verify/words/verdictWords.js';
import { adminEn } from './admin.js';
import { auditEn } from './audit.js';
import { deletionEn } from './deletion.js';
import { mailEn } from './mail.js';
import { maintenanceEn } from './maintenance.js';
import { permissionsEn } from './permissions.js';
import { receiptEn } from './receipt.js';
import { userEn } from './user.js';

/** Everything that the command says, in English. */
export const inEnglish = ({ deskplane, start }: OwnCommands) => ({
  help: {
    description: 'Runs and drives Deskplane, a self-hosted cloud-desktop service.',
    usage: 'Usage:',
    arguments: 'Arguments:',
    options: 'Options:',
    globalOptions: 'Global options:',
    commands: 'Commands:',
    help: 'show this help',
    version: 'show the version',
    credentials:
      'credentials of the service (default: DESKPLANE_CREDENTIALS, or credentials.json in the data directory)',
    json: "print JSON for programs: the API's own objects",
    serve: 'run the service in the foreground until Ctrl-C',
    status: 'tell whether the service runs and what it is doing',
    env: `print the variables that clients need: eval "$(${deskplane} env)"`,
    envTerraform: "print Terraform's provider block instead, which alone can name endpoints",
    desktop: 'create, look at and delete desktops',
    create: 'create desktops',
    list: 'list desktops',
    show: 'show a desktop',
    delete: 'delete desktops; they cannot be restored',
    start: 'start desktops',
    stop: 'stop desktops',
    reboot: 'restart desktops',
    desktopArgument: 'ID or name of a desktop',
    desktopsArgument: 'IDs or names of desktops',
    name: 'name of the desktop; with --count, what the names begin with',
    user: 'desktop user who gets it, created if there is none of that name',
    email: "the user's mail address, for a user who is created",
    product: 'product ID, which decides the size (default: the smallest that runs the image)',
    image: 'image ID or name (default: the first that is offered)',
    systemDisk: "size of the system disk in GB (default: the product's)",
    disk: 'sizes of data disks in GB; may be repeated',
    count: 'how many desktops (default: 1)',
    tag: 'tags, each KEY or KEY=VALUE; may be repeated',
    wait: 'wait until it is done, showing progress',
    timeout: 'give up waiting after so many seconds (default: 600); the service goes on by itself',
    deleteUsers: 'delete also each user who has no other desktop',
    noEmail: 'send no mail to the users',
    force: 'do not wait for a graceful end; cancel what runs on the desktop',
    hard: 'do not wait for the operating system',
    yes: 'do not ask',
    orphans: 'compare what the engine holds with what should be there',
    reclaim:
      'remove what is leaked: made by this service, proven by its birth record, and of no desktop any more',
    backup: 'write everything in the database into a new file, while the service runs',
    restore: 'restore a backup into a new database, and end again what has ended since',
    backupFile: 'file of the backup',
    replay: 'only end again what has ended since, in a database that was put back by other means',
    tombstones: 'file that says what was deleted for good (default: tombstones.jsonl in the data directory)',
    withoutTombstones:
      'restore although there is no such file, or one older than the backup: what was deleted after the backup comes back',
    exitCodesTitle: 'Exit codes:',
    exitCodes: [
      ['0', 'done'],
      ['1', 'the service refused, or it failed; also the answer no of can-i, and orphans that were found'],
      ['2', 'wrong usage'],
      ['3', 'there is no such thing'],
      ['4', 'the service does not run, does not answer, or its credentials cannot be read'],
      ['5', 'nothing was deleted: the plan is no longer the one that was shown'],
      ['6', 'nothing was decided: the head is newer than the file that was to be checked'],
      ['130', 'Ctrl-C while waiting; the work goes on'],
    ] as readonly (readonly [string, string])[],
  },
  problem: (text: string) => `deskplane: ${text}`,
  givenTwice: (option: string) => `${option} was given twice, but takes one value.`,
  seeHelp: (verbs: readonly string[]) => `See: ${[deskplane, ...verbs].join(' ')} --help`,
  unexpected: (text: string) => `an unexpected error, which should be reported: ${text}`,
  credentials: {
    missing: (paths: string) => `no service has run here yet: there is no ${paths}. Start it with: ${start}`,
    named: (path: string) => `the credentials file ${path} does not exist.`,
    forbidden: (path: string) =>
      `the credentials file ${path} belongs to another user. Run this as that user, or give a copy with --credentials.`,
    unreadable: (path: string, why: string) => `the credentials file ${path} cannot be read: ${why}`,
    malformed: (path: string, what: string) => `${path} is not a credentials file of Deskplane: ${what}.`,
    noField: (field: string) => `it has no "${field}"`,
    noEndpoint: 'its "endpoint" is no http address',
    noJson: 'it is not JSON',
  },
  api: {
    refused: (endpoint: string) =>
      `the service does not answer at ${endpoint}: nothing listens there. Start it with: ${start}`,
    timeout: (endpoint: string) => `the service at ${endpoint} does not answer in time.`,
    broken: (endpoint: string, why: string) => `the service at ${endpoint} cannot be reached: ${why}`,
    notJson: (endpoint: string, status: number) =>
      `what answers at ${endpoint} is not Deskplane (HTTP ${status} without JSON).`,
    error: (text: string, facts: string) => `${text} (${facts})`,
    request: (id: string) => `request ${id}`,
    stale: (refusal: string) =>
      `${refusal}. If the credentials are out of date, this makes new ones: ${deskplane} admin password --renew`,
  },
  status: {
    running: (endpoint: string) => `Deskplane is running at ${endpoint}.`,
    rejected: `The credentials are not valid there any more. This makes new ones: ${deskplane} admin password --renew`,
    ready: 'Ready',
    readyYes: 'yes: deletions are accepted',
    log: 'Log',
    no: (why: string) => `no: ${why}`,
    engine: 'Engine',
    working: 'working',
    desktops: 'Desktops',
    deletions: 'Deletions running',
    region: 'Region',
    project: 'Project',
  },
  env: {
    terraformHint: `Terraform takes endpoints from its provider block only: ${deskplane} env --terraform prints one.`,
  },
  list: {
    none: `There are no desktops. Create one with: ${deskplane} desktop create --wait`,
    titles: {
      name: 'NAME',
      status: 'STATUS',
      user: 'USER',
      address: 'ADDRESS',
      size: 'SIZE',
      disks: 'DISKS',
      protection: 'PROTECTED',
      created: 'CREATED',
      id: 'ID',
    },
  },
  yes: 'yes',
  show: {
    id: 'ID',
    status: 'Status',
    user: 'User',
    users: 'Users',
    address: 'Address',
    product: 'Product',
    image: 'Image',
    systemDisk: 'System disk',
    dataDisk: 'Data disk',
    protection: 'Protection',
    protected: 'cannot be deleted, not even by force',
    unprotected: 'none: can be deleted',
    zone: 'Zone',
    tags: 'Tags',
    created: 'Created',
    nobody: 'nobody',
  },
  size: (cpu: string, memory: string) => `${cpu} vCPU, ${memory} GB`,
  statuses: {
    ACTIVE: 'running',
    SHUTOFF: 'off',
    HIBERNATED: 'hibernated',
    ERROR: 'error',
    DELETING: 'deleting',
  },
  tasks: {
    scheduling: 'creating',
    block_device_mapping: 'creating',
    networking: 'creating',
    spawning: 'creating',
    deleting: 'deleting',
    deleteFailed: 'deleting, with trouble',
    'powering-on': 'starting',
    'powering-off': 'stopping',
    rebooting: 'restarting',
    rebooting_hard: 'restarting',
  },
  desktop: {
    missing: (name: string) => `there is no desktop "${name}".`,
    ambiguous: (name: string, ids: string) => `several desktops are called "${name}"; give the ID: ${ids}`,
    badSize: (text: string) => `"${text}" is not a size in GB, such as 50.`,
    badNumber: (text: string, least: number, max: number) =>
      `"${text}" is not a whole number from ${least} to ${max}.`,
    badTag: (text: string) => `"${text}" is not a tag, such as team or team=red.`,
    tooMany: 'at most 100 desktops at once.',
    emailNeedsUser: '--email needs --user.',
  },
  create: {
    noImage: 'the service offers no images.',
    unknownImage: (name: string, offered: string) => `there is no image "${name}". There are: ${offered}`,
    unknownProduct: (name: string, offered: string) => `there is no product "${name}". There are: ${offered}`,
    noProduct: (image: string) => `no product is large enough for the image ${image}.`,
    accepted: (desktop: string) => `Creating ${desktop}`,
    progress: (ready: number, total: number, percent: number) =>
      total === 1
        ? `Creating the desktop: ${percent} %`
        : `Creating: ${ready} of ${total} ready, ${percent} %`,
    ready: (desktop: string, time: string) => `${desktop} is ready after ${time}.`,
    failed: (desktop: string, why: string) => `${desktop} could not be created: ${why}`,
    look: (id: string) => `Look at it with: ${deskplane} desktop show ${id}`,
    waitHint: `It is ready when its status is "running": ${deskplane} desktop list`,
  },
  delete: {
    heading: (count: number) =>
      count === 1
        ? 'This desktop will be deleted. It cannot be restored.'
        : `These ${count} desktops will be deleted. They cannot be restored.`,
    server: 'server',
    systemDisk: (size: string) => `${size} system disk`,
    dataDisk: (size: string) => `${size} data disk`,
    disks: 'disks',
    address: 'address',
    port: (address: string, id: string) => `${address} (port ${id})`,
    user: 'user',
    userStays: (name: string) => `${name} stays`,
    userGoes: (name: string) => `${name} is deleted too: no other desktop`,
    userHasOthers: (name: string, count: number) =>
      `${name} stays: has ${count} other ${count === 1 ? 'desktop' : 'desktops'}`,
    mail: 'mail',
    mailTo: (addresses: string) => `${addresses}, once it is gone`,
    noMail: 'none',
    plan: 'plan',
    refused: 'not possible',
    itemStays: (item: string, why: string) => `${item}: stays (${why})`,
    planNow: 'The plan has changed since it was shown. It is now:',
    planChanged:
      'the plan changed, and nothing was deleted. Look at the new plan above, and run the command again to go ahead with it.',
    question: 'Type yes to delete: ',
    needsYes: 'nobody can be asked here. Nothing was deleted. Add --yes to delete without being asked.',
    declined: 'Nothing was deleted.',
    accepted: (count: number, look: string) =>
      count === 1
        ? `Accepted. The desktop goes in the background. Follow it with: ${look}`
        : `Accepted. The ${count} desktops go in the background. See how far they are with: ${look}`,
    receipt: (id: string) => `Its receipt: ${deskplane} receipt get ${id}`,
    unprotect: (refusal: string, name: string) =>
      `${refusal} This removes it: ${deskplane} desktop unprotect ${name}`,
    progress: (gone: number, total: number, percent: number) =>
      total === 1 ? `Deleting: ${percent} %` : `Deleting: ${gone} of ${total} gone, ${percent} %`,
    gone: (desktop: string, time: string) => `${desktop} is gone after ${time}.`,
    failed: (desktop: string, why: string) => `${desktop} could not be deleted: ${why}`,
  },
  power: {
    accepted: {
      'os-start': (desktop: string) => `Starting ${desktop}`,
      'os-stop': (desktop: string) => `Stopping ${desktop}`,
      reboot: (desktop: string) => `Restarting ${desktop}`,
    },
    progress: (done: number, total: number) => `${done} of ${total} done`,
    done: (desktop: string, time: string) => `${desktop}: done after ${time}.`,
    failed: (desktop: string, why: string) => `${desktop}: ${why}`,
  },
  wait: {
    away: 'The service does not answer at the moment; still trying',
    gaveUp: (time: string, look: string) =>
      `not done after ${time}. The service goes on by itself; see: ${look}`,
    interrupted: (look: string) => `no longer waiting, but the service goes on with the work; see: ${look}`,
    lookAtDesktops: `${deskplane} desktop list`,
    lookAtDeletions: `${deskplane} deletion list`,
    lookAtDeletion: (id: string) => `${deskplane} deletion watch ${id}`,
  },
  deletion: deletionEn(deskplane),
  mail: mailEn,
  user: userEn,
  permissions: permissionsEn,
  admin: adminEn(deskplane),
  audit: auditEn(deskplane),
  receipt: receiptEn(deskplane),
  verdicts: verdictsEn(deskplane),
  orphans: {
    none: 'Engine and ledger agree: nothing is leaked.',
    summary: (live: number, orphaned: number, unknown: number, missing: number, foreign: number) =>
      `${live} in use, ${orphaned} leaked, ${unknown} unclear, ${missing} missing; ${foreign} foreign`,
    incomplete: (kind: string, why: string) => `The engine could not list every ${kind}: ${why}`,
    forgotten: (count: number) =>
      `${count === 1 ? 'One item carries' : `${count} items carry`} a name of ours and no ledger knows of ${count === 1 ? 'it' : 'them'}, as of what was made after a backup that was restored. A name proves nothing, so Deskplane never removes such things. How a person does: "What no ledger knows" in docs/en/deletion.md.`,
    classes: { 'ours-orphaned': 'leaked', unknown: 'unclear', missing: 'missing' },
    titles: {
      verdict: 'WHAT',
      kind: 'KIND',
      id: 'ENGINE ID',
      desktop: 'DESKTOP',
      reason: 'WHY',
      name: 'NAME',
    },
    question: (count: number) => `Remove ${count} leaked ${count === 1 ? 'item' : 'items'}? Type yes: `,
    needsYes: 'nobody can be asked here. Nothing was removed. Add --yes to remove without being asked.',
    declined: 'Nothing was removed.',
    results: { removed: 'removed', accepted: 'asked to go', left: 'left alone', failed: 'failed' },
  },
  installation: maintenanceEn(deskplane),
});

export type Messages = ReturnType<typeof inEnglish>;
