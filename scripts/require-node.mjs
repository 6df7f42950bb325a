// Plain JavaScript, so that an old Node can still say what is wrong.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Node ${process.versions.node} is too old: 22.18 or newer is needed. Without installing it: npx -y -p node@24 -p pnpm@12 pnpm ${process.env.npm_lifecycle_event ?? 'dev'}`,
  );
  process.exit(1);
}
