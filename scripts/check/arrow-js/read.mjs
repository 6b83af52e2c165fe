// Opens Arrow files with apache-arrow for JavaScript, an implementation that Bantam does not use.
//
//   npm ci                                  once, in this directory
//   node read.mjs [--rows] FILE|DIRECTORY...
//
// Prints the columns of every *.arrow and *.arrows file with their docs and units, decodes every
// value and prints the number of rows; with --rows also each row as JSON, whole numbers of 64 bits
// as strings. Exits 1 if a file cannot be read or a column lacks doc or unit metadata, 2 if there
// is nothing to read.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Vector, tableFromIPC } from 'apache-arrow';

const rows = process.argv.includes('--rows');
const files = process.argv.slice(2).filter((argument) => argument !== '--rows').flatMap(below);
if (files.length === 0) {
  console.error('no *.arrow or *.arrows file is given; name files or directories');
  process.exit(2);
}

function below(path) {
  if (!statSync(path).isDirectory()) {
    return [path];
  }
  return readdirSync(path, { recursive: true })
    .map((name) => join(path, name))
    .filter((name) => /\.arrows?$/.test(name))
    .sort();
}

/** Values as JSON has them; maps become objects, vectors become arrays. */
function plain(value) {
  if (typeof value === 'bigint') {
    return value.toString();
  }
  if (value === null || typeof value !== 'object') {
    return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
  }
  if (value instanceof Vector) {
    return Array.from(value, plain);
  }
  return Object.fromEntries(Array.from(value, ([key, inner]) => [key, plain(inner)]));
}

function check(file) {
  const table = tableFromIPC(readFileSync(file));
  console.log(`${file}: ${table.numRows} rows`);
  const faults = [];
  for (const field of table.schema.fields) {
    const doc = field.metadata.get('doc');
    const unit = field.metadata.get('unit');
    const nullable = field.nullable ? ', nullable' : '';
    console.log(`  ${field.name}: ${field.type}${nullable} [${unit ?? ''}] ${doc ?? ''}`);
    if (!doc || unit === undefined) {
      faults.push(`${file}: column ${field.name} lacks ${doc ? 'unit' : 'doc'} metadata`);
    }
  }
  for (const row of table) {
    const json = JSON.stringify(plain(row));
    if (rows) {
      console.log(json);
    }
  }
  return faults;
}

const faults = files.flatMap((file) => {
  try {
    return check(file);
  } catch (error) {
    return [`${file}: ${error.message}`];
  }
});
faults.forEach((fault) => console.error(fault));
process.exit(faults.length === 0 ? 0 : 1);
