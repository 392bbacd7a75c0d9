/**
 * The web platform's objects in Java, and how JavaScript gets to see them.
 *
 * <p>Embedders use {@code dev.weir.runtime}; what is exported to everybody here is what appears in its API: the loop and
 * rules that an embedder may bring ({@code dev.weir.host}), console output, and the transport with its embedded server.
 * The rest is exported to the runtime, and to the engine, which calls methods that are annotated for export and no
 * others.
 */
@SuppressWarnings("module") // the engine's modules are found when the program runs
module dev.weir.host.bindings {
    requires static org.jspecify;
    requires transitive org.graalvm.polyglot;
    requires org.jsoup;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.resolver;
    requires io.netty.transport;
    requires io.netty.transport.classes.epoll;

    exports dev.weir.host;
    exports dev.weir.console;
    exports dev.weir.websockets.transport;
    exports dev.weir.websockets.netty;
    exports dev.weir.abort to
            dev.weir.runtime,
            org.graalvm.truffle;
    exports dev.weir.bindings to
            dev.weir.runtime,
            org.graalvm.truffle;
    exports dev.weir.dom to
            dev.weir.runtime,
            org.graalvm.truffle;
    exports dev.weir.events to
            dev.weir.runtime,
            org.graalvm.truffle;
    exports dev.weir.html to
            dev.weir.runtime,
            org.graalvm.truffle;
    exports dev.weir.streams to
            dev.weir.runtime,
            org.graalvm.truffle;
    exports dev.weir.webidl to
            dev.weir.runtime,
            org.graalvm.truffle;
    exports dev.weir.websockets to
            dev.weir.runtime,
            org.graalvm.truffle;
}
