/**
 * The command line: {@code weir run}, {@code weir echo}, {@code weir demo}.
 *
 * <p>{@link dev.weir.runtime.cli.Main} is the entry; each command is a class that turns its options into calls of the
 * embedding API and has nothing else that an embedder could not do.
 */
@NullMarked
package dev.weir.runtime.cli;

import org.jspecify.annotations.NullMarked;
