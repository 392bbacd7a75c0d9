/** The command line: what the launcher starts. */
@NullMarked
package dev.weir.runtime.cli;

import org.jspecify.annotations.NullMarked;
