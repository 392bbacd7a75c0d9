package dev.weir.bindings.idl;

import java.util.List;
import java.util.Map;

/** A Web IDL type as it is written, with the extended attributes that apply to it. */
public sealed interface IdlType {

    /** A type named by one or more words: {@code any}, {@code unsigned long}, {@code AbortSignal}. */
    record Named(String name, Map<String, String> extendedAttributes) implements IdlType {
        public boolean has(String extendedAttribute) {
            return extendedAttributes.containsKey(extendedAttribute);
        }
    }

    /** {@code sequence<T>}, {@code FrozenArray<T>}, {@code Promise<T>} or {@code record<K, V>}. */
    record Generic(String name, List<IdlType> arguments) implements IdlType {}

    /** {@code (A or B)}. */
    record Union(List<IdlType> members) implements IdlType {}

    /** {@code T?}. */
    record Nullable(IdlType inner) implements IdlType {}

    /** Whether this is the type named {@code name}. */
    default boolean is(String name) {
        return switch (this) {
            case Named named -> named.name.equals(name);
            case Generic generic -> generic.name.equals(name);
            case Union u -> false;
            case Nullable n -> false;
        };
    }
}
