/**
 * Web IDL fragments as Java values.
 *
 * <p>{@link dev.weir.bindings.idl.IdlParser} reads the text that describes an interface; everything else here is the
 * records it makes. The subset is what interfaces of ours use; anything else is refused with the line at fault.
 *
 * @see <a href="https://webidl.spec.whatwg.org/#idl-grammar">the grammar</a>
 */
@NullMarked
package dev.weir.bindings.idl;

import org.jspecify.annotations.NullMarked;
