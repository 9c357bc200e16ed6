/** Writes which texts of the front end's sources are wrapped for translation, and which are shown but are not. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const sources = process.argv[2];
const ts = createRequire(join(sources, '../package.json'))('typescript');

/** The functions that translate, and which of their arguments are the message and its plural. */
const TRANSLATING = new Map([
  ['trans.__', [0]],
  ['trans._n', [0, 1]],
  ['trans._p', [1]],
  ['rich', [0]],
  ['count', [1, 2]]
]);
/** What is the same in every language, or no text: names, keys of the keyboard, a prop's own words. */
const AS_IS = new Set(
  'Lyceum URL YAML parquet sep=; https://… source Tab Shift Control Alt Meta Escape'.split(' ')
);
/** Attributes and properties that nobody reads. */
const UNREAD = new Set(
  (
    'className class type role key id htmlFor name value href rel target style command selector namespace path view orient ' +
    'step scope kind d width height list stroke fill autoComplete markerEnd transform data-field data-state ' +
    'description source tag rightIcon when autoStart aria-hidden aria-live aria-sort aria-orientation aria-autocomplete aria-current aria-haspopup aria-pressed'
  ).split(' ')
);
/** Properties that are read, whatever they say. */
const READ = new Set(
  'label title word words caption hint note says placeholder okLabel body what legend noun verb'.split(
    ' '
  )
);
/** Calls whose arguments nobody reads. */
const UNREAD_CALLS =
  /(^|\.)(addClass|removeClass|toggleClass|setAttribute|querySelector|querySelectorAll|closest|createElement|getItem|setItem|startsWith|endsWith|includes|split|indexOf|get|post|patch|put|delete|test|log|warn)$/;
const READ_CALLS = /setAttribute\(\s*'(aria-|title|alt|placeholder)/;
const READ_AS_TEXT = /\p{L}[\p{L}’,;:.…)”]* [“(]?\p{L}|^\p{Lu}\p{Ll}+…?$|…|’|\p{L}{2,}[.!?]$|[“”]|\p{L}{4,} %|% \p{L}{4,}/u;
const HAS_WORD = /\p{L}{2,}/u;

const found = { wrapped: [], bare: [] };
for (const name of readdirSync(sources, { recursive: true }).filter(name => /\.tsx?$/.test(name))) {
  const path = join(sources, name);
  const kind = name.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const file = ts.createSourceFile(
    path,
    readFileSync(path, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
    kind
  );
  visit(file, file, name);
}
process.stdout.write(JSON.stringify(found));

function visit(node, file, name) {
  const call = ts.isCallExpression(node) ? node.expression.getText(file) : '';
  if (TRANSLATING.has(call)) {
    keep(node, TRANSLATING.get(call), file, name);
    node.arguments.forEach(
      (argument, i) => TRANSLATING.get(call).includes(i) || visit(argument, file, name)
    );
    return;
  }
  if (isSkipped(node, call)) {
    return;
  }
  if (UNREAD_CALLS.test(call) && !READ_CALLS.test(node.getText(file))) {
    visit(node.expression, file, name);
    return;
  }
  const text = textOf(node);
  if (text !== null && isShown(node, text)) {
    found.bare.push({ place: placeOf(node, file, name), text });
  }
  ts.forEachChild(node, child => visit(child, file, name));
}

function keep(node, places, file, name) {
  const [id, plural] = places.map(i => node.arguments[i]);
  const place = placeOf(node, file, name);
  const context = node.expression.getText(file) === 'trans._p' ? node.arguments[0].text : null;
  if (id && ts.isIdentifier(id) && isTranslating(node)) {
    return;
  }
  if (!id || !ts.isStringLiteralLike(id) || (plural && !ts.isStringLiteralLike(plural))) {
    found.bare.push({
      place,
      text: `not a literal: ${node.getText(file).slice(0, 80)}`
    });
  } else {
    found.wrapped.push({ place, id: id.text, plural: plural?.text ?? null, context });
  }
}

/** Whether a call is what `count` or `rich` itself does with its message. */
function isTranslating(node) {
  const around = ts.findAncestor(node, ts.isFunctionDeclaration);
  return TRANSLATING.has(around?.name?.text);
}

function isSkipped(node, call) {
  return (
    ts.isImportDeclaration(node) ||
    (ts.isJsxElement(node) && node.openingElement.tagName.getText() === 'code') ||
    ts.isTypeNode(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ((ts.isJsxAttribute(node) || ts.isPropertyAssignment(node)) &&
      UNREAD.has(node.name.getText()) &&
      !/\btrans\._|\brich\(|\bcount\(/.test(node.getText()))
  );
}

function textOf(node) {
  if (ts.isJsxText(node) || ts.isStringLiteralLike(node)) {
    return node.text.replace(/\s+/g, ' ').trim();
  }
  if (ts.isTemplateExpression(node)) {
    return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('%');
  }
  return null;
}

function isShown(node, text) {
  if (AS_IS.has(text) || text.startsWith('lyc-') || !/\p{L}/u.test(text)) {
    return false;
  }
  if (ts.isPropertyAssignment(node.parent) && node.parent.name === node) {
    return false;
  }
  if (
    ts.isBinaryExpression(node.parent) &&
    /^([!=]==|in)$/.test(node.parent.operatorToken.getText())
  ) {
    return false;
  }
  if (ts.isJsxText(node)) {
    return /\p{L}/u.test(text);
  }
  if (isDirectlyRead(node)) {
    return HAS_WORD.test(text);
  }
  return READ_AS_TEXT.test(text);
}

/** Whether a literal stands, through conditions only, among an element's children or in what is read. */
function isDirectlyRead(node) {
  let parent = node.parent;
  while (
    ts.isConditionalExpression(parent) ||
    ts.isParenthesizedExpression(parent) ||
    ts.isBinaryExpression(parent) ||
    ts.isTemplateSpan(parent) ||
    ts.isTemplateExpression(parent)
  ) {
    parent = parent.parent;
  }
  const isRead = ts.isPropertyAssignment(parent) && READ.has(parent.name.getText());
  return isRead || ts.isJsxExpression(parent) || ts.isJsxAttribute(parent);
}

function placeOf(node, file, name) {
  return `${name}:${file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1}`;
}
