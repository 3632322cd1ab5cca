/** What sets our pages apart from Cloudscape's own: the fonts of the system instead of an embedded one, a green-blue instead of its blue. */
const accent = { light: '#0b6e75', dark: '#4cc3c9' };
const stronger = { light: '#07535a', dark: '#8adfe2' };
const wash = { light: '#eef8f8', dark: '#0c2a2d' };

/** Where Cloudscape has its blue: progress, filters, whatever is chosen; light pages use 600 and above, dark ones 400 and below. */
const primary = {
  50: wash.light,
  100: '#d9eff0',
  200: '#b3dfe1',
  300: stronger.dark,
  400: accent.dark,
  600: accent.light,
  700: stronger.light,
  900: stronger.light,
  1000: wash.dark,
};

export const theme = {
  referenceTokens: { color: { primary } },
  tokens: {
    fontFamilyBase:
      "system-ui, -apple-system, 'Segoe UI', 'Noto Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif",
    fontFamilyMonospace: "ui-monospace, 'SF Mono', Menlo, Consolas, 'Noto Sans Mono', monospace",
    colorBackgroundButtonPrimaryDefault: accent,
    colorBackgroundButtonPrimaryHover: stronger,
    colorBackgroundButtonPrimaryActive: stronger,
    colorBorderButtonNormalDefault: accent,
    colorBorderButtonNormalHover: stronger,
    colorBorderButtonNormalActive: stronger,
    colorTextButtonNormalDefault: accent,
    colorTextButtonNormalHover: stronger,
    colorTextButtonNormalActive: stronger,
    colorBackgroundButtonNormalHover: wash,
    colorBackgroundButtonNormalActive: wash,
    colorTextLinkDefault: accent,
    colorTextLinkHover: stronger,
    colorTextLinkButtonNormalDefault: accent,
    colorTextAccent: accent,
    colorBorderItemFocused: accent,
    colorBorderInputFocused: accent,
    colorBorderDropdownItemFocused: accent,
    colorBorderItemSelected: accent,
    colorBackgroundItemSelected: wash,
    colorBackgroundControlChecked: accent,
    colorTextBreadcrumbCurrent: { light: '#5f6b7a', dark: '#a4adba' },
    borderRadiusContainer: '8px',
    borderRadiusButton: '6px',
    borderRadiusInput: '6px',
  },
};
