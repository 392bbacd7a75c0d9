/**
 * How interfaces become JavaScript classes.
 *
 * <p>{@link dev.weir.bindings.InterfaceDefinition} is the description of an interface: Web IDL and its Java peer. {@link
 * dev.weir.bindings.InterfaceSet} turns all descriptions for one kind of global into one internal source, cached for the
 * process, and installs it into a realm. The scripts of this folder are the hand-written start of that source; {@link
 * dev.weir.bindings.GlueWriter} writes the rest.
 *
 * <p>Each realm evaluates the glue for itself, so it has classes and private slots of its own. An object of another realm of
 * the agent is known by a slot that they share ({@code shared} in primordials.js), and is given the slots of this realm when
 * it is first met here ({@code takeIn} in wrappers.js); until then it fails every brand check, which therefore costs nothing
 * more where there are no frames.
 *
 * <p>Invariants: a script never holds a Java object, only wrappers; no glue runs a function that a script could have
 * replaced; a Throwable from Java reaches a script only as an error that the glue made for it.
 */
@NullMarked
package dev.weir.bindings;

import org.jspecify.annotations.NullMarked;
