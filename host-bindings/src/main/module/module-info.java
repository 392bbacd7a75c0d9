/**
 * The web platform's objects in Java, and how JavaScript gets to see them.
 *
 * <p>Embedders use {@code dev.weir.runtime}; what is exported to everybody here is what appears in its API: the loop and
 * rules that an embedder may bring ({@code dev.weir.host}), console output, cookies, and the transport with its embedded server.
 * The rest is exported to the runtime alone; the engine calls what is annotated for it through a lookup of this module's.
 */
@SuppressWarnings("module") // the engine's modules are found when the program runs
module dev.weir.host.bindings {
    requires static org.jspecify;
    requires transitive org.graalvm.polyglot;
    requires com.ibm.icu;
    requires org.jsoup;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.codec.http2;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.resolver;
    requires io.netty.transport;
    requires io.netty.transport.classes.epoll;

    exports dev.weir.fetch.transport;
    exports dev.weir.host;
    exports dev.weir.console;
    exports dev.weir.cookies;
    exports dev.weir.websockets.transport;
    exports dev.weir.websockets.netty;
    exports dev.weir.abort to
            dev.weir.runtime;
    exports dev.weir.bindings to
            dev.weir.runtime;
    exports dev.weir.compression to
            dev.weir.runtime;
    exports dev.weir.dom to
            dev.weir.runtime;
    exports dev.weir.encoding to
            dev.weir.runtime;
    exports dev.weir.events to
            dev.weir.runtime;
    exports dev.weir.fetch to
            dev.weir.runtime;
    exports dev.weir.fileapi to
            dev.weir.runtime;
    exports dev.weir.html to
            dev.weir.runtime;
    exports dev.weir.messaging to
            dev.weir.runtime;
    exports dev.weir.mimesniff to
            dev.weir.runtime;
    exports dev.weir.streams to
            dev.weir.runtime;
    exports dev.weir.url to
            dev.weir.runtime;
    exports dev.weir.webassembly to
            dev.weir.runtime;
    exports dev.weir.webidl to
            dev.weir.runtime;
    exports dev.weir.websockets to
            dev.weir.runtime;
    exports dev.weir.workers to
            dev.weir.runtime;
    exports dev.weir.xhr to
            dev.weir.runtime;
    exports dev.weir.xhr.request to
            dev.weir.runtime;
}
