package dev.weir.streams;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.PlatformObject;
import org.graalvm.polyglot.HostAccess.Export;

/**
 * What a transformer's callbacks enqueue with; its steps are transform.js's.
 *
 * @see <a href="https://streams.spec.whatwg.org/#ts-default-controller-class">Streams,
 *     TransformStreamDefaultController</a>
 */
public final class TransformStreamDefaultController extends PlatformObject {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=*, ScriptState]
            interface TransformStreamDefaultController {
              [Script] readonly attribute unrestricted double? desiredSize;
              [Script] undefined enqueue(optional any chunk);
              [Script] undefined error(optional any reason);
              [Script] undefined terminate();
            };
            """);

    /** [[stream]] */
    final TransformStream stream;

    TransformStreamDefaultController(TransformStream stream) {
        super(stream.realm());
        this.stream = stream;
    }

    @Override
    public String interfaceName() {
        return "TransformStreamDefaultController";
    }

    @Export
    public TransformStream stream() {
        return stream;
    }
}
