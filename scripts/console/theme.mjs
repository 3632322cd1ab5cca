/** What sets our pages apart from Cloudscape's own: the fonts of the system instead of an embedded one, a green-blue instead of its blue. */
const accent = { light: '#0b6e75', dark: '#4cc3c9' };
const stronger = { light: '#07535a', dark: '#8adfe2' };
const wash = { light: '#eef8f8', dark: '#0c2a2d' };

export const theme = {
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
