package dev.weir.webidl;

import java.util.List;
import org.graalvm.polyglot.HostAccess.Export;

/**
 * An error of the web platform, told apart by its name.
 *
 * @see <a href="https://webidl.spec.whatwg.org/#idl-DOMException">Web IDL, DOMException</a>
 */
public class DOMException extends PlatformObject {
    /** The names that have a legacy code, which is their place in this list, counted from 1; empty where retired. */
    private static final List<String> CODES = List.of(
            "IndexSizeError",
            "",
            "HierarchyRequestError",
            "WrongDocumentError",
            "InvalidCharacterError",
            "",
            "NoModificationAllowedError",
            "NotFoundError",
            "NotSupportedError",
            "InUseAttributeError",
            "InvalidStateError",
            "SyntaxError",
            "InvalidModificationError",
            "NamespaceError",
            "InvalidAccessError",
            "",
            "TypeMismatchError",
            "SecurityError",
            "NetworkError",
            "AbortError",
            "URLMismatchError",
            "QuotaExceededError",
            "TimeoutError",
            "InvalidNodeTypeError",
            "DataCloneError");

    private final String message;
    private final String name;

    public DOMException(Realm realm, String message, String name) {
        super(realm);
        this.message = message;
        this.name = name;
    }

    @Override
    public String interfaceName() {
        return "DOMException";
    }

    @Export
    public final String name() {
        return name;
    }

    @Export
    public final String message() {
        return message;
    }

    /** The legacy code, or 0. */
    @Export
    public final int code() {
        return CODES.indexOf(name) + 1;
    }
}
