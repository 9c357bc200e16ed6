/** A notebook's difference is laid out as one reads it: cells beside cells, lines beside lines. */
import assert from 'node:assert/strict';
import test from 'node:test';

import { cellPairs, linePairs } from '../../extensions/src/runs/difference.ts';
import { patched } from '../../extensions/src/runs/patch.ts';

const code = (source, ...outputs) => ({
  cell_type: 'code',
  metadata: {},
  source,
  outputs
});
const difference = (cells, diff) => ({
  base: { cells },
  diff: diff.length ? [{ op: 'patch', key: 'cells', diff }] : []
});
const sides = pairs =>
  pairs.map(({ before, now, isSame }) => [isSame ? '=' : '~', before?.text, now?.text]);

test('without a diff everything is the same', () => {
  const pairs = cellPairs(difference([code('a'), code('b')], []));
  assert.deepEqual(
    pairs.map(({ kind, numbers }) => [kind, numbers]),
    [
      ['same', { before: 1, now: 1 }],
      ['same', { before: 2, now: 2 }]
    ]
  );
});

test('cells that came and went keep their places in both notebooks', () => {
  const pairs = cellPairs(
    difference(
      [code('a'), code('b'), code('c')],
      [
        { op: 'addrange', key: 1, valuelist: [code('new')] },
        { op: 'removerange', key: 1, length: 1 },
        { op: 'addrange', key: 3, valuelist: [code('last')] }
      ]
    )
  );
  assert.deepEqual(
    pairs.map(({ kind, numbers }) => [kind, numbers.before, numbers.now]),
    [
      ['same', 1, 1],
      ['changed', 2, 2],
      ['same', 3, 3],
      ['added', undefined, 4]
    ]
  );
});

test('a cell that came stands beside the one it replaces, and what they share is the same', () => {
  const [pair] = cellPairs(
    difference(
      [code('a\nb')],
      [
        { op: 'addrange', key: 0, valuelist: [code('a\nc\nd')] },
        { op: 'removerange', key: 0, length: 1 }
      ]
    )
  );
  assert.deepEqual(sides(pair.lines), [
    ['=', 'a', 'a'],
    ['~', 'b', 'c'],
    ['~', undefined, 'd']
  ]);
  assert.deepEqual([pair.before.source, pair.now.source], ['a\nb', 'a\nc\nd']);
});

test('lines stand beside those they replace', () => {
  const pairs = linePairs('a = 1\nb = 2\nc', [
    { op: 'addrange', key: 1, valuelist: ['b = 3\n', 'd\n'] },
    { op: 'removerange', key: 1, length: 1 }
  ]);
  assert.deepEqual(sides(pairs), [
    ['=', 'a = 1', 'a = 1'],
    ['~', 'b = 2', 'b = 3'],
    ['~', undefined, 'd'],
    ['=', 'c', 'c']
  ]);
  assert.deepEqual(
    pairs.map(({ now }) => now.number),
    [1, 2, 3, 4]
  );
});

test('a change inside a line shows both lines', () => {
  const inner = [{ op: 'addrange', key: 4, valuelist: '2' }];
  const pairs = linePairs('x = 1\n', [{ op: 'patch', key: 0, diff: inner }]);
  assert.deepEqual(sides(pairs), [['~', 'x = 1', 'x = 21']]);
});

test('outputs that differ are told apart from sources that do', () => {
  const [pair] = cellPairs(
    difference(
      [
        code('x', {
          output_type: 'display_data',
          metadata: {},
          data: { 'text/plain': '1' }
        })
      ],
      [
        {
          op: 'patch',
          key: 0,
          diff: [
            {
              op: 'patch',
              key: 'outputs',
              diff: [{ op: 'removerange', key: 0, length: 1 }]
            }
          ]
        }
      ]
    )
  );
  assert.equal(pair.kind, 'changed');
  assert.ok(pair.hasNewOutputs);
  assert.ok(pair.lines.every(line => line.isSame));
  assert.deepEqual(pair.now.outputs, []);
});

test('objects take, lose and keep what the diff says', () => {
  assert.deepEqual(
    patched({ a: 1, b: 2, c: ['x'] }, [
      { op: 'remove', key: 'a' },
      { op: 'replace', key: 'b', value: 3 },
      { op: 'add', key: 'd', value: null },
      {
        op: 'patch',
        key: 'c',
        diff: [{ op: 'addrange', key: 1, valuelist: ['y'] }]
      }
    ]),
    { b: 3, c: ['x', 'y'], d: null }
  );
});
