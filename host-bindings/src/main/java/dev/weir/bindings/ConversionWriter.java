package dev.weir.bindings;

import dev.weir.bindings.idl.IdlDefinition;
import dev.weir.bindings.idl.IdlMember;
import dev.weir.bindings.idl.IdlType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes the JavaScript that converts a value to a Web IDL type and back.
 *
 * @see <a href="https://webidl.spec.whatwg.org/#js-type-mapping">Web IDL, JavaScript type mapping</a>
 */
final class ConversionWriter {
    private static final String DICTIONARY = "dictionary_";
    private static final String DEFAULTS = "defaults_";
    private static final Set<String> VIEWS = Set.of(
            "Int8Array",
            "Uint8Array",
            "Uint8ClampedArray",
            "Int16Array",
            "Uint16Array",
            "Int32Array",
            "Uint32Array",
            "Float32Array",
            "Float64Array",
            "BigInt64Array",
            "BigUint64Array",
            "DataView");
    /** Integer types with their width in bits; a negative width means signed. */
    private static final Map<String, Integer> INTEGERS = Map.of(
            "byte", -8,
            "octet", 8,
            "short", -16,
            "unsigned short", 16,
            "long", -32,
            "unsigned long", 32,
            "long long", -64,
            "unsigned long long", 64);

    private final IdlModel model;
    /** The dictionaries and enumerations that the text written so far uses. */
    private final Set<String> used = new LinkedHashSet<>();
    /** The dictionaries that one object stands for where they are missing. */
    private final Set<String> usedDefaults = new LinkedHashSet<>();

    ConversionWriter(IdlModel model) {
        this.model = model;
    }

    /** An expression that converts {@code value}, itself an expression without side effects; {@code where} is a JS string. */
    String convert(IdlType declared, String value, String where) {
        IdlType type = model.resolve(declared);
        return switch (type) {
            case IdlType.Nullable nullable ->
                "(%1$s === null || %1$s === undefined ? null : %2$s)"
                        .formatted(value, convert(nullable.inner(), value, where));
            case IdlType.Union union -> convertUnion(union, value, where);
            case IdlType.Generic generic -> convertGeneric(generic, value, where);
            case IdlType.Named named -> convertNamed(named, value, where);
        };
    }

    private String convertGeneric(IdlType.Generic type, String value, String where) {
        return switch (type.name()) {
            case "sequence", "FrozenArray" ->
                "toSequence(%s, (item) => %s, %s)"
                        .formatted(value, convert(type.arguments().get(0), "item", where), where);
            case "record" ->
                "toRecord(%s, (key) => %s, (item) => %s, %s)"
                        .formatted(
                                value,
                                convert(type.arguments().get(0), "key", where),
                                convert(type.arguments().get(1), "item", where),
                                where);
            case "Promise" -> "promiseResolve(%s)".formatted(value);
            default -> throw new IllegalArgumentException("no conversion for " + type);
        };
    }

    private String convertNamed(IdlType.Named type, String value, String where) {
        Integer bits = INTEGERS.get(type.name());
        if (bits != null) {
            return convertInteger(type, bits, value, where);
        }
        return switch (type.name()) {
            case "any" -> value;
            case "undefined" -> "undefined";
            case "object" -> "toObject(%s, %s)".formatted(value, where);
            case "boolean" -> "!!" + value;
            case "DOMString" -> {
                String text = "`${" + value + "}`";
                yield type.has("LegacyNullToEmptyString") ? "(%s === null ? '' : %s)".formatted(value, text) : text;
            }
            case "USVString" -> "toUSVString(%s)".formatted(value);
            case "ByteString" -> "toByteString(%s, %s)".formatted(value, where);
            case "unrestricted double", "unrestricted float" -> "+" + value;
            case "double", "float" -> "toDouble(%s, %s)".formatted(value, where);
            case "BufferSource" -> "toBufferSource(%s, %s)".formatted(value, where);
            case "AllowSharedBufferSource" -> "toAllowSharedBufferSource(%s, %s)".formatted(value, where);
            case "ArrayBufferView" -> "toArrayBufferView(%s, %s)".formatted(value, where);
            case "ArrayBuffer" -> "toBackingBuffer(%s, %s)".formatted(value, where);
            case "EventHandler", "OnErrorEventHandler", "OnBeforeUnloadEventHandler" ->
                "(isObject(%1$s) ? %1$s : null)".formatted(value);
            default -> convertDefined(type, value, where);
        };
    }

    private String convertDefined(IdlType.Named type, String value, String where) {
        if (model.interfaces.containsKey(type.name())) {
            return "toPeer(%s, '%s', %s)".formatted(value, type.name(), where);
        }
        if (model.unexposed.contains(type.name())) { // no object is of the type here
            return "fail(`${%s} must be of type %s`)".formatted(where, type.name());
        }
        if (VIEWS.contains(type.name())) {
            return "toTyped(%s, '%s', %s, %s)".formatted(value, type.name(), where, type.has("AllowShared"));
        }
        IdlDefinition other = model.others.get(type.name());
        if (other == null) {
            throw new IllegalArgumentException("unknown IDL type " + type.name());
        }
        return switch (other) {
            case IdlDefinition.Dictionary d -> "%s(%s, %s)".formatted(functionOf(d.name()), value, where);
            case IdlDefinition.Enumeration e -> "toEnum(%s, %s, %s)".formatted(value, valuesOf(e), where);
            case IdlDefinition.Callback c ->
                c.treatNonObjectAsNull()
                        ? "(isObject(%1$s) ? %1$s : null)".formatted(value)
                        : "toFunction(%s, %s)".formatted(value, where);
            case IdlDefinition.CallbackInterface c -> "toObject(%s, %s)".formatted(value, where);
            default -> throw new IllegalArgumentException("no conversion for IDL type " + type.name());
        };
    }

    private static String convertInteger(IdlType.Named type, int signedBits, String value, String where) {
        int bits = Math.abs(signedBits);
        boolean signed = signedBits < 0;
        if (type.has("EnforceRange") || type.has("Clamp")) {
            String low = !signed ? "0" : bits == 64 ? "-9007199254740991" : "-" + (1L << (bits - 1));
            String high = bits == 64 ? "9007199254740991" : Long.toString((1L << (signed ? bits - 1 : bits)) - 1);
            return type.has("Clamp")
                    ? "toClampedInteger(%s, %s, %s)".formatted(value, low, high)
                    : "toEnforcedInteger(%s, %s, %s, %s)".formatted(value, low, high, where);
        }
        if (bits == 32) {
            return "(%s %s 0)".formatted(value, signed ? "|" : ">>>");
        }
        return "toInteger(%s, %d, %s)".formatted(value, bits, signed);
    }

    /** The union's members in the order in which the standard tries them. */
    private String convertUnion(IdlType.Union union, String value, String where) {
        List<IdlType> members = flatten(union);
        StringBuilder js = new StringBuilder("(");
        for (IdlType member : members) {
            String test = unionTest(member, value, members);
            if (test != null) {
                js.append(test)
                        .append(" ? ")
                        .append(convert(member, value, where))
                        .append(" : ");
            }
        }
        IdlType last = members.stream()
                .filter(m -> isString(m) || isEnum(m))
                .findFirst()
                .or(() -> members.stream().filter(ConversionWriter::isNumeric).findFirst())
                .or(() -> members.stream().filter(m -> m.is("boolean")).findFirst())
                .orElse(null);
        if (last != null) {
            js.append(convert(last, value, where));
        } else {
            js.append("fail(`${%s} has the wrong type`)".formatted(where));
        }
        return js.append(")").toString();
    }

    private List<IdlType> flatten(IdlType.Union union) {
        List<IdlType> flat = new ArrayList<>();
        for (IdlType member : union.members()) {
            IdlType resolved = model.resolve(member);
            if (resolved instanceof IdlType.Nullable nullable) {
                flat.add(new IdlType.Named("null", Map.of()));
                resolved = model.resolve(nullable.inner());
            }
            if (resolved instanceof IdlType.Union inner) {
                flat.addAll(flatten(inner));
            } else {
                flat.add(resolved);
            }
        }
        flat.sort(Comparator.comparingInt(this::unionRank));
        return flat;
    }

    private int unionRank(IdlType type) {
        if (type.is("null")) {
            return 0;
        }
        if (isDictionary(type)) {
            return 5;
        }
        return type instanceof IdlType.Generic ? 3 : type.is("object") ? 6 : 1;
    }

    /** An expression for whether a value is meant for one of several types; null for one that takes what the others do not. */
    @Nullable
    String unionTest(IdlType type, String value, List<IdlType> members) {
        if (type.is("null")) {
            return "%1$s === null || %1$s === undefined".formatted(value);
        }
        if (type instanceof IdlType.Generic generic) {
            return switch (generic.name()) {
                case "sequence", "FrozenArray" ->
                    "isObject(%1$s) && %1$s[iteratorSymbol] !== undefined && %1$s[iteratorSymbol] !== null"
                            .formatted(value);
                default -> "isObject(%s)".formatted(value);
            };
        }
        if (isDictionary(type)) {
            boolean others =
                    members.stream().anyMatch(m -> isString(m) || isEnum(m) || isNumeric(m) || m.is("boolean"));
            return others ? "%1$s === undefined || %1$s === null || isObject(%1$s)".formatted(value) : "true";
        }
        String name = ((IdlType.Named) type).name();
        if (model.interfaces.containsKey(name)) {
            return "isInterface(%s, '%s')".formatted(value, name);
        }
        if (VIEWS.contains(name) || name.equals("ArrayBufferView")) {
            return "isView(%s)".formatted(value);
        }
        return switch (name) {
            case "ArrayBuffer" -> "isArrayBuffer(%1$s) || isSharedArrayBuffer(%1$s)".formatted(value);
            case "BufferSource" -> "isView(%1$s) || isArrayBuffer(%1$s) || isSharedArrayBuffer(%1$s)".formatted(value);
            case "object" -> "isObject(%s)".formatted(value);
            case "boolean" ->
                members.stream().anyMatch(m -> isString(m) || isEnum(m) || isNumeric(m))
                        ? "typeof %s === 'boolean'".formatted(value)
                        : null;
            default -> {
                IdlDefinition other = model.others.get(name);
                if (other instanceof IdlDefinition.Callback) {
                    yield "typeof %s === 'function'".formatted(value);
                }
                if (other instanceof IdlDefinition.CallbackInterface) {
                    yield "isObject(%s)".formatted(value);
                }
                yield isNumeric(type) && members.stream().anyMatch(ConversionWriter::isString)
                        ? "typeof %s === 'number'".formatted(value)
                        : null;
            }
        };
    }

    private boolean isDictionary(IdlType type) {
        return dictionaryOf(type) != null;
    }

    private IdlDefinition.@Nullable Dictionary dictionaryOf(IdlType type) {
        return type instanceof IdlType.Named named
                        && model.others.get(named.name()) instanceof IdlDefinition.Dictionary dictionary
                ? dictionary
                : null;
    }

    private boolean isEnum(IdlType type) {
        return type instanceof IdlType.Named named
                && model.others.get(named.name()) instanceof IdlDefinition.Enumeration;
    }

    private static boolean isString(IdlType type) {
        return type.is("DOMString") || type.is("USVString") || type.is("ByteString");
    }

    private static boolean isNumeric(IdlType type) {
        return type instanceof IdlType.Named named
                && (INTEGERS.containsKey(named.name())
                        || named.name().endsWith("double")
                        || named.name().endsWith("float"));
    }

    /** An argument or dictionary member that may be missing: its default then, or undefined. */
    String convertOptional(IdlMember.Argument argument, String value, String where) {
        String converted = convert(argument.type(), value, where);
        if (!argument.optional() || (converted.equals(value) && argument.defaultValue() == null)) {
            return converted;
        }
        IdlDefinition.Dictionary dictionary = dictionaryOf(model.resolve(argument.type()));
        if (dictionary != null && hasSharedDefaults(dictionary)) {
            usedDefaults.add(dictionary.name());
            return "(%s === undefined ? %s : %s)".formatted(value, DEFAULTS + dictionary.name(), converted);
        }
        if (dictionary != null || "{}".equals(argument.defaultValue())) {
            return converted; // a missing dictionary converts like an empty one
        }
        String otherwise = argument.defaultValue() == null ? "undefined" : defaultValue(argument.defaultValue());
        return "(%s === undefined ? %s : %s)".formatted(value, otherwise, converted);
    }

    /** Whether one object can stand for the dictionary wherever it is missing. */
    private boolean hasSharedDefaults(IdlDefinition.Dictionary dictionary) {
        return dictionary.members().stream().allMatch(m -> m.optional() && !"[]".equals(m.defaultValue()))
                && (!(model.others.get(dictionary.parent()) instanceof IdlDefinition.Dictionary parent)
                        || hasSharedDefaults(parent));
    }

    private static String defaultValue(String idl) {
        return switch (idl) {
            case "[]" -> "[]";
            case "-Infinity" -> "-Infinity";
            default -> idl;
        };
    }

    /**
     * An expression for what a member returns to the script, made from what the peer returned. A peer is asked for its
     * wrapper in the member itself, where it is of one class most of the time.
     */
    String result(IdlType declared, String value) {
        IdlType type = model.resolve(declared);
        if (type instanceof IdlType.Nullable nullable) {
            return result(nullable.inner(), value);
        }
        if (type instanceof IdlType.Union union) {
            List<IdlType> members = flatten(union);
            if (members.stream().noneMatch(m -> model.interfaceOf(m) != null)) {
                return value;
            }
            if (!members.stream().allMatch(m -> m.is("null") || model.interfaceOf(m) != null)) {
                return "wrapAny(%s)".formatted(value);
            }
        } else if (model.interfaceOf(type) == null) {
            return value;
        }
        return "%s?.wrapper() ?? null".formatted(value);
    }

    private String functionOf(String dictionary) {
        used.add(dictionary);
        return DICTIONARY + dictionary;
    }

    /** The name of the array of an enumeration's values. */
    String valuesOf(IdlDefinition.Enumeration enumeration) {
        used.add(enumeration.name());
        return "enum_" + enumeration.name();
    }

    /** Takes note of the dictionaries that a script converts. */
    void useAllIn(String script) {
        for (int at = script.indexOf(DICTIONARY); at >= 0; at = script.indexOf(DICTIONARY, at + 1)) {
            int start = at + DICTIONARY.length();
            int end = start;
            while (end < script.length() && Character.isJavaIdentifierPart(script.charAt(end))) {
                end++;
            }
            used.add(script.substring(start, end));
        }
    }

    /** The functions that convert dictionaries and the values of enumerations, as far as they are used. */
    String definitions() {
        StringBuilder js = new StringBuilder();
        Set<String> written = new HashSet<>();
        while (written.size() < used.size()) { // what is written may use more
            for (String name : List.copyOf(used)) {
                if (written.add(name)) {
                    js.append(definition(name));
                }
            }
        }
        usedDefaults.forEach(
                name -> js.append("const %1$s%2$s = %3$s%2$s(undefined, '');\n".formatted(DEFAULTS, name, DICTIONARY)));
        return js.toString();
    }

    private String definition(String name) {
        IdlDefinition definition = model.others.get(name);
        if (definition == null) {
            throw new IllegalArgumentException("no dictionary " + name);
        }
        return switch (definition) {
            case IdlDefinition.Dictionary d -> dictionary(d);
            case IdlDefinition.Enumeration e ->
                "const enum_%s = [%s];\n"
                        .formatted(
                                name,
                                e.values().stream().map(v -> "'" + v + "'").collect(Collectors.joining(", ")));
            default -> throw new IllegalArgumentException(name + " is no dictionary");
        };
    }

    private String dictionary(IdlDefinition.Dictionary dictionary) {
        StringBuilder js = new StringBuilder(
                "function dictionary_%s(value, where) {\n  const source = dictionaryObject(value, where);\n"
                        .formatted(dictionary.name()));
        js.append("  const result = ");
        js.append(
                dictionary.parent() == null
                        ? "{ __proto__: null };\n"
                        : "%s(value, where);\n".formatted(functionOf(dictionary.parent())));
        js.append("  let member;\n");
        dictionary.members().stream()
                .sorted(Comparator.comparing(IdlMember.Argument::name))
                .forEach(member -> js.append(dictionaryMember(member)));
        return js.append("  return result;\n}\n").toString();
    }

    private String dictionaryMember(IdlMember.Argument member) {
        String name = member.name();
        String where = "`member '%s' of ${where}`".formatted(name);
        StringBuilder js = new StringBuilder();
        js.append("  member = source === undefined ? undefined : source.%s;\n".formatted(name));
        js.append("  if (member !== undefined) result.%s = %s;\n"
                .formatted(name, convert(member.type(), "member", where)));
        if (member.defaultValue() != null) {
            js.append("  else result.%s = %s;\n".formatted(name, defaultValue(member.defaultValue())));
        } else if (!member.optional()) {
            js.append("  else throw missingMember(where, '%s');\n".formatted(name));
        }
        return js.toString();
    }
}
