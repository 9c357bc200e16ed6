/** Lets Node.js find the sources' imports, which name no suffix, as TypeScript and the bundler do. */
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, next) {
    const isBare = specifier.startsWith('.') && !/\.[a-z]+$/.test(specifier);
    return next(isBare ? `${specifier}.ts` : specifier, context);
  }
});
