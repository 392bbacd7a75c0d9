package dev.weir.bindings.idl;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A definition at the top level of an IDL fragment. */
public sealed interface IdlDefinition {
    String name();

    /** An interface, a partial interface or a mixin. */
    record Interface(
            String name,
            @Nullable String parent,
            Kind kind,
            List<IdlMember> members,
            Map<String, String> extendedAttributes)
            implements IdlDefinition {
        public enum Kind {
            WHOLE,
            PARTIAL,
            MIXIN
        }
    }

    record Includes(String name, String mixin) implements IdlDefinition {}

    record Dictionary(String name, @Nullable String parent, List<IdlMember.Argument> members)
            implements IdlDefinition {}

    record Enumeration(String name, List<String> values) implements IdlDefinition {}

    /** A callback function; only its being callable matters to a conversion. */
    record Callback(String name, boolean treatNonObjectAsNull) implements IdlDefinition {}

    /**
     * A callback interface: any object will do, its operation is looked up when called. One with constants has an object
     * of its name that holds them.
     */
    record CallbackInterface(String name, List<IdlMember.Constant> constants, Map<String, String> extendedAttributes)
            implements IdlDefinition {}

    record Typedef(String name, IdlType type) implements IdlDefinition {}
}
