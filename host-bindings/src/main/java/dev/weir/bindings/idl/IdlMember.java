package dev.weir.bindings.idl;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One member of an interface. */
public sealed interface IdlMember {

    /** Extended attributes such as {@code [Reflect]}; values are empty where none is written. */
    Map<String, String> extendedAttributes();

    record Constructor(List<Argument> arguments, Map<String, String> extendedAttributes) implements IdlMember {}

    record Constant(String name, String value, Map<String, String> extendedAttributes) implements IdlMember {}

    record Attribute(
            String name,
            IdlType type,
            boolean readonly,
            boolean isStatic,
            boolean stringifier,
            Map<String, String> extendedAttributes)
            implements IdlMember {}

    record Operation(
            String name,
            IdlType returnType,
            List<Argument> arguments,
            boolean isStatic,
            boolean stringifier,
            Map<String, String> extendedAttributes)
            implements IdlMember {}

    /** {@code iterable<V>}, {@code iterable<K, V>} or {@code async_iterable<V>}. */
    record Iterable(
            List<IdlType> types, boolean async, List<Argument> arguments, Map<String, String> extendedAttributes)
            implements IdlMember {}

    /**
     * A special operation, such as {@code getter T item(unsigned long index)}; {@code name} may be empty.
     *
     * @param kind {@code getter}, {@code setter} or {@code deleter}
     */
    record Special(
            String kind,
            String name,
            IdlType returnType,
            List<Argument> arguments,
            Map<String, String> extendedAttributes)
            implements IdlMember {}

    /** An argument, or a dictionary member; {@code defaultValue} is IDL text such as {@code {}} or {@code "blob"}. */
    record Argument(
            String name,
            IdlType type,
            boolean optional,
            boolean variadic,
            @Nullable String defaultValue) {}
}
