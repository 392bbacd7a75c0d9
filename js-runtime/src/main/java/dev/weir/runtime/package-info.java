/**
 * Running browser scripts in a Java program.
 *
 * <p>Start with {@link dev.weir.runtime.WebRuntime}: it runs scripts, modules and pages, and is closed when no longer
 * needed. {@link dev.weir.runtime.NetworkAccess} says where scripts may connect to. Everything here may be called from any
 * thread; scripts run on the runtime's own.
 */
@NullMarked
package dev.weir.runtime;

import org.jspecify.annotations.NullMarked;
