/** A list of values as people type it becomes the runs it means, or a message. */
import assert from 'node:assert/strict';
import test from 'node:test';

import { inWords, listed, product } from '../../extensions/src/form/sweep.ts';
import { Unreadable } from '../../extensions/src/form/values.ts';

const parameter = (type, more = {}) => ({
  name: 'p',
  type,
  default: 1,
  help: '',
  ...more
});

for (const [type, typed, values] of [
  ['integer', '1..4', [1, 2, 3, 4]],
  ['integer', '-1..1, 10', [-1, 0, 1, 10]],
  ['integer', '3\n2\n\n1\n', [3, 2, 1]],
  ['integer', '5', [5]],
  ['number', '0.1, 0.2', [0.1, 0.2]],
  ['number', '1, 1.0, 2', [1, 2]],
  ['string', 'north, south', ['north', 'south']],
  ['string', 'Paris, France\nRome, Italy', ['Paris, France', 'Rome, Italy']],
  ['string', '1..3', ['1..3']],
  ['boolean', 'true, false', [true, false]],
  ['array', '[1, 2]\n[3]', [[1, 2], [3]]],
  ['any', '"a, b"\n{"c": 1}', ['a, b', { c: 1 }]]
]) {
  test(`${type} reads the list ${JSON.stringify(typed)}`, () => {
    assert.deepEqual(listed(parameter(type), typed), values);
  });
}

for (const [type, typed, message] of [
  ['integer', '', /at least one/],
  ['integer', ' , ,', /at least one/],
  ['integer', '1, two', /whole number/],
  ['integer', '4..1', /1\.\.4/],
  ['integer', '1..1000000000000', /fewer/],
  ['number', '0.1..0.5', /number/],
  ['array', '1, 2', /list/]
]) {
  test(`${type} refuses the list ${JSON.stringify(typed)}`, () => {
    assert.throws(
      () => listed(parameter(type), typed),
      error => error instanceof Unreadable && message.test(error.message)
    );
  });
}

test('choices are one a line, whatever they hold', () => {
  const choices = parameter('string', { choices: ['a, b', 'c'] });
  assert.deepEqual(listed(choices, 'a, b'), ['a, b']);
});

test('lists multiply, and too many runs are said to be', () => {
  assert.equal(
    product([
      [1, 2, 3],
      [1, 2],
      [1, 2]
    ]),
    12
  );
  assert.equal(inWords(12), 'This makes 12 runs.');
  assert.equal(inWords(1), 'This makes 1 run.');
  assert.match(inWords(101), /101 runs; choose fewer/);
});
