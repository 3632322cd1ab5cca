/** The way to a terminal. Translations: the keys of other terminals; without them Ctrl + Shift + V is taken for Ctrl + V. */
export const terminal = `#!/bin/sh
if command -v xterm >/dev/null; then
  exec xterm -u8 -fa Monospace -fs 11 -bg '#fbfbfa' -fg '#1f2933' -geometry 92x24 -T "$(uname -n)" -xrm \\
    'XTerm*VT100.Translations: #override \\n Ctrl Shift <Key>C: copy-selection(CLIPBOARD) \\n Ctrl Shift <Key>V: insert-selection(CLIPBOARD)' \\
    "$@"
fi
exec x-terminal-emulator "$@"
`;

/** Whether the user reads Chinese and the desktop has letters for it. */
export const chinese = `#!/bin/sh
[ "$DESKPLANE_HINT" = zh ] && [ -n "$(fc-list :lang=zh | head -n 1)" ]
`;

/** In place of the machine's own: its window manager is told to ask for the entries when the menu opens. */
export const menuFile = `<?xml version="1.0" encoding="UTF-8"?>
<openbox_menu xmlns="http://openbox.org/3.4/menu">
  <menu id="root-menu" label="Deskplane" execute="/run/deskplane/menu"/>
</openbox_menu>
`;

/**
 * Lists what is installed. Nothing here ends the session. A browser is not among them: those of Debian start only
 * with their directories of /etc or with user namespaces, and a desktop of the host's programs has neither.
 */
export const menu = `#!/bin/sh
if /run/deskplane/chinese; then terminal=终端 files=文件 editor=文本编辑器 windows=窗口
else terminal=Terminal files=Files editor='Text editor' windows=Windows; fi
entry() {
  label=$1
  shift
  for program; do
    if command -v "$program" >/dev/null; then
      printf '<item label="%s"><action name="Execute"><command>%s</command></action></item>\\n' "$label" "$program"
      return
    fi
  done
}
echo '<openbox_pipe_menu xmlns="http://openbox.org/3.4/menu">'
entry "$terminal" /run/deskplane/terminal
entry "$files" pcmanfm
entry "$editor" mousepad l3afpad
printf '<separator/><item label="%s"><action name="ShowMenu"><menu>client-list-combined-menu</menu></action></item>\\n' "$windows"
echo '</openbox_pipe_menu>'
`;

/** The panel: the windows, those put away too, and the time. */
export const panel = `panel_items = TC
panel_size = 100% 30
panel_position = bottom center horizontal
taskbar_mode = single_desktop
rounded = 0
background_color = #1f2d3a 100
rounded = 2
background_color = #3d566e 100
panel_background_id = 1
task_text = 1
task_icon = 1
task_maximum_size = 200 30
task_padding = 6 2 6
task_font_color = #d5dde5 100
task_active_font_color = #ffffff 100
task_active_background_id = 2
mouse_left = toggle_iconify
mouse_middle = none
mouse_right = close
time1_format = %H:%M
clock_font_color = #ffffff 100
clock_padding = 8 0
`;
