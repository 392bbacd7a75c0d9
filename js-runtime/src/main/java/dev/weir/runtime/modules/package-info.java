/**
 * ES modules from files.
 *
 * <p>The engine asks a file system for modules; {@link dev.weir.runtime.modules.ModuleFileSystem} is the only one it has.
 * Behind it, {@link dev.weir.runtime.modules.ModuleFiles} reads and never writes, inside the folders that the embedder
 * grants, and holds the modules that have no file of their own (inline ones) under made-up URLs. The paths are URLs in
 * disguise: {@link dev.weir.runtime.modules.ModulePath}.
 *
 * @see <a href="https://html.spec.whatwg.org/#fetching-scripts">HTML, fetching scripts</a>
 */
@NullMarked
package dev.weir.runtime.modules;

import org.jspecify.annotations.NullMarked;
