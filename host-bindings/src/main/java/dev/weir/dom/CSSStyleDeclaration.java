package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.infra.Ascii;
import dev.weir.webidl.PlatformObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graalvm.polyglot.HostAccess.Export;
import org.jspecify.annotations.Nullable;

/**
 * The declarations of a {@code style} attribute.
 *
 * <p>Properties are known by name, their values are not checked: a browser would ignore a value that it cannot parse,
 * and would expand shorthands such as {@code margin}; here both stay as they were written.
 *
 * @see <a href="https://drafts.csswg.org/cssom/#the-cssstyledeclaration-interface">CSSOM, CSSStyleDeclaration</a>
 */
public final class CSSStyleDeclaration extends PlatformObject {
    public static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of("""
            [Exposed=Window, Exotic]
            interface CSSStyleDeclaration {
              attribute [LegacyNullToEmptyString] DOMString cssText;
              readonly attribute unsigned long length;
              getter DOMString item(unsigned long index);
              DOMString getPropertyValue(DOMString property);
              DOMString getPropertyPriority(DOMString property);
              undefined setProperty(DOMString property, [LegacyNullToEmptyString] DOMString value,
                                    optional [LegacyNullToEmptyString] DOMString priority = "");
              DOMString removeProperty(DOMString property);
              readonly attribute any parentRule;
              attribute [LegacyNullToEmptyString] DOMString cssFloat;
            };
            """).script(CSSStyleDeclaration.class, "style.js");

    /** A declared value. */
    private record Declaration(String value, boolean important) {}

    private final Element element;
    private @Nullable String parsedText;
    private Map<String, Declaration> declarations = new LinkedHashMap<>();

    CSSStyleDeclaration(Element element) {
        super(element.realm());
        this.element = element;
    }

    @Override
    public String interfaceName() {
        return "CSSStyleDeclaration";
    }

    // ---- the attribute

    private Map<String, Declaration> declarations() {
        String text = element.reflectedAttribute("style");
        if (!text.equals(parsedText)) {
            declarations = parse(text);
            parsedText = text;
        }
        return declarations;
    }

    /** What a style attribute's text declares for a property, or null. */
    static @Nullable String valueIn(String text, String property) {
        Declaration declaration = parse(text).get(property);
        return declaration == null ? null : declaration.value();
    }

    private static Map<String, Declaration> parse(String text) {
        Map<String, Declaration> parsed = new LinkedHashMap<>();
        for (String declaration : split(text)) {
            int colon = declaration.indexOf(':');
            if (colon < 0) {
                continue;
            }
            String property = normalize(Names.stripWhitespace(declaration.substring(0, colon)));
            String value = Names.stripWhitespace(declaration.substring(colon + 1));
            boolean important = false;
            int mark = value.lastIndexOf('!');
            if (mark >= 0 && Names.stripWhitespace(value.substring(mark + 1)).equalsIgnoreCase("important")) {
                important = true;
                value = Names.stripWhitespace(value.substring(0, mark));
            }
            Declaration old = parsed.get(property);
            boolean weaker = old != null && old.important() && !important;
            if (!value.isEmpty() && CssProperties.isKnown(property) && !weaker) {
                parsed.remove(property);
                parsed.put(property, new Declaration(value, important));
            }
        }
        return parsed;
    }

    /** The text between semicolons that stand outside of comments, strings and brackets. */
    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        int depth = 0;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote == 0 && text.startsWith("/*", i)) {
                int end = text.indexOf("*/", i + 2);
                i = end < 0 ? text.length() : end + 1;
                continue;
            }
            if (c == '\\' && i + 1 < text.length()) {
                part.append(c).append(text.charAt(++i));
                continue;
            }
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '(' || c == '[' || c == '{') {
                depth++;
            } else if (c == ')' || c == ']' || c == '}') {
                depth = Math.max(0, depth - 1);
            } else if (c == ';' && depth == 0) {
                parts.add(part.toString());
                part.setLength(0);
                continue;
            }
            part.append(c);
        }
        parts.add(part.toString());
        return parts;
    }

    private static String normalize(String property) {
        return property.startsWith("--") ? property : Ascii.lowercase(property);
    }

    private void store(Map<String, Declaration> changed) {
        String text = serialize(changed);
        declarations = changed;
        parsedText = text;
        element.changeAttribute("style", text);
    }

    private static String serialize(Map<String, Declaration> declarations) {
        StringBuilder text = new StringBuilder();
        declarations.forEach((property, declaration) -> {
            if (!text.isEmpty()) {
                text.append(' ');
            }
            text.append(property).append(": ").append(declaration.value());
            text.append(declaration.important() ? " !important;" : ";");
        });
        return text.toString();
    }

    // ---- members

    @Export
    public String cssText() {
        return serialize(declarations());
    }

    @Export
    public void setCssText(String text) {
        store(parse(text));
    }

    @Export
    public int length() {
        return declarations().size();
    }

    @Export
    public String item(double index) {
        List<String> properties = List.copyOf(declarations().keySet());
        return index < properties.size() ? properties.get((int) index) : "";
    }

    @Export
    public String getPropertyValue(String property) {
        Declaration declaration = declarations().get(normalize(property));
        return declaration == null ? "" : declaration.value();
    }

    @Export
    public String getPropertyPriority(String property) {
        Declaration declaration = declarations().get(normalize(property));
        return declaration != null && declaration.important() ? "important" : "";
    }

    @Export
    public void setProperty(String property, String value, String priority) {
        String name = normalize(property);
        String trimmed = Names.stripWhitespace(value);
        if (!CssProperties.isKnown(name)) {
            return;
        }
        if (trimmed.isEmpty()) {
            removeProperty(name);
            return;
        }
        if (!priority.isEmpty() && !priority.equalsIgnoreCase("important")) {
            return;
        }
        // What would end the declaration, or hide a priority in it, is no value.
        if (split(trimmed).size() > 1 || trimmed.indexOf('!') >= 0) {
            return;
        }
        Map<String, Declaration> changed = new LinkedHashMap<>(declarations());
        changed.put(name, new Declaration(trimmed, !priority.isEmpty()));
        store(changed);
    }

    @Export
    public String removeProperty(String property) {
        Map<String, Declaration> changed = new LinkedHashMap<>(declarations());
        Declaration removed = changed.remove(normalize(property));
        if (removed == null) {
            return "";
        }
        store(changed);
        return removed.value();
    }

    /** Null: an attribute belongs to no rule. */
    @Export
    public @Nullable String parentRule() {
        return null;
    }

    @Export
    public String cssFloat() {
        return getPropertyValue("float");
    }

    @Export
    public void setCssFloat(String value) {
        setProperty("float", value, "");
    }

    // ---- for style.js

    @Export
    public int indexedCount() {
        return length();
    }

    @Export
    public @Nullable String indexed(double index) {
        return index < length() ? item(index) : null;
    }

    /** The property that a key such as {@code backgroundColor} or {@code background-color} stands for, or null. */
    @Export
    public @Nullable String propertyOf(String key) {
        return CssProperties.ofKey(key);
    }
}
