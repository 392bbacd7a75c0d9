package dev.weir.websockets.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.websockets.netty.Http2Server.Stream;
import dev.weir.websockets.netty.Realm.Client;
import dev.weir.websockets.transport.WebSocketRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Settings;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSockets over HTTP/2: RFC 8441. */
@ParameterizedClass(name = "OpenSSL {0}")
@ValueSource(booleans = {false, true})
@ExtendWith(NoLeaks.class)
class Http2SocketTest {
    private static final String CLOSED_EARLY = "server closed the connection without a close frame";

    private final Realm realm = new Realm(NettyTaskLoop.Io.BEST);
    private Http2Server server = Http2Server.start();

    Http2SocketTest(boolean openSsl) throws Exception {
        realm.options = realm.options.withTls(
                TlsOptions.trusting(List.of(Tls.certificate("localhost"))).withOpenSsl(openSsl));
    }

    @AfterEach
    void end() throws Exception {
        try (Http2Server last = server) {
            realm.close();
        }
    }

    /** Has another server than the usual one. */
    private void serve(Http2Settings settings) throws Exception {
        server.close();
        server = new Http2Server(settings);
    }

    private String unclean(String failure) {
        return "closed unclean 1006 [] unsent 0: " + server.url() + ": " + failure;
    }

    /** Both sides say 1000, the client first. */
    private void closes(Client client, Stream stream) throws Exception {
        realm.run(() -> client.connection.close(1000, "bye"));
        stream.await("close 1000 [bye]");
        stream.sendHex("88 05 03e8 627965").end();
        client.listener.await("closed clean 1000 [bye] unsent 0");
    }

    @Test
    void theRequestIsAnExtendedConnect() throws Exception {
        WebSocketRequest request = Realm.request(server.url())
                .withProtocols(List.of("soap", "wamp"), true)
                .withOrigin("https://page.test")
                .withHeaders(Map.of("Authorization", "Basic eDp5"));
        Client client = realm.connect(request, new Client());
        Stream stream = server.next();
        String authority = request.authority();
        assertEquals("""
                :method CONNECT
                :scheme https
                :authority %s
                :path /path?query
                :protocol websocket
                pragma no-cache
                cache-control no-cache
                authorization Basic eDp5
                origin https://page.test
                sec-websocket-version 13
                sec-websocket-protocol soap, wamp
                sec-websocket-extensions permessage-deflate; client_max_window_bits
                """.formatted(authority), stream.requestLines());
        stream.answer("200", "sec-websocket-protocol", "wamp");
        client.listener.await("open [wamp] []");
        closes(client, stream);
        realm.assertNoChannels();
    }

    @Test
    void messagesGoBothWays() throws Exception {
        Client client = realm.connect(server.url());
        Stream stream = server.next().answer("200");
        client.opened();
        realm.run(() -> client.connection.sendText("to the server"));
        stream.await("text to the server");
        stream.send(Wire.textFrame("to the client"));
        client.listener.await("text to the client");
        closes(client, stream);
        stream.await("end");
    }

    @Test
    void whatTheServerSaysFirstFollowsItsAnswer() throws Exception {
        Client client = realm.connect(server.url());
        server.next()
                .answer("200")
                .send(Wire.textFrame("hello"))
                .sendHex("88 00")
                .end();
        client.listener.await("open [] []", "text hello", "closing 1005 [] unsent 0", "closed clean 1005 [] unsent 0");
        realm.assertNoChannels();
    }

    @Test
    void trailersEndTheStreamAsDataDoes() throws Exception {
        Client client = realm.connect(server.url());
        server.next()
                .answer("200")
                .send(Wire.textFrame("hello"))
                .sendHex("88 02 0fa1")
                .endWithTrailers();
        client.listener.await("open [] []", "text hello", "closing 4001 [] unsent 0", "closed clean 4001 [] unsent 0");
        Client other = realm.connect(server.url());
        server.next().answer("200").endWithTrailers();
        other.listener.await("open [] []", unclean(CLOSED_EARLY));
        realm.assertNoChannels();
    }

    @Test
    void manyShareOneConnectionWhichEndsWithTheLast() throws Exception {
        Client first = realm.connect(server.url());
        Client second = realm.connect(server.url());
        Stream one = server.next().answer("200");
        Stream two = server.next().answer("200");
        first.opened();
        second.opened();
        assertEquals(1, server.connectionCount.get());
        closes(first, one);
        realm.run(() -> second.connection.sendText("alone"));
        two.await("text alone");
        closes(second, two);
        realm.assertNoChannels();
    }

    @Test
    void aFullConnectionIsJoinedByAnother() throws Exception {
        serve(Http2Settings.defaultSettings().connectProtocolEnabled(true).maxConcurrentStreams(1));
        Client first = realm.connect(server.url());
        Stream one = server.next().answer("200");
        first.opened();
        Client second = realm.connect(server.url());
        Stream two = server.next().answer("200");
        second.opened();
        assertEquals(2, server.connectionCount.get());
        closes(first, one);
        closes(second, two);
    }

    @Test
    void aServerWithoutExtendedConnectGetsHttp1OnAConnectionOfItsOwn() throws Exception {
        serve(Http2Settings.defaultSettings());
        Client client = realm.connect(server.url()).opened();
        assertEquals(2, server.connectionCount.get());
        assertEquals(0, server.streams.size());
        Client next = realm.connect(server.url()).opened();
        assertEquals(3, server.connectionCount.get(), "what was learnt is remembered");
        for (Client each : List.of(client, next)) {
            realm.run(each.connection::close);
            each.listener.await("closed clean 1005 [] unsent 0");
        }
    }

    @Test
    void noStreamsAtAllIsNoExtendedConnect() throws Exception {
        serve(Http2Settings.defaultSettings().connectProtocolEnabled(true).maxConcurrentStreams(0));
        Client client = realm.connect(server.url()).opened();
        realm.run(client.connection::close);
        client.listener.await("closed clean 1005 [] unsent 0");
    }

    @Test
    void anotherStatusThan200Fails() throws Exception {
        for (String status : List.of("201", "301", "404", "503")) {
            Client client = realm.connect(server.url());
            server.next().answer(status).end();
            client.listener.await(unclean("server answered " + status + " instead of 200"));
            realm.assertNoChannels();
        }
    }

    @Test
    void aSubprotocolThatWasNotOfferedFails() throws Exception {
        Client client = realm.connect(server.url());
        Stream stream = server.next().answer("200", "sec-websocket-protocol", "soap");
        client.listener.await(unclean("server chose the subprotocol \"soap\", which was not offered"));
        stream.await("reset CANCEL");
    }

    @Test
    void dataBeforeTheAnswerFails() throws Exception {
        for (String interim : List.of("", "103")) {
            Client client = realm.connect(server.url());
            Stream stream = server.next();
            if (!interim.isEmpty()) {
                stream.answer(interim);
            }
            stream.sendDataFirst();
            client.listener.await(unclean("server sent data before it answered"));
            stream.await("reset CANCEL");
        }
    }

    @Test
    void anInterimAnswerIsNotTheAnswer() throws Exception {
        Client client = realm.connect(server.url());
        Stream stream = server.next().answer("103", "link", "</x>").answer("200");
        client.opened();
        closes(client, stream);
    }

    @Test
    void aResetBeforeTheAnswerFails() throws Exception {
        Client client = realm.connect(server.url());
        server.next().reset(Http2Error.INTERNAL_ERROR);
        client.listener.await(unclean("server reset the stream: INTERNAL_ERROR"));
        realm.assertNoChannels();
    }

    @Test
    void aRefusedStreamIsTriedAgainOnce() throws Exception {
        Client client = realm.connect(server.url());
        server.next().reset(Http2Error.REFUSED_STREAM);
        server.next().reset(Http2Error.REFUSED_STREAM);
        client.listener.await(unclean("server reset the stream: REFUSED_STREAM"));
    }

    @Test
    void aResetOfAnOpenStreamIsUncleanAfterWhatCameBefore() throws Exception {
        Client client = realm.connect(server.url());
        Stream stream = server.next().answer("200");
        client.opened();
        realm.run(client.connection::pause);
        stream.send(Wire.textFrame("last words")).reset(Http2Error.CANCEL);
        client.listener.await("ending: " + unclean(CLOSED_EARLY + ": server reset the stream: CANCEL"));
        realm.run(client.connection::resume);
        client.listener.await("text last words", unclean(CLOSED_EARLY + ": server reset the stream: CANCEL"));
    }

    @Test
    void anEndWithoutACloseFrameIsUnclean() throws Exception {
        Client client = realm.connect(server.url());
        Stream stream = server.next().answer("200");
        client.opened();
        stream.end();
        client.listener.await(unclean(CLOSED_EARLY));
        stream.await("end");
        realm.assertNoChannels();
    }

    @Test
    void aLostConnectionEndsAllItsStreams() throws Exception {
        Client first = realm.connect(server.url());
        Client second = realm.connect(server.url());
        server.next().answer("200");
        Stream two = server.next().answer("200");
        first.opened();
        second.opened();
        two.channel.parent().pipeline().firstContext().close();
        for (Client client : List.of(first, second)) {
            String event = client.listener.next();
            assertTrue(event.startsWith(unclean(CLOSED_EARLY)), event);
        }
        realm.assertNoChannels();
    }

    @Test
    void whoIsGoingAwayKeepsItsStreamsAndGetsNoMore() throws Exception {
        Client first = realm.connect(server.url());
        Stream one = server.next().answer("200");
        first.opened();
        one.goAway(Http2Error.NO_ERROR, 0);
        one.send(Wire.textFrame("after"));
        first.listener.await("text after");
        Client second = realm.connect(server.url());
        Stream two = server.next().answer("200");
        second.opened();
        assertEquals(2, server.connectionCount.get());
        closes(first, one);
        closes(second, two);
        realm.assertNoChannels();
    }

    @Test
    void streamsThatTheServerDisownsEndUncleanly() throws Exception {
        Client client = realm.connect(server.url());
        Stream stream = server.next().answer("200");
        client.opened();
        stream.goAway(Http2Error.ENHANCE_YOUR_CALM, 1);
        client.listener.await(unclean(CLOSED_EARLY + ": server is going away: ENHANCE_YOUR_CALM"));
        realm.assertNoChannels();
    }

    @Test
    void aRequestThatTheServerDisownsGoesToAnotherConnection() throws Exception {
        Client client = realm.connect(server.url());
        server.next().goAway(Http2Error.NO_ERROR, 1);
        Stream stream = server.next().answer("200");
        client.opened();
        assertEquals(2, server.connectionCount.get());
        closes(client, stream);
    }

    @Test
    void aServerThatGivesNoWindowStallsTheWriterUntilItDoes() throws Exception {
        serve(Http2Settings.defaultSettings().connectProtocolEnabled(true).initialWindowSize(0));
        Client client = realm.connect(server.url());
        Stream stream = server.next().answer("200");
        client.opened();
        assertTrue(realm.onLoop(() -> client.connection.sendText("small")));
        assertFalse(realm.onLoop(() -> client.connection.sendBinary(ByteBuffer.allocate(1 << 20))));
        assertEquals(2, realm.onLoop(client.connection::unsentMessages));
        TimeUnit.MILLISECONDS.sleep(100);
        client.listener.assertNothingLeft();
        assertEquals(2, realm.onLoop(client.connection::unsentMessages));
        server.widen(stream);
        client.listener.await("writable");
        stream.await("text small");
        realm.run(client.connection::fail);
        client.listener.next();
    }

    @Test
    void aCloseFrameThatCannotLeaveTimesOut() throws Exception {
        realm.options =
                realm.options.withTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(10), Duration.ofMillis(300));
        serve(Http2Settings.defaultSettings().connectProtocolEnabled(true).initialWindowSize(0));
        Client client = realm.connect(server.url());
        Stream stream = server.next().answer("200");
        client.opened();
        realm.run(client.connection::close);
        client.listener.await(unclean("server did not complete the closing handshake within 300 ms"));
        stream.await("reset CANCEL");
        realm.assertNoChannels();
    }

    @Test
    void aPausedStreamHoldsTheServerBackAndNoOther() throws Exception {
        AtomicInteger received = new AtomicInteger();
        Client slow = realm.connect(server.url());
        Stream one = server.next().answer("200");
        slow.opened();
        realm.run(slow.connection::pause);
        Client quick = realm.connect(server.url());
        Stream two = server.next().answer("200");
        quick.opened();
        slow.listener.onMessage = received::incrementAndGet;
        int messages = 64;
        for (int i = 0; i < messages; i++) {
            one.send(Wire.frame(0x82, new byte[100_000]));
            two.send(Wire.frame(0x82, new byte[100_000]));
        }
        for (int i = 0; i < messages; i++) {
            quick.listener.await("binary of 100000");
        }
        assertTrue(one.written.get() <= Http2Session.STREAM_WINDOW, "written " + one.written.get());
        assertEquals(0, received.get());
        realm.run(slow.connection::resume);
        for (int i = 0; i < messages; i++) {
            slow.listener.await("binary of 100000");
        }
        closes(slow, one);
        closes(quick, two);
    }

    @Test
    void emptyFramesCostNothing() throws Exception {
        Client client = realm.connect(server.url());
        Stream stream = server.next().answer("200");
        client.opened();
        realm.run(client.connection::pause);
        ByteBuf nothing = Unpooled.EMPTY_BUFFER;
        for (int i = 0; i < 20_000; i++) {
            stream.send(nothing);
        }
        stream.send(Wire.textFrame("something"));
        realm.run(client.connection::resume);
        client.listener.await("text something");
        closes(client, stream);
    }

    @Test
    void failResetsTheStream() throws Exception {
        Client client = realm.connect(server.url());
        Stream stream = server.next().answer("200");
        client.opened();
        realm.run(client.connection::fail);
        client.listener.await(unclean("connection dropped"));
        stream.await("reset CANCEL");
        realm.assertNoChannels();
    }

    @Test
    void givingUpBeforeTheAnswerResetsTheStream() throws Exception {
        Client client = realm.connect(server.url());
        Stream stream = server.next();
        realm.run(client.connection::fail);
        client.listener.await(unclean("given up before the connection was established"));
        stream.await("reset CANCEL");
        realm.assertNoChannels();
    }

    @Test
    void theEndOfTheLoopEndsStreamsToo() throws Exception {
        Client client = realm.connect(server.url());
        server.next().answer("200");
        client.opened();
        realm.loop.close();
        client.listener.await(unclean("connection dropped, since its loop ends"));
    }
}
