// A desktop cannot make user namespaces, so that no program in it can reach more of the kernel. Firefox keeps its other sandboxes
// (system call filters for pages, media and sockets) and would warn about the missing one at each start.
pref('security.sandbox.warn_unprivileged_namespaces', false);
pref('browser.aboutwelcome.enabled', false);
pref('browser.preonboarding.enabled', false);
pref('termsofuse.bypassNotification', true);
pref('datareporting.policy.dataSubmissionEnabled', false);
pref('datareporting.policy.dataSubmissionPolicyBypassNotification', true);
pref('browser.startup.homepage_override.mstone', 'ignore');
pref('browser.tabs.inTitlebar', 0);
pref('browser.translations.automaticallyPopup', false);
pref('sidebar.revamp', false);
pref('browser.toolbars.bookmarks.visibility', 'never');
pref('browser.sessionstore.max_resumed_crashes', -1);
pref('browser.download.useDownloadDir', true);
pref('browser.theme.content-theme', 1);
pref('extensions.activeThemeID', 'firefox-compact-light@mozilla.org');
// One page's process fewer of each kind: memory is the desktop's own.
pref('dom.ipc.processCount', 4);
pref('dom.ipc.processPrelaunch.enabled', false);
// There is no graphics card, and asking for one takes time.
pref('gfx.webrender.software', true);
pref('layers.acceleration.disabled', true);
pref('media.hardware-video-decoding.enabled', false);
