/**
 * What the web adds to the engine's {@code WebAssembly}, where there is one: modules that are compiled from responses.
 *
 * <p>The object itself, its modules, memories and tables are the engine's. Two things that browsers do are left out:
 * modules cannot be cloned (a {@code DataCloneError}), since the engine does not give back what they were compiled from,
 * and memories cannot be shared (a {@code RangeError} of the engine's, whose sandbox does not have them).
 *
 * @see <a href="https://webassembly.github.io/spec/web-api/">WebAssembly Web API</a>
 */
@NullMarked
package dev.weir.webassembly;

import org.jspecify.annotations.NullMarked;
