package dev.weir.bindings;

import dev.weir.webidl.DOMException;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** What the glue asks of Java apart from peers: the statics of interfaces, and what became of a failure. */
public final class GlueHost {
    /** The kinds of failure that primordials.js knows; the ordinal crosses the border. */
    private enum FailureKind {
        SCRIPT_VALUE,
        TYPE_ERROR,
        RANGE_ERROR,
        DOM_EXCEPTION,
        THROWN_VALUE,
        STACK_OVERFLOW,
        SYNTAX_ERROR,
        HOST_BUG
    }

    private final Realm realm;
    private final Map<String, Function<Realm, Object>> statics;

    private final InterfaceSet interfaces;

    GlueHost(Realm realm, Map<String, Function<Realm, Object>> statics, InterfaceSet interfaces) {
        this.realm = realm;
        this.statics = statics;
        this.interfaces = interfaces;
    }

    /** The function that makes the interface; its text is parsed now. */
    @Export
    public Value interfaceUnit(String interfaceName) {
        return realm.evaluate(interfaces.unit(interfaceName));
    }

    /** What the realms of the agent share; null for the first of them, which makes it. */
    @Export
    public @Nullable Value shared() {
        return realm.agent().shared();
    }

    /** What stands for the realm among those of its agent. */
    @Export
    public Realm realm() {
        return realm;
    }

    /** Whether the realm's kind of global has the interface. */
    @Export
    public boolean exposes(String interfaceName) {
        return interfaces.exposes(interfaceName);
    }

    @Export
    public @Nullable Object statics(String interfaceName) {
        Function<Realm, Object> maker = statics.get(interfaceName);
        return maker == null ? null : maker.apply(realm);
    }

    @Export
    public DOMException domException(String message, String name) {
        return new DOMException(realm, message, name);
    }

    @Export
    public boolean isPeer(Value value) {
        return value.isHostObject() && value.asHostObject() instanceof PlatformObject;
    }

    /** Sorts what the glue caught; a bug of the host is reported here, once. */
    @Export
    public int failureKind(Value caught) {
        Throwable failure = hostFailure(caught);
        if (failure == null) {
            return FailureKind.SCRIPT_VALUE.ordinal();
        }
        FailureKind kind = kindOf(failure);
        if (kind == FailureKind.HOST_BUG) {
            realm.reporter().reportHostFailure(failure);
        }
        return kind.ordinal();
    }

    private static FailureKind kindOf(Throwable failure) {
        if (failure instanceof WebException expected) {
            return switch (expected) {
                case WebException.JsTypeError e -> FailureKind.TYPE_ERROR;
                case WebException.JsRangeError e -> FailureKind.RANGE_ERROR;
                case WebException.JsSyntaxError e -> FailureKind.SYNTAX_ERROR;
                case WebException.DOMError e -> FailureKind.DOM_EXCEPTION;
                case WebException.Thrown e -> FailureKind.THROWN_VALUE;
            };
        }
        return failure instanceof StackOverflowError ? FailureKind.STACK_OVERFLOW : FailureKind.HOST_BUG;
    }

    /**
     * Whether what the glue caught when it asked something of this object is the stack's end: met in Java, or else in the glue,
     * where nothing but that fails. Unlike {@link #failureKind} this reports nothing.
     */
    @Export
    public boolean isStackOverflow(Value caught) {
        Throwable failure = hostFailure(caught);
        return failure == null || failure instanceof StackOverflowError;
    }

    @Export
    public String failureMessage(Value caught) {
        Throwable failure = hostFailure(caught);
        return failure == null ? "" : Objects.toString(failure.getMessage(), "");
    }

    @Export
    public String failureName(Value caught) {
        return hostFailure(caught) instanceof WebException.DOMError e ? e.name : "";
    }

    @Export
    public Value failureValue(Value caught) {
        return hostFailure(caught) instanceof WebException.Thrown e ? e.value : realm.undefined();
    }

    /** The Java exception behind a caught value, or null for a value of the script's own. */
    private static @Nullable Throwable hostFailure(Value caught) {
        if (!caught.isHostObject() || !caught.isException()) {
            return null;
        }
        try {
            throw caught.throwException();
        } catch (PolyglotException e) {
            return e.isHostException() ? e.asHostException() : null;
        }
    }
}
