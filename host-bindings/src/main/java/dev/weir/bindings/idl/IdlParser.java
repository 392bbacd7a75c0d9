package dev.weir.bindings.idl;

import dev.weir.bindings.idl.IdlDefinition.Interface.Kind;
import dev.weir.bindings.idl.IdlMember.Argument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads Web IDL fragments. A fragment that does not fit is a bug of ours and throws IllegalArgumentException. */
public final class IdlParser {
    private static final Set<String> SPECIAL = Set.of("getter", "setter", "deleter");

    private final String text;
    private final List<String> tokens = new ArrayList<>();
    private int position;

    private IdlParser(String text) {
        this.text = text;
        int at = 0;
        while (at < text.length()) {
            int end = skipSpace(at);
            if (end == at) {
                end = tokenEnd(at);
                tokens.add(text.substring(at, end));
            }
            at = end;
        }
    }

    /** Behind white space or a comment that begins here, if one does. */
    private int skipSpace(int start) {
        int at = start;
        if (text.startsWith("//", at)) {
            int end = text.indexOf('\n', at);
            return end < 0 ? text.length() : end;
        }
        if (text.startsWith("/*", at)) {
            int end = text.indexOf("*/", at + 2);
            return end < 0 ? text.length() : end + 2;
        }
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private int tokenEnd(int start) {
        char c = text.charAt(start);
        if (c == '"') {
            int end = text.indexOf('"', start + 1);
            if (end > 0) {
                return end + 1;
            }
        } else if (isWord(c)) {
            int end = start + 1;
            while (end < text.length() && (isWord(text.charAt(end)) || isPoint(end))) {
                end++;
            }
            return end;
        } else if (text.startsWith("...", start)) {
            return start + 3;
        } else if ("[](){}<>=:;,?*".indexOf(c) >= 0) {
            return start + 1;
        }
        throw new IllegalArgumentException(
                "unexpected character in IDL: " + text.substring(start, Math.min(start + 20, text.length())));
    }

    /** What names and numbers are made of, signs and hyphens included. */
    private static boolean isWord(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }

    /** Whether this is the point of a decimal number. */
    private boolean isPoint(int at) {
        return text.charAt(at) == '.'
                && Character.isDigit(text.charAt(at - 1))
                && at + 1 < text.length()
                && Character.isDigit(text.charAt(at + 1));
    }

    /** Reads every definition of the fragment, in order. */
    public static List<IdlDefinition> parse(String text) {
        IdlParser parser = new IdlParser(text);
        List<IdlDefinition> definitions = new ArrayList<>();
        while (parser.position < parser.tokens.size()) {
            definitions.add(parser.definition());
        }
        return definitions;
    }

    private IdlDefinition definition() {
        Map<String, String> extended = extendedAttributes();
        if (accept("callback")) {
            return callback(extended);
        }
        if (accept("partial")) {
            expect("interface");
            boolean mixin = accept("mixin");
            return interfaceDefinition(mixin ? Kind.MIXIN : Kind.PARTIAL, extended);
        }
        if (accept("interface")) {
            return interfaceDefinition(accept("mixin") ? Kind.MIXIN : Kind.WHOLE, extended);
        }
        if (accept("dictionary")) {
            return dictionary();
        }
        if (accept("enum")) {
            return enumeration();
        }
        if (accept("typedef")) {
            IdlType type = type(extendedAttributes());
            String name = next();
            expect(";");
            return new IdlDefinition.Typedef(name, type);
        }
        String name = next();
        expect("includes");
        String mixin = next();
        expect(";");
        return new IdlDefinition.Includes(name, mixin);
    }

    private IdlDefinition callback(Map<String, String> extended) {
        if (accept("interface")) {
            String name = next();
            expect("{");
            List<IdlMember.Constant> constants = new ArrayList<>();
            while (!accept("}")) {
                if (member() instanceof IdlMember.Constant constant) {
                    constants.add(constant);
                }
            }
            expect(";");
            return new IdlDefinition.CallbackInterface(name, constants, extended);
        }
        String name = next();
        while (!accept(";")) {
            next();
        }
        return new IdlDefinition.Callback(name, extended.containsKey("LegacyTreatNonObjectAsNull"));
    }

    private IdlDefinition.Interface interfaceDefinition(Kind kind, Map<String, String> extended) {
        String name = next();
        String parent = accept(":") ? next() : null;
        expect("{");
        List<IdlMember> members = new ArrayList<>();
        while (!accept("}")) {
            members.add(member());
        }
        expect(";");
        return new IdlDefinition.Interface(name, parent, kind, members, extended);
    }

    private IdlDefinition.Dictionary dictionary() {
        String name = next();
        String parent = accept(":") ? next() : null;
        expect("{");
        List<Argument> members = new ArrayList<>();
        while (!accept("}")) {
            Map<String, String> extended = extendedAttributes();
            boolean required = accept("required");
            IdlType type = type(merge(extended, extendedAttributes()));
            String memberName = identifier();
            String defaultValue = accept("=") ? defaultValue() : null;
            expect(";");
            members.add(new Argument(memberName, type, !required, false, defaultValue));
        }
        expect(";");
        return new IdlDefinition.Dictionary(name, parent, members);
    }

    private IdlDefinition.Enumeration enumeration() {
        String name = next();
        expect("{");
        List<String> values = new ArrayList<>();
        while (!accept("}")) {
            String quoted = next();
            values.add(quoted.substring(1, quoted.length() - 1));
            accept(",");
        }
        expect(";");
        return new IdlDefinition.Enumeration(name, values);
    }

    private IdlMember member() {
        Map<String, String> extended = extendedAttributes();
        if (accept("const")) {
            type(Map.of());
            String name = next();
            expect("=");
            String value = next();
            expect(";");
            return new IdlMember.Constant(name, value, extended);
        }
        if (peek().equals("constructor") && peek(1).equals("(")) {
            next();
            List<Argument> arguments = arguments();
            expect(";");
            return new IdlMember.Constructor(arguments, extended);
        }
        if (peek().equals("iterable") || peek().equals("async_iterable")) {
            return iterable(extended);
        }
        if (SPECIAL.contains(peek())) {
            String kind = next();
            IdlType type = type(Map.of());
            String name = peek().equals("(") ? "" : identifier();
            List<Argument> arguments = arguments();
            expect(";");
            return new IdlMember.Special(kind, name, type, arguments, extended);
        }
        boolean isStatic = accept("static");
        boolean stringifier = accept("stringifier");
        if (stringifier && accept(";")) {
            return new IdlMember.Operation(
                    "toString", new IdlType.Named("DOMString", Map.of()), List.of(), false, true, extended);
        }
        boolean readonly = accept("readonly");
        if (accept("attribute")) {
            IdlType type = type(merge(extended, extendedAttributes()));
            String name = identifier();
            expect(";");
            return new IdlMember.Attribute(name, type, readonly, isStatic, stringifier, extended);
        }
        IdlType type = type(extended);
        String name = identifier();
        List<Argument> arguments = arguments();
        expect(";");
        return new IdlMember.Operation(name, type, arguments, isStatic, stringifier, extended);
    }

    private IdlMember iterable(Map<String, String> extended) {
        boolean async = next().equals("async_iterable");
        expect("<");
        List<IdlType> types = new ArrayList<>();
        do {
            types.add(type(extendedAttributes()));
        } while (accept(","));
        expect(">");
        List<Argument> arguments = peek().equals("(") ? arguments() : List.of();
        expect(";");
        return new IdlMember.Iterable(types, async, arguments, extended);
    }

    private List<Argument> arguments() {
        expect("(");
        List<Argument> arguments = new ArrayList<>();
        while (!accept(")")) {
            Map<String, String> extended = extendedAttributes();
            boolean optional = accept("optional");
            IdlType type = type(merge(extended, extendedAttributes()));
            boolean variadic = accept("...");
            String name = identifier();
            String defaultValue = accept("=") ? defaultValue() : null;
            arguments.add(new Argument(name, type, optional || variadic, variadic, defaultValue));
            accept(",");
        }
        return arguments;
    }

    private IdlType type(Map<String, String> extended) {
        IdlType type;
        if (accept("(")) {
            List<IdlType> members = new ArrayList<>();
            do {
                members.add(type(extendedAttributes()));
            } while (accept("or"));
            expect(")");
            type = new IdlType.Union(members);
        } else {
            type = simpleType(extended);
        }
        return accept("?") ? new IdlType.Nullable(type) : type;
    }

    private IdlType simpleType(Map<String, String> extended) {
        StringBuilder name = new StringBuilder(next());
        if (name.toString().equals("unsigned") || name.toString().equals("unrestricted")) {
            name.append(' ').append(next());
        }
        if (name.toString().endsWith("long") && accept("long")) {
            name.append(" long");
        }
        if (accept("<")) {
            List<IdlType> typeArguments = new ArrayList<>();
            do {
                typeArguments.add(type(extendedAttributes()));
            } while (accept(","));
            expect(">");
            return new IdlType.Generic(name.toString(), typeArguments);
        }
        return new IdlType.Named(name.toString(), extended);
    }

    private String defaultValue() {
        String value = next();
        if (value.equals("{") || value.equals("[")) {
            value += next();
        }
        return value;
    }

    private Map<String, String> extendedAttributes() {
        Map<String, String> attributes = new LinkedHashMap<>();
        if (!accept("[")) {
            return attributes;
        }
        while (!accept("]")) {
            String name = next();
            StringBuilder value = new StringBuilder();
            if (accept("=")) {
                if (accept("(")) {
                    while (!accept(")")) {
                        value.append(next());
                    }
                } else {
                    value.append(next());
                }
            }
            attributes.put(name, value.toString());
            accept(",");
        }
        return attributes;
    }

    private static Map<String, String> merge(Map<String, String> outer, Map<String, String> inner) {
        if (inner.isEmpty()) {
            return outer;
        }
        Map<String, String> merged = new LinkedHashMap<>(outer);
        merged.putAll(inner);
        return merged;
    }

    /** An identifier; a leading underscore escapes a keyword and is not part of the name. */
    private String identifier() {
        String name = next();
        return name.startsWith("_") ? name.substring(1) : name;
    }

    private String peek() {
        return peek(0);
    }

    private String peek(int ahead) {
        int at = position + ahead;
        return at < tokens.size() ? tokens.get(at) : "";
    }

    private String next() {
        if (position >= tokens.size()) {
            throw new IllegalArgumentException("IDL ends too early: " + text);
        }
        return tokens.get(position++);
    }

    private boolean accept(String token) {
        if (peek().equals(token)) {
            position++;
            return true;
        }
        return false;
    }

    private void expect(@Nullable String token) {
        String found = next();
        if (!found.equals(token)) {
            throw new IllegalArgumentException("expected '" + token + "' but found '" + found + "' before: "
                    + String.join(" ", tokens.subList(position, Math.min(position + 8, tokens.size()))));
        }
    }
}
