// Reads [{base, diff}] on standard input and writes what the front end makes of each.
import { readFileSync } from 'node:fs';

import { patched } from '../../extensions/src/runs/patch.ts';

const pairs = JSON.parse(readFileSync(0, 'utf8'));
process.stdout.write(JSON.stringify(pairs.map(({ base, diff }) => patched(base, diff))));
