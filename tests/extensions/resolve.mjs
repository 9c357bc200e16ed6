/** Lets Node.js find the sources' imports, which name no suffix, as TypeScript and the bundler do; they speak English. */
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, next) {
    const isBare = specifier.startsWith('.') && !/\.[a-z]+$/.test(specifier);
    return next(isBare ? `${specifier}.ts` : specifier, context);
  }
});

const said = (text, ...parts) => text.replace(/%(\d+)/g, (_, place) => parts[place - 1]);
const english = {
  __: said,
  _n: (one, many, number, ...parts) => said(number === 1 ? one : many, number, ...parts)
};
const { speak } = await import('../../extensions/src/words.ts');
speak({ load: () => english });
