// The layer rules, held by a program: which package may import which, no way around a package's front door,
// no cycles, kernels that know nothing of ops, models that know nothing of views.
// Usage: node scripts/layers.mjs [ROOT]. Prints one line for each violation and exits with 1 if there is any.

import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parseSync } from 'oxc-parser';

const root = resolve(process.argv[2] ?? '.');

const four = ['@gibbs/tensor', '@gibbs/nn', '@gibbs/tokenizer', '@gibbs/physics'];

/** What each folder may import from the workspace. Everything else is a violation. */
const allowed = {
  'packages/tensor': [],
  'packages/tokenizer': [],
  'packages/physics': [],
  'packages/nn': ['@gibbs/tensor'],
  'packages/journeys': four,
  'apps/cli': [...four, '@gibbs/journeys'],
  'apps/playground': [...four, '@gibbs/journeys'],
};

/** Inside a package: files that match `from` must not import files that match `to`. */
const inside = [
  {
    name: 'kernels ↛ ops',
    from: /^packages\/tensor\/src\/(kernels|wasm)\//,
    to: /^packages\/tensor\/src\/(ops\/|tensor\.)/,
  },
  { name: 'model ↛ view', from: /^packages\/physics\//, to: /\/view\// },
  { name: 'model ↛ view', from: /\/model\//, to: /\/view\// },
];

const violations = [];
const edges = new Map();
const manifests = new Map();

for (const folder of Object.keys(allowed)) {
  const files = globSync('src/**/*.{ts,tsx}', { cwd: join(root, folder) });
  for (const file of files) checkFile(folder, join(root, folder, file));
}
for (const cycle of findCycles()) violations.push(`no cycles: ${cycle.join(' → ')}`);
for (const violation of violations) console.log(violation);
console.log(`layers: ${edges.size} files, ${violations.length} violations`);
process.exitCode = violations.length > 0 || edges.size === 0 ? 1 : 0;

function checkFile(folder, file) {
  const name = relative(root, file);
  const isTest = /\.test\.tsx?$/.test(file);
  const targets = [];
  for (const { specifier, isType } of importsOf(file)) {
    if (specifier.startsWith('.')) {
      const target = resolveRelative(file, specifier);
      const targetName = relative(root, target);
      if (!targetName.startsWith(`${folder}/`) && !(isTest && targetName.startsWith('scripts/'))) {
        violations.push(`no deep imports: ${name} reaches ${targetName} outside its own folder`);
      }
      for (const rule of inside) {
        if (!isTest && rule.from.test(name) && rule.to.test(targetName))
          violations.push(`${rule.name}: ${name} imports ${targetName}`);
      }
      if (!isType) targets.push(targetName);
      continue;
    }
    const packageName = nameOfPackage(specifier);
    if (packageName.startsWith('@gibbs/')) checkGibbs(folder, name, specifier, packageName, isTest);
    if (!isTest && !specifier.startsWith('node:')) checkListed(folder, name, packageName);
    if (!isTest && folder.startsWith('packages/') && specifier.startsWith('node:') && !isType)
      checkPlatform(name, specifier);
  }
  edges.set(name, targets);
}

function checkGibbs(folder, name, specifier, packageName, isTest) {
  const own = `@gibbs/${folder.split('/')[1]}`;
  if (packageName !== own && !isTest && !allowed[folder].includes(packageName))
    violations.push(`package imports: ${name} imports ${packageName}, which ${folder} may not`);
  const path = specifier.slice(packageName.length + 1);
  const target = manifestOf(`packages/${packageName.split('/')[1]}`);
  const front = path === '' ? '.' : `./${path}`;
  if (target && !Object.hasOwn(target.exports ?? {}, front))
    violations.push(
      `no deep imports: ${name} imports ${specifier}, which its package does not export`,
    );
}

/** An import of a package that package.json does not list works only by accident of hoisting. */
function checkListed(folder, name, packageName) {
  const {
    name: own,
    dependencies = {},
    peerDependencies = {},
    devDependencies = {},
  } = manifestOf(folder);
  // The apps are bundled, so what they list for development is theirs too.
  const listed = {
    ...dependencies,
    ...peerDependencies,
    ...(folder.startsWith('apps/') ? devDependencies : {}),
  };
  if (packageName !== own && !Object.hasOwn(listed, packageName))
    violations.push(
      `package imports: ${name} imports ${packageName}, which its package.json does not list`,
    );
}

/** Packages run in browsers too: only a file whose path says `node` or `files` may import Node's modules at the top. */
function checkPlatform(name, specifier) {
  if (!/\/(node|files)\/|\/node\.ts$|Node\.ts$/.test(name))
    violations.push(`platform-free: ${name} imports ${specifier} at the top of the file`);
}

/** Static imports and re-exports, and whether they vanish with the types. */
function importsOf(file) {
  const { module, errors } = parseSync(file, readFileSync(file, 'utf8'));
  if (errors.length > 0) violations.push(`syntax: ${relative(root, file)}: ${errors[0].message}`);
  const imports = module.staticImports.map((i) => ({
    specifier: i.moduleRequest.value,
    isType: i.entries.length > 0 && i.entries.every((entry) => entry.isType),
  }));
  const reExports = module.staticExports.flatMap((e) =>
    e.entries
      .filter((entry) => entry.moduleRequest)
      .map((entry) => ({ specifier: entry.moduleRequest.value, isType: entry.isType })),
  );
  return [...imports, ...reExports];
}

function resolveRelative(file, specifier) {
  const path = join(dirname(file), specifier);
  const candidates = [path.replace(/\.js$/, '.ts'), path.replace(/\.js$/, '.tsx'), path];
  return candidates.find((c) => existsSync(c) && statSync(c).isFile()) ?? path;
}

function nameOfPackage(specifier) {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0];
}

function manifestOf(folder) {
  if (!manifests.has(folder)) {
    const file = join(root, folder, 'package.json');
    manifests.set(folder, existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined);
  }
  return manifests.get(folder);
}

/** Depth-first search for imports that lead back to where they started. */
function findCycles() {
  const cycles = [];
  const state = new Map();
  const path = [];
  const visit = (name) => {
    state.set(name, 'open');
    path.push(name);
    for (const next of edges.get(name) ?? []) {
      if (state.get(next) === 'open') cycles.push([...path.slice(path.indexOf(next)), next]);
      else if (!state.has(next)) visit(next);
    }
    path.pop();
    state.set(name, 'done');
  };
  for (const name of edges.keys()) if (!state.has(name)) visit(name);
  return cycles;
}
