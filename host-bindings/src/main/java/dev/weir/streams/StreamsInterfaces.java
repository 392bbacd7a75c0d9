package dev.weir.streams;

import dev.weir.bindings.InterfaceDefinition;
import java.util.List;

/** Everything this package gives to a global. */
public final class StreamsInterfaces {
    private static final InterfaceDefinition QUEUING_STRATEGIES =
            InterfaceDefinition.of("""
            callback QueuingStrategySize = unrestricted double (any chunk);
            callback Function = any (any... arguments);
            dictionary QueuingStrategy {
              unrestricted double highWaterMark;
              QueuingStrategySize size;
            };
            dictionary QueuingStrategyInit { required unrestricted double highWaterMark; };
            """).script(StreamsInterfaces.class, "strategies.js");

    /** The rest of ReadableStream's script. */
    private static final InterfaceDefinition TEE_AND_FROM = InterfaceDefinition.of("")
            .script(StreamsInterfaces.class, "tee.js")
            .script(StreamsInterfaces.class, "from.js");

    private static final InterfaceDefinition PIPES =
            InterfaceDefinition.of("").script(StreamsInterfaces.class, "pipe.js");

    private static final InterfaceDefinition TRANSFER =
            InterfaceDefinition.of("").script(StreamsInterfaces.class, "transfer.js");

    /** In the order in which their scripts build on each other. */
    public static final List<InterfaceDefinition> DEFINITIONS = List.of(
            QUEUING_STRATEGIES,
            CountQueuingStrategy.DEFINITION,
            ByteLengthQueuingStrategy.DEFINITION,
            ReadableStream.DEFINITION,
            ReadableStreamDefaultReader.DEFINITION,
            ReadableStreamDefaultController.DEFINITION,
            ReadableByteStreamController.DEFINITION,
            ReadableStreamBYOBReader.DEFINITION,
            TEE_AND_FROM,
            WritableStream.DEFINITION,
            WritableStreamDefaultWriter.DEFINITION,
            WritableStreamDefaultController.DEFINITION,
            PIPES,
            TransformStream.DEFINITION,
            TransformStreamDefaultController.DEFINITION,
            TRANSFER);

    private StreamsInterfaces() {}
}
