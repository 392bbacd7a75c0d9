package dev.weir.webidl;

import org.graalvm.polyglot.Value;

/**
 * What must become an exception or a rejection in JavaScript. The binding layer makes the JavaScript error; any other
 * Throwable that leaves a peer is a bug of ours and is reported as one.
 */
public abstract sealed class WebException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private WebException(String message) {
        super(message, null, false, false);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    public static final class JsTypeError extends WebException {
        private static final long serialVersionUID = 1L;

        JsTypeError(String message) {
            super(message);
        }
    }

    public static final class JsRangeError extends WebException {
        private static final long serialVersionUID = 1L;

        JsRangeError(String message) {
            super(message);
        }
    }

    public static final class JsSyntaxError extends WebException {
        private static final long serialVersionUID = 1L;

        JsSyntaxError(String message) {
            super(message);
        }
    }

    public static final class DOMError extends WebException {
        private static final long serialVersionUID = 1L;

        /** One of the names of https://webidl.spec.whatwg.org/#idl-DOMException-error-names. */
        public final String name;

        DOMError(String name, String message) {
            super(message);
            this.name = name;
        }
    }

    /** A JavaScript value of any kind that was thrown already. */
    public static final class Thrown extends WebException {
        private static final long serialVersionUID = 1L;

        public final transient Value value;

        Thrown(Value value) {
            super("a JavaScript value was thrown");
            this.value = value;
        }
    }

    public static WebException typeError(String message) {
        return new JsTypeError(message);
    }

    public static WebException rangeError(String message) {
        return new JsRangeError(message);
    }

    /** JavaScript's own SyntaxError; for the DOMException of that name see {@link #dom}. */
    public static WebException syntaxError(String message) {
        return new JsSyntaxError(message);
    }

    public static WebException dom(String name, String message) {
        return new DOMError(name, message);
    }

    public static WebException thrown(Value value) {
        return new Thrown(value);
    }
}
