package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.infra.Ascii;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.WebException;
import java.util.ArrayList;
import java.util.List;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * An attribute read as a set of words: {@code classList}.
 *
 * @see <a href="https://dom.spec.whatwg.org/#interface-domtokenlist">DOM, DOMTokenList</a>
 */
public final class DOMTokenList extends PlatformObject {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=Window]
            interface DOMTokenList {
              readonly attribute unsigned long length;
              getter DOMString? item(unsigned long index);
              boolean contains(DOMString token);
              undefined add(DOMString... tokens);
              undefined remove(DOMString... tokens);
              boolean toggle(DOMString token, optional boolean force);
              boolean replace(DOMString token, DOMString newToken);
              boolean supports(DOMString token);
              stringifier attribute DOMString value;
              iterable<DOMString>;
            };
            """);

    private final Element element;
    private final String attribute;
    private final List<String> supported;

    DOMTokenList(Element element, String attribute) {
        this(element, attribute, List.of());
    }

    /** @param supported the attribute's tokens that have an effect, in lower case; empty where it defines none */
    DOMTokenList(Element element, String attribute, List<String> supported) {
        super(element.realm());
        this.element = element;
        this.attribute = attribute;
        this.supported = supported;
    }

    @Override
    public String interfaceName() {
        return "DOMTokenList";
    }

    private List<String> tokens() {
        return Names.splitOnWhitespace(value());
    }

    /** https://dom.spec.whatwg.org/#concept-dtl-update */
    private void update(List<String> tokens) {
        if (tokens.isEmpty() && !element.hasAttribute(attribute)) {
            return;
        }
        element.changeAttribute(attribute, String.join(" ", tokens));
    }

    private static String requireToken(String token) {
        if (token.isEmpty()) {
            throw WebException.dom("SyntaxError", "a token must not be empty");
        }
        if (token.chars().anyMatch(c -> Ascii.isWhitespace((char) c))) {
            throw WebException.dom("InvalidCharacterError", "the token '" + token + "' contains whitespace");
        }
        return token;
    }

    private static List<String> requireTokens(Value array) {
        List<String> tokens = new ArrayList<>();
        for (long i = 0; i < array.getArraySize(); i++) {
            tokens.add(requireToken(array.getArrayElement(i).asString()));
        }
        return tokens;
    }

    @Export
    public int length() {
        return tokens().size();
    }

    @Export
    public @Nullable String item(double index) {
        List<String> tokens = tokens();
        return index < tokens.size() ? tokens.get((int) index) : null;
    }

    @Export
    public boolean contains(String token) {
        return tokens().contains(token);
    }

    @Export
    public void add(Value added) {
        List<String> tokens = tokens();
        for (String token : requireTokens(added)) {
            if (!tokens.contains(token)) {
                tokens.add(token);
            }
        }
        update(tokens);
    }

    @Export
    public void remove(Value removed) {
        List<String> tokens = tokens();
        tokens.removeAll(requireTokens(removed));
        update(tokens);
    }

    @Export
    public boolean toggle(String token, Value force) {
        List<String> tokens = tokens();
        boolean has = tokens.contains(requireToken(token));
        boolean wanted = force.isBoolean() ? force.asBoolean() : !has;
        if (wanted != has) {
            if (wanted) {
                tokens.add(token);
            } else {
                tokens.remove(token);
            }
            update(tokens);
        }
        return wanted;
    }

    @Export
    public boolean replace(String token, String newToken) {
        if (token.isEmpty() || newToken.isEmpty()) {
            throw WebException.dom("SyntaxError", "a token must not be empty");
        }
        requireToken(token);
        requireToken(newToken);
        List<String> tokens = tokens();
        int at = tokens.indexOf(token);
        if (at < 0) {
            return false;
        }
        int other = tokens.indexOf(newToken);
        tokens.set(other >= 0 ? Math.min(at, other) : at, newToken);
        if (other >= 0 && other != at) {
            tokens.remove(Math.max(at, other));
        }
        update(tokens);
        return true;
    }

    /** Throws: no attribute that is bound here has a list of supported words. */
    @Export
    public boolean supports(String token) {
        if (supported.isEmpty()) {
            throw WebException.typeError("the attribute '" + attribute + "' has no supported tokens");
        }
        return supported.contains(Ascii.lowercase(token));
    }

    @Export
    public String value() {
        return element.reflectedAttribute(attribute);
    }

    @Export
    public void setValue(String value) {
        element.changeAttribute(attribute, value);
    }

    @Export
    public int indexedCount() {
        return length();
    }

    @Export
    public @Nullable String indexed(double index) {
        return item(index);
    }
}
