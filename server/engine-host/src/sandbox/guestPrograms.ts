import { chinese, menu, menuFile, panel, terminal } from './guestMenu.js';

/** Of the screen behind all windows: a calm blue. */
const backdropColor = '#2b3e50';

/**
 * The first program of the desktop: when it ends, everything ends. It takes in orphans, and is not the parent of the X server
 * itself: that tells no process 1 that it is ready.
 */
const init = `#!/bin/sh
exec </dev/null >/dev/null 2>&1
/run/deskplane/session &
session=$!
trap 'kill "$session"' TERM
while kill -0 "$session"; do wait "$session"; done
`;

/**
 * X tells its parent by SIGUSR1 that it is ready if that signal was ignored when it
 * started. Programs go up from within the window manager: windows opened before it manages the screen stay unmapped.
 * TigerVNC would shut everybody out after a few dropped handshakes, hence UseBlacklist=0. GLX would load a software renderer of
 * 60 MB into the screen of every desktop. No program of the user runs before the engine host has taken the socket away and closed its
 * directory. An image's own session is asked for first (docs/en/images.md).
 */
const session = `#!/bin/sh
umask 077
mkdir -p "$XDG_RUNTIME_DIR"
cd "$HOME" || exit 1
rm -f /run/screen/sock
# A language that is not installed here would be a warning of every program. Looked up while X starts.
{ [ "$LANG" = C.UTF-8 ] || locale -a | grep -qix "$(printf %s "$LANG" | sed 's/UTF-8/utf8/')"; } &
speaks=$!
trap : USR1
(
  trap '' USR1
  exec Xtigervnc :0 -rfbport -1 -rfbunixpath /run/screen/sock -rfbunixmode 0600 \\
    -extension GLX -SecurityTypes None -UseBlacklist=0 -AlwaysShared -geometry 1280x800 -depth 24 \\
    -desktop "$DESKPLANE_DESKTOP" >/tmp/.screen.log 2>&1
) &
screen=$!
wait "$screen"
while kill -0 "$screen" && [ -e /run/screen/sock ]; do sleep 0.005; done
kill -0 "$screen" || exit 1
if [ -x /usr/lib/deskplane/session ]; then
  /usr/lib/deskplane/session >/tmp/.session.log 2>&1 &
  manager=$!
  trap 'kill "$manager" "$screen"' TERM
  wait "$manager"
else
  case "$LANG" in zh*) export DESKPLANE_HINT=zh ;; esac
  wait "$speaks" || export LANG=C.UTF-8
  export XDG_CONFIG_DIRS="/run/deskplane:\${XDG_CONFIG_DIRS:-/etc/xdg}"
  if command -v xsetroot; then xsetroot -cursor_name left_ptr -solid '${backdropColor}'; else perl /run/deskplane/backdrop; fi &
  openbox --startup /run/deskplane/startup &
  manager=$!
  stopped=
  trap 'stopped=1; kill "$manager" "$screen"' TERM
  wait "$manager"
  # A user who ends the window manager cannot switch the desktop on again: only X's end or a stop ends it.
  while [ -z "$stopped" ] && kill -0 "$screen"; do
    sleep 0.2
    openbox &
    manager=$!
    wait "$manager"
  done
fi
kill "$screen"
wait
`;

/** What the desktop shows at first. A panel is there where the machine has one. */
const startup = `#!/bin/sh
if command -v tint2; then tint2 -c /run/deskplane/panel & fi
exec /run/deskplane/terminal -e /run/deskplane/hint
`;

/** Says in the user's language what this desktop is, where its terminal can show the letters, and goes on as a shell. */
const hint = `#!/bin/sh
name=$(uname -n)
{
  if /run/deskplane/chinese; then
    printf '%s\\n' "欢迎使用桌面 $name。" '' '这里可以使用服务器上安装的程序。' '在桌面空白处单击右键可打开菜单。' \\
      "您的文件在 $HOME 中，关机后仍会保留。" ''
  else
    printf '%s\\n' "Welcome to the desktop $name." '' 'It has the programs that the server has.' \\
      'Right-click the background for a menu.' "Your files are in $HOME and stay when the desktop is off." ''
  fi
} >/tmp/.hint
cat /tmp/.hint
exec "\${SHELL:-/bin/bash}"
`;

/**
 * Colours the screen where there is no xsetroot, by the X protocol itself: connect, the root window's new background
 * (ChangeWindowAttributes), clear (ClearArea), and one question (GetInputFocus) whose answer says that it is done. Perl is on every
 * Debian machine.
 */
const backdrop = `#!/usr/bin/perl
use strict;
use Socket;
socket(my $x, PF_UNIX, SOCK_STREAM, 0) or exit 1;
connect($x, pack_sockaddr_un('/tmp/.X11-unix/X0')) or exit 1;
binmode $x;
sub take { my ($length) = @_; my $got = ''; while (length $got < $length) { sysread($x, $got, $length - length $got, length $got) or exit 1 } $got }
syswrite $x, pack('Cxvvvvx2', 0x6c, 11, 0, 0, 0);
my ($ok, $words) = unpack('Cx5v', take(8));
my $setup = take(4 * $words);
exit 1 if $ok != 1;
my ($vendor, $formats) = (unpack('v', substr $setup, 16, 2), unpack('C', substr $setup, 21, 1));
my $root = unpack('V', substr $setup, 32 + 4 * int(($vendor + 3) / 4) + 8 * $formats, 4);
syswrite $x, pack('CCvVVV', 2, 0, 4, $root, 2, 0x${backdropColor.slice(1)});
syswrite $x, pack('CCvVvvvv', 61, 0, 4, $root, 0, 0, 0, 0);
syswrite $x, pack('CCv', 43, 0, 1);
take(32);
`;

/** A message comes by standard input. Its window is a terminal, which is there on every desktop, and outlives this program. */
const notice = `#!/bin/sh
umask 077
file=$(mktemp /tmp/.notice-XXXXXX) && cat >"$file" || exit 1
for each in xterm x-terminal-emulator; do command -v "$each" >/dev/null && there=yes; done
[ -n "$there" ] || exit 1
setsid /run/deskplane/terminal -e /run/deskplane/readNotice "$file" </dev/null >/dev/null 2>&1 &
`;

const readNotice = `#!/bin/sh
cat "$1"
rm -f "$1"
if /run/deskplane/chinese; then printf '\\n%s' '按回车键关闭。'; else printf '\\n%s' 'Press Enter to close this window.'; fi
read -r _
`;

/** The programs of a desktop, and what they read, by their names in /run/deskplane. */
export const guestPrograms: Readonly<Record<string, string>> = {
  init,
  session,
  startup,
  hint,
  notice,
  readNotice,
  backdrop,
  terminal,
  chinese,
  menu,
  panel,
  'openbox/menu.xml': menuFile,
};
