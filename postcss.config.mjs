import { globSync, readFileSync } from 'node:fs';

/**
 * In production builds, leaves out what neither the app nor the widgets use of Radix Themes' style sheet, which is
 * written for every component at every breakpoint: two thirds of it. What is named in the sources below stays, so a
 * component or a breakpoint that you begin to use (`<Slider>`, `columns={{ md: '3' }}`) needs no change here.
 */
const SOURCES = ['app/**/*.tsx', 'node_modules/@workos-inc/widgets/dist/esm/**/*.js'];

/** In pixels. */
const BREAKPOINTS = { xs: 520, sm: 768, md: 1024, lg: 1280, xl: 1640 };

/** Components that no other component of Radix Themes is made of. Their classes begin with their names. */
const COMPONENTS = [
  'Blockquote',
  'CheckboxCards',
  'HoverCard',
  'Inset',
  'Kbd',
  'Progress',
  'Quote',
  'RadioCards',
  'SegmentedControl',
  'Slider',
  'Switch',
  'TabNav',
  'Tabs',
  'TextArea',
  'ThemePanel',
];

/** @type {import('postcss').Plugin} */
const leaveOutUnused = {
  postcssPlugin: 'leave-out-unused',
  Once(root) {
    if (!root.source?.input.file?.includes('@radix-ui/themes')) return;
    unused ??= findUnused();
    root.walkAtRules('media', (rule) => {
      if (unused.media.has(rule.params)) rule.remove();
    });
    root.walkRules((rule) => {
      const selectors = rule.selectors.filter((selector) => !isUnused(selector));
      if (selectors.length === 0) rule.remove();
      else if (selectors.length < rule.selectors.length) rule.selectors = selectors;
    });
  },
};

/** Read once for all style sheets of a build. @type {ReturnType<typeof findUnused> | undefined} */
let unused;

function findUnused() {
  const sources = globSync(SOURCES).map((file) => readFileSync(file, 'utf8'));
  const isNamed = (pattern) => sources.some((source) => new RegExp(pattern).test(source));
  const breakpoints = Object.keys(BREAKPOINTS).filter((name) => !isNamed(`\\b${name}: ?['"]`));
  return {
    media: new Set(breakpoints.map((name) => `(min-width: ${BREAKPOINTS[name]}px)`)),
    components: COMPONENTS.filter((name) => !isNamed(`\\b${name}\\b`)),
  };
}

/** Whether a selector names components, and none that is used. Some name several, as in `:where(.rt-Tabs, .rt-TabNav)`. */
function isUnused(selector) {
  const classes = [...selector.matchAll(/\.rt-([A-Z]\w*)/g)].map(([, name]) => name);
  const isOf = (name, component) =>
    name.startsWith(component) && !/^[a-z]/.test(name.slice(component.length));
  return (
    classes.length > 0 &&
    classes.every((name) => unused.components.some((component) => isOf(name, component)))
  );
}

export default { plugins: process.env.NODE_ENV === 'production' ? [leaveOutUnused] : [] };
