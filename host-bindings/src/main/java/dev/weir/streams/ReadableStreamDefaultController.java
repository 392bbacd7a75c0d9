package dev.weir.streams;

import dev.weir.bindings.InterfaceDefinition;

/**
 * Controls a stream of chunks of any kind that a script feeds, or glue does: all of it is chunks.js's. Streams fed from
 * Java have a {@link ReadableStreamHostController}.
 *
 * @see <a href="https://streams.spec.whatwg.org/#rs-default-controller-class">Streams,
 *     ReadableStreamDefaultController</a>
 */
public final class ReadableStreamDefaultController extends ReadableStreamGlueController {
    public static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of("""
            [Exposed=*, ScriptState]
            interface ReadableStreamDefaultController {
              [Script] readonly attribute unrestricted double? desiredSize;
              [Script] undefined close();
              [Script] undefined enqueue(optional any chunk, optional any options);
              [Script] undefined error(optional any e);
            };
            dictionary ReadableStreamEnqueueOptions { sequence<object> transfer = []; };
            """).script(ReadableStreamDefaultController.class, "chunks.js");

    ReadableStreamDefaultController(ReadableStream stream) {
        super(stream);
    }

    @Override
    public String interfaceName() {
        return "ReadableStreamDefaultController";
    }
}
