import type { OwnCommands } from '@deskplane/server/system/ownCommand.js';
import { verdictsEn } from '@deskplane/verify/words/verdictWords.js';
import { adminEn } from './admin.js';
import { auditEn } from './audit.js';
import { deletionEn } from './deletion.js';
import { imageEn } from './image.js';
import { loginEn } from './login.js';
import { machineEn } from './machine.js';
import { mailEn } from './mail.js';
import { maintenanceEn } from './maintenance.js';
import { permissionsEn } from './permissions.js';
import { receiptEn } from './receipt.js';
import { reportEn } from './report.js';
import { userEn } from './user.js';

/** Everything that the command says, in English. */
export const inEnglish = ({ deskplane, start }: OwnCommands) => ({
  help: {
    description: 'Run and operate Deskplane, a self-hosted cloud-desktop service.',
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
    status: 'show whether the service is running, and its activity',
    env: `print the variables that clients need: eval "$(${deskplane} env)"`,
    envTerraform: 'print a Terraform provider block instead; Terraform reads endpoints only from there',
    desktop: 'create, show and delete desktops',
    create: 'create desktops',
    list: 'list desktops',
    show: 'show a desktop',
    open: "open a desktop's screen in the browser: prints an address that is good once, for a minute",
    delete: 'delete desktops; they cannot be restored',
    start: 'start desktops',
    stop: 'stop desktops',
    reboot: 'restart desktops',
    hibernate: 'hibernate desktops: they keep their memory and use no processor',
    wake: 'wake hibernated desktops',
    rename: 'rename a desktop',
    newName: 'new name of the desktop',
    desktopArgument: 'ID or name of a desktop',
    desktopsArgument: 'IDs or names of desktops',
    name: 'name of the desktop; with --count, the prefix of the names',
    user: 'desktop user who gets it; created if the name is new',
    email: 'email address of a new user',
    product: 'product ID: sets the size (default: the smallest that can run the image)',
    image: 'image ID or name (default: the first available)',
    systemDisk: "size of the system disk in GB (default: the product's)",
    disk: 'sizes of data disks in GB; may be repeated',
    count: 'number of desktops (default: 1)',
    tag: 'tags, each KEY or KEY=VALUE; may be repeated',
    wait: 'wait for completion and show progress',
    timeout: 'stop waiting after this many seconds (default: 600); the service continues the work',
    deleteUsers: 'also delete users who have no other desktop',
    noEmail: 'do not email the users',
    force: 'skip the graceful shutdown and cancel running tasks of the desktop',
    hard: 'do not wait for the operating system',
    yes: 'skip the confirmation',
    machine: 'list what every installation holds on this machine, and end what belongs to none',
    machineEnd: 'end this installation alone, even if nothing tells whose it is',
    machineJson: 'print JSON for programs',
    orphans: 'compare the items in the engine with the ledger, and list orphans',
    reclaim: 'remove orphans: items with a creation record of this service and without a desktop',
    backup: 'back up the whole database to a new file, while the service runs',
    restore: 'restore a backup into an empty database, then repeat every deletion made after it was taken',
    backupFile: 'backup file',
    replay: 'only repeat the later deletions, in a database restored by other means',
    tombstones:
      'tombstone file, the record of all deletions (default: tombstones.jsonl in the data directory)',
    withoutTombstones:
      'restore without a tombstone file, or with one older than the backup: later deletions are undone',
    completion: 'print a completion script for a shell',
    shell: 'bash, zsh or fish',
    exitCodesTitle: 'Exit codes:',
    exitCodes: [
      ['0', 'done'],
      ['1', 'refused or failed; can-i answered no; orphans were found; machine left some'],
      ['2', 'usage error'],
      ['3', 'not found'],
      [
        '4',
        'the service is not running or does not answer, or its credentials cannot be read, may not be used, or have expired',
      ],
      ['5', 'nothing was deleted: the plan changed after it was shown'],
      ['6', 'undecided: the head is newer than the file'],
      ['130', 'Ctrl-C while waiting; the work continues'],
    ] as readonly (readonly [string, string])[],
  },
  problem: (text: string) => `deskplane: ${text}`,
  givenTwice: (option: string) => `${option} takes one value but was given twice.`,
  seeHelp: (verbs: readonly string[]) => `See: ${[deskplane, ...verbs].join(' ')} --help`,
  unexpected: (text: string) => `unexpected error, please report it: ${text}`,
  credentials: {
    missing: (paths: string) => `no service has run here yet: there is no ${paths}. Start it with: ${start}`,
    named: (path: string) => `the credentials file ${path} does not exist.`,
    forbidden: (path: string) =>
      `the credentials file ${path} belongs to another user. Run this as that user, or pass a copy with --credentials.`,
    unreadable: (path: string, why: string) => `cannot read the credentials file ${path}: ${why}`,
    malformed: (path: string, what: string) => `${path} is not a credentials file of Deskplane: ${what}.`,
    noField: (field: string) => `it has no "${field}"`,
    noEndpoint: 'its "endpoint" is not an HTTP address',
    noJson: 'it is not JSON',
  },
  api: {
    refused: (endpoint: string) =>
      `the service does not answer at ${endpoint}: nothing listens there. Start it with: ${start}`,
    timeout: (endpoint: string) => `the request to ${endpoint} timed out.`,
    broken: (endpoint: string, why: string) => `cannot reach the service at ${endpoint}: ${why}`,
    distrusted: (endpoint: string, why: string) =>
      `cannot reach the service at ${endpoint}: its certificate is not trusted (${why}). If an authority of your own issued it: ${deskplane} login --ca FILE, or NODE_EXTRA_CA_CERTS=FILE`,
    notJson: (endpoint: string, status: number) =>
      `the server at ${endpoint} is not Deskplane (HTTP ${status} without JSON).`,
    error: (text: string, facts: string) => `${text} (${facts})`,
    request: (id: string) => `request ${id}`,
    stale: (refusal: string) =>
      `${refusal}. If the credentials are out of date, renew them: ${deskplane} admin password --renew`,
  },
  status: {
    running: (endpoint: string) => `Deskplane is running at ${endpoint}.`,
    rejected: `The credentials are no longer valid. Renew them: ${deskplane} admin password --renew`,
    ready: 'Ready',
    readyYes: 'yes: deletions are accepted',
    log: 'Log',
    no: (why: string) => `no: ${why}`,
    engine: 'Engine',
    working: 'working',
    warning: 'Note',
    desktops: 'Desktops',
    deletions: 'Deletions running',
    region: 'Region',
    project: 'Project',
  },
  env: {
    terraformHint: `Terraform reads endpoints only from its provider block. Print one with: ${deskplane} env --terraform`,
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
  renamed: (before: string, after: string) => `${before} is called ${after} now.`,
  screenOnce: 'Open it in a browser within a minute. It is good once: whoever opens it sees the screen.',
  show: {
    id: 'ID',
    status: 'Status',
    failure: 'Last failure',
    user: 'User',
    users: 'Users',
    address: 'Address',
    product: 'Product',
    image: 'Image',
    systemDisk: 'System disk',
    dataDisk: 'Data disk',
    protection: 'Protection',
    protected: 'on: cannot be deleted, even with --force',
    unprotected: 'off: can be deleted',
    zone: 'Zone',
    tags: 'Tags',
    created: 'Created',
    nobody: 'none',
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
    deleteFailed: 'deleting (retrying)',
    'powering-on': 'starting',
    'powering-off': 'stopping',
    hibernating: 'hibernating',
    rebooting: 'restarting',
    rebooting_hard: 'restarting',
  },
  desktop: {
    missing: (name: string) => `there is no desktop "${name}".`,
    ambiguous: (name: string, ids: string) => `several desktops are named "${name}"; use an ID: ${ids}`,
    badSize: (text: string) => `"${text}" is not a size in GB. Example: 50`,
    badNumber: (text: string, min: number, max: number) =>
      `"${text}" is not a whole number from ${min} to ${max}.`,
    badTag: (text: string) => `"${text}" is not a tag. Examples: team, team=red`,
    tooMany: 'at most 100 desktops at once.',
    emailNeedsUser: '--email needs --user.',
  },
  create: {
    noImage: 'the service offers no images.',
    unknownImage: (name: string, offered: string) => `there is no image "${name}". Available: ${offered}`,
    unknownProduct: (name: string, offered: string) => `there is no product "${name}". Available: ${offered}`,
    noProduct: (image: string) => `no product is large enough for the image ${image}.`,
    accepted: (desktop: string) => `Creating ${desktop}`,
    progress: (ready: number, total: number, percent: number) =>
      total === 1
        ? `Creating the desktop: ${percent} %`
        : `Creating: ${ready} of ${total} ready, ${percent} %`,
    ready: (desktop: string, time: string) => `${desktop} is ready after ${time}.`,
    failed: (desktop: string, why: string) => `${desktop} could not be created: ${why}`,
    look: (id: string) => `Show it with: ${deskplane} desktop show ${id}`,
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
    snapshots: 'snapshots',
    keyGoes: (item: string, key: string) => `${item}: encrypted, its key ${key} is destroyed`,
    keyStays: (item: string, key: string) =>
      `${item}: encrypted, its key ${key} is kept, since another item that stays needs it`,
    notEncrypted: (item: string) => `${item}: not encrypted`,
    plainDisk: (item: string) => `${item}: not encrypted, its size was not enforced`,
    address: 'address',
    port: (address: string, id: string) => `${address} (port ${id})`,
    user: 'user',
    userStays: (name: string) => `${name} stays`,
    userGoes: (name: string) => `${name} is deleted too: has no other desktop`,
    userHasOthers: (name: string, count: number) =>
      `${name} stays: has ${count} other ${count === 1 ? 'desktop' : 'desktops'}`,
    mail: 'mail',
    mailTo: (addresses: string) => `${addresses}, after the deletion`,
    noMail: 'none',
    plan: 'plan',
    refused: 'not possible',
    itemStays: (item: string, why: string) => `${item}: stays (${why})`,
    planNow: 'The plan has changed since it was shown. It is now:',
    planChanged:
      'the plan has changed. Nothing was deleted. Check the new plan above, then run the command again to accept it.',
    question: 'Type yes to delete: ',
    needsYes:
      'Cannot ask for confirmation: there is no terminal. Nothing was deleted. Pass --yes to skip the question.',
    declined: 'Nothing was deleted.',
    accepted: (count: number, look: string) =>
      count === 1
        ? `Accepted. The desktop is being deleted in the background. Follow it with: ${look}`
        : `Accepted. ${count} desktops are being deleted in the background. See their progress with: ${look}`,
    receipt: (id: string) => `Its receipt: ${deskplane} receipt get ${id}`,
    unprotect: (refusal: string, name: string) =>
      `${refusal} Remove the protection with: ${deskplane} desktop unprotect ${name}`,
    progress: (gone: number, total: number, percent: number) =>
      total === 1 ? `Deleting: ${percent} %` : `Deleting: ${gone} of ${total} gone, ${percent} %`,
    gone: (desktop: string, time: string) => `${desktop} is gone after ${time}.`,
    failed: (desktop: string, why: string) => `${desktop} could not be deleted: ${why}`,
  },
  power: {
    accepted: {
      start: (desktop: string) => `Starting ${desktop}`,
      stop: (desktop: string) => `Stopping ${desktop}`,
      reboot: (desktop: string) => `Restarting ${desktop}`,
      hibernate: (desktop: string) => `Hibernating ${desktop}`,
      wake: (desktop: string) => `Waking ${desktop}`,
    },
    notHibernated: (desktop: string, state: string) => `${desktop} is not hibernated (${state}).`,
    noScreen: (desktop: string, state: string, verb: string, word: string) =>
      `${desktop} has no screen now: it is ${state}. Run: ${deskplane} desktop ${verb} ${word} --wait`,
    noScreenYet: (desktop: string, state: string) =>
      `${desktop} has no screen now (${state}). See: ${deskplane} desktop list`,
    progress: (done: number, total: number) => `${done} of ${total} done`,
    done: (desktop: string, time: string) => `${desktop}: done after ${time}.`,
    failed: (desktop: string, why: string) => `${desktop}: ${why}`,
  },
  wait: {
    slow: (seconds: number) => `Waiting for the service: ${seconds} s`,
    away: 'The service does not answer; retrying',
    gaveUp: (time: string, look: string) =>
      `timed out after ${time}. The service continues the work; see: ${look}`,
    interrupted: (look: string) => `stopped waiting. The service continues the work; see: ${look}`,
    lookAtDesktops: `${deskplane} desktop list`,
    lookAtDeletions: `${deskplane} deletion list`,
    lookAtDeletion: (id: string) => `${deskplane} deletion watch ${id}`,
  },
  deletion: deletionEn(deskplane),
  image: imageEn,
  login: loginEn(deskplane),
  mail: mailEn,
  report: reportEn,
  user: userEn,
  permissions: permissionsEn,
  admin: adminEn(deskplane),
  audit: auditEn(deskplane),
  receipt: receiptEn(deskplane),
  verdicts: verdictsEn(deskplane),
  orphans: {
    none: 'No orphans: the engine and the ledger agree.',
    summary: (live: number, orphaned: number, unknown: number, missing: number, foreign: number) =>
      `${live} in use, ${orphaned} orphaned, ${unknown} unclear, ${missing} missing; ${foreign} foreign`,
    incomplete: (kind: string, why: string) => `The engine could not list every ${kind}: ${why}`,
    forgotten: (count: number) =>
      `${count === 1 ? 'One item carries a name of ours, but no ledger lists it.' : `${count} items carry a name of ours, but no ledger lists them.`} This happens to items created after the restored backup. A name proves nothing, so Deskplane never removes them. To remove them by hand, see "What no ledger knows" in docs/en/deletion.md.`,
    classes: { 'ours-orphaned': 'orphaned', unknown: 'unclear', missing: 'missing' },
    titles: {
      verdict: 'WHAT',
      kind: 'KIND',
      id: 'ENGINE ID',
      desktop: 'DESKTOP',
      reason: 'WHY',
      name: 'NAME',
    },
    question: (count: number) => `Remove ${count} ${count === 1 ? 'orphan' : 'orphans'}? Type yes: `,
    needsYes:
      'Cannot ask for confirmation: there is no terminal. Nothing was removed. Pass --yes to skip the question.',
    declined: 'Nothing was removed.',
    results: { removed: 'removed', accepted: 'removal requested', left: 'kept', failed: 'failed' },
  },
  installation: maintenanceEn(deskplane),
  machine: machineEn(deskplane),
});

export type Messages = ReturnType<typeof inEnglish>;
