/** What people type into the run form becomes the JSON that the parameter wants, or a message. */
import assert from 'node:assert/strict';
import test from 'node:test';

import { allZones, cronOf, hasTime } from '../../extensions/src/form/timing.ts';
import { isChanged, parsed, shown, Unreadable } from '../../extensions/src/form/values.ts';

const parameter = (type, value = null) => ({ name: 'p', type, default: value, help: '' });

for (const [type, typed, value] of [
  ['string', ' a ', ' a '],
  ['integer', ' 12 ', 12],
  ['integer', '-3', -3],
  ['integer', '1e3', 1000],
  ['number', '0.5', 0.5],
  ['boolean', true, true],
  ['array', '[1, "a"]', [1, 'a']],
  ['object', '{"a": null}', { a: null }],
  ['any', '"text"', 'text'],
  ['any', 'null', null]
]) {
  test(`${type} reads ${JSON.stringify(typed)}`, () => {
    assert.deepEqual(parsed(parameter(type, 1), typed), value);
  });
}

for (const [type, typed] of [
  ['integer', '1.5'],
  ['integer', '9007199254740993'],
  ['integer', ''],
  ['number', 'ten'],
  ['number', 'Infinity'],
  ['array', '{"a": 1}'],
  ['object', '[1]'],
  ['object', 'null'],
  ['any', 'text']
]) {
  test(`${type} refuses ${JSON.stringify(typed)}`, () => {
    assert.throws(() => parsed(parameter(type, 1), typed), Unreadable);
  });
}

test('nothing typed stays nothing where nothing is the default', () => {
  assert.equal(parsed(parameter('integer'), ' '), null);
});

test('what is shown reads back as it was', () => {
  for (const [type, value] of [
    ['string', 'a"b'],
    ['array', ['a', 1]],
    ['integer', 3],
    ['boolean', false]
  ]) {
    const given = parameter(type, value);
    assert.ok(!isChanged(given, parsed(given, shown(given, value))));
  }
});

test('presets become cron expressions', () => {
  assert.equal(cronOf('weekday', '06:05'), '5 6 * * 1-5');
  assert.equal(cronOf('monday', '00:00'), '0 0 * * 1');
  assert.equal(cronOf('hour', '06:05'), '0 * * * *');
  assert.ok(!hasTime('hour') && !hasTime('custom') && hasTime('day'));
});

test('UTC is offered first, once', () => {
  assert.equal(allZones()[0], 'UTC');
  assert.equal(new Set(allZones()).size, allZones().length);
});
