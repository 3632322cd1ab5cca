import { type Notice, ScreenChannel } from './channel.js';
import { shareClipboard } from './clipboard.js';
import { element } from './elements.js';
import { shareFiles } from './files.js';
import { offerKeyboard, offerKeys } from './keys.js';
import { hideMessage, showHint, showMessage } from './message.js';
import RFB from './novnc-1.7.0/core/rfb.js';
import { offerPanels } from './panels.js';
import { forgetSession, openSession, type Session } from './session.js';
import { startDesktop } from './startDesktop.js';
import { fillWords, words, writeTime } from './words.js';

type Ending = Pick<Extract<Notice, { type: 'ended' }>, 'why' | 'at' | 'may_start'>;

/** Between attempts, in milliseconds: ever longer, to the last. */
const waits = [250, 1_000, 2_000, 4_000, 8_000, 15_000];
/** What is waited for is looked for that often. */
const startingMs = 1_500;
const idleMs = 10_000;

const stage = element('stage', HTMLElement);
const banner = element('banner', HTMLElement);
let desktop: RFB | undefined;
let channel: ScreenChannel | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
let attempts = 0;
let connectedBefore = false;
let userName = '';

fillWords();
document.title = words.title;
const clipboard = shareClipboard();
const panels = offerPanels(() => {
  desktop?.focus();
  return desktop !== undefined;
});
const files = shareFiles(() => panels.open('files'));
offerKeys(() => desktop);
offerKeyboard(() => desktop);
element('full-screen', HTMLButtonElement).addEventListener('click', toggleFullScreen);
begin().catch(() => showMessage({ text: words.lost, onRetry: () => location.reload() }));

async function begin(): Promise<void> {
  showMessage({ text: words.connecting, busy: true });
  const session = await openSession();
  if (session === 'used') return showMessage({ text: words.used, hint: words.usedHint });
  if (session === undefined) return showMessage({ text: words.none, hint: words.noneHint });
  element('sign-off', HTMLButtonElement).addEventListener('click', signOff);
  files.begin(session.secret);
  connect(session);
}

function connect(session: Session): void {
  clearInterval(timer);
  const address = new URL('socket', location.href);
  address.protocol = address.protocol.replace('http', 'ws');
  address.search = '';
  let ended: Extract<Notice, { type: 'ended' }> | undefined;
  const opened = new ScreenChannel(
    address,
    { secret: session.secret, again: connectedBefore },
    {
      notice: (notice) => {
        if (notice.type === 'open') show(notice, opened);
        else if (notice.type === 'onlookers') showOnlookers(notice.names);
        else ended = notice;
      },
      closed: () => {
        if (channel !== opened) return;
        hide();
        explain(session, ended ?? { why: 'lost', at: null });
      },
    },
  );
  channel = opened;
}

/** The service lets us see the desktop. */
function show(notice: Extract<Notice, { type: 'open' }>, opened: ScreenChannel): void {
  userName = notice.user_name;
  document.title = notice.computer_name;
  element('name', HTMLElement).textContent = notice.computer_name;
  const shown = new RFB(stage, opened, { shared: true });
  shown.background = 'transparent';
  shown.scaleViewport = true;
  shown.resizeSession = notice.resizes;
  shown.addEventListener('connect', () => {
    attempts = 0;
    connectedBefore = true;
    hideMessage();
    setConnected(true);
    clipboard.connect(shown);
    shown.focus();
  });
  desktop = shown;
}

function hide(): void {
  desktop = undefined;
  clipboard.connect(undefined);
  setConnected(false);
  showOnlookers([]);
}

function setConnected(yes: boolean): void {
  document.body.classList.toggle('connected', yes);
  element('state', HTMLElement).textContent = yes ? words.connected : words.notConnected;
}

/** Says why there is no screen, and tries again where that may help. */
function explain(session: Session, { why, at, may_start }: Ending): void {
  const onRetry = (): void => {
    showMessage({ text: words.connectingAgain, busy: true });
    connect(session);
  };
  switch (why) {
    case 'deleted':
      forgetSession();
      files.end();
      return showMessage({
        text: at === null ? words.deleted : words.deletedAt(writeTime(at)),
        hint: words.deletedHint,
      });
    case 'rights':
      forgetSession();
      files.end();
      return showMessage({ text: words.rights, hint: words.rightsHint });
    case 'failed':
      return showMessage({ text: words.failed, hint: words.failedHint, onRetry });
    case 'stopped':
    case 'hibernated':
      return offerStart(session, why, may_start);
    case 'starting':
      showMessage({ text: words.starting, busy: true });
      timer = setTimeout(() => connect(session), startingMs);
      return;
    case 'full':
      return tryLater(words.full, idleMs, onRetry);
    case 'viewer':
    case 'lost': {
      const wait = waits[Math.min(attempts, waits.length - 1)] ?? 0;
      attempts += 1;
      return tryLater(words.lost, wait * (0.75 + Math.random() / 2), onRetry);
    }
  }
}

/** A desktop that is off: who may start it does so here; once it runs, the screen comes by itself. */
function offerStart(session: Session, why: 'stopped' | 'hibernated', mayStart: boolean | undefined): void {
  const again = (afterMs: number): void => {
    timer = setTimeout(() => connect(session), afterMs);
  };
  if (mayStart !== true) {
    // It has just ended: whether it may be started is told to who asks for it.
    const hint = mayStart === undefined ? {} : { hint: words[`${why}Hint`] };
    showMessage({ text: words[why], ...hint });
    return again(mayStart === undefined ? startingMs : idleMs);
  }
  const start = async (): Promise<void> => {
    clearTimeout(timer);
    showMessage({ text: words.starting, busy: true });
    const trouble = await startDesktop(session);
    if (trouble === undefined) return again(startingMs);
    showMessage({
      text: words.notStarted,
      hint: trouble,
      onRetry: () => {
        start().catch(() => again(0));
      },
      action: words.retryStart,
    });
    again(idleMs);
  };
  showMessage({
    text: words[why],
    hint: words[`${why}May`],
    action: why === 'stopped' ? words.start : words.wake,
    onRetry: () => {
      start().catch(() => again(0));
    },
  });
  again(idleMs);
}

/** Counts down to the next attempt; so short a wait that nobody can read it is none. */
function tryLater(text: string, waitMs: number, onRetry: () => void): void {
  const due = performance.now() + waitMs;
  const readable = waitMs > 1_500;
  showMessage(readable ? { text, onRetry } : { text: words.connectingAgain, busy: true });
  const tick = (): void => {
    const left = due - performance.now();
    if (left <= 0) {
      clearInterval(timer);
      onRetry();
    } else if (readable) showHint(words.nextTry(Math.ceil(left / 1_000)));
  };
  timer = setInterval(tick, 200);
  tick();
}

function showOnlookers(names: readonly string[]): void {
  banner.hidden = names.length === 0;
  const others = names.filter((name) => name !== userName);
  const self = others.length < names.length ? [words.onlooker] : [];
  const text = others.length === 0 ? [] : [words.onlookers(others.join(', '))];
  banner.textContent = [...text, ...self].join(' ');
}

function signOff(): void {
  const leaving = channel;
  channel = undefined;
  clearInterval(timer);
  forgetSession();
  files.end();
  leaving?.signOff();
  desktop?.disconnect();
  hide();
  showMessage({ text: words.signedOff, hint: words.signedOffHint });
}

function toggleFullScreen(): void {
  const change =
    document.fullscreenElement === null
      ? document.documentElement.requestFullscreen()
      : document.exitFullscreen();
  // A browser may have its reasons; the button stays.
  change.catch(() => undefined);
  desktop?.focus();
}
