// Judges workbooks by the rules of the Open XML SDK, with a validator that shares no code with the library that
// made them.
//
//   judge_xlsx.mjs MODULES FILE...
//
// MODULES is the node_modules folder that holds @ooxml-tools/validate. Prints one line of JSON for each file, in the
// order given: {"file": ..., "failures": ["part xpath: description", ...]}. The exit code says whether the judging
// worked, not what it found.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, ...files] = process.argv.slice(2);
const entry = join(resolve(modules), '@ooxml-tools', 'validate', 'dist', 'npm', 'index.js');
const { default: validate } = await import(pathToFileURL(entry));

/** What breaks a rule in the file, as sentences. */
async function failures(file) {
  try {
    const found = await validate(readFileSync(file), 'xlsx', 'Microsoft365');
    return found.map(({ path, description }) => `${path?.partUri ?? ''} ${path?.xpath ?? ''}: ${description}`);
  } catch (problem) {
    // A file that cannot be opened at all; the validator's own stack says nothing more.
    return [String(problem?.message ?? problem).split('\n')[0]];
  }
}

for (const file of files) {
  process.stdout.write(JSON.stringify({ file, failures: await failures(file) }) + '\n');
}
// The validator's runtime would keep the process alive.
process.exit(0);
