package dev.weir.messaging;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.DOMException;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Realm;
import dev.weir.webidl.SerializableObject;
import dev.weir.webidl.TransferableObject;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * What the glue's structured cloning asks of Java; one for each realm.
 *
 * @see <a href="https://html.spec.whatwg.org/#safe-passing-of-structured-data">HTML, safe passing of structured data</a>
 */
public final class StructuredCloning {
    static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            dictionary StructuredSerializeOptions { sequence<object> transfer = []; };
            partial interface mixin WindowOrWorkerGlobalScope {
              [Script] any structuredClone(any value, optional StructuredSerializeOptions options = {});
            };
            """)
            .statics("StructuredCloning", StructuredCloning::new)
            .script(StructuredCloning.class, "serialize.js")
            .script(StructuredCloning.class, "deserialize.js");

    /** The kinds of objects that serialize.js knows; what crosses the border is the ordinal. */
    private enum Kind {
        OBJECT,
        BOOLEAN,
        NUMBER,
        STRING,
        DATE,
        BUFFER,
        MAP,
        ERROR
    }

    /** What an object is without regard to its prototypes; what crosses the border is the ordinal. */
    private enum Shape {
        ORDINARY,
        PROXY,
        /** An array, a typed array, or a function's arguments. */
        ELEMENTS
    }

    private final Realm realm;

    private StructuredCloning(Realm realm) {
        this.realm = realm;
    }

    /** The shape of an object; runs nothing of a script's, no trap of a proxy either. */
    @Export
    public int shapeOf(Value object) {
        return shape(object).ordinal();
    }

    private static Shape shape(Value object) {
        // For any object but a proxy the engine says a function, its constructor, or nothing.
        Value meta = object.getMetaObject();
        if (meta != null && !meta.canExecute() && meta.getMetaSimpleName().equals("Proxy")) {
            return Shape.PROXY;
        }
        return object.hasArrayElements() ? Shape.ELEMENTS : Shape.ORDINARY;
    }

    /** The kind of an object whose prototypes do not tell it; an ordinary one if the engine does not tell it either. */
    @Export
    public int kindOf(Value object) {
        return kind(object).ordinal();
    }

    private static Kind kind(Value object) {
        if (object.isException()) {
            return Kind.ERROR;
        }
        if (object.isInstant()) {
            return Kind.DATE;
        }
        if (object.hasHashEntries()) {
            return Kind.MAP;
        }
        if (object.hasBufferElements()) {
            return Kind.BUFFER;
        }
        if (object.isString()) {
            return Kind.STRING;
        }
        if (object.isNumber()) {
            return Kind.NUMBER;
        }
        return object.isBoolean() ? Kind.BOOLEAN : Kind.OBJECT;
    }

    /** What stands for a platform object in a message, or null when it cannot be serialized. */
    @Export
    public @Nullable Object serialize(PlatformObject object) {
        if (object instanceof DOMException exception) {
            return new SerializedException(exception.name(), exception.message());
        }
        return object instanceof SerializableObject serializable ? serializable.serializationSteps() : null;
    }

    @Export
    public PlatformObject deserialize(Value serialized) {
        return serialized.<SerializableObject.Serialized>asHostObject().deserializationSteps(realm);
    }

    @Export
    public boolean isTransferable(PlatformObject object) {
        return object instanceof TransferableObject;
    }

    /** What stands for a transferred object in a message, or null when it is detached. */
    @Export
    public @Nullable Object transfer(PlatformObject object) {
        TransferableObject transferable = (TransferableObject) object;
        return transferable.isDetached() ? null : transferable.transferSteps();
    }

    @Export
    public PlatformObject receive(Value dataHolder) {
        return dataHolder.<TransferableObject.DataHolder>asHostObject().transferReceivingSteps(realm);
    }

    /** https://webidl.spec.whatwg.org/#ref-for-serializable-objects */
    private record SerializedException(String name, String message) implements SerializableObject.Serialized {
        @Override
        public PlatformObject deserializationSteps(Realm realm) {
            return new DOMException(realm, message, name);
        }
    }
}
