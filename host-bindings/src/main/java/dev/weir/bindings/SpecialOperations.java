package dev.weir.bindings;

import dev.weir.bindings.idl.IdlDefinition;
import dev.weir.bindings.idl.IdlMember;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes what makes objects with indexed or named properties.
 *
 * @see <a href="https://webidl.spec.whatwg.org/#js-legacy-platform-objects">Web IDL, legacy platform objects</a>
 */
final class SpecialOperations {
    private SpecialOperations() {}

    /** An expression for the function that makes such an object from a wrapper; null without special operations. */
    static @Nullable String of(IdlDefinition.Interface i, ConversionWriter conversions) {
        Map<String, IdlMember.Special> specials = new HashMap<>();
        for (IdlMember member : i.members()) {
            if (member instanceof IdlMember.Special s) {
                specials.put((s.arguments().get(0).type().is("DOMString") ? "named " : "indexed ") + s.kind(), s);
            }
        }
        if (specials.isEmpty()) {
            return null;
        }
        return "legacyPlatformObject($, { __proto__: null, indexed: %s, named: %s, overrides: %s, unenumerable: %s, setIndexed: %s, setNamed: %s, deletes: %s })"
                .formatted(
                        conversion(specials.get("indexed getter"), conversions),
                        conversion(specials.get("named getter"), conversions),
                        i.extendedAttributes().containsKey("LegacyOverrideBuiltIns"),
                        i.extendedAttributes().containsKey("LegacyUnenumerableNamedProperties"),
                        conversion(specials.get("indexed setter"), conversions),
                        conversion(specials.get("named setter"), conversions),
                        specials.containsKey("named deleter"));
    }

    /** A function that converts what the special operation returns, or the value given to a setter. */
    private static String conversion(IdlMember.@Nullable Special special, ConversionWriter conversions) {
        if (special == null) {
            return "undefined";
        }
        return special.kind().equals("setter")
                ? "(value) => " + conversions.convert(special.arguments().get(1).type(), "value", "'the value'")
                : "(value) => " + conversions.result(special.returnType(), "value");
    }
}
