/** A lineage graph lays itself out: layers by distance, no node on another, arrow keys that lead where they point. */
import assert from 'node:assert/strict';
import test from 'node:test';

import { drawn, layersOf, NODE, towards } from '../../extensions/src/entry/layers.ts';

const graph = (links, root = 'flights') => {
  const ids = [...new Set([root, ...links.flat()])];
  return {
    root,
    nodes: ids.map(id => ({ id, kind: 'job', label: id })),
    edges: links.map(([from, to]) => ({
      from,
      to,
      role: 'read',
      count: 1,
      last_at: null
    })),
    left_out: 0
  };
};
const placed = (drawing, id) => drawing.nodes.find(({ node }) => node.id === id);

test('what feeds an entry stands left of it, what comes of it right', () => {
  const layers = layersOf(
    graph([
      ['raw', 'load'],
      ['load', 'flights'],
      ['flights', 'nightly'],
      ['nightly', 'delays']
    ])
  );
  assert.deepEqual(Object.fromEntries(layers), {
    flights: 0,
    nightly: 1,
    delays: 2,
    load: -1,
    raw: -2
  });
});

test('a template stands before the job that executes it', () => {
  const layers = layersOf(
    graph([
      ['flights', 'nightly'],
      ['template', 'nightly']
    ])
  );
  assert.equal(layers.get('template'), 0);
});

test('what follows directly and by a job stands behind the job', () => {
  const layers = layersOf(
    graph([
      ['flights', 'delays'],
      ['flights', 'nightly'],
      ['nightly', 'delays']
    ])
  );
  assert.equal(layers.get('delays'), 2);
});

test('a circle ends', () => {
  const layers = layersOf(
    graph([
      ['flights', 'nightly'],
      ['nightly', 'flights']
    ])
  );
  assert.deepEqual([...layers.keys()], ['flights', 'nightly']);
});

test('fifty nodes stand beside each other, inside of the drawing', () => {
  const links = Array.from({ length: 25 }, (_, i) => [
    ['flights', `job ${i}`],
    [`job ${i}`, `table ${i % 12}`]
  ]).flat();
  const drawing = drawn(graph(links));
  assert.equal(drawing.nodes.length, 38);
  for (const one of drawing.nodes) {
    assert.ok(one.x >= 0 && one.x + NODE.width <= drawing.width);
    assert.ok(one.y >= 0 && one.y + NODE.height <= drawing.height);
    for (const other of drawing.nodes) {
      const apart =
        Math.abs(one.x - other.x) >= NODE.width || Math.abs(one.y - other.y) >= NODE.height;
      assert.ok(one === other || apart, `${one.node.id} lies on ${other.node.id}`);
    }
  }
});

test('links do not cross where that can be helped', () => {
  const drawing = drawn(
    graph([
      ['flights', 'a'],
      ['flights', 'b'],
      ['flights', 'c'],
      ['a', 'z'],
      ['b', 'y'],
      ['c', 'x']
    ])
  );
  const rows = ids => ids.map(id => placed(drawing, id).y);
  const [first, second] = [rows(['a', 'b', 'c']), rows(['z', 'y', 'x'])];
  assert.deepEqual(first, second);
});

test('the arrow keys move in a layer and to the nearest of the next', () => {
  const drawing = drawn(
    graph([
      ['flights', 'a'],
      ['flights', 'b'],
      ['flights', 'c'],
      ['raw', 'flights']
    ])
  );
  const root = placed(drawing, 'flights');
  assert.equal(towards('ArrowRight', root, drawing.nodes).node.id, 'b');
  assert.equal(towards('ArrowLeft', root, drawing.nodes).node.id, 'raw');
  assert.equal(towards('ArrowDown', placed(drawing, 'b'), drawing.nodes).node.id, 'c');
  assert.equal(towards('ArrowUp', root, drawing.nodes), undefined);
  assert.equal(towards('Home', root, drawing.nodes), undefined);
});
